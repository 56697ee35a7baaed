# /// assignment
# title = "Weight decay, with error bars"
# minutes = 90
# follows = "07-deep-networks"
# summary = "Five strengths of weight decay, three networks each: is the best one really the best?"
# ///

# %% [markdown]
# ## The goal
#
# A large network can learn its training digits by heart. *Weight decay* holds it back: large
# weights cost something. But how strong should it be? You try five strengths, and for each you
# train **three** networks that differ by chance alone. So you can say how far your results can be
# trusted.
#
# ```text
#                        seed 1     seed 2     seed 3          mean    standard deviation
#   weak      0.000001   network    network    network   --->   o      I
#                ...     network    network    network   --->   o      I     a plot with
#                ...     network    network    network   --->   o      I     error bars
#                ...     network    network    network   --->   o      I
#   strong    0.001      network    network    network   --->   o      I
# ```
#
# At the end you compare your best strength with a famous result for a network of this size: an
# error of 1.53 %, reported by Geoffrey Hinton ("unpublished, 2005").
#
# **Time.** Fifteen trainings take a while: five to ten minutes on a laptop. While you develop,
# work with few digits (step 5), and use many in the last run.

# %% given="imports"
import time

import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras

# %% [markdown]
# ## Step 1: Three groups of digits
#
# You have to *choose* something in this assignment: the strength of weight decay. That needs three
# groups of digits:
#
# | group | digits | used for |
# | --- | --- | --- |
# | training | 55,000 | training the networks |
# | validation | 5,000 | choosing the strength |
# | test | 10,000 | **once, at the very end**: how good is the choice? |
#
# Why not choose with the test digits? Among many networks, the one with the best test result is
# partly the luckiest one. Its test accuracy then promises more than it keeps on new digits.

# %% given="data"
(images, labels), (images_test, labels_test) = keras.datasets.mnist.load_data()

images_val, labels_val = images[55_000:], labels[55_000:]


def preprocess(images):
    """The networks' input, float32 (n, 784) from 0 to 1, made from uint8 images (n, 28, 28)."""
    return images.reshape(len(images), 784).astype("float32") / 255


x_train, y_train = preprocess(images[:55_000]), labels[:55_000]
x_val, y_val = preprocess(images_val), labels_val
x_test, y_test = preprocess(images_test), labels_test

print("training:", x_train.shape, " validation:", x_val.shape, " test:", x_test.shape)

# %% [markdown]
# ## Step 2: The price of large weights
#
# Weight decay adds a *penalty* to the loss. For a layer with weights $w_1, w_2, \dots$ it is
#
# $$\text{penalty} = \lambda \cdot (w_1^2 + w_2^2 + \dots)$$
#
# The factor $\lambda$ (lambda) is the strength. Squares make this the **L2** penalty. In each step
# of training, it pulls every weight a little towards zero: the larger the weight, the more.
#
# Write `penalty(weights, factor)`. It gets a **list** of weight arrays, one for each regularised
# layer, and the factor. It returns the penalty of all of them together.


# %% solution="penalty"
def penalty(weights, factor):
    """The L2 penalty of a list of weight arrays."""
    ### BEGIN SOLUTION
    return factor * sum(np.sum(array**2) for array in weights)
    ### END SOLUTION


