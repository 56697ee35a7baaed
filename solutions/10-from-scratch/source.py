# /// assignment
# title = "A network from scratch"
# minutes = 180
# follows = "09-experiment-report"
# summary = "No framework: forward pass, gradients and training written by you, with NumPy alone."
# ///

# %% [markdown]
# ## The goal
#
# You have trained many networks, and `fit` did the work. This time there is **no framework**: no
# TensorFlow, no Keras, no PyTorch, no JAX, no scikit-learn. You write everything that happens
# inside `fit`, with NumPy alone.
#
# The way goes up in small steps:
#
# ```text
#   one weighted sum --> a layer --> two layers --> XOR
#   one weight learns --> three weights learn --> 31,760 weights learn
# ```
#
# At the end your own network reads handwritten digits. And you see with your own eyes how it begins
# to **overfit**: it still gets better on the digits that it learns from, and worse on all others.
# You find out when one should stop.
#
# The tests call your functions with numbers of their own, so write them for arrays of any size.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np
from keras.datasets import mnist  # only loads the digits


def preprocess(images):
    """Turn digits into the input of the network.

    images: uint8 array (n, 28, 28), 0-255
    returns: float32 array (n, 784), 0-1
    """
    return images.reshape(len(images), 784).astype("float32") / 255


(images, labels), (test_images, y_test) = mnist.load_data()
train_images, y_train = images[:1000], labels[:1000]
valid_images, y_valid = images[1000:2000], labels[1000:2000]
x_train, x_valid = preprocess(train_images), preprocess(valid_images)
x_test = preprocess(test_images)
print("to learn from:", x_train.shape, " to watch:", x_valid.shape, " to test:", x_test.shape)

# %% [markdown]
# ## Step 1: A weighted sum, and a layer
#
# A unit without bias and activation is a **weighted sum**: each input is multiplied by its weight,
# and everything is added up.
#
# Example: a plant has had 8.5 hours of sun, 0.65 litres of water and 1.2 grams of fertiliser. With the
# weights 0.1, 0.2 and 0 the sum is
#
# $$8.5 \cdot 0.1 + 0.65 \cdot 0.2 + 1.2 \cdot 0 = 0.98$$
#
# A **layer** has several units, and each has its own weights. We keep them in a matrix as in
# assignment 3: one **row** for each input, one **column** for each unit.
#
# ```text
#               unit 0    unit 1
#   input 0       w         w
#   input 1       w         w
#   input 2       w         w
# ```
#
# **Write two functions:**
#
# * `weighted_sum(inputs, weights)`: two arrays of the same length; the result is one number;
# * `layer(inputs, weights)`: `inputs` of shape `(n_in,)`, `weights` of shape `(n_in, units)`; the
#   result has the shape `(units,)`, one weighted sum for each unit.
#
# *Hint:* `a @ b` works for vectors and for matrices. Write the shapes of both sides on paper.

# %% solution="layer"
def weighted_sum(inputs, weights):
    """Multiply each input by its weight and add everything up.

    inputs, weights: arrays (n,)
    returns:         one number
    """
    ### BEGIN SOLUTION
    return np.sum(inputs * weights)
    ### END SOLUTION


def layer(inputs, weights):
    """Compute the weighted sum of each unit.

    inputs:  array (n_in,)
    weights: array (n_in, units), one column for each unit
    returns: array (units,)
    """
    ### BEGIN SOLUTION
    return inputs @ weights
    ### END SOLUTION

