# /// assignment
# title = "Take a network apart"
# minutes = 105
# follows = "05-cnn-99"
# summary = "Compute by hand what a network computes: layers, softmax, and the loss."
# ///

# %% [markdown]
# ## The goal
#
# Until now Keras did the arithmetic, and you saw the results. This time you take one network
# apart and write down **every step from the pixels to the loss**, with NumPy alone:
#
# ```text
#  784 pixels                                                     label, such as 7
#      |                                                                 |
#      v                                                                 v
#  [ dense, 64 units, ReLU ]                                        [ one-hot ]
#      |                                                                 |
#      v                                                                 |
#  [ dense, 64 units, ReLU ]                                             |
#      |                                                                 |
#      v                                                                 v
#  [ dense, 10 units ] --> logits --> [ softmax ] --> probabilities --> [ cross-entropy ] --> loss
# ```
#
# At the end you have
#
# * the functions `forward`, `softmax`, `one_hot`, and `cross_entropy`, written by you,
# * a trained network, with its learning curves,
# * one number, the loss of 200 digits, computed twice: by you and by Keras. They must agree.
#
# Why do this by hand? Most networks that "do not learn" have a mistake in these last steps: the
# wrong loss, softmax twice, or a logarithm of zero. If you have written these steps once, you find
# such a mistake quickly.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras


def preprocess(images):
    """Turn digits into the input of the network.

    images: uint8 array (n, 28, 28), 0-255
    returns: float32 array (n, 784), 0-1
    """
    return images.reshape(len(images), 784).astype("float32") / 255


(train_images, y_train), (test_images, y_test) = keras.datasets.mnist.load_data()
x_train = preprocess(train_images)
x_test = preprocess(test_images)
x_batch, y_batch = x_test[:200], y_test[:200]  # the digits for your own arithmetic
print("training digits:", x_train.shape, " test digits:", x_test.shape)

# %% [markdown]
# ## Step 1: The layers, by hand
#
# The network of the drawing is called 784-64-64-10. Fill in for each of its three dense layers:
#
# * `layer_inputs`: how many numbers go **into** the layer, for one image;
# * `layer_outputs`: how many numbers come **out** of it;
# * `layer_parameters`: how many weights and biases it has, together.
#
# *Hint:* you have written `dense_params` in assignment 4. What comes out of a layer goes into
# the next one.

# %% solution="layers"
layer_inputs = {"hidden_1": None, "hidden_2": None, "output": None}
layer_outputs = {"hidden_1": None, "hidden_2": None, "output": None}
layer_parameters = {"hidden_1": None, "hidden_2": None, "output": None, "total": None}
### BEGIN SOLUTION
layer_inputs = {"hidden_1": 784, "hidden_2": 64, "output": 64}
layer_outputs = {"hidden_1": 64, "hidden_2": 64, "output": 10}
for layer in layer_inputs:
    layer_parameters[layer] = (layer_inputs[layer] + 1) * layer_outputs[layer]
layer_parameters["total"] = sum(layer_parameters[layer] for layer in layer_inputs)
### END SOLUTION

# %% test="layers" title="Inputs, outputs and parameters of each layer are counted" points=2
for name, table in (
    ("layer_inputs", layer_inputs),
    ("layer_outputs", layer_outputs),
    ("layer_parameters", layer_parameters),
):
    assert isinstance(table, dict), f"{name} must stay a dict: fill in its values."
    for key, value in table.items():
        assert value is not None, f'{name}["{key}"] is still None: work it out in the cell above.'
assert layer_inputs.get("hidden_2") == layer_outputs.get("hidden_1"), (
    "As many numbers must go into hidden_2 as come out of hidden_1: the layers are joined."
)
assert layer_inputs.get("output") == layer_outputs.get("hidden_2"), (
    "As many numbers must go into the output layer as come out of hidden_2: the layers are joined."
)
### BEGIN HIDDEN TESTS
from autograder import checks

sizes = {"hidden_1": (784, 64), "hidden_2": (64, 64), "output": (64, 10)}


def parameters_in(key, count):
    """One layer's number, or the sum over all layers."""
    return count(*sizes[key]) if key in sizes else sum(count(*pair) for pair in sizes.values())