# %% test="penalty" title="penalty is the factor times the sum of all squares" points=2
simple = penalty([np.array([[1.0, -2.0]]), np.array([3.0])], 0.1)
assert simple is not None, "penalty still returns None: end it with a return."
assert np.ndim(simple) == 0, "penalty must return one number for all arrays together."
assert abs(float(simple) - 0.6) > 1e-6, (
    "penalty adds up absolute values. That is L1; L2 adds up squares."
)
assert float(simple) > 0, "A penalty is never negative: squares of negative weights are positive."
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(88)
for shapes, factor in (([(4, 3)], 1e-3), ([(5, 2), (2, 7), (3,)], 0.02), ([(1, 1), (8, 8)], 2.0)):
    arrays = [random.normal(size=shape) for shape in shapes]
    squares = float(sum(np.sum(array**2) for array in arrays))
    given = float(penalty([array.copy() for array in arrays], factor))
    for wrong, observed, concept in (
        (factor * squares / 2, "half of the penalty", "The formula has no factor of one half."),
        (squares, "the sum of the squares alone", "The factor says how much the squares cost."),
        (
            factor * np.sqrt(squares),
            "the root of the sum of squares",
            "L2 regularisation adds up squares, without a root.",
        ),
        (
            factor * float(np.sum(arrays[0] ** 2)),
            "the penalty of the first array alone",
            "Each regularised layer pays.",
        ),
    ):
        checks.require(
            np.isclose(given, factor * squares, rtol=1e-4)
            or not np.isclose(given, wrong, rtol=1e-4),
            observed=f"penalty gives {observed}.",
            expected="It should follow the formula, for all arrays of the list.",
            concept=concept,
        )
    checks.require(
        np.isclose(given, factor * squares, rtol=1e-4),
        observed=f"For {len(arrays)} arrays of ours penalty gives {given:.4g}, which is not right.",
        expected="It should be the factor times the sum of all squares.",
        concept="The penalty says how much large weights cost.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Build a network with weight decay
#
# Write `build(factor, seed)`. It
#
# 1. calls `keras.utils.set_random_seed(seed)`,
# 2. builds the network 784-500-300-10: two hidden layers with ReLU, an output layer with softmax,
# 3. gives **both hidden layers** the penalty, with `kernel_regularizer=keras.regularizers.L2(...)`;
#    the output layer has none,
# 4. compiles it with `keras.optimizers.SGD(learning_rate=0.1)`, the loss
#    `"sparse_categorical_crossentropy"`, and `metrics=["accuracy"]`,
# 5. returns the network, untrained.


# %% solution="build"
def build(factor, seed):
    """An untrained, compiled network 784-500-300-10 with that much weight decay."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(
                500, activation="relu", kernel_regularizer=keras.regularizers.L2(factor)
            ),
            keras.layers.Dense(
                300, activation="relu", kernel_regularizer=keras.regularizers.L2(factor)
            ),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
    ### END SOLUTION


# %% test="build" title="Both hidden layers have the weight decay that is asked for" points=4
tried = build(0.02, seed=5)
assert tried is not None, "build still returns None: end it with return model."
assert hasattr(tried, "get_weights"), "build must return a Keras model."
dense = [layer for layer in tried.layers if isinstance(layer, keras.layers.Dense)]
assert [layer.units for layer in dense] == [500, 300, 10], (
    f"Your network has dense layers of {[layer.units for layer in dense]} units. It should be "
    "784-500-300-10."
)
with_penalty = sum(layer.kernel_regularizer is not None for layer in dense[:2])
assert with_penalty > 0, "No hidden layer has a penalty: give each a kernel_regularizer."
assert with_penalty == 2, (
    "Only one of the two hidden layers is regularised. The other one may keep large weights at no "
    "cost: give both a kernel_regularizer."
)
### BEGIN HIDDEN TESTS
from autograder import checks

first = build(3e-3, 11)
for made, factor in ((first, 3e-3), (tried, 0.02)):
    checks.parameter_count(made, 545_810, "The network of build")
    checks.hidden_activation(made, "relu", "The network of build")
    checks.weight_decay(made, factor, "The network of build")
checks.require(
    not np.array_equal(tried.get_weights()[0], first.get_weights()[0]),
    observed="build gives networks with the same weights for different seeds.",
    expected="Another seed should give other weights.",
    concept="Three replicates must differ by chance, or they tell nothing about chance.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: Five factors
#
# Make a list `factors` of five numbers: the smallest is $10^{-6}$, the largest $10^{-3}$, and they
# lie **evenly on a log scale**, the smallest first. That means: each is the one before it *times*
# the same number. (Why? Nobody knows beforehand whether the best factor is near 0.000001 or near
# 0.001. Steps of equal size would leave out the small ones altogether.)

# %% solution="factors"
factors = None
### BEGIN SOLUTION
factors = np.logspace(-6, -3, 5)
### END SOLUTION

# %% test="factors" title="Five factors lie evenly on a log scale" points=2
assert factors is not None, "factors is still None: make a list of five numbers."
assert np.shape(factors) == (5,), "factors must be a list of five numbers."
assert min(factors) > 0, "Each factor must be positive: 10 to a negative power is small, not < 0."
ratios = [factors[i + 1] / factors[i] for i in range(4)]
steps = [factors[i + 1] - factors[i] for i in range(4)]
assert ratios[0] > 1, "The smallest factor must come first."
assert max(steps) > 1.05 * min(steps), (
    "Your factors lie evenly on a linear scale: four of the five are nearly of the same size, and "
    "everything near the smallest one is left out. On a log scale equal steps are equal ratios."
)
### BEGIN HIDDEN TESTS
from autograder import checks

ends = (float(factors[0]), float(factors[-1]))
checks.require(
    np.allclose(ends, (1e-6, 1e-3), rtol=0.02),
    observed=f"Your factors go from {ends[0]:.3g} to {ends[1]:.3g}.",
    expected="Step 4 names the smallest and the largest.",
    concept="The range says which strengths the experiment can tell something about.",
)
checks.require(
    max(ratios) < 1.05 * min(ratios),
    observed=f"From one factor to the next they grow {min(ratios):.3g} to {max(ratios):.3g} times.",
    expected="Each should be the one before it times the same number.",
    concept="On a log scale equal distances mean equal ratios.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: Train fifteen networks
#
# First decide how much time you want to spend. One epoch with 55,000 digits takes two to six
# seconds on most computers, and you train fifteen networks. A smaller batch takes longer, but
# makes more steps in an epoch, so that fewer epochs are needed.
#
# * `settings["digits"]`: how many training digits to use, 10,000 to 55,000. **With fewer than
#   55,000 say so in your answer to step 11.**
# * `settings["epochs"]`: 2 or more;
# * `settings["batch_size"]`: 32, 64, and 128 are common; more than 256 make too few steps.

# %% solution="settings"
settings = {"digits": None, "epochs": None, "batch_size": None}
### BEGIN SOLUTION
settings = {"digits": 55_000, "epochs": 4, "batch_size": 64}
### END SOLUTION

# %% [markdown]
# Now train **three networks for each factor**, with three different seeds. The networks of one
# factor are called *replicates*: all is the same but chance.
#
# Keep them in `networks`, a list of five lists: `networks[i]` holds the three trained networks for
# `factors[i]`. You need all fifteen below.
#
# *Hints:* `fit(x_train[:n], y_train[:n], ...)` uses the first `n` digits. With `verbose=0` nothing
# is printed; print a line for each network yourself, so that you see that it goes on.

# %% solution="networks"
networks = None
### BEGIN SOLUTION
n = settings["digits"]
networks = []
for factor in factors:
    replicates = []
    for seed in (1, 2, 3):
        start = time.perf_counter()
        model = build(factor, seed)
        model.fit(
            x_train[:n],
            y_train[:n],
            epochs=settings["epochs"],
            batch_size=settings["batch_size"],
            verbose=0,
        )
        replicates.append(model)
        print(f"factor {factor:.2g}, seed {seed}: {time.perf_counter() - start:.1f} s")
    networks.append(replicates)
### END SOLUTION

# %% test="networks" title="Fifteen networks are trained, three different ones for each factor" points=5 seconds=180
assert networks is not None, "networks is still None: train the fifteen networks."
assert factors is not None, "factors is still None: make the list in step 4."
assert len(networks) == 5 and all(
    isinstance(row, (list, tuple)) and len(row) == 3 for row in networks
), "networks must be a list of five lists, each with three networks."
for i in range(5):
    for tested in networks[i]:
        assert hasattr(tested, "get_weights"), f"networks[{i}] must hold three Keras models."
    kernels = [tested.get_weights()[0] for tested in networks[i]]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not np.array_equal(kernels[one], kernels[other]), (
            f"Two of the networks in networks[{i}] have the same weights: this is one replicate, "
            "counted more than once. Build a new network with its own seed each time."
        )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context


def shares_read(inputs, right):
    """What each network reads of some prepared digits: float array (5, 3), shares from 0 to 1."""
    answers = [
        [np.argmax(np.asarray(net(inputs, training=False)), axis=1) for net in row]
        for row in networks
    ]
    return np.array([[np.mean(answer == right) for answer in row] for row in answers])


def on_unseen_digits(known=[]):
    """The same for the hold-out digits; measured once, since that takes seconds."""
    if not known:
        digits = context().holdout
        batches = [digits.images[i : i + 1000] for i in range(0, len(digits.images), 1000)]
        unseen = np.concatenate([checks.preprocessed(preprocess, batch) for batch in batches])
        known.append(shares_read(unseen, digits.labels))
    return known[0]


def mean_squares(row, layer):
    """The mean square of one hidden layer's weights, over the replicates of a factor."""
    kernels = [checks.dense_layers(net)[layer].kernel for net in row]
    return float(np.mean([np.mean(np.square(np.asarray(kernel))) for kernel in kernels]))


for i in range(5):
    for j, net in enumerate(networks[i]):
        place = f"networks[{i}][{j}]"
        checks.parameter_count(net, 545_810, place)
        checks.weight_decay(net, float(factors[i]), place)
for i, j in np.ndindex(5, 3):
    share = float(on_unseen_digits()[i, j])
    checks.require(
        checks.at_least(share, "learned"),
        observed=f"networks[{i}][{j}] reads {checks.percent(share)} of the digits that "
        "it never saw.",
        expected="Even with few digits and few epochs, such a network reads clearly more.",
        concept="Was it trained with fit, on digits with their own labels?",
    )
for layer in (0, 1):
    ratio = mean_squares(networks[4], layer) / mean_squares(networks[0], layer)
    checks.require(
        checks.at_most(ratio, "decayed"),
        observed=f"In hidden layer {layer + 1} the networks with the largest factor have weights as "
        "large as those with the smallest.",
        expected="Their weights should have become smaller in training.",
        concept="Weight decay pulls weights towards zero: whoever trains with it can see it.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: Measure on the validation digits
#
# Write `validation_accuracy(model)`: the share of the **validation digits** that a network reads
# correctly, from 0 to 1. The answer of a network is the digit with the largest probability.
#
# *Hint:* `model.predict(..., batch_size=500, verbose=0)` gives an array of probabilities. Do not
# use `model.evaluate`: it works only for models that were compiled, and the tests try your function
# on other models too.


# %% solution="validation-accuracy"
def validation_accuracy(model):
    """The share of the validation digits, 0 to 1, that the model reads correctly."""
    ### BEGIN SOLUTION
    probabilities = model.predict(x_val, batch_size=500, verbose=0)
    return float(np.mean(np.argmax(probabilities, axis=1) == y_val))
    ### END SOLUTION


# %% test="measure" title="validation_accuracy gives the share of validation digits read" points=2
def network_that_always_says(digit):
    """A network without any skill: the same answer for each image."""
    output = keras.layers.Dense(10, activation="softmax")
    tested = keras.Sequential([keras.Input(shape=(784,)), output])
    output.set_weights([np.zeros((784, 10)), 3.0 * np.eye(10)[digit]])
    return tested


rated = validation_accuracy(network_that_always_says(5))
assert rated is not None, "validation_accuracy still returns None: end it with a return."
assert np.ndim(rated) == 0 and 0 <= rated <= 1, (
    "validation_accuracy must return one share from 0 to 1: no array, no count, no percentage."
)
assert abs(rated - np.mean(np.asarray(labels_test) == 5)) > 1e-5, (
    "validation_accuracy counted on the test digits. They are for the end: whoever chooses with "
    "them can't test with them any more."
)
assert abs(rated - np.mean(np.asarray(labels[:55_000]) == 5)) > 1e-5, (
    "validation_accuracy counted on the training digits. A network may know these by heart."
)
assert abs(rated - np.mean(np.asarray(labels_val) == 5)) < 1e-5, (
    "A network that always answers 5 is right for each 5 among the validation digits, and for no "
    "other digit. validation_accuracy gives another share."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for digit in (0, 8):
    rated = float(validation_accuracy(network_that_always_says(digit)))
    checks.require(
        abs(rated - np.mean(np.asarray(labels_val) == digit)) < 1e-5,
        observed=f"For a network that always answers {digit}, validation_accuracy gives a wrong "
        "share.",
        expected="It must be the share of that digit among the validation digits.",
        concept="Accuracy is the share of right answers.",
    )
### END HIDDEN TESTS

# %% [markdown]
# Now measure all fifteen networks. `accuracies` is a table of five rows and three columns (a list
# of five lists, or an array): `accuracies[i][j]` is the validation accuracy of `networks[i][j]`. Do
# not round. The marks need a right `validation_accuracy`.

# %% solution="accuracies"
accuracies = None
### BEGIN SOLUTION
accuracies = np.array([[validation_accuracy(model) for model in row] for row in networks])
### END SOLUTION

# %% given="show-accuracies"
if factors is not None and accuracies is not None:
    for factor, row in zip(factors, accuracies):
        print(f"{factor:8.2g}", [round(float(value), 4) for value in row])

# %% test="accuracies" title="Each accuracy belongs to its own network" points=3 seconds=180
assert accuracies is not None, "accuracies is still None: measure the fifteen networks."
assert networks is not None, "networks is still None: train the fifteen networks."
table = np.array(accuracies, dtype=float)
assert table.shape == (5, 3), (
    f"accuracies has the shape {table.shape}. It should have a row for each of the five factors and "
    "a column for each of the three replicates."
)
assert table.min() >= 0 and table.max() <= 1, "Give accuracies as shares from 0 to 1."
assert len(np.unique(table)) > 1, (
    "All fifteen accuracies are equal. Each must be that of its own network: after a loop, the name "
    "model belongs to the last network only."
)
### BEGIN HIDDEN TESTS
from autograder import checks

on_validation = shares_read(checks.preprocessed(preprocess, images_val), labels_val)
apart = np.abs(table - on_validation)
i, j = np.unravel_index(np.argmax(apart), apart.shape)
checks.require(
    checks.at_most(apart.max(), "same-accuracy"),
    observed=f"accuracies[{i}][{j}] is {checks.percent(float(table[i, j]))}, and networks[{i}][{j}] "
    f"reads {checks.percent(float(on_validation[i, j]))} of the validation digits.",
    expected="Each number should be the validation accuracy of its own network.",
    concept="Only measurements of the networks that are compared can decide between them.",
)
checks.claimed_accuracy(
    float(table.mean()),
    float(on_unseen_digits().mean()),
    name="The mean of accuracies",
    claimed_on=5_000,
    shift=checks.threshold("claim-shift"),
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Mean and standard deviation
#
# Three replicates give three accuracies $a_1, a_2, a_3$. Two numbers sum them up. The mean says
# where they lie, and the **standard deviation** how far they lie apart:
#
# $$\bar a = \frac{a_1 + \dots + a_r}{r}, \qquad
# s = \sqrt{\frac{(a_1 - \bar a)^2 + \dots + (a_r - \bar a)^2}{r - 1}}$$
#
# Why $r - 1$, and not $r$? The mean is made of the same numbers, so they lie closer to it than to
# the true value. Dividing by $r - 1$ makes up for that.
#
# Write `mean_and_spread(values)`. It gets two or more numbers, and returns the pair $(\bar a, s)$.
# *Hint:* NumPy's `np.std` divides by $r$ unless you say `ddof=1`.
#
# Then make the lists `means` and `spreads`, with five numbers each: those of the rows of
# `accuracies`.


# %% solution="mean-and-spread"
def mean_and_spread(values):
    """The mean and the standard deviation of some numbers."""
    ### BEGIN SOLUTION
    return float(np.mean(values)), float(np.std(values, ddof=1))
    ### END SOLUTION


# %% solution="summary"
means = None
spreads = None
### BEGIN SOLUTION
means = [mean_and_spread(row)[0] for row in accuracies]
spreads = [mean_and_spread(row)[1] for row in accuracies]
### END SOLUTION

# %% test="summary" title="Mean and standard deviation sum up the replicates" points=3
pair = mean_and_spread([1.0, 2.0, 6.0])
assert pair is not None, "mean_and_spread still returns None: end it with a return of the pair."
assert np.shape(pair) == (2,), "mean_and_spread must return a pair: the mean, then the spread."
assert abs(float(pair[1]) - np.sqrt(14 / 3)) > 1e-6, (
    "Your standard deviation divides by r. Three values lie closer to their own mean than to the "
    "true one: divide by r - 1."
)
assert abs(float(pair[1]) - 5) > 1e-6, (
    "Your spread is the largest value minus the smallest. The standard deviation is wanted."
)
assert means is not None, "means is still None: make a list of five means."
assert spreads is not None, "spreads is still None: make a list of five standard deviations."
assert np.shape(means) == (5,) and np.shape(spreads) == (5,), (
    "means and spreads must have five numbers each, one for each factor."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(8)
for count in (2, 3, 7):
    values = [float(value) for value in random.normal(0.98, 0.01, count)]
    given = [float(part) for part in mean_and_spread(values)]
    checks.require(
        np.isclose(given[0], np.mean(values)) and np.isclose(given[1], np.std(values, ddof=1)),
        observed=f"For {count} values of ours mean_and_spread gives another pair than the formulas.",
        expected="First the mean, then the standard deviation with r - 1.",
        concept="The number of replicates may be any, from two on.",
    )
rows = np.array(accuracies, dtype=float) if accuracies is not None else np.zeros(0)
checks.require(
    rows.shape == (5, 3),
    observed="accuracies is no table of five rows and three columns.",
    expected="means and spreads sum up its rows.",
    concept="A summary needs the measurements.",
)
checks.require(
    np.allclose(np.asarray(means, dtype=float), rows.mean(axis=1), atol=1e-4),
    observed="means does not have the means of the rows of accuracies.",
    expected="Each should be the mean of the three replicates of one factor.",
    concept="Replicates of one factor differ by chance; the mean evens some of it out.",
)
checks.require(
    np.allclose(np.asarray(spreads, dtype=float), rows.std(axis=1, ddof=1), atol=5e-5),
    observed="spreads does not have the standard deviations of the rows of accuracies.",
    expected="Each should be the standard deviation of the three replicates of one factor.",
    concept="The spread within a row is chance; differences between rows must be compared with it.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: A plot with error bars
#
# Plot the means (upwards) against the factors (to the right, on a **log scale**). Give each point
# an *error bar* that reaches up and down by one standard deviation. Label both axes, and keep the
# figure in the name `fig`.
#
# *Hint:* `ax.errorbar(x, y, yerr=..., fmt="o", capsize=4)` draws points with error bars.

# %% solution="figure"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots()
ax.errorbar(factors, means, yerr=spreads, fmt="o-", capsize=4)
ax.set_xscale("log")
ax.set_xlabel("L2 factor of both hidden layers")
ax.set_ylabel("validation accuracy")
ax.set_title("Mean and standard deviation of three replicates")
### END SOLUTION

# %% test="figure" title="The plot shows means with error bars against factors on a log scale" points=4
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert hasattr(fig, "savefig"), (
    "fig is not a figure. plt.subplots() returns two things: the figure first, then its axes."
)
assert len(fig.axes) > 0, "fig is empty: draw into it."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    all(np.shape(part) == (5,) for part in (factors, means, spreads)),
    observed="factors, means and spreads do not have five numbers each.",
    expected="The plot is compared with them.",
    concept="A plot and a table of the same results must agree.",
)
# Whoever draws against the logarithms of the factors has a log scale, too.
along = np.array([float(factor) for factor in factors])
drawn = np.array([x for one in checks.series(fig) for x in one.x])
with np.errstate(all="ignore"):
    logarithms = [take(along) for take in (np.log10, np.log)]
logarithms = [xs for xs in logarithms if all(np.isclose(drawn, x, rtol=0.01).any() for x in xs)]
checks.shows_error_bars(
    fig,
    [
        (float(x), float(y), float(error))
        for x, y, error in zip(logarithms[0] if logarithms else along, means, spreads)
    ],
    x_name="the factor",
    y_name="the mean of your three replicates",
)
if not logarithms:
    checks.log_scale(fig, "x")
checks.axis_labels(fig)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 9: Choose
#
# Choose the factor that you would use: the one with the **highest mean on the validation digits**.
# Set `best` to its place in the list, 0 to 4. The test digits have no say in this.

# %% solution="choose"
best = None
### BEGIN SOLUTION
best = int(np.argmax(means))
### END SOLUTION

# %% test="choose" title="The factor is chosen with the validation digits" points=2 seconds=180
assert best is not None, "best is still None: choose the factor."
assert np.ndim(best) == 0 and best in range(5), (
    "best must be a whole number from 0 to 4: the place of the factor in your list."
)
### BEGIN HIDDEN TESTS
import ast

from autograder import checks
from autograder.checks.context import context

test_digits = {"x_test", "y_test", "images_test", "labels_test"}
for source in (context().sources.get("choose") or In[-1], context().sources.get("accuracies", "")):
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        nodes = []
    # A parameter of a helper may be called x_test, whatever it is given.
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    used = {node.id for node in nodes if isinstance(node, ast.Name)} - own
    checks.require(
        not used & test_digits,
        observed=f"The factor is chosen with the test digits: {', '.join(sorted(used & test_digits))}.",
        expected="Choose with the validation digits alone.",
        concept="The best of many test results is partly the luckiest one. After the choice, the "
        "test digits can't tell any more how the network reads new digits.",
    )
row_means = shares_read(checks.preprocessed(preprocess, images_val), labels_val).mean(axis=1)
checks.require(
    checks.at_most(row_means.max() - row_means[int(best)], "tie"),
    observed=f"Measured again, factors[{int(best)}] does not have the highest mean of the five.",
    expected="best should be the place of the highest mean on the validation digits.",
    concept="A rule that is fixed before looking keeps wishes out of the choice.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 10: The test digits, once
#
# Now, and only now, use the test digits, for the three networks of your chosen factor:
#
# * `test_accuracies`: their three accuracies on the test digits, from 0 to 1,
# * `test_error`: the mean **error** of the three **in percent**; an accuracy of 0.98 is an error of
#   2 %,
# * `test_error_spread`: the standard deviation of their errors, in percent as well.

# %% solution="final"
test_accuracies = None
test_error = None
test_error_spread = None
### BEGIN SOLUTION
test_accuracies = []
for model in networks[best]:
    answers = np.argmax(model.predict(x_test, batch_size=500, verbose=0), axis=1)
    test_accuracies.append(float(np.mean(answers == y_test)))
test_error, test_error_spread = mean_and_spread([100 * (1 - a) for a in test_accuracies])
### END SOLUTION

# %% given="show-final"
print("test error in percent:", test_error, "+-", test_error_spread, "(Hinton: 1.53)")

# %% test="final" title="The error in percent sums up three networks on the test digits" points=2
assert test_accuracies is not None, "test_accuracies is still None: measure the three networks."
assert test_error is not None, "test_error is still None: the mean error in percent."
assert test_error_spread is not None, "test_error_spread is still None."
assert np.shape(test_accuracies) == (3,), "test_accuracies must have three numbers."
assert min(test_accuracies) >= 0 and max(test_accuracies) <= 1, "Accuracies are shares from 0 to 1."
assert abs(test_error - 100 * np.mean(test_accuracies)) > 1e-6, (
    "test_error is the accuracy in percent. The error is the share that was read wrongly."
)
assert abs(test_error - 100 * (1 - np.mean(test_accuracies))) < 0.01, (
    "test_error does not follow from your test_accuracies. It should be their mean error in percent."
)
assert abs(test_error_spread - 100 * np.std(test_accuracies, ddof=1)) < 0.005, (
    "test_error_spread does not follow from your test_accuracies: the standard deviation of the "
    "three errors, in percent, with r - 1."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    best is not None and np.ndim(best) == 0 and int(best) in range(5),
    observed="best is no place in the list of factors.",
    expected="The test digits are read by the three networks of the factor that you chose.",
    concept="First choose, then test.",
)
for j in range(3):
    checks.claimed_accuracy(
        test_accuracies[j],
        float(on_unseen_digits()[int(best), j]),
        name=f"test_accuracies[{j}]",
        shift=checks.threshold("test-shift"),
    )
### END HIDDEN TESTS

# %% [markdown]
# **What does all this show?** Set `conclusion` to the letter of the sentence that such an
# experiment supports, whatever the numbers came out to be.
#
# * **A**: "The factor with the highest mean is the best one. A higher mean is a higher mean."
# * **B**: "One network for each factor would have been enough. Its accuracy is known to four
#   digits."
# * **C**: "If the error bars of two factors overlap widely, the experiment does not show which one
#   is better. More replicates could."
# * **D**: "Of my fifteen networks, the one with the lowest test error is the one to compare with
#   Hinton's."

# %% solution="conclusion"
conclusion = None
### BEGIN SOLUTION
conclusion = "C"
### END SOLUTION

# %% test="conclusion" title="The conclusion takes chance into account" points=1
assert conclusion is not None, "conclusion is still None: choose one of the four letters."
assert str(conclusion).strip().upper() in {"A", "B", "C", "D"}, (
    'conclusion must be one of the letters "A", "B", "C", "D".'
)
### BEGIN HIDDEN TESTS
from autograder import checks

letter = str(conclusion).strip().upper()
problems = {
    "A": "Your conclusion takes every difference of means for real. Compare it with your spreads.",
    "B": "Your conclusion takes one replicate as if it had no spread. Look at the rows of accuracies.",
    "D": "Your conclusion uses the test digits to choose the network.",
}
checks.require(
    letter not in problems,
    observed=problems.get(letter, ""),
    expected="Choose the sentence that holds however the numbers came out.",
    concept="A difference means something when it is larger than what chance alone makes.",
)
### END HIDDEN TESTS

# %% [markdown] written="reading-the-plot" title="What the plot shows" points=5
# ## Step 11: Read your plot
#
# Describe in six to nine sentences what your experiment shows.
#
# * How did you train: how many digits, epochs, which batch size? Did you use a reduced set?
# * How does the accuracy depend on the factor? Which differences are larger than the error bars,
#   and which are not? Which factors would you call equally good?
# * What would you lose by a linear scale for the factors?
# * The error bars come from three replicates. How sure is the length of such a bar itself? What
#   would you do with ten times as much computing time?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the settings are stated, a reduced set is said to be one.
# * 1 point: the own means are compared with the own standard deviations, with numbers: typically
#   the smaller factors can't be told apart, and only the largest (0.001) differs clearly, if any.
# * 1 point: no claim of a "best" factor where bars overlap; several are called equally good.
# * 1 point: linear scale: four of five factors would lie between 0.00025 and 0.001, and everything
#   smaller would be left out; in the plot the small ones would fall on one spot.
# * 1 point: a standard deviation of three values is itself very uncertain (it may easily be half or
#   twice as large); more replicates (or more epochs, a finer grid near the best) are named.
#
# A good answer: I trained with all 55,000 digits, 4 epochs, batches of 64. For the four smaller
# factors my means lie between 97.8 and 98.0 %, with standard deviations of 0.1 to 0.2 points. So
# these differences are no larger than chance, and I would call the four equally good. Only 0.001 is
# clearly lower: 97.4 %, more than two standard deviations below. On a linear scale four of five
# factors would be 0.00025 or more, so I would have known nothing about small ones. But three
# replicates are few: one other seed could double an error bar. With ten times the computing time I
# would train thirty replicates for the three best factors instead of trying more factors.
# === END MARK SCHEME ===

# %% [markdown] written="hinton" title="Why results may differ from Hinton's" points=5
# ## Step 12: You and Hinton
#
# For a network 784-500-300-10 with weight decay, an error of **1.53 %** on the test digits has been
# reported (Hinton, "unpublished, 2005"). No error bar is given. Compare your `test_error` with it
# in six to nine sentences.
#
# * How many of your standard deviations lie between the two numbers? And what about chance in the
#   10,000 test digits? (An error near 1.5 % varies by about 0.12 % by this chance alone.)
# * Name at least three reasons why the results may differ.
# * What would you have to know about the 1.53 % to say who is better?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the difference is given and compared with the own spread and with the sampling error
#   (about 0.12 % for 10,000 digits).
# * 2 points: three or more reasons (1 point for two): number of epochs and stopping, learning rate
#   and its schedule, batch size, momentum, initial weights, activation (in 2005 hardly ReLU), which
#   layers are penalised, the number of training digits (validation digits kept out), pixel scaling,
#   luck of one run, the best of several runs, chosen on the test digits.
# * 1 point: what is missing: how many runs, their spread, how factor and epochs were chosen, on
#   which digits; "unpublished" means that it can't be looked up.
# * 1 point: a careful conclusion, not "I am better/worse than Hinton" from one number without error
#   bar.
#
# A good answer: My test error is 2.1 %, with a standard deviation of 0.1. Hinton's 1.53 % lies
# almost six of my standard deviations below; chance in the test digits (0.12 %) can't explain it
# either. So the difference is probably real, but that does not mean that weight decay works less
# well here. I trained for 4 epochs only; the training accuracy was still rising. He may have
# trained for hundreds, with a falling learning rate. I kept 5,000 digits for validation, which he
# may have used for training. We don't know which activation he used. We don't know either whether
# 1.53 % is one run, a mean, or the best of many, and whether the factor was chosen with the test
# digits. Without an error bar I can't say how far another run of his would have been away.
# === END MARK SCHEME ===