# %% test="weighted-sum" title="weighted_sum multiplies and adds" points=2
value = weighted_sum(np.array([8.5, 0.65, 1.2]), np.array([0.1, 0.2, 0.0]))
assert value is not None, "weighted_sum returns None: write its body and return the sum."
assert np.ndim(value) == 0, (
    f"weighted_sum gives the shape {np.shape(value)}. It should be one number: add up the products."
)
assert np.isclose(value, 0.98), (
    f"For the example of the text weighted_sum gives {value:.4g}, not 0.98."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(101)
checks.computes(
    weighted_sum,
    lambda inputs, weights: np.sum(inputs * weights),
    {
        f"{n} inputs": (random.normal(0, 3, n), random.normal(0, 2, n)) for n in (1, 3, 8, 50)
    },
    name="weighted_sum",
    mistakes=[
        checks.Mistake(
            lambda inputs, weights: np.mean(inputs * weights),
            "this is the mean of the products",
            "A weighted sum is not divided by the number of inputs.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="layer" title="layer computes one weighted sum for each unit" points=2
result = layer(np.array([1.0, 10.0, 100.0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
assert result is not None, "layer returns None: write its body and return the sums."
assert np.shape(result) == (2,), (
    f"For 3 inputs and 2 units layer gives the shape {np.shape(result)}. There should be one number "
    "for each unit."
)
assert np.allclose(result, [531, 642]), (
    "The inputs 1, 10, 100 show which weight each input meets. Unit 0 has the weights 1, 3, 5, so "
    "its sum is 531; layer gives another number."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(102)
checks.computes(
    layer,
    lambda inputs, weights: inputs @ weights,
    {
        f"{a} inputs and {b} units": (random.normal(0, 2, a), random.normal(0, 1, (a, b)))
        for a, b in ((4, 4), (2, 7), (9, 1), (30, 12))
    },
    name="layer",
    mistakes=[
        checks.Mistake(
            lambda inputs, weights: (
                weights @ inputs if weights.shape[0] == weights.shape[1] else inputs @ weights
            ),
            "rows and columns of a square matrix are exchanged",
            "A column holds the weights of one unit.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: Two layers, and a riddle
#
# With two layers, the outputs of the first are the inputs of the second. Between them stands ReLU,
# which replaces negative numbers by 0:
#
# $$h = \mathrm{relu}(x\,W_1), \qquad o = h\,W_2$$
#
# **Write `forward(inputs, weights_1, weights_2)`.** It returns a pair: the hidden values $h$ (after
# ReLU) and the outputs $o$. There is no ReLU after the second layer.
#
# It must work for one input of shape `(n_in,)` *and* for many, one in each row, of shape
# `(n, n_in)`. With `@` this is no extra work.
#
# **Then solve the riddle.** XOR ("one of the two, but not both") has two inputs and one output:
#
# | inputs | output |
# | --- | --- |
# | 0, 0 | 0 |
# | 0, 1 | 1 |
# | 1, 0 | 1 |
# | 1, 1 | 0 |
#
# Find weights **by hand** with which `forward` computes this table exactly: `xor_1` of shape
# `(2, 2)`, `xor_2` of shape `(2, 1)`. No training is needed.
#
# *Hint:* let the first hidden unit answer only to the input 1, 0, and the second only to 0, 1. What
# should the weighted sum of the first one be for 1, 1 and for 0, 1? ReLU removes what is negative.

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    """Compute hidden values and outputs of a network with one hidden ReLU layer.

    inputs:    array (n_in,) or (n, n_in)
    weights_1: array (n_in, hidden)
    weights_2: array (hidden, n_out)
    returns:   pair (hidden values, outputs)
    """
    ### BEGIN SOLUTION
    hidden = np.maximum(inputs @ weights_1, 0)
    return hidden, hidden @ weights_2
    ### END SOLUTION


xor_1 = None
xor_2 = None
### BEGIN SOLUTION
xor_1 = np.array([[1.0, -1.0], [-1.0, 1.0]])
xor_2 = np.array([[1.0], [1.0]])
for pair in ([0, 0], [0, 1], [1, 0], [1, 1]):
    print(pair, forward(np.array(pair), xor_1, xor_2)[1])
### END SOLUTION

# %% test="forward" title="forward computes two layers with ReLU between them" points=3
pair = forward(np.array([1.0, -2.0]), np.array([[1.0, 1.0], [2.0, -2.0]]), np.array([[3.0], [-4.0]]))
assert pair is not None, "forward returns None: write its body and return a pair."
assert isinstance(pair, (tuple, list)) and len(pair) == 2, (
    "forward must return two things: the hidden values and the outputs."
)
assert np.shape(pair[0]) == (2,) and np.shape(pair[1]) == (1,), (
    f"For 2 hidden units and 1 output, forward gives the shapes {np.shape(pair[0])} and "
    f"{np.shape(pair[1])}. The hidden values come first."
)
assert np.min(pair[0]) >= 0, (
    "A hidden value is negative. Return the values after ReLU, and apply ReLU to the hidden layer."
)
assert np.min(pair[1]) < 0, (
    "This network has a negative output, but forward gives none. There is no ReLU after the second "
    "layer."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def two_layers(x, w1, w2, relu=lambda z: np.maximum(z, 0), after=lambda z: z):
    h = relu(x @ w1)
    return h, after(h @ w2)


def drawn(n_in, hidden, n_out, seed):
    """Random weights of a small network."""
    random = np.random.default_rng(seed)
    return random.normal(0, 1, (n_in, hidden)), random.normal(0, 1, (hidden, n_out))


random = np.random.default_rng(103)
checks.computes(
    forward,
    two_layers,
    {
        "one input of 6 numbers": (random.normal(0, 1, 6), *drawn(6, 5, 4, 1)),
        "9 inputs in rows": (random.normal(0, 1, (9, 4)), *drawn(4, 7, 3, 2)),
        "as many inputs as units": (random.normal(0, 1, (5, 5)), *drawn(5, 5, 5, 3)),
    },
    name="forward",
    mistakes=[
        checks.Mistake(
            lambda x, w1, w2: two_layers(x, w1, w2, after=lambda z: np.maximum(z, 0)),
            "ReLU is applied to the outputs as well",
            "Outputs may be negative; a unit at 0 could not learn to become larger.",
        ),
        checks.Mistake(
            lambda x, w1, w2: two_layers(x, w1, w2, relu=lambda z: z),
            "ReLU is missing",
            "Without ReLU two layers can do no more than one.",
        ),
        checks.Mistake(
            lambda x, w1, w2: (x @ w1, np.maximum(x @ w1, 0) @ w2),
            "the hidden values come out as they were before ReLU",
            "The second layer sees the hidden values after ReLU; training needs these too.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="xor" title="Two layers compute XOR" points=2
assert xor_1 is not None, "xor_1 is still None: find the weights of the first layer."
assert xor_2 is not None, "xor_2 is still None: find the weights of the second layer."
assert np.shape(xor_1) == (2, 2) and np.shape(xor_2) == (2, 1), (
    f"xor_1 and xor_2 have the shapes {np.shape(xor_1)} and {np.shape(xor_2)}. The text asks for "
    "(2, 2) and (2, 1)."
)
### BEGIN HIDDEN TESTS
from autograder import checks

corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
answers = two_layers(corners, np.asarray(xor_1, dtype=float), np.asarray(xor_2, dtype=float))[1]
for corner, answer, wanted in zip(corners.tolist(), answers[:, 0], (0, 1, 1, 0)):
    checks.require(
        abs(answer - wanted) < 0.05,
        observed=f"For the inputs {corner[0]}, {corner[1]} your network gives {answer:.3g}.",
        expected="All four rows of the table should come out.",
        concept="Each hidden unit can answer to one of the cases alone; ReLU keeps it silent for "
        "the others.",
    )
### END HIDDEN TESTS

# %% [markdown] written="xor-one-layer" title="Why one layer cannot do it" points=3
# **Question 1.** Show that **one** layer without hidden units, $o = x_1 w_1 + x_2 w_2$, cannot
# compute XOR, whatever its weights are. Would a bias help? And why would two layers *without* ReLU
# not help either? Four to six sentences; a short calculation is welcome.
#
# === BEGIN MARK SCHEME ===
# * 1 point: the rows 0, 1 and 1, 0 ask for w2 = 1 and w1 = 1; then 1, 1 gives 2, and 0 was asked for.
# * 1 point: a bias does not help: 0, 0 asks for b = 0 (or: the sum of the outputs for 0, 0 and 1, 1 is
#   always equal to that for 0, 1 and 1, 0; or: no straight line separates the two classes).
# * 1 point: two linear layers are one linear layer, with the matrix W1 W2; ReLU breaks this.
#
# A good answer: "For 0, 1 the output is w2, so w2 = 1. For 1, 0 it is w1, so w1 = 1. Then 1, 1 gives 2
# instead of 0. With a bias the row 0, 0 says b = 0, and we are where we were. Two layers without ReLU
# compute x W1 W2, and W1 W2 is a single matrix, so they are one layer with other weights. Only ReLU makes
# a difference: it switches a unit off for some inputs."
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 3: One weight learns
#
# A network of a single weight $w$ and a single input $x$ predicts $p = x w$. The right answer, the
# *goal*, is $g$. The squared error is
#
# $$E = (p - g)^2$$
#
# How should $w$ change? If $w$ grows a little, $E$ grows $2 (p - g)\,x$ times as much: this is the
# slope of $E$. So we go **against** the slope. The factor 2 only makes all steps longer; we leave it
# out and let the step size $\alpha$ decide:
#
# $$w \leftarrow w - \alpha\,(p - g)\,x$$
#
# An example with one step: $w = 1$, $x = 2$, $g = 1$, $\alpha = 0.1$.
#
# ```text
#   prediction   2 * 1           = 2
#   error        (2 - 1)^2       = 1
#   slope        (2 - 1) * 2     = 2        (without the factor 2)
#   new weight   1 - 0.1 * 2     = 0.8
# ```
#
# **Write `descend(weight, goal, x, alpha, steps)`.** It makes that many steps and returns three
# numbers: the weight after the last step, and the prediction and the error of the last step, which
# were computed *before* that step changed the weight. For the example, `descend(1, 1, 2, 0.1, 1)`
# gives `(0.8, 2, 1)`.
#
# **Then run it twice**, both times with weight 0.5, goal 0.8, input 0.5, and 20 steps: `run_1` with
# $\alpha = 1$, and `run_01` with $\alpha = 0.1$. A textbook prints such a program with
# `alpha = 0.1` in its first line, and its table shows a run that has nearly reached the goal. Can
# that be?

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    """Let one weight learn.

    weight: where to start;  goal: the right answer;  x: the input
    alpha:  step size;       steps: how many, at least 1
    returns: (weight after the last step, its prediction, its error), the last two from before it
    """
    ### BEGIN SOLUTION
    for _ in range(steps):
        prediction = x * weight
        error = (prediction - goal) ** 2
        weight = weight - alpha * (prediction - goal) * x
    return weight, prediction, error
    ### END SOLUTION


run_1 = None
run_01 = None
### BEGIN SOLUTION
run_1 = descend(0.5, 0.8, 0.5, alpha=1, steps=20)
run_01 = descend(0.5, 0.8, 0.5, alpha=0.1, steps=20)
### END SOLUTION

# %% given="show-runs"
print("alpha = 1  : weight, prediction, error =", run_1)
print("alpha = 0.1: weight, prediction, error =", run_01)

# %% test="one-weight" title="descend goes down the slope, by the step size" points=4
found = descend(1.0, 1.0, 2.0, 0.1, 1)
assert found is not None, "descend returns None: write its body and return three numbers."
assert np.shape(found) == (3,), "descend must return three numbers: weight, prediction, error."
assert found[0] < 1, (
    "The prediction 2 is larger than the goal 1, and still your weight does not get smaller. The sign "
    "of the step is wrong: go against the slope."
)
assert np.isclose(found[0], 0.8), (
    f"In the example of the text the new weight is 0.8, but descend gives {found[0]:.4g}. Are the "
    "step size, the distance to the goal, and the input all in your step, and nothing else?"
)
assert np.isclose(found[1], 2) and np.isclose(found[2], 1), (
    "Prediction and error should be those of the last step, from before the weight was changed: 2 and 1 "
    "in the example of the text."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def descent(weight, goal, x, alpha, steps, slope=lambda p, g, x: (p - g) * x, after=False):
    for _ in range(steps):
        p = x * weight
        error = (p - goal) ** 2
        weight = weight - alpha * slope(p, goal, x)
    if after:
        p, error = x * weight, (x * weight - goal) ** 2
    return weight, p, error


checks.computes(
    descend,
    descent,
    {
        "one step": (0.3, 1.7, 1.4, 0.2, 1),
        "five steps": (2.0, 0.6, 0.8, 0.3, 5),
        "twenty steps of size 1": (0.4, 0.9, 0.5, 1.0, 20),
        "twenty small steps": (0.4, 0.9, 0.5, 0.07, 20),
        "a negative input": (0.7, 0.5, -1.2, 0.4, 7),
        "a goal that is reached already": (0.5, 1.0, 2.0, 0.3, 3),
    },
    name="descend",
    mistakes=[
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, 1.0, n),
            "the step size is not used",
            "alpha says which share of the slope a step goes: another alpha must give another run.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, -a, n),
            "the sign of the step is wrong",
            "The slope points to larger errors, so go against it.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, 2 * a, n),
            "each step is twice as long as asked for",
            "The text leaves the factor 2 of the slope to the step size.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, a, n, slope=lambda p, g, x: p - g),
            "the input is missing in the step",
            "A weight changes the prediction as much as its input is large.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, a, n, after=True),
            "prediction and error are computed after the last step",
            "They should be those from which the last step was made.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, a, n + 1),
            "there is one step too many",
            "range(steps) makes exactly that many rounds.",
        ),
        checks.Mistake(
            lambda w, g, x, a, n: descent(w, g, x, a, 1),
            "only one step is made",
            "The return statement belongs behind the loop.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="runs" title="Two runs with different step sizes are kept" points=1
for name, numbers in (("run_1", run_1), ("run_01", run_01)):
    assert numbers is not None, f"{name} is still None: call descend as the text says."
    assert np.shape(numbers) == (3,), f"{name} should hold the three numbers that descend returns."
assert not np.allclose(run_1, run_01), (
    "Both runs give the same numbers, although their step sizes differ. Is alpha used in the step?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

for name, numbers, alpha in (("run_1", run_1, 1.0), ("run_01", run_01, 0.1)):
    settings = (0.5, 0.8, 0.5, alpha, 20)
    try:
        by_own_function = np.asarray(descend(*settings), dtype=float)
    except Exception:
        by_own_function = np.zeros(3)
    checks.require(
        np.allclose(numbers, descent(*settings), atol=2e-6)
        or np.allclose(numbers, by_own_function, atol=2e-6),
        observed=f"{name} does not hold what descend gives for a step size of {alpha:g}.",
        expected="Weight 0.5, goal 0.8, input 0.5, and 20 steps belong to both runs.",
        concept="Two runs can be compared when they differ in one setting only.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: Several weights learn
#
# With several inputs, each weight gets its own step. The distance to the goal is the same for all,
# but each weight has its own input:
#
# $$p = \sum_i x_i w_i, \qquad w_i \leftarrow w_i - \alpha\,(p - g)\,x_i$$
#
# So a weight with a large input changes more: it had more influence on the prediction.
#
# **Write `learning_step(inputs, weights, goal, alpha)`.** It returns the new weights as a **new**
# array and leaves the old one as it was.
#
# *Try it:* for the plant of step 1, with the weights 0.1, 0.2, -0.1, the goal 1 and the step size 0.01,
# the three new weights should be a little *larger*. Why?

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    """One step of gradient descent for a weighted sum.

    inputs, weights: arrays (n,);  goal, alpha: numbers
    returns:         new array (n,), the weights after the step
    """
    ### BEGIN SOLUTION
    prediction = weighted_sum(inputs, weights)
    return weights - alpha * (prediction - goal) * inputs
    ### END SOLUTION

# %% test="learning-step" title="learning_step changes each weight by its own input" points=3
old = np.array([1.0, 1.0])
new = learning_step(np.array([2.0, -1.0]), old, 0.0, 0.1)
assert new is not None, "learning_step returns None: write its body and return the new weights."
assert np.shape(new) == (2,), f"For 2 weights learning_step gives the shape {np.shape(new)}."
assert np.array_equal(old, [1.0, 1.0]), (
    "learning_step changes the array that it is given (-= does that). Return a new array."
)
assert new[0] < 1, (
    "The prediction 1 is larger than the goal 0, and the weight with a positive input still does not "
    "get smaller. The sign of the step is wrong."
)
assert new[1] > 1, (
    "The weight with the negative input moves the wrong way. Each weight's step contains its own input."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def one_step(x, w, g, a, factor=1.0, own_input=True):
    return w - factor * a * (x @ w - g) * (x if own_input else np.ones_like(x))


random = np.random.default_rng(104)
checks.computes(
    learning_step,
    one_step,
    {
        "the plant of step 1": (np.array([8.5, 0.65, 1.2]), np.array([0.1, 0.2, -0.1]), 1.0, 0.01),
        "5 inputs": (random.normal(0, 2, 5), random.normal(0, 1, 5), 0.7, 0.03),
        "a single input": (np.array([1.5]), np.array([0.4]), -0.5, 0.2),
        "20 inputs": (random.normal(0, 1, 20), random.normal(0, 1, 20), -1.3, 0.005),
    },
    name="learning_step",
    absolute=1e-8,
    relative=1e-6,
    mistakes=[
        checks.Mistake(
            lambda x, w, g, a: one_step(x, w, g, a, factor=-1),
            "the sign of the step is wrong",
            "If the prediction is too large, weights with positive inputs must become smaller.",
        ),
        checks.Mistake(
            lambda x, w, g, a: one_step(x, w, g, a, own_input=False),
            "all weights make the same step",
            "Each weight's step contains its own input.",
        ),
        checks.Mistake(
            lambda x, w, g, a: one_step(x, w, g, 1.0),
            "the step size is not used",
            "Without alpha the step is far too long, and the error grows.",
        ),
        checks.Mistake(
            lambda x, w, g, a: one_step(x, w, g, a, factor=2),
            "each step is twice as long as asked for",
            "The text leaves the factor 2 of the slope to the step size.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: The slope of every weight in two layers
#
# Now the network of step 2, with its two layers. For one image $x$ and its target $t$ (ten numbers,
# one-hot) we write a factor ½ in front of the error, so that no 2 is left in its slope:
#
# $$E = \tfrac12 \sum_k (o_k - t_k)^2$$
#
# We need the slope of $E$ for **every** weight. The array of all slopes is called the **gradient**. It
# has the same shape as the weights.
#
# **The second layer** is like step 4, once for each output $k$. Its inputs are the hidden values $h_j$:
#
# $$\delta_k = o_k - t_k, \qquad \frac{\partial E}{\partial W_2[j, k]} = h_j\,\delta_k$$
#
# **The first layer** has no goal of its own. How wrong was hidden unit $j$? It took part in all ten
# outputs, each time by its weight $W_2[j, k]$. So the errors are passed **back** through the same
# weights, and added up:
#
# $$e_j = \sum_k W_2[j, k]\,\delta_k$$
#
# One thing is left: ReLU. Where the unit was **off** (its weighted sum was negative, so $h_j = 0$),
# a small change of its weights changes nothing at all. There the slope is 0:
#
# $$\delta'_j = \begin{cases} e_j & \text{if } h_j > 0 \\ 0 & \text{if } h_j = 0 \end{cases}
# \qquad\qquad \frac{\partial E}{\partial W_1[i, j]} = x_i\,\delta'_j$$
#
# ```text
#   forward:    x  ---- W1 ---->  h  ---- W2 ---->  o
#   backward:       delta'  <---- W2 ----  delta = o - t
# ```
#
# **Write `gradients(image, target, weights_1, weights_2)`.** It returns a pair: the gradient of
# `weights_1` and the gradient of `weights_2`.
#
# *Hints:* `np.outer(a, b)` is the matrix of all products `a[i] * b[j]`. For a yes-or-no array,
# `values * (h > 0)` keeps the values where the answer is yes.
#
# **The check below is a method for life.** It changes one weight by a tiny amount, runs *your* forward
# pass again, and looks at how much the error has changed. That is the slope, measured. Your formula must
# give the same number.

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    """The slopes of the error (half the sum of squares) for all weights, for one image.

    image:   array (n_in,);  target: array (n_out,)
    returns: pair of arrays, shaped like weights_1 and weights_2
    """
    ### BEGIN SOLUTION
    hidden, output = forward(image, weights_1, weights_2)
    delta = output - target
    hidden_delta = (weights_2 @ delta) * (hidden > 0)
    return np.outer(image, hidden_delta), np.outer(hidden, delta)
    ### END SOLUTION

# %% test="gradient-output" title="The gradient of the second layer is the slope of the error" points=3
def measured_slope(loss, weights, place):
    """How much the loss changes for a tiny change of one weight, divided by this change."""
    tiny = 1e-4
    more, less = weights.copy(), weights.copy()
    more[place] += tiny
    less[place] -= tiny
    return (loss(more) - loss(less)) / (2 * tiny)


generator = np.random.default_rng(5)
probe, wanted = generator.normal(0, 1, 4), np.array([0.0, 1.0, 0.0])
probe_1, probe_2 = generator.normal(0, 1, (4, 3)), generator.normal(0, 1, (3, 3))
pair = gradients(probe, wanted, probe_1, probe_2)
assert pair is not None, "gradients returns None: write its body and return a pair."
assert isinstance(pair, (tuple, list)) and len(pair) == 2, (
    "gradients must return two arrays: the gradient of weights_1 and the gradient of weights_2."
)
assert np.shape(pair[1]) == (3, 3), (
    f"The second array has the shape {np.shape(pair[1])}, but weights_2 has the shape (3, 3)."
)
assert forward(probe, probe_1, probe_2) is not None, "forward returns None: solve step 2 first."


def error_by_second(weights):
    return 0.5 * np.sum((forward(probe, probe_1, weights)[1] - wanted) ** 2)


for place in ((0, 0), (1, 1), (2, 0), (2, 2)):
    slope, yours = measured_slope(error_by_second, probe_2, place), pair[1][place]
    assert abs(slope + yours) > 1e-3 or abs(slope) < 1e-3, (
        "The gradient of weights_2 has the wrong sign: where the output is too large, the slope is "
        "positive."
    )
    assert abs(slope - yours) < 1e-3 * max(1, abs(slope)), (
        f"Entry {place} of the gradient of weights_2 is not the slope that the error really has. Look "
        "at the formula with h and delta: which index belongs to rows, which to columns?"
    )
### BEGIN HIDDEN TESTS
from autograder import checks


def case_of(n_in, hidden, n_out, seed):
    """An image, a target, and weights, with some hidden units off and none near its kink."""
    for attempt in range(1000):
        random = np.random.default_rng((seed, attempt))
        x, t = random.normal(0, 1, n_in), np.eye(n_out)[random.integers(n_out)]
        w1, w2 = random.normal(0, 0.8, (n_in, hidden)), random.normal(0, 0.8, (hidden, n_out))
        z = x @ w1
        passed_back = w2 @ (np.maximum(z, 0) @ w2 - t)
        off = np.sum(z < 0)
        # Signs of z and of what is passed back differ at some unit that is on, and one that is off.
        told_apart = np.any((z > 0) & (passed_back < 0)) and np.any((z < 0) & (passed_back > 0))
        if 1 <= off < hidden and np.abs(z).min() > 0.05 and told_apart:
            return x, t, w1, w2
    raise ValueError("no such case")


def errors_of(x, t, w1, w2):
    """The error of the student's forward pass, as functions of either layer."""

    def error(one, other):
        return 0.5 * float(np.sum((np.asarray(forward(x, one, other)[1]) - t) ** 2))

    return (lambda weights: error(weights, w2)), (lambda weights: error(w1, weights))


for shape in ((5, 4, 3), (3, 6, 2)):
    x, t, w1, w2 = case_of(*shape, seed=7)
    found_1, found_2 = gradients(x, t, w1, w2)
    h, o = two_layers(x, w1, w2)
    checks.gradient_fits(
        found_2,
        checks.numerical_gradient(errors_of(x, t, w1, w2)[1], w2),
        name="The gradient of weights_2",
        known={
            (
                "the values before ReLU are used",
                "The second layer has seen the hidden values after ReLU.",
            ): np.outer(x @ w1, o - t),
            (
                "the output is used where its distance to the target belongs",
                "Without an error there is nothing to learn: delta is zero when o equals t.",
            ): np.outer(h, o),
        },
    )
### END HIDDEN TESTS

# %% test="gradient-hidden" title="The gradient of the first layer is the slope of the error" points=4
pair = gradients(probe, wanted, probe_1, probe_2)
assert pair is not None, "gradients returns None: write its body and return a pair."
assert np.shape(pair[0]) == (4, 3), (
    f"The first array has the shape {np.shape(pair[0])}, but weights_1 has the shape (4, 3)."
)
assert forward(probe, probe_1, probe_2) is not None, "forward returns None: solve step 2 first."


def error_by_first(weights):
    return 0.5 * np.sum((forward(probe, weights, probe_2)[1] - wanted) ** 2)


for place in np.ndindex(4, 3):
    slope, yours = measured_slope(error_by_first, probe_1, place), pair[0][place]
    assert abs(slope) > 1e-9 or abs(yours) < 1e-6, (
        f"Hidden unit {place[1]} is off for this image, so its weights have the slope 0, but your "
        "gradient says something else. Whose sign decides whether a ReLU unit is on?"
    )
    assert abs(slope + yours) > 1e-3 or abs(slope) < 1e-3, (
        "The gradient of weights_1 has the wrong sign. The error that is passed back starts with o - t."
    )
    assert abs(slope - yours) < 1e-3 * max(1, abs(slope)), (
        f"Entry {place} of the gradient of weights_1 is not the slope that the error really has. Is "
        "each output's error passed back through the weight that leads to this output, and does ReLU "
        "let all of it through where the unit is on?"
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for shape in ((5, 4, 3), (3, 6, 2)):
    x, t, w1, w2 = case_of(*shape, seed=8)
    found_1, found_2 = gradients(x, t, w1, w2)
    h, o = two_layers(x, w1, w2)
    back, z = w2 @ (o - t), x @ w1
    wrong_thing = (
        "ReLU's slope is taken of the wrong thing",
        "Whether a unit was on is decided by its own weighted sum, not by the error that comes back "
        "and not by what went in.",
    )
    checks.gradient_fits(
        found_1,
        checks.numerical_gradient(errors_of(x, t, w1, w2)[0], w1),
        name="The gradient of weights_1",
        known={
            wrong_thing: np.outer(x, back * (back > 0)),
            (wrong_thing[0] + ": of the inputs", wrong_thing[1]): np.outer(x * (x > 0), back),
            (
                "the slope of ReLU is missing",
                "A hidden unit that is off does not change the output, so its slopes are 0.",
            ): np.outer(x, back),
            (
                "the hidden values are used where ReLU's slope belongs",
                "The slope of ReLU is 1 where the unit is on and 0 where it is off.",
            ): np.outer(x, back * h),
            (
                "ReLU's slope is turned round",
                "A unit is on where its weighted sum is positive.",
            ): np.outer(x, back * (z <= 0)),
        },
    )
### END HIDDEN TESTS

# %% [markdown] written="backward" title="What is passed back" points=3
# **Question 2.** Explain step 5 in words, to somebody who has not seen the formulas.
#
# a) Why is the error of a hidden unit a weighted sum of the output errors, with the weights $W_2$?
#
# b) Why do the weights of a hidden unit that is off get no step for this image? Can this be a problem?
#
# c) Why must the gradient of *both* layers be computed before *either* is changed?
#
# Five to eight sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: a hidden unit influences each output by its weight to it; so its share of each output's error
#   is that weight times the error, and the shares add up (sign and size of the weight count).
# * 1 point: if the unit is off, a small change of its weights leaves h at 0, so the error does not change:
#   slope 0. A problem if the unit is off for all images: it never learns again ("dead").
# * 1 point: all slopes belong to the same point, the weights with which the forward pass was done. If W2 is
#   changed first, the error is passed back through weights that did not produce it.
#
# A good answer: "If a hidden unit gets a little larger, output k grows by W2[j, k] times as much. So it is to
# blame for the error of output k in this proportion, and the blame of all ten outputs adds up. A unit that is
# off gives 0, and after a tiny change of its weights it still gives 0; the error does not notice, so the slope
# is 0. If this happens for every image, the unit is lost. The gradient holds for the weights of the forward
# pass. If I change W2 first, I pass the error back through other weights than those that made it."
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 6: One step of training
#
# **Write `train_step(image, target, weights_1, weights_2, alpha)`.** It makes one step against the
# gradient, for both layers, and returns the pair of **new** weights:
#
# $$W_1 \leftarrow W_1 - \alpha\,\frac{\partial E}{\partial W_1}, \qquad
# W_2 \leftarrow W_2 - \alpha\,\frac{\partial E}{\partial W_2}$$
#
# Both gradients belong to the *old* weights. So compute both first.

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    """One step of gradient descent for one image.

    returns: pair (new weights_1, new weights_2)
    """
    ### BEGIN SOLUTION
    gradient_1, gradient_2 = gradients(image, target, weights_1, weights_2)
    return weights_1 - alpha * gradient_1, weights_2 - alpha * gradient_2
    ### END SOLUTION

# %% test="train-step" title="train_step moves both layers against their gradients" points=3
pair = train_step(probe, wanted, probe_1.copy(), probe_2.copy(), 0.001)
assert pair is not None, "train_step returns None: write its body and return the new weights."
assert isinstance(pair, (tuple, list)) and len(pair) == 2, (
    "train_step must return two arrays: the new weights_1 and the new weights_2."
)
assert np.shape(pair[0]) == (4, 3) and np.shape(pair[1]) == (3, 3), (
    "The new weights must have the shapes of the old ones."
)
assert not np.array_equal(pair[0], probe_1), "train_step leaves weights_1 as they were."
assert not np.array_equal(pair[1], probe_2), "train_step leaves weights_2 as they were."
slopes = gradients(probe, wanted, probe_1, probe_2)
if slopes is not None:
    uphill = np.sum((pair[0] - probe_1) * slopes[0]) > 0 and np.sum((pair[1] - probe_2) * slopes[1]) > 0
    errors = [
        np.sum((forward(probe, *weights)[1] - wanted) ** 2) for weights in ((probe_1, probe_2), pair)
    ]
    assert not uphill or errors[1] < errors[0], (
        "The sign is wrong: your weights move along the gradient, and the error grows. The gradient "
        "points uphill."
    )
### BEGIN HIDDEN TESTS
from autograder import checks


def true_gradients(x, t, w1, w2):
    h, o = two_layers(x, w1, w2)
    return np.outer(x, (w2 @ (o - t)) * (h > 0)), np.outer(h, o - t)


def step_by(slopes, x, t, w1, w2, alpha):
    g1, g2 = slopes(x, t, w1, w2)
    return w1 - alpha * g1, w2 - alpha * g2


def second_first(slopes, x, t, w1, w2, alpha):
    """The mistake: the error is passed back through weights that are changed already."""
    h, o = two_layers(x, w1, w2)
    changed = w2 - alpha * slopes(x, t, w1, w2)[1]
    return w1 - alpha * np.outer(x, (changed @ (o - t)) * (h > 0)), changed


def two_passes(slopes, x, t, w1, w2, alpha):
    """The mistake in its other form: the first layer's slopes come from a second forward pass."""
    changed = w2 - alpha * slopes(x, t, w1, w2)[1]
    return w1 - alpha * slopes(x, t, w1, changed)[0], changed


def first_first(slopes, x, t, w1, w2, alpha):
    changed = w1 - alpha * slopes(x, t, w1, w2)[0]
    return changed, w2 - alpha * slopes(x, t, changed, w2)[1]


def own_gradients(x, t, w1, w2):
    """By the student's function, so that a wrong gradient is not paid for twice."""
    try:
        g1, g2 = gradients(x, t, w1, w2)
        return np.asarray(g1, dtype=float) + 0 * w1, np.asarray(g2, dtype=float) + 0 * w2
    except Exception:
        return true_gradients(x, t, w1, w2)


cases = {
    "a network 5-4-3": (*case_of(5, 4, 3, seed=9), 0.3),
    "a network 4-7-2 and a small step": (*case_of(4, 7, 2, seed=10), 0.05),
}
agrees = all(
    np.allclose(one, other, atol=1e-6)
    for case in cases.values()
    for one, other in zip(train_step(*case), step_by(own_gradients, *case))
)


def mistake(rule, observed, concept):
    """One entry for the true gradients and one for the student's own."""
    return [
        checks.Mistake(lambda *case: rule(true_gradients, *case), observed, concept),
        checks.Mistake(lambda *case: rule(own_gradients, *case), observed, concept),
    ]


LATE = (
    "the second layer is changed before its error is passed back",
    "The error must be passed back through the weights that have produced it.",
)
if not agrees:
    checks.computes(
        train_step,
        lambda *case: step_by(true_gradients, *case),
        cases,
        name="train_step",
        mistakes=[
            *mistake(
                lambda slopes, x, t, w1, w2, alpha: step_by(slopes, x, t, w1, w2, -alpha),
                "the sign is wrong: the weights go up the slope",
                "The gradient points to larger errors, so it is subtracted.",
            ),
            *mistake(second_first, *LATE),
            *mistake(two_passes, *LATE),
            *mistake(
                first_first,
                "the first layer is changed before the gradient of the second is computed",
                "Both gradients belong to the old weights.",
            ),
            *mistake(
                lambda slopes, x, t, w1, w2, alpha: step_by(slopes, x, t, w1, w2, 1.0),
                "the step size is not used",
                "alpha says which share of the slope a step goes.",
            ),
        ],
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Train on digits
#
# Everything is ready. The network has 784 inputs, 40 hidden units and 10 outputs. It learns from only
# 1,000 digits, image by image, and it sees each of them `PASSES` times.
#
# The three sets of digits have three tasks:
#
# | digits | task |
# | --- | --- |
# | `x_train`, `y_train` (1,000) | the network learns from them |
# | `x_valid`, `y_valid` (1,000) | you watch how it reads new digits, and decide when to stop |
# | `x_test`, `y_test` (10,000) | used **once**, at the very end |
#
# **Write the training loop.** For each pass: one `train_step` for each image, in any order; then
# measure the accuracy on `x_train` and on `x_valid` and append them to the two lists `train_record` and
# `valid_record`. The answer of the network is the output with the largest value. The target of an image
# is its label, one-hot.
#
# While it runs, also keep the **best** weights: those after the pass with the highest validation
# accuracy so far. This is *early stopping*: you train on, and take the weights of the best moment.
#
# At the end these names must exist:
#
# * `train_record`, `valid_record`: lists of `PASSES` accuracies, from 0 to 1;
# * `weights_1`, `weights_2`: the weights after the last pass;
# * `best_1`, `best_2`: the weights after the best pass;
# * `best_pass`: its number, counted from 1.
#
# *Hints:*
#
# * Try it with 5 passes first. A pass should take about a tenth of a second, and all of them half a
#   minute. If a pass takes seconds, there is a loop over single weights or pixels in your functions.
# * `forward` reads all digits at once: `forward(x_valid, weights_1, weights_2)`.
# * If you change arrays in place (`weights_1 -= ...`), a second name is no second array: use `.copy()`.
# * If the accuracy stays near 0.1, or NumPy warns of an overflow, look at the tests of steps 5 and 6.

# %% given="settings"
PASSES = 350
ALPHA = 0.005
generator = np.random.default_rng(1)
start_1 = generator.uniform(-0.1, 0.1, (784, 40)).astype("float32")
start_2 = generator.uniform(-0.1, 0.1, (40, 10)).astype("float32")

# %% solution="train"
train_record, valid_record = None, None
weights_1, weights_2 = None, None
best_1, best_2, best_pass = None, None, None
### BEGIN SOLUTION
def accuracy(images, labels, weights_1, weights_2):
    """The share of images, 0 to 1, whose largest output is the label."""
    _, outputs = forward(images, weights_1, weights_2)
    return np.mean(outputs.argmax(axis=1) == labels)


targets = np.eye(10, dtype="float32")[y_train]
weights_1, weights_2 = start_1, start_2
train_record, valid_record = [], []
for number in range(1, PASSES + 1):
    for image, target in zip(x_train, targets):
        weights_1, weights_2 = train_step(image, target, weights_1, weights_2, ALPHA)
    train_record.append(accuracy(x_train, y_train, weights_1, weights_2))
    valid_record.append(accuracy(x_valid, y_valid, weights_1, weights_2))
    if valid_record[-1] == max(valid_record) and valid_record.count(max(valid_record)) == 1:
        best_1, best_2, best_pass = weights_1, weights_2, number
print(f"last pass: training {train_record[-1]:.3f}, validation {valid_record[-1]:.3f}")
print(f"best pass: {best_pass}, validation {valid_record[best_pass - 1]:.3f}")
### END SOLUTION

# %% test="learned" title="The network has learned its digits, and reads many others" points=2
assert weights_1 is not None and weights_2 is not None, "weights_1 or weights_2 is still None: train."
assert np.shape(weights_1) == (784, 40) and np.shape(weights_2) == (40, 10), (
    f"The weights have the shapes {np.shape(weights_1)} and {np.shape(weights_2)}. They should have "
    "those of start_1 and start_2."
)
### BEGIN HIDDEN TESTS
from autograder import checks


class Network:
    """Two arrays of weights, as something that can be measured."""

    def __init__(self, w1, w2):
        self.w1, self.w2 = np.asarray(w1, dtype=float), np.asarray(w2, dtype=float)

    def predict(self, inputs, verbose=0):
        return np.nan_to_num(two_layers(inputs, self.w1, self.w2)[1])

    def share(self, inputs, labels):
        return float(np.mean(self.predict(inputs).argmax(axis=1) == np.asarray(labels)))


last = Network(weights_1, weights_2)
own = last.share(checks.preprocessed(preprocess, train_images), y_train)
checks.require(
    checks.at_least(own, "own-digits"),
    observed=f"After the last pass the network reads {checks.percent(own)} of its own 1,000 digits.",
    expected="With the settings of the text it learns nearly all of them.",
    concept="If it learns nothing, the steps do not go down the slope: see the tests of steps 5 and 6.",
)
unseen = checks.holdout_accuracy(last, preprocess)
checks.require(
    checks.at_least(unseen, "unseen-digits"),
    observed=f"After the last pass the network reads {checks.percent(unseen)} of new digits.",
    expected="It should read clearly more, even when it has overfitted.",
    concept="Labels must belong to their images, and new images be prepared like the others.",
)
### END HIDDEN TESTS

# %% test="records" title="The records hold the accuracies after each pass" points=2
for name, record in (("train_record", train_record), ("valid_record", valid_record)):
    assert record is not None, f"{name} is still None: train the network in the cell above."
    assert len(record) == PASSES, (
        f"{name} has {len(record)} entries. There should be one for each of the {PASSES} passes."
    )
    assert 0 <= min(record) and max(record) <= 1, f"{name} should hold shares between 0 and 1."
assert list(train_record) != list(valid_record), (
    "Both records are the same. One belongs to x_train, the other to x_valid."
)
### BEGIN HIDDEN TESTS
from autograder import checks

final = Network(weights_1, weights_2)
for name, record, digits, answers in (
    ("train_record", train_record, train_images, y_train),
    ("valid_record", valid_record, valid_images, y_valid),
):
    again = final.share(checks.preprocessed(preprocess, digits), answers)
    checks.require(
        abs(float(record[-1]) - again) < 0.004,
        observed=f"The last entry of {name} is {float(record[-1]):.3f}, but the weights after the last "
        f"pass read {again:.3f} of these digits.",
        expected="Both should be the same number.",
        concept="Measure after the pass, with the weights of that moment.",
    )
### END HIDDEN TESTS

# %% test="early-stopping" title="The weights of the best pass are kept" points=4
assert best_pass is not None, "best_pass is still None: keep the number of the best pass."
assert best_1 is not None and best_2 is not None, "best_1 or best_2 is still None: keep the weights."
assert valid_record is not None and train_record is not None, "There are no records yet: train first."
assert 1 <= best_pass <= len(valid_record), (
    f"best_pass is {best_pass}, but passes are counted from 1 to {len(valid_record)}."
)
assert np.shape(best_1) == (784, 40) and np.shape(best_2) == (40, 10), (
    "best_1 and best_2 should have the shapes of the weights."
)
### BEGIN HIDDEN TESTS
from autograder import checks

highest = max(float(value) for value in valid_record)
chosen = float(valid_record[int(best_pass) - 1])
next_to = [float(valid_record[i]) for i in (best_pass - 2, best_pass) if 0 <= i < len(valid_record)]
checks.require(
    chosen == highest or highest not in next_to,
    observed=f"Pass {best_pass} is next to the best pass, not the best one.",
    expected="Passes should be counted from 1.",
    concept="A list counts from 0: the entry [0] belongs to pass 1.",
)
checks.require(
    chosen == highest or train_record[int(best_pass) - 1] != max(train_record),
    observed="best_pass is the pass with the highest accuracy on the training digits.",
    expected="It should be the one with the highest accuracy on x_valid.",
    concept="On its own digits a network gets better and better; only new digits show overfitting.",
)
checks.require(
    chosen == highest,
    observed=f"valid_record is {chosen:.3f} after pass {best_pass}, and higher after another one.",
    expected="best_pass should be the pass with the highest validation accuracy.",
    concept="Early stopping takes the moment at which new digits are read best.",
)
best = Network(best_1, best_2)
again = best.share(checks.preprocessed(preprocess, valid_images), y_valid)
checks.require(
    abs(again - chosen) < 0.004
    or not (np.array_equal(best_1, weights_1) and np.array_equal(best_2, weights_2)),
    observed="best_1 and best_2 are the weights after the last pass.",
    expected="They should be those after the best pass.",
    concept="Changing an array in place changes it under all its names: keep a copy.",
)
checks.require(
    abs(again - chosen) < 0.004,
    observed=f"best_1 and best_2 read {again:.3f} of the validation digits, and valid_record says "
    f"{chosen:.3f} for pass {best_pass}.",
    expected="They should be the weights after exactly that pass.",
    concept="Keep the weights in the same moment in which you measure them.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: See it overfit
#
# Draw `train_record` and `valid_record` into **one** panel, against the number of the pass. Name both
# axes, and add a legend that tells the curves apart. Keep the figure in the name `fig`.
#
# *Hint:* the interesting part lies between 0.6 and 1: `ax.set_ylim(0.6, 1.01)`. A vertical line at the
# best pass helps the eye: `ax.axvline(best_pass)`.

# %% solution="figure"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots(figsize=(8, 4.5))
passes = range(1, PASSES + 1)
ax.plot(passes, train_record, label="training digits")
ax.plot(passes, valid_record, label="validation digits")
ax.axvline(best_pass, color="grey", linestyle=":", label="best pass")
ax.set_ylim(0.6, 1.01)
ax.set_xlabel("pass")
ax.set_ylabel("accuracy")
ax.set_title("784-40-10, trained on 1,000 digits")
ax.legend()
plt.show()
### END SOLUTION

# %% test="curves" title="The plot shows both records by pass, with names" points=2
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert isinstance(fig, plt.Figure), (
    f"fig should be the whole figure, but it is a {type(fig).__name__}. plt.subplots() gives the "
    "figure first and the axes second."
)
assert any(axes.has_data() for axes in fig.axes), "fig is empty: draw the two curves into it."
assert train_record is not None and valid_record is not None, "There are no records yet: train first."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.learning_curves(
    fig,
    {
        "training accuracy": [float(value) for value in train_record],
        "validation accuracy": [float(value) for value in valid_record],
    },
    step="pass",
)
checks.axis_labels(fig)
checks.has_legend(fig, entries=2)
# A line at the best pass may have an entry as well: it names no curve. And where the records are
# drawn as they are and smoothed, an entry for one of both is enough.
labels = [one.label for one in checks.series(fig) if len(one.y) == PASSES]
checks.require(
    len(list(filter(None, labels))) != 1,
    observed="One of the two curves in fig has no entry in the legend.",
    expected="The legend should name both.",
    concept="Curves that can't be told apart compare nothing.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 9: The test, once
#
# Now, and only now, use the 10,000 test digits:
#
# * `test_last`: the share of them that the weights after the **last** pass read correctly;
# * `test_best`: the share that the weights of the **best** pass read correctly.

# %% solution="test-digits"
test_last = None
test_best = None
### BEGIN SOLUTION
test_last = accuracy(x_test, y_test, weights_1, weights_2)
test_best = accuracy(x_test, y_test, best_1, best_2)
### END SOLUTION

# %% given="show-tests"
print("test accuracy after the last pass:", test_last)
print("test accuracy after the best pass:", test_best)

# %% test="test-accuracies" title="Both networks are measured on the test digits" points=1
for name, value in (("test_last", test_last), ("test_best", test_best)):
    assert value is not None, f"{name} is still None: measure it in the cell above."
    assert np.ndim(value) == 0 and 0 <= value <= 1, f"{name} should be a share between 0 and 1."
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

for name, value, w1, w2 in (
    ("test_last", test_last, weights_1, weights_2),
    ("test_best", test_best, best_1, best_2),
):
    checks.claimed_accuracy(
        float(value),
        checks.holdout_accuracy(Network(w1, w2), preprocess),
        name=name,
        shift=checks.threshold("test-shift"),
    )
# Both read the same digits, so chance changes their distance less than each of them.
digits = context().holdout
inputs = checks.preprocessed(preprocess, digits.images)
right_last, right_best = (
    Network(w1, w2).predict(inputs).argmax(axis=1) == digits.labels
    for w1, w2 in ((weights_1, weights_2), (best_1, best_2))
)
distance = float(np.mean(right_best) - np.mean(right_last))
error = np.sqrt(np.mean(right_best != right_last) * (1 / len(right_last) + 1 / 10_000))
checks.require(
    abs(float(test_best) - float(test_last) - distance) <= 4 * error + 0.005,
    observed=f"From test_last to test_best it is {100 * (float(test_best) - float(test_last)):+.1f} "
    f"points; on new digits your two networks lie {100 * distance:+.1f} points apart.",
    expected="Each number should be measured with its own weights.",
    concept="test_last belongs to weights_1 and weights_2, test_best to best_1 and best_2.",
)
### END HIDDEN TESTS

# %% test="no-framework" title="No framework did the work" points=2
assert weights_1 is not None, "There is no network yet: train it in step 7."
frameworks = {
    "tensorflow": "TensorFlow",
    "keras": "Keras",
    "torch": "PyTorch",
    "jax": "JAX",
    "sklearn": "scikit-learn",
}
for source in In:
    for line in source.splitlines():
        words = line.replace(".", " ").replace(",", " ").split()
        loads_digits = line.strip().startswith("from keras.datasets import mnist")
        if words[:1] in (["import"], ["from"]) and "import" in words[:-1] and not loads_digits:
            assert words[1] not in frameworks, (
                f"Your code uses {frameworks[words[1]]}: `{line.strip()}`. Everything here can be done "
                "with NumPy, and only then do you see how it is done."
            )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

checks.without_frameworks([*In, *context().sources.values()])
### END HIDDEN TESTS

# %% [markdown] written="overfitting" title="What the curves say about overfitting" points=4
# **Question 3.** Look at your plot and at your two test accuracies.
#
# a) Describe both curves: where do they run together, where do they part, and what happens afterwards?
# Use numbers.
#
# b) What does the network learn in the late passes, and why does this harm its reading of new digits?
#
# c) What did early stopping gain on the test digits? Why was the best pass chosen by the validation
# digits, and not by the test digits?
#
# d) Name one other thing, besides stopping, that would help this network to read new digits better.
#
# Six to ten sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: both rise together for about 10 to 20 passes; then training goes on to about 1.00 while
#   validation has its maximum (0.86 to 0.89, between passes 15 and 40) and falls slowly by 3 to 5 points;
#   numbers fit the own plot.
# * 1 point: late passes learn details of these 1,000 images (their noise, odd strokes) by heart; with 31,760
#   weights for 1,000 digits there is room for that, and such details do not repeat in new digits.
# * 1 point: the gain is stated from the own numbers (usually 3 to 4 points); what is used to choose is no
#   longer unseen: choosing the pass by test digits would make the test accuracy too good.
# * 1 point: a sensible remedy: more digits, fewer units, weight decay, dropout, shifted copies of the
#   digits, larger batches.
#
# A good answer: "Up to pass 10 both curves rise together to about 0.87. Then training climbs to 1.000, and
# validation reaches its best value, 0.884, after pass 27 and falls to 0.842. In the late passes the network
# learns what is special about these 1,000 images, and it bends its weights for that. New digits do not share
# these details. On the test digits early stopping gives 0.877 instead of 0.838. If I had chosen the pass with
# the test digits, they would have taken part in the training, and 0.877 would promise too much. More training
# digits would help most: 1,000 are few for 31,760 weights."
# === END MARK SCHEME ===