checks.right_numbers(
    layer_inputs,
    lambda key: sizes[key][0],
    list(sizes),
    name="layer_inputs",
    mistakes=[
        checks.Mistake(
            {"hidden_1": 28}.get,
            "this is one side of the image",
            "The layer gets all pixels of the image in one row.",
        ),
    ],
)
checks.right_numbers(layer_outputs, lambda key: sizes[key][1], list(sizes), name="layer_outputs")
checks.right_numbers(
    layer_parameters,
    lambda key: parameters_in(key, lambda n, units: (n + 1) * units),
    [*sizes, "total"],
    name="layer_parameters",
    mistakes=[
        checks.Mistake(
            lambda key: parameters_in(key, lambda n, units: n * units),
            "the biases are left out",
            "Every unit has a bias, and training changes it like a weight.",
        ),
        checks.Mistake(
            lambda key: parameters_in(key, lambda n, units: n * units + n),
            "there is one bias for each input",
            "A bias belongs to a unit of the layer, not to what goes into it.",
        ),
        checks.Mistake(
            lambda key: parameters_in(key, lambda n, units: n * units + 1),
            "one bias is counted for each layer",
            "A bias belongs to one unit: a layer has as many biases as units.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: Build it
#
# Build the network in Keras and call it `model`. Do not train it yet.
#
# * Start with `keras.Input(shape=(784,))`.
# * The two hidden layers use ReLU.
# * The output layer uses softmax, so the model gives ten probabilities for each image.
#
# Compare `model.summary()` with your numbers of step 1.

# %% solution="model"
model = None
### BEGIN SOLUTION
model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
### END SOLUTION

# %% test="model" title="The network 784-64-64-10 is built as described" points=2
assert model is not None, "model is still None: build it in the cell above."
assert isinstance(model, keras.Model), f"model must be a Keras model, not {type(model).__name__}."
assert len(model.weights) > 0, (
    "model has no weights yet: Keras does not know its input. Start with keras.Input(shape=...)."
)
assert getattr(model, "output_shape", (None, 10))[-1] == 10, (
    f"model gives {model.output_shape[-1]} numbers for an image. There should be one for each class."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.ten_outputs(model)
checks.require(
    checks.hidden_units(model) == [64, 64],
    observed=f"The hidden layers of model have {checks.hidden_units(model)} units.",
    expected="They should be the two hidden layers of the drawing.",
    concept="The numbers between the first and the last of 784-64-64-10 are the hidden layers.",
)
checks.hidden_activation(model, "relu")
checks.require(
    checks.gives_probabilities(model),
    observed=f"The output layer of model has the activation {checks.output_activation(model)!r}.",
    expected="It should give ten probabilities that add up to 1.",
    concept="Softmax turns any ten numbers into probabilities, and only the output layer needs it.",
)
checks.parameter_count(model, 55_050)
### END HIDDEN TESTS

# %% [markdown] written="activations" title="Why these sizes and these activations" points=3
# **Question 1.** Explain the network to a fellow student.
#
# a) Why does the first layer have 784 inputs and the last one 10 units? Which of the other sizes
# could you choose freely?
#
# b) Suppose that both hidden layers had *no* activation. What could the three layers then compute
# together, and why would the second hidden layer be of no use?
#
# c) Why softmax in the output layer, and why not ReLU there?
#
# Five to eight sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: 784 pixels and ten classes are fixed by the task; the two 64s are a choice.
# * 1 point: without activations the layers are linear; a linear function of a linear function is
#   linear again (the product of the weight matrices), so three layers could do no more than one.
# * 1 point: softmax makes the ten outputs positive with sum 1, so they can be read as probabilities
#   and compared with a one-hot label; ReLU has no upper limit, does not add up to 1, and gives 0
#   for all negative sums (no gradient there, and a logarithm of zero in the loss).
#
# A good answer: "The image has 28 * 28 = 784 pixels and there are ten digits, so the first and the
# last number are given. 64 and 64 are a choice. Without activation each layer multiplies by a
# matrix and adds a vector. Two such steps in a row are again one matrix and one vector, so the
# second hidden layer adds nothing that one layer could not do. ReLU bends the function. At the end
# we want to say how probable each digit is: softmax gives ten positive numbers with sum 1. ReLU
# would give numbers without any limit, often exactly 0, and they would be no probabilities."
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 3: From pixels to logits
#
# A dense layer does three things with its input $x$: it multiplies by its weights $W$, it adds its
# biases $b$, and it applies its activation. For the hidden layers the activation is ReLU, which
# replaces each negative number by 0:
#
# $$h = \mathrm{relu}(x W + b), \qquad \mathrm{relu}(z) = \max(z, 0)$$
#
# The output layer first computes the same sum, without ReLU:
#
# $$z = h W + b$$
#
# These ten numbers $z$ are called **logits**. They may be positive or negative. Softmax comes later,
# in step 4, as a function of its own.
#
# **Write `forward(weights, inputs)`.** It returns the logits.
#
# * `weights` is what `model.get_weights()` gives: a list of six arrays, `[W1, b1, W2, b2, W3, b3]`.
# * `inputs` has one image in each **row**: its shape is `(n, 784)`. The result has the shape
#   `(n, 10)`.
# * It must work for other layer sizes too. The tests use small networks with weights of their own.
#
# *Hints:* `A @ B` is the matrix product. Adding the vector `b` to a matrix adds it to each row.
# `np.maximum(z, 0)` compares each number with 0.


# %% solution="forward"
def forward(weights, inputs):
    """Compute the logits of a network with two hidden ReLU layers.

    weights: list [W1, b1, W2, b2, W3, b3]; W of shape (inputs, units), b of shape (units,)
    inputs:  array (n, inputs of the first layer)
    returns: array (n, units of the last layer)
    """
    ### BEGIN SOLUTION
    w1, b1, w2, b2, w3, b3 = weights
    hidden_1 = np.maximum(inputs @ w1 + b1, 0)
    hidden_2 = np.maximum(hidden_1 @ w2 + b2, 0)
    return hidden_2 @ w3 + b3
    ### END SOLUTION


# %% test="forward" title="forward computes the logits of any network with two hidden layers" points=3
# A network of one input, one unit, one unit, and two outputs, so small that you can follow it.
tiny = [
    *(np.array([[2.0]]), np.array([1.0])),
    *(np.array([[-1.0]]), np.array([10.0])),
    *(np.array([[1.0, -3.0]]), np.array([0.5, 0.0])),
]
result = forward(tiny, np.array([[3.0], [-5.0]]))
assert result is not None, "forward returns None: write its body and return the logits."
assert np.shape(result) == (2, 2), (
    f"For two images and two outputs, forward gives the shape {np.shape(result)}. There should be "
    "one row for each image."
)
assert np.min(result) < 0, (
    "The result has no negative number, but this network has a negative logit. ReLU belongs to the "
    "hidden layers only, and softmax comes in the next step."
)
# The first image: 2 * 3 + 1 = 7, ReLU 7; -7 + 10 = 3, ReLU 3; 3 + 0.5 = 3.5 and -3 * 3 = -9.
assert np.allclose(result[0], [3.5, -9.0]), (
    f"For the input 3 the tiny network of this cell should give 3.5 and -9, but forward gives "
    f"{np.round(np.asarray(result)[0], 3)}. Follow the comment in this cell step by step."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def layered(weights, inputs, hidden=lambda z: np.maximum(z, 0), output=lambda z: z, biased=1):
    """The forward pass, with what a mistake may change in it."""
    for number in range(0, len(weights), 2):
        inputs = inputs @ weights[number] + biased * weights[number + 1]
        inputs = output(inputs) if number == len(weights) - 2 else hidden(inputs)
    return inputs


def exponentials(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def network(sizes, n, seed):
    """Weights and inputs with both signs, so that ReLU has something to do."""
    random = np.random.default_rng(seed)
    weights = []
    for a, b in zip(sizes, sizes[1:]):
        weights += [random.normal(0, 0.7, (a, b)), random.normal(0, 1, b)]
    return weights, random.normal(0, 1, (n, sizes[0]))


checks.numpy_only("forward")
checks.computes(
    forward,
    layered,
    {
        "a network 6-5-4-3 with weights of ours": network([6, 5, 4, 3], 7, 1),
        "a network 9-8-8-10 and a single image": network([9, 8, 8, 10], 1, 2),
        "a network 12-20-6-4": network([12, 20, 6, 4], 3, 3),
    },
    name="forward",
    mistakes=[
        checks.Mistake(
            lambda w, x: layered(w, x, output=lambda z: np.maximum(z, 0)),
            "ReLU is applied to the logits as well",
            "Logits may be negative: ReLU would make all negative ones equal.",
        ),
        checks.Mistake(
            lambda w, x: layered(w, x, output=exponentials),
            "probabilities come out",
            "Logits are the numbers before softmax.",
        ),
        checks.Mistake(
            lambda w, x: layered(w, x, hidden=lambda z: z),
            "ReLU is missing in the hidden layers",
            "Without ReLU all layers together are no more than one matrix.",
        ),
        checks.Mistake(
            lambda w, x: layered(w, x, biased=0),
            "the biases are missing",
            "Every unit adds its bias to its weighted sum, before the activation.",
        ),
        checks.Mistake(
            lambda w, x: (
                (np.maximum((np.maximum(x @ w[0], 0) + w[1]) @ w[2], 0) + w[3]) @ w[4] + w[5]
            ),
            "the biases of the hidden layers are added after ReLU",
            "The activation is applied to the whole sum, bias included.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: From logits to probabilities
#
# Softmax makes probabilities of the logits $z_0, \dots, z_9$ of one image:
#
# $$p_j = \frac{e^{z_j}}{e^{z_0} + e^{z_1} + \dots + e^{z_9}}$$
#
# The exponential makes every number positive. Dividing by the sum makes them add up to 1. The
# largest logit gets the largest probability.
#
# **Write `softmax(logits)`** for an array with one image in each row.
#
# Now there is a trap. Computers cannot store $e^{1000}$: NumPy gives `inf`, infinity, and
# `inf / inf` is `nan`, "not a number". Logits of this size do occur, for example when the pixels are
# not scaled, and a single `nan` spoils the whole training. Your function must work for **any** logits.
#
# *Hints:*
#
# * What happens to the fraction if you subtract the same number $c$ from all ten logits?
#   $e^{z - c} = e^z / e^c$, above and below. Which $c$ makes sure that no exponent is positive?
# * Each image has a largest logit of its own.
# * `logits.sum(axis=1)` has the shape `(n,)`; with `keepdims=True` it has the shape `(n, 1)`, and
#   then NumPy divides each row by its own sum.


# %% solution="softmax"
def softmax(logits):
    """Turn each row of logits into probabilities.

    logits:  array (n, classes), any finite numbers
    returns: array (n, classes), positive or zero, with sum 1 in each row
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% test="softmax-values" title="softmax turns each row of logits into probabilities" points=2
logits = np.array([[1.0, 2.0, 4.0], [0.5, 0.5, 0.5], [-1.0, 0.0, -3.0], [2.0, 1.0, 0.0]])
result = softmax(logits.copy())
assert result is not None, "softmax returns None: write its body and return the probabilities."
assert np.shape(result) == (4, 3), (
    f"For an array of shape (4, 3), softmax gives the shape {np.shape(result)}. Each logit becomes "
    "one probability."
)
assert not np.allclose(np.sum(result, axis=0), 1) or np.allclose(np.sum(result, axis=1), 1), (
    "Your columns add up to 1. Each row is one image, so each row should: look at the axis."
)
assert np.allclose(np.sum(result, axis=1), 1), (
    f"The rows of your result add up to {np.round(np.sum(result, axis=1), 3)}. Probabilities of "
    "one image add up to 1."
)
assert np.allclose(np.asarray(result)[1], 1 / 3), (
    "Three equal logits should give three equal probabilities."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def right_softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


random = np.random.default_rng(61)
checks.numpy_only("softmax")
checks.computes(
    softmax,
    right_softmax,
    {
        "5 images and 10 classes": (random.normal(0, 3, (5, 10)),),
        "a single image": (random.normal(0, 2, (1, 4)),),
        "float32 logits": (random.normal(0, 2, (9, 10)).astype("float32"),),
        "negative logits": (random.normal(-20, 2, (3, 6)),),
    },
    name="softmax",
    mistakes=[
        checks.Mistake(
            lambda z: np.exp(z) / np.exp(z).sum(axis=0),
            "the columns add up to 1, not the rows",
            "A row is one image, and its probabilities share the whole.",
        ),
        checks.Mistake(
            lambda z: np.exp(z) / np.exp(z).sum(),
            "all numbers together add up to 1",
            "Each image has a sum of its own.",
        ),
        checks.Mistake(
            lambda z: z / z.sum(axis=1, keepdims=True),
            "the exponential is missing",
            "Logits can be negative; the exponential makes them positive before they are divided.",
        ),
        checks.Mistake(
            lambda z: 2**z / (2**z).sum(axis=1, keepdims=True),
            "powers of 2 are used",
            "Softmax is defined with powers of e: np.exp.",
        ),
        checks.Mistake(
            lambda z: 1 / (1 + np.exp(-z)),
            "each number is treated by itself",
            "That is the sigmoid; softmax compares the classes with each other.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="softmax-large" title="softmax works for logits of any size" points=2
result = softmax(np.array([[1000.0, 0.0, 999.0]]))
assert result is not None, "softmax returns None: write its body and return the probabilities."
assert np.all(np.isfinite(result)), (
    "The logits 1000, 0, 999 give nan or inf: the exponential of a large number is too large for "
    "a computer. Which number can you subtract from all logits of a row without changing p?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

powers_of = lambda z: (np.exp(z), np.exp(z).sum(axis=1, keepdims=True))
checks.computes(
    softmax,
    right_softmax,
    {
        "logits near 1000": (np.array([[1000.0, 1001.0, 998.0], [990.0, 1000.0, 1000.0]]),),
        "logits near -1000": (np.array([[-1000.0, -1001.0, -998.0], [-1000.0, -2000.0, -1.0]]),),
        "one image with large logits and one with small ones": (
            np.array([[5000.0, 4999.0, 0.0], [0.0, 1.0, -1.0], [-3000.0, -3001.0, -2999.0]]),
        ),
        "float32 logits near 200": (np.array([[200.0, 201.0], [-200.0, 0.0]], dtype="float32"),),
    },
    name="softmax",
    mistakes=[
        checks.Mistake(
            lambda z: np.divide(*powers_of(z)),
            "inf or nan comes out, because the exponential is too large or the sum is zero",
            "Subtracting the largest logit of a row changes nothing in p, and keeps exponents "
            "at 0 or below.",
        ),
        checks.Mistake(
            lambda z: np.divide(*powers_of(z - z.max())),
            "nan comes out, because one number is subtracted from all images",
            "An image whose logits are far below the largest of all has only zeros left: each row "
            "needs its own largest logit.",
        ),
        checks.Mistake(
            lambda z: np.divide(*powers_of(np.clip(z, -500, 500))),
            "large logits are cut off, so their differences are lost",
            "Only the differences between the logits of a row matter, and they must be kept.",
        ),
        checks.Mistake(
            lambda z: np.nan_to_num(np.divide(*powers_of(z))),
            "nan is replaced by zero, so the probabilities do not add up to 1",
            "Prevent the overflow before it happens: exponents should not be positive.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: From a label to a loss
#
# The label of an image is one number, such as 2. To compare it with ten probabilities, write it as
# ten numbers, too: 1 for the right class and 0 for all others. This is called **one-hot**:
#
# ```text
#   label 2   -->   0 0 1 0 0 0 0 0 0 0
#   label 0   -->   1 0 0 0 0 0 0 0 0 0
# ```
#
# Now the **cross-entropy**. With the one-hot target $t$ and the probabilities $p$ of one image,
# its loss is
#
# $$L = -(t_0 \log p_0 + t_1 \log p_1 + \dots + t_9 \log p_9)$$
#
# Only one $t_j$ is 1. So this is simply $-\log p$ of the right class: small if the network is sure
# and right, large if it is sure and wrong. ($\log$ is the natural logarithm.) The loss of a batch is
# the **mean** of the losses of its images.
#
# Here is the second trap. For very small numbers a computer rounds: some $p_j$ become exactly 0.
# Then $\log 0$ is `-inf`, and $0 \cdot \log 0$ is `nan`. Keras avoids both: it replaces each
# probability smaller than $10^{-7}$ by $10^{-7}$ before it takes the logarithm. Do the same.
#
# **Write two functions:**
#
# * `one_hot(labels, classes)`: labels of shape `(n,)` become an array of shape `(n, classes)`;
# * `cross_entropy(probabilities, targets)`: one number, the loss of the batch.
#
# *Hints:* `np.eye(3)` is a 3 x 3 array with ones on its diagonal. Look at its rows. `np.maximum`
# and `np.clip` keep numbers above a limit.


# %% solution="cross-entropy"
def one_hot(labels, classes):
    """Write labels as rows with a single 1.

    labels:  whole numbers (n,), from 0 to classes - 1
    returns: array (n, classes) of zeros and ones
    """
    ### BEGIN SOLUTION
    return np.eye(classes)[labels]
    ### END SOLUTION


def cross_entropy(probabilities, targets):
    """The mean loss of a batch.

    probabilities: array (n, classes), from 0 to 1
    targets:       array (n, classes), one-hot
    returns:       one number
    """
    ### BEGIN SOLUTION
    logarithms = np.log(np.maximum(probabilities, 1e-7))
    return -np.sum(targets * logarithms, axis=1).mean()
    ### END SOLUTION


# %% test="one-hot" title="one_hot writes each label as a row with a single 1" points=2
result = one_hot(np.array([2, 0], dtype="uint8"), 4)
assert result is not None, "one_hot returns None: write its body and return the array."
assert np.shape(result) == (2, 4), (
    f"For 2 labels and 4 classes, one_hot gives the shape {np.shape(result)}. There should be one "
    "row for each label and one column for each class."
)
assert np.array_equal(np.sum(result, axis=1), [1, 1]), (
    "Each row of one_hot should have a single 1 and zeros besides."
)
assert np.asarray(result)[0, 1] != 1, (
    "The label 2 has its 1 in the second place. Classes are counted from 0, as digits are."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(62)
checks.numpy_only("cross-entropy")
checks.computes(
    one_hot,
    lambda labels, classes: np.eye(classes)[labels],
    {
        "30 labels and 10 classes": (random.integers(0, 10, 30), 10),
        "labels that leave classes out": (np.array([1, 1, 3]), 10),
        "labels as MNIST has them (uint8)": (np.array([9, 0, 5, 9], dtype="uint8"), 10),
        "2 classes": (np.array([1, 0, 0]), 2),
    },
    name="one_hot",
)
### END HIDDEN TESTS

# %% test="cross-entropy" title="cross_entropy is the mean surprise about the right classes" points=3
chances = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
wanted = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
value = cross_entropy(chances, wanted)
assert value is not None, "cross_entropy returns None: write its body and return the loss."
assert np.ndim(value) == 0, (
    f"cross_entropy gives the shape {np.shape(value)}. The loss of a batch is one number: the mean "
    "over its images."
)
# The right classes of these two images have the losses 0.693 and 0.223.
assert value > 0, (
    "cross_entropy gives a negative loss. The logarithm of a probability is negative: mind the sign."
)
assert abs(value - 0.916) > 0.002, "You add up the losses of the images. Take their mean."
assert abs(value - 0.153) > 0.002, (
    "You divide by the number of all probabilities. The mean is taken over images only: add up the "
    "terms of one image first."
)
assert min(abs(value - 0.284), abs(value - 0.851)) > 0.002, (
    "This is binary cross-entropy: it asks a yes-or-no question for each class. The formula above has "
    "terms with log(p) only, none with log(1 - p)."
)
assert abs(value - 0.458) < 0.002, (
    f"For two images with the losses 0.693 and 0.223, cross_entropy gives {value:.3f}. It should "
    "give their mean."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(63)


def batch(n, classes):
    """Probabilities and one-hot targets."""
    return right_softmax(random.normal(0, 2, (n, classes))), np.eye(classes)[
        random.integers(0, classes, n)
    ]


def surprise(p, t, log=np.log):
    return -np.mean(np.sum(t * log(np.clip(p, 1e-7, 1)), axis=1))


def binary(p, t):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return t * np.log(p) + (1 - t) * np.log(1 - p)


checks.numpy_only("cross-entropy")
checks.computes(
    cross_entropy,
    surprise,
    {
        "40 images and 10 classes": batch(40, 10),
        "a single image": batch(1, 10),
        "7 images and 3 classes": batch(7, 3),
        "float32 probabilities": tuple(part.astype("float32") for part in batch(20, 10)),
    },
    name="cross_entropy",
    mistakes=[
        checks.Mistake(
            lambda p, t: -np.mean(binary(p, t)),
            "this is binary cross-entropy, which asks a yes-or-no question for each class",
            "With one right class among ten, only the probability of the right class counts.",
        ),
        checks.Mistake(
            lambda p, t: -np.mean(np.sum(binary(p, t), axis=1)),
            "the wrong classes are counted as well, as in binary cross-entropy",
            "With one right class among ten, only the probability of the right class counts.",
        ),
        checks.Mistake(
            lambda p, t: surprise(p, t) * len(p),
            "the losses are added up",
            "A mean does not depend on the size of the batch.",
        ),
        checks.Mistake(
            lambda p, t: surprise(p, t) / p.shape[1],
            "the sum is divided by the number of all probabilities",
            "The mean is taken over images; the terms of one image are added up.",
        ),
        checks.Mistake(
            lambda p, t: -surprise(p, t),
            "the sign is wrong",
            "Logarithms of probabilities are negative, and a loss is positive.",
        ),
        checks.Mistake(
            lambda p, t: surprise(p, t, np.log2), "log2 is used", "The natural logarithm is np.log."
        ),
        checks.Mistake(
            lambda p, t: surprise(p, t, np.log10),
            "log10 is used",
            "The natural logarithm is np.log.",
        ),
        checks.Mistake(
            lambda p, t: np.mean((p - t) ** 2),
            "this is the mean squared error",
            "Cross-entropy takes the logarithm of the probability of the right class.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="log-of-zero" title="cross_entropy works for probabilities that are exactly zero" points=2
value = cross_entropy(np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 0.0]]))
assert value is not None, "cross_entropy returns None: write its body and return the loss."
assert np.all(np.isfinite(value)), (
    "A network that is sure and right should have a loss of 0, but cross_entropy gives nan: it "
    "takes the logarithm of zero, and 0 times log(0) is not a number."
)
assert np.all(np.abs(value) < 1e-5), (
    f"A network that is sure and right should have a loss of 0, but cross_entropy gives {value:.3g}."
)
### BEGIN HIDDEN TESTS
from autograder import checks

sure = np.eye(10)[[3, 1, 4]]
checks.computes(
    cross_entropy,
    surprise,
    {
        "an image whose right class has the probability 0": (sure[:1], np.eye(10)[[5]]),
        "three images, one of them sure and wrong": (sure, np.eye(10)[[3, 1, 5]]),
        "zeros in float32": (sure.astype("float32"), np.eye(10)[[3, 2, 4]].astype("float32")),
    },
    name="cross_entropy",
    mistakes=[
        checks.Mistake(
            lambda p, t: -np.mean(np.sum(t * np.log(p), axis=1)),
            "the logarithm of zero spoils the result",
            "A probability below the limit of the text is replaced by that limit before the "
            "logarithm is taken.",
        ),
        checks.Mistake(
            lambda p, t: -np.mean(np.sum(np.where(t > 0, np.log(p), 0), axis=1)),
            "it is infinite",
            "One image that is sure and wrong would make the loss of the whole batch infinite.",
        ),
        checks.Mistake(
            lambda p, t: -np.mean(np.sum(np.nan_to_num(t * np.log(p)), axis=1)),
            "inf is replaced by the largest number there is",
            "Replace the probability before the logarithm is taken, not the result.",
        ),
        checks.Mistake(
            lambda p, t: -np.mean(np.sum(np.where(p > 0, t * np.log(p), 0), axis=1)),
            "an image that is sure and wrong has no loss",
            "Where the right class has the probability 0, the loss is at its largest.",
        ),
    ],
    relative=0.02,
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: Straight from the logits
#
# The limit of $10^{-7}$ has a price: a network that is *very* wrong does not notice it any more.
# There is a better way. Put the formula of softmax into the logarithm, for the right class $y$:
#
# $$-\log p_y = -\log \frac{e^{z_y}}{\sum_j e^{z_j}} = \log\Big(\sum_j e^{z_j}\Big) - z_y$$
#
# Nothing is divided, and no probability is rounded to zero. Only the sum can be too large. The trick
# of step 4 helps again. With the largest logit $m$ of the row:
#
# $$\log\Big(\sum_j e^{z_j}\Big) = m + \log\Big(\sum_j e^{z_j - m}\Big)$$
#
# **Write `cross_entropy_from_logits(logits, targets)`.** It is the mean over the batch again, and
# exact for any logits: do not call `softmax`, and do not cut anything off.
#
# This is what a loss of Keras does with `from_logits=True`: the argument says "the outputs of my
# network are logits, softmax is still to be done". What if they are probabilities already? Then
# softmax is done twice. Try it: a network is completely sure and right, so its probabilities are
# `[[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]` and the right class is 0. Give these
# probabilities to your function, as if they were logits, and keep the loss in `sure_and_right`.


# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    """The mean loss of a batch, computed without probabilities.

    logits:  array (n, classes), any finite numbers
    targets: array (n, classes), one-hot
    returns: one number
    """
    ### BEGIN SOLUTION
    largest = logits.max(axis=1)
    log_sum = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return np.mean(log_sum - (targets * logits).sum(axis=1))
    ### END SOLUTION


sure_and_right = None
### BEGIN SOLUTION
probabilities = one_hot(np.array([0]), 10)
sure_and_right = cross_entropy_from_logits(probabilities, one_hot(np.array([0]), 10))
print(f"softmax once: {cross_entropy(probabilities, one_hot(np.array([0]), 10)):.4f}")
print(f"softmax twice: {sure_and_right:.4f}")
### END SOLUTION

# %% test="from-logits" title="cross_entropy_from_logits is exact for any logits" points=3
value = cross_entropy_from_logits(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[1.0, 0], [0, 1]]))
assert value is not None, "cross_entropy_from_logits returns None: write its body."
assert np.ndim(value) == 0, (
    f"cross_entropy_from_logits gives the shape {np.shape(value)}. The loss of a batch is one number."
)
assert np.isclose(value, np.log(2)), (
    "Two equal logits are two probabilities of one half, whichever class is right. "
    f"cross_entropy_from_logits gives {value:.4f}, which is not the loss of one half."
)
value = cross_entropy_from_logits(np.array([[1000.0, 0.0]]), np.array([[1.0, 0.0]]))
assert np.isfinite(value), (
    "The logits 1000 and 0 give nan or inf. Take the largest logit of the row out of the sum, as "
    "the text shows."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def log_sum(z, top):
    return top + np.log(np.exp(z - top).sum(axis=1, keepdims=True))


def exact(z, t, axis=1):
    return np.mean(log_sum(z, z.max(axis=axis, keepdims=True))[:, 0] - (t * z).sum(axis=1))


checks.numpy_only("from-logits")
random = np.random.default_rng(64)
checks.computes(
    cross_entropy_from_logits,
    exact,
    {
        "30 images": (random.normal(0, 3, (30, 10)), np.eye(10)[random.integers(0, 10, 30)]),
        "large logits": (random.normal(0, 800, (12, 5)), np.eye(5)[random.integers(0, 5, 12)]),
        "one image that is very wrong": (np.array([[0.0, 2000.0, 5.0]]), np.eye(3)[[0]]),
        "images of very different size": (
            np.array([[4000.0, 3999.0], [0.0, 1.0], [-5000.0, -5001.0]]),
            np.eye(2)[[0, 1, 1]],
        ),
    },
    name="cross_entropy_from_logits",
    mistakes=[
        checks.Mistake(
            lambda z, t: surprise(right_softmax(z), t),
            "the loss of a network that is very wrong is cut off",
            "Probabilities are rounded to zero; the formula with logits needs none.",
        ),
        checks.Mistake(
            lambda z, t: np.mean(log_sum(z, 0.0)[:, 0] - (t * z).sum(axis=1)),
            "inf comes out, because the exponential of a large logit is too large",
            "Take the largest logit of each row out of the sum first.",
        ),
        checks.Mistake(
            lambda z, t: exact(z, t, axis=None),
            "inf comes out, because one number is taken out of the sums of all images",
            "Each row needs its own largest logit.",
        ),
        checks.Mistake(
            lambda z, t: -np.mean(np.sum(t * np.log(right_softmax(z)), axis=1)),
            "probabilities are rounded to zero, and the logarithm of zero spoils the result",
            "The formula with logits needs no probabilities.",
        ),
        checks.Mistake(
            lambda z, t: exact(z, t) * len(z),
            "the losses are added up",
            "A mean does not depend on the size of the batch.",
        ),
        checks.Mistake(
            lambda z, t: np.mean(
                log_sum(z - z.max(axis=1, keepdims=True), 0.0)[:, 0] - (t * z).sum(axis=1)
            ),
            "the largest logit is taken out of the sum and not added again",
            "What is taken out of the logarithm must be added outside it.",
        ),
    ],
)
### END HIDDEN TESTS

# %% test="softmax-twice" title="The loss of softmax done twice is known" points=1
assert sure_and_right is not None, (
    "sure_and_right is still None: call your function in the cell above."
)
assert np.ndim(sure_and_right) == 0, "sure_and_right should be one number."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    abs(sure_and_right) > 0.01,
    observed="sure_and_right is 0: this is the loss with softmax done once.",
    expected="Give the probabilities to cross_entropy_from_logits, as if they were logits.",
    concept="from_logits takes any ten numbers for logits, also numbers that are probabilities.",
)
checks.require(
    abs(sure_and_right - exact(np.eye(10)[:1], np.eye(10)[:1])) < 0.005,
    observed=f"sure_and_right is {sure_and_right:.4g}.",
    expected="It should be the loss of cross_entropy_from_logits for the ten numbers of the text.",
    concept="Softmax of ones and zeros is far from sure, so the loss cannot become small.",
)
### END HIDDEN TESTS

# %% [markdown] written="which-loss" title="Which loss belongs to which output" points=2
# **Question 2.** Two notebooks of other students do not learn as well as they should. Both networks
# end in `Dense(10, activation="softmax")`.
#
# * Notebook A is compiled with `keras.losses.CategoricalCrossentropy(from_logits=True)`.
# * Notebook B is compiled with `"binary_crossentropy"`.
#
# For each: what is wrong, how could one see it in the numbers, and how is it mended? Use your
# `sure_and_right` for A. (Keras notices the mistake of A in many cases, and warns. Your own function
# did not, and neither do losses that are put together by hand.)
#
# === BEGIN MARK SCHEME ===
# * 1 point: A applies softmax twice. Probabilities lie between 0 and 1, so as logits they differ by 1
#   at most and the second softmax is never sure: the loss stays above 1.46 even for a perfect network
#   (and its gradients are small). Mended by from_logits=False, or by an output layer without softmax.
# * 1 point: B asks ten yes-or-no questions and takes the mean of them; nine are answered "no" with
#   ease. The loss looks small at once although accuracy is low, and gradients are about a tenth
#   (learning is slower). Mended by categorical cross-entropy.
#
# A good answer: "In A softmax is done twice. For a perfect answer my function gave 1.46 instead of 0, so
# the loss can never get near 0, and the network is punished even when it is right. Leave out
# from_logits=True, or the softmax. In B the loss is the mean of ten yes-or-no questions. Nine of them
# are 'no' and easy, so the loss is small from the start and its gradient too. One sees a loss of 0.06
# with an accuracy of only 92 %. Use categorical_crossentropy."
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 7: Train
#
# Now train `model`:
#
# * targets: the training labels, one-hot;
# * optimizer: `keras.optimizers.SGD` with learning rate **0.1**;
# * loss: choose the one that fits ten classes and a softmax output. Keep it in the name
#   `loss_function`, and give it to `compile` by this name. It may be a text, or an object of
#   `keras.losses`;
# * metrics: `["accuracy"]`;
# * batch size **128**, **10** epochs, a tenth of the training digits for validation
#   (`validation_split=0.1`).
#
# Keep what `fit` returns in the name `history`. Training takes about 20 seconds.

# %% solution="train"
loss_function = None
history = None
### BEGIN SOLUTION
loss_function = "categorical_crossentropy"
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=loss_function, metrics=["accuracy"]
)
history = model.fit(
    x_train,
    one_hot(y_train, 10),
    batch_size=128,
    epochs=10,
    validation_split=0.1,
    verbose=0,
)
print("validation accuracy after each epoch:", np.round(history.history["val_accuracy"], 3))
### END SOLUTION

# %% test="loss" title="The loss is the cross-entropy of ten classes, with softmax done once" points=2
assert loss_function is not None, "loss_function is still None: choose a loss in the cell above."
assert model is not None, "model is still None: build it in step 2."
# Two images whose right classes have the probabilities 0.7 and 0.4.
outputs = np.full((2, 10), [[0.3 / 9], [0.6 / 9]], dtype="float32")
outputs[0, 3], outputs[1, 8] = 0.7, 0.4
loss_value = None
for answers in (np.eye(10, dtype="float32")[[3, 8]], np.array([3, 8])):  # one-hot, or as labels
    try:
        loss_value = np.mean(keras.losses.get(loss_function)(answers, outputs))
        break
    except Exception:
        continue
assert loss_value is not None, (
    "loss_function does not work with ten outputs. It should be the name of a loss that Keras knows, "
    "or an object of keras.losses."
)
if getattr(model.layers[-1], "activation", None) is keras.activations.softmax:
    assert abs(loss_value - 1.867) > 0.01, (
        "Your loss applies softmax to the outputs, but your model has done this already. What does "
        "from_logits=True say about the outputs?"
    )
    assert abs(loss_value - 0.110) > 0.01, (
        "This is binary cross-entropy: it asks ten separate yes-or-no questions. A digit belongs to "
        "exactly one of ten classes."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

checks.loss_fits_ten_classes(loss_function, model)
### END HIDDEN TESTS

# %% test="training" title="The model is trained for ten epochs, with digits put aside for validation" points=2
assert history is not None, "history is still None: keep what fit returns."
assert hasattr(history, "history"), "history must be what fit returns: history = model.fit(...)"
assert len(history.epoch) == 10, f"history has {len(history.epoch)} epochs; the text asks for 10."
assert any(key.startswith("val_") for key in history.history), (
    "history has no validation results: give fit a validation_split."
)
assert any("acc" in key for key in history.history), (
    "history has no accuracies: give compile the metrics."
)
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

for call in checks.fit_calls(In) + checks.fit_calls(context().sources.values()):
    checks.require(
        not call.trains_on_test,
        observed=f"A model is trained on the test digits: {call.code}",
        expected="fit should be called on the training digits only.",
        concept="The test set shows how a network reads digits that it never saw.",
    )
    checks.require(
        not call.validates_on_test,
        observed=f"The test digits are used for validation: {call.code}",
        expected="validation_split should take a part of the training digits.",
        concept="What you look at while you train is no longer unseen when you test.",
    )
checks.accuracy_record(history)
steps = history.params["steps"]  # None where Keras can't know: for a dataset made by a filter
checks.require(
    steps is None or 375 <= steps <= 440,
    observed=f"An epoch had {steps} steps.",
    expected="The settings of the text give another number.",
    concept="Steps are training digits divided by the batch size; the digits put aside for "
    "validation are not trained on.",
)
### END HIDDEN TESTS

# %% test="accuracy" title="The model reads digits that it never saw" points=1
assert model is not None, "model is still None: build it in step 2."
assert history is not None, "The model is not trained yet: see step 7."
### BEGIN HIDDEN TESTS
from autograder import checks

accuracy = checks.holdout_accuracy(model, preprocess)
checks.require(
    checks.reaches(accuracy, checks.threshold("trained"), checks.holdout_size()),
    observed=f"The model reads {checks.percent(accuracy)} of new digits correctly.",
    expected="This network reads clearly more with the settings of step 7.",
    concept="Slow learning has a cause: look at the loss, at the learning rate, and at the "
    "activations.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: Plot the learning curves
#
# Draw two curves into **one** panel, against the number of the epoch:
#
# * the accuracy on the training digits,
# * the accuracy on the validation digits.
#
# Name both axes, and give the plot a legend that says which curve is which. Keep the figure in the
# name `fig`: one way to begin is `fig, ax = plt.subplots()`.
#
# *Hint:* `history.history` is a dictionary with a list for each measure; print its keys.

# %% solution="figure"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots()
epochs = range(1, 11)
ax.plot(epochs, history.history["accuracy"], "o-", label="training")
ax.plot(epochs, history.history["val_accuracy"], "o-", label="validation")
ax.set_xlabel("epoch")
ax.set_ylabel("accuracy")
ax.set_title("784-64-64-10, SGD with learning rate 0.1")
ax.legend()
plt.show()
### END SOLUTION

# %% test="curves" title="The plot shows training and validation accuracy by epoch" points=2
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert isinstance(fig, plt.Figure), (
    f"fig should be the whole figure, but it is a {type(fig).__name__}. plt.subplots() gives the "
    "figure first and the axes second."
)
assert history is not None, "history is still None: train the model in step 7."
assert any(axes.has_data() for axes in fig.axes), "fig is empty: draw the two curves into it."
### BEGIN HIDDEN TESTS
from autograder import checks

train_curve, validation_curve = checks.accuracy_record(history)
checks.learning_curves(
    fig, {"training accuracy": train_curve, "validation accuracy": validation_curve}
)
### END HIDDEN TESTS

# %% test="axes" title="Both axes and both curves of the plot are named" points=1
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert isinstance(fig, plt.Figure), "fig should be the whole figure."
x_names = [fig.get_supxlabel(), *[axes.get_xlabel() for axes in fig.axes]]
y_names = [fig.get_supylabel(), *[axes.get_ylabel() for axes in fig.axes]]
assert any(x_names), "The x axis has no name: what is counted there?"
assert any(y_names), "The y axis has no name: what is measured?"
### BEGIN HIDDEN TESTS
from autograder import checks

checks.axis_labels(fig)
checks.has_legend(fig, entries=2)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 9: You against Keras
#
# Now put your functions together. For the 200 digits `x_batch` with the labels `y_batch`:
#
# * `own_loss`: the loss of the trained model, computed with **your** functions only: `forward`,
#   `softmax`, `one_hot`, `cross_entropy`;
# * `keras_loss`: the same loss from Keras, for example by `model.evaluate(x_batch, ..., verbose=0)`
#   or by a loss of `keras.losses` applied to `model.predict(x_batch, verbose=0)`.
#
# If the two differ in the first four digits, one of your functions is wrong. Find out which: compare
# your probabilities with `model.predict(x_batch, verbose=0)` first.

# %% solution="batch"
own_loss = None
keras_loss = None
### BEGIN SOLUTION
own_probabilities = softmax(forward(model.get_weights(), x_batch))
own_loss = float(cross_entropy(own_probabilities, one_hot(y_batch, 10)))
keras_loss = model.evaluate(x_batch, one_hot(y_batch, 10), verbose=0)[0]
### END SOLUTION

# %% given="show-losses"
print("loss of 200 digits, by your functions:", own_loss)
print("loss of 200 digits, by Keras:         ", keras_loss)
if own_loss is not None and keras_loss is not None:
    agree = np.allclose(own_loss, keras_loss, rtol=0, atol=0.001)
    print("They agree." if agree else "They differ: one of your functions is wrong.")

# %% test="batch" title="Your loss of a batch and that of Keras are computed for the trained model" points=2
for name, value in (("own_loss", own_loss), ("keras_loss", keras_loss)):
    assert value is not None, f"{name} is still None: compute it in the cell above."
    assert np.size(value) == 1, (
        f"{name} holds {np.size(value)} numbers. The loss of a batch is one number: its mean."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

outputs = np.asarray(model.predict(np.asarray(x_batch), verbose=0), dtype=float)
chances = outputs if checks.gives_probabilities(model) else right_softmax(outputs)
targets = np.eye(10)[np.asarray(y_batch)]
measured = surprise(chances, targets)
near = lambda value, wanted: abs(float(np.squeeze(value)) - wanted) < 0.002 + 0.01 * abs(wanted)
# What the student's own functions say, so that a wrong one is not paid for twice.
try:
    own_logits = forward(model.get_weights(), np.asarray(x_batch))
    by_own_functions = float(
        np.squeeze(cross_entropy(softmax(own_logits), one_hot(np.asarray(y_batch), 10)))
    )
except Exception:
    by_own_functions = measured
# With another loss, Keras may compute in ways of its own: that is a matter of the test 'loss'.
try:
    checks.loss_fits_ten_classes(loss_function, model)
    fits = True
except checks.CheckFailed:
    fits = False
checks.require(
    near(own_loss, measured) or near(own_loss, by_own_functions),
    observed=f"own_loss is {float(np.squeeze(own_loss)):.4g}, and the trained model has another loss "
    "on these digits.",
    expected="Your functions should be applied to the weights of the trained model and to x_batch.",
    concept="model.get_weights() gives the weights as they are at this moment.",
)
checks.require(
    near(keras_loss, measured) if fits else np.all(np.isfinite(keras_loss)),
    observed=f"keras_loss is {float(np.squeeze(keras_loss)):.4g}, and Keras finds another loss for "
    "the trained model on these digits.",
    expected="It should be the mean loss of the digits in x_batch.",
    concept="Only the same digits and the same weights can give the same loss.",
)
### END HIDDEN TESTS

# %% [markdown] written="curves-read" title="What the learning curves show" points=3
# **Question 3.** Look at your plot and describe what it shows.
#
# a) How do the two curves run in the first and in the last epochs? Use numbers.
#
# b) The training accuracy of an epoch is measured *while* the network changes, the validation
# accuracy *after* the epoch. How can you see this in the first epochs?
#
# c) Does the network overfit after 10 epochs? Would you train longer? What would you look at?
#
# Five to eight sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: both curves rise steeply at first and flatten (validation near 0.93 after one epoch,
#   near 0.97 at the end), with numbers that fit the own plot.
# * 1 point: in the first epochs validation lies *above* training, because the training value is a
#   mean over an epoch in which the network was still worse.
# * 1 point: towards the end training goes above validation, by about half a point: overfitting begins
#   or is small. A choice about longer training that follows from the own curves: as long as validation
#   accuracy (or loss) still improves.
#
# A good answer: "After one epoch the network reads 83 % of the training and 93 % of the validation
# digits, after ten epochs 97.7 and 97.3 %. The first value of training is lower because it is an
# average over the whole epoch, and at its beginning the network knew nothing. The curves cross near
# epoch 6. At the end training is 0.5 points higher, and validation still rises a little, so there is
# hardly any overfitting. I would train some more epochs and stop when the validation loss rises."
# === END MARK SCHEME ===
