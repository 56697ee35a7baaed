# /// assignment
# title = "Count every parameter"
# minutes = 90
# follows = "03-weight-visualization"
# summary = "Count by hand what a network learns, ask Keras, then spend a budget."
# ///

# %% [markdown]
# ## The goal
#
# What a network has learned is a list of numbers: its *parameters*. Training changes them. You
# learn to count them with a pencil, for dense layers and for convolutions. Then you use this
# skill: you build one large network and one small network, you train both, and you find out what
# the extra parameters are worth.
#
# Why count? The number of parameters tells you how much memory a model needs, roughly how much
# work one training step is, and how much the model could learn by heart. It is also the best
# test of whether you understand what a layer does.
#
# **Work in this order: first the pencil, then your own function, then Keras.** If two of them
# disagree, find out why before you go on.

# %% given="imports"
import time

import numpy as np
from tensorflow import keras

# %% [markdown]
# ## Step 1: One dense layer
#
# A unit of a dense layer looks at *all* inputs. It multiplies every input by a weight of its own,
# adds everything up, and adds one more number, its *bias*:
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_n x_n + b$$
#
# Here is a layer with 3 inputs and 2 units. Each `w` is a number of its own, each `b` is too:
#
# ```
#                 unit 1    unit 2
#
#   x1  ------->    w         w
#   x2  ------->    w         w
#   x3  ------->    w         w
#                  + b       + b
#                   |         |
#                   v         v
#                  z_1       z_2
# ```
#
# Each of the 2 units has 3 weights and one bias. So this layer has 6 weights and 2 biases.
#
# The inputs themselves have no parameters: they are given, not learned.
#
# **By hand.** Take the network 784-400-10: 784 inputs (the pixels of a digit), one hidden layer
# of 400 units, an output layer of 10 units. Both layers are dense. How many weights has the
# whole network? How many biases? How many parameters together? You may write a calculation
# instead of a finished number.

# %% solution="one-hidden"
one_hidden = {"weights": None, "biases": None, "total": None}
### BEGIN SOLUTION
one_hidden["weights"] = 784 * 400 + 400 * 10
one_hidden["biases"] = 400 + 10
one_hidden["total"] = one_hidden["weights"] + one_hidden["biases"]
### END SOLUTION

# %% test="one-hidden" title="The network 784-400-10 is counted by hand" points=2
assert isinstance(one_hidden, dict), "one_hidden must stay a dict: fill in its three values."
for name in ("weights", "biases", "total"):
    value = one_hidden.get(name)
    assert value is not None, f'one_hidden["{name}"] is still None: work it out in the cell above.'
    assert isinstance(value, (int, float, np.integer)), (
        f'one_hidden["{name}"] is a {type(value).__name__}; it must be a number, without quotes.'
    )
assert one_hidden["biases"] != 0, (
    "You count no biases. Every unit adds one number of its own to its weighted sum."
)
### BEGIN HIDDEN TESTS
from autograder import checks

right = {"weights": 317_600, "biases": 410, "total": 318_010}
checks.right_numbers(
    one_hidden,
    right.get,
    ["weights", "biases", "total"],
    name="one_hidden",
    mistakes=[
        checks.Mistake(
            {"total": 318_610}.get,
            "this number is printed in some course notes, and it is a slip",
            "The total is the sum of the other two numbers: add them again, digit by digit.",
        ),
        checks.Mistake(
            {"total": 317_600}.get,
            "the biases are missing in the sum",
            "A bias is a parameter like a weight: training changes both.",
        ),
        checks.Mistake(
            {"weights": 313_600, "biases": 400, "total": 314_000}.get,
            "this is the hidden layer alone",
            "The output layer is a dense layer too: its 10 units look at all hidden units.",
        ),
        checks.Mistake(
            {"biases": 1_194, "total": 318_794}.get,
            "the inputs are given biases as well",
            "Inputs are given numbers, not units: nothing is learned there.",
        ),
        checks.Mistake(
            {"biases": 2, "total": 317_602}.get,
            "one bias is counted for each layer",
            "A bias belongs to one unit: a layer has as many biases as units.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: The rule for a dense layer, as a function
#
# A rule that you can write as a function is a rule that you have understood.
#
# Write `dense_params(n_in, n_out)` for a dense layer with `n_in` inputs and `n_out` units.
#
# * It returns a pair of whole numbers `(weights, biases)`, in this order.
# * For the layer in the drawing above, `dense_params(3, 2)` must give `(6, 2)`.

# %% solution="dense-params"
def dense_params(n_in, n_out):
    """Count the parameters of one dense layer.

    n_in:    number of inputs
    n_out:   number of units
    returns: pair (weights, biases) of whole numbers
    """
    ### BEGIN SOLUTION
    return n_in * n_out, n_out
    ### END SOLUTION


# %% test="dense-params" title="dense_params counts any dense layer" points=2
pair = dense_params(3, 2)
assert pair is not None, "dense_params returns None: write its body and return a pair."
assert isinstance(pair, (tuple, list, np.ndarray)) and len(pair) == 2, (
    f"dense_params(3, 2) returns {pair!r}. It must return a pair: first weights, then biases."
)
assert tuple(pair) != (2, 6), "Your pair is turned round: the weights come first."
assert pair[1] != 0, "You count no biases. Every unit has one."
assert tuple(pair) == (6, 2), (
    f"dense_params(3, 2) returns {tuple(pair)}. Count again in the drawing: each w is a weight, "
    "each b a bias."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(41)
checks.follows_rule(
    dense_params,
    lambda n_in, n_out: (n_in * n_out, n_out),
    [(1, 1), (784, 10), *((int(a), int(b)) for a, b in random.integers(2, 3000, (6, 2)))],
    name="dense_params",
    mistakes=[
        checks.Mistake(
            lambda n_in, n_out: (n_in * n_out, 0),
            "no biases are counted",
            "Every unit adds one bias to its weighted sum.",
        ),
        checks.Mistake(
            lambda n_in, n_out: (n_in * n_out, 1),
            "one bias is counted for the whole layer",
            "A bias belongs to one unit.",
        ),
        checks.Mistake(
            lambda n_in, n_out: (n_in * n_out, n_in),
            "one bias is counted for every input",
            "A bias belongs to a unit, and the inputs are not units of this layer.",
        ),
        checks.Mistake(
            lambda n_in, n_out: (n_in * n_out, n_in + n_out),
            "inputs are given biases as well",
            "Inputs are given numbers: nothing is learned there.",
        ),
        checks.Mistake(
            lambda n_in, n_out: (n_in * n_out + n_out, n_out),
            "the biases are counted twice, once among the weights",
            "The first number of the pair counts the weights only.",
        ),
        checks.Mistake(
            lambda n_in, n_out: (6, 2),
            "this is the drawing's answer for every layer",
            "The rule must use n_in and n_out.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Several dense layers
#
# A network of dense layers is written as a list of sizes: `[784, 400, 10]` has 784 inputs, 400
# hidden units and 10 output units. The outputs of one layer are the inputs of the next one:
#
# ```
#   784 ----[ dense ]---- 400 ----[ dense ]---- 10
#   inputs               units                 units
# ```
#
# So every two neighbours in the list are one dense layer. A list of 3 sizes describes 2 layers.
#
# Write `mlp_params(sizes)` for such a list, of any length from 2 on.
#
# * It returns a pair of whole numbers `(weights, biases)`, each added up over all layers.
# * It must not change the list.
#
# *Hint:* `zip(sizes, sizes[1:])` gives all pairs of neighbours.

# %% solution="mlp-params"
def mlp_params(sizes):
    """Count the parameters of a network of dense layers.

    sizes:   list of whole numbers: inputs, units of each hidden layer, output units
    returns: pair (weights, biases) of whole numbers, added up over all layers
    """
    ### BEGIN SOLUTION
    layers = [dense_params(n_in, n_out) for n_in, n_out in zip(sizes, sizes[1:])]
    return sum(weights for weights, _ in layers), sum(biases for _, biases in layers)
    ### END SOLUTION


# %% test="mlp-params" title="mlp_params counts any dense network" points=2
sizes = [3, 2, 4]
pair = mlp_params(sizes)
assert pair is not None, "mlp_params returns None: write its body and return a pair."
assert isinstance(pair, (tuple, list, np.ndarray)) and len(pair) == 2, (
    f"mlp_params([3, 2, 4]) returns {pair!r}. It must return a pair: first weights, then biases."
)
assert sizes == [3, 2, 4], "mlp_params changes the list that it is given. Work on a copy."
assert pair[1] != 0, "You count no biases. Every unit of every layer has one."
assert pair[1] != 9, "You give biases to the inputs. Only units have biases."
assert sum(pair) != 8, "You count the first layer only. Every two neighbours are one layer."
### BEGIN HIDDEN TESTS
from autograder import checks


def dense_network(sizes, biased=slice(1, None)):
    return sum(a * b for a, b in zip(sizes, sizes[1:])), sum(sizes[biased])


random = np.random.default_rng(42)
checks.follows_rule(
    mlp_params,
    dense_network,
    [([5, 3],), *(([int(n) for n in random.integers(2, 900, k)],) for k in (2, 3, 4, 5, 7, 13))],
    name="mlp_params",
    mistakes=[
        checks.Mistake(
            lambda sizes: (dense_network(sizes)[0], 0),
            "no biases are counted",
            "Every unit adds one bias to its weighted sum.",
        ),
        checks.Mistake(
            lambda sizes: dense_network(sizes, slice(0, None)),
            "the inputs are given biases as well",
            "Inputs are given numbers: nothing is learned there.",
        ),
        checks.Mistake(
            lambda sizes: dense_network(sizes, slice(1, -1)),
            "the output units have no biases",
            "The output layer is a dense layer like the others.",
        ),
        checks.Mistake(
            lambda sizes: (dense_network(sizes)[0], len(sizes) - 1),
            "one bias is counted for each layer",
            "A bias belongs to one unit.",
        ),
        checks.Mistake(
            lambda sizes: dense_network(sizes[:-1]),
            "the output layer is missing",
            "The last two sizes of the list are a dense layer too.",
        ),
        checks.Mistake(
            lambda sizes: dense_network(sizes[:2]),
            "only the first layer is counted",
            "Every two neighbours in the list are one layer.",
        ),
        checks.Mistake(
            lambda sizes: (sizes[0] * sizes[1] + sizes[-2] * sizes[-1], sum(sizes[1:])),
            "the weights between hidden layers are not right",
            "Two hidden layers that follow each other are joined by weights as well.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# **By hand again.** How many parameters (weights and biases together) do these networks have?
# `(4 x 400)` means four hidden layers of 400 units each.
#
# Work with pencil and paper first, and write the numbers or the calculations into the cell below.
# Then compare them with your function.
#
# *Hint for the deep ones:* many layers are alike, so you need not count them one by one. But
# draw the layers once. How many gaps are there between eleven hidden layers in a row?

# %% solution="deeper"
totals = {
    "784-512-10": None,
    "784-60-10": None,
    "784-64-64-10": None,
    "784-(4 x 400)-10": None,
    "784-(11 x 9)-10": None,
}
### BEGIN SOLUTION
totals["784-512-10"] = 785 * 512 + 513 * 10
totals["784-60-10"] = 785 * 60 + 61 * 10
totals["784-64-64-10"] = 785 * 64 + 65 * 64 + 65 * 10
totals["784-(4 x 400)-10"] = 785 * 400 + 3 * 401 * 400 + 401 * 10
totals["784-(11 x 9)-10"] = 785 * 9 + 10 * 10 * 9 + 10 * 10
### END SOLUTION

# %% test="deeper" title="Five dense networks are counted by hand" points=2
assert isinstance(totals, dict), "totals must stay a dict: fill in its values."
for name in ("784-512-10", "784-60-10", "784-64-64-10", "784-(4 x 400)-10", "784-(11 x 9)-10"):
    value = totals.get(name)
    assert value is not None, f'totals["{name}"] is still None: work it out in the cell above.'
    assert isinstance(value, (int, float, np.integer)), (
        f'totals["{name}"] is a {type(value).__name__}. It must be one number: weights and biases '
        "together."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

networks = {
    "784-512-10": [784, 512, 10],
    "784-60-10": [784, 60, 10],
    "784-64-64-10": [784, 64, 64, 10],
    "784-(4 x 400)-10": [784, *[400] * 4, 10],
    "784-(11 x 9)-10": [784, *[9] * 11, 10],
}


def weights_in(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def total_in(sizes):
    return weights_in(sizes) + sum(sizes[1:])


def stretched(sizes, extra):
    """The network with more or fewer of its repeated hidden layers."""
    hidden = sizes[1:-1]
    return [784, *[hidden[0]] * (len(hidden) + extra), 10] if len(hidden) > 2 else sizes


checks.right_numbers(
    totals,
    lambda name: total_in(networks[name]),
    list(networks),
    name="totals",
    mistakes=[
        checks.Mistake(
            lambda name: weights_in(networks[name]),
            "the biases are left out",
            "Every unit has a bias, and training changes it like a weight.",
        ),
        checks.Mistake(
            lambda name: weights_in(networks[name]) + sum(networks[name]),
            "the inputs are given biases as well",
            "Inputs are given numbers: nothing is learned there.",
        ),
        checks.Mistake(
            lambda name: weights_in(networks[name]) + sum(networks[name][1:-1]),
            "the output units have no biases",
            "The output layer is a dense layer like the others.",
        ),
        checks.Mistake(
            lambda name: total_in(networks[name][:-1]),
            "the output layer is missing",
            "The output layer is a dense layer too: its units look at all units before them.",
        ),
        checks.Mistake(
            lambda name: total_in(stretched(networks[name], 1)),
            "one hidden layer too many is counted",
            "Draw the hidden layers in a row and count the gaps between them.",
        ),
        checks.Mistake(
            lambda name: total_in(stretched(networks[name], -1)),
            "one hidden layer is missing",
            "Draw the hidden layers in a row and count the gaps between them.",
        ),
        checks.Mistake(
            lambda name: total_in([784, networks[name][1], 10]),
            "only one hidden layer is counted",
            "Two hidden layers that follow each other are joined by weights as well.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: A convolution
#
# A dense unit has a weight for every pixel. A *filter* of a convolution looks at a small square
# only, for example 3 x 3 pixels, and moves it over the whole image. It uses **the same weights
# at every place**. So the size of the image does not matter for the number of its parameters.
#
# ```
#   image (1 channel)        one filter             result of this filter
#
#   . . . . . . .            w w w
#   .[x x x]. . .            w w w   + bias         . . . . .
#   .[x x x]. . .            w w w                  . * . . .
#   .[x x x]. . .                                   . . . . .
#   . . . . . . .                                   . . . . .
# ```
#
# If the input has several *channels* (for example red, green and blue, or the results of 32
# filters before), the filter looks at the square in **all** of them, with weights of its own for
# each channel. It still adds up everything to one number, and it adds one bias.
#
# Example: one 3 x 3 filter on a colour image (3 channels) has 3 · 3 · 3 = 27 weights and 1 bias.
#
# Write `conv2d_params(kernel, channels_in, filters)`:
#
# * `kernel` is the side of the square in pixels: 3 means 3 x 3;
# * `channels_in` is the number of channels of the input;
# * `filters` is the number of filters; each is as large as the others;
# * it returns a pair of whole numbers `(weights, biases)`.

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    """Count the parameters of a convolution layer.

    kernel:      side of the square filter in pixels
    channels_in: number of channels of the input
    filters:     number of filters
    returns:     pair (weights, biases) of whole numbers
    """
    ### BEGIN SOLUTION
    return kernel * kernel * channels_in * filters, filters
    ### END SOLUTION


# %% test="conv2d-params" title="conv2d_params counts any convolution" points=3
pair = conv2d_params(3, 3, 1)
assert pair is not None, "conv2d_params returns None: write its body and return a pair."
assert isinstance(pair, (tuple, list, np.ndarray)) and len(pair) == 2, (
    f"conv2d_params(3, 3, 1) returns {pair!r}. It must return a pair: first weights, then biases."
)
assert pair[1] != 0, "You count no biases. Every filter has one."
assert tuple(pair) == (27, 1), (
    f"conv2d_params(3, 3, 1) returns {tuple(pair)}. Compare with the example of the colour image."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(43)
cases = [(5, 1, 32), (3, 32, 32), (1, 7, 4)]
cases += [(int(k), int(c), int(f)) for k, c, f in random.integers((2, 2, 2), (9, 70, 90), (5, 3))]
checks.follows_rule(
    conv2d_params,
    lambda kernel, channels, filters: (kernel**2 * channels * filters, filters),
    cases,
    name="conv2d_params",
    mistakes=[
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * channels * filters, 0),
            "no biases are counted",
            "Every filter adds one bias to its weighted sum.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * filters, filters),
            "the channels of the input are not counted",
            "A filter has weights of its own for every channel that it looks at.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * channels, filters),
            "the weights of one filter are counted",
            "Each filter has weights of its own.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel * channels * filters, filters),
            "a filter is counted as a line",
            "The kernel is a square: it has as many weights as pixels.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (3 * kernel * channels * filters, filters),
            "a kernel of 3 is built in",
            "The rule must use the argument kernel, twice.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * channels * filters, 1),
            "one bias is counted for the whole layer",
            "Every filter has its own bias.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * channels * filters, channels * filters),
            "one bias is counted for every channel of every filter",
            "A filter adds up all its channels first, and then adds one bias.",
        ),
        checks.Mistake(
            lambda kernel, channels, filters: (kernel**2 * channels * filters, channels),
            "one bias is counted for every channel of the input",
            "A bias belongs to a filter, that is, to a channel of the output.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: How large is the result?
#
# A convolution has few parameters. But the dense layer behind it needs a weight for every number
# that comes out of the convolution. So you must know the size of the result.
#
# Put the kernel at the left end of a line and move it to the right, *stride* pixels at a time, as
# long as it fits. Each place gives one number. Here the line has 7 pixels, the kernel 3, the
# stride is 2. The result has 3 numbers:
#
# ```
#   [x x x] . . . .
#    . . [x x x] . .
#    . . . . [x x x]
# ```
#
# With 8 pixels the result is the same: there is one pixel left over, and a kernel that does not
# fit is not used.
#
# *Padding* `p` means: before we start, `p` zeros are added at **each** end of the line. With 7
# pixels, kernel 3, stride 2 and padding 1 the result has 4 numbers:
#
# ```
#   [0 x x] . . . . . 0
#    0 . [x x x] . . . 0
#    0 . . . [x x x] . 0
#    0 . . . . . [x x 0]
# ```
#
# Images are squares here, so we only need one side. Pooling follows the same rule: `MaxPooling2D(2)`
# has a kernel of 2 and a stride of 2, without padding. In Keras, `padding="valid"` means padding 0;
# this is what a layer does if you say nothing.
#
# Write `output_size(size, kernel, stride, padding)`:
#
# * all four arguments are whole numbers, in pixels; `padding` is the number of zeros at each end;
# * it returns one whole number: the side of the result.
#
# *Hint:* how far can the left edge of the kernel move in total? How many steps fit into this
# distance? And the first place needs no step.

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    """Find the side of what a convolution or pooling layer makes of a square image.

    size:    side of the image in pixels
    kernel:  side of the filter in pixels
    stride:  step from one place to the next in pixels
    padding: number of zeros added at each end
    returns: side of the result, a whole number
    """
    ### BEGIN SOLUTION
    return (size + 2 * padding - kernel) // stride + 1
    ### END SOLUTION


# %% test="output-size" title="output_size finds the side of any result" points=3
side = output_size(7, 3, 2, 0)
assert side is not None, "output_size returns None: write its body and return a number."
assert isinstance(side, (int, float, np.integer, np.floating)), (
    f"output_size(7, 3, 2, 0) returns {side!r}. It must return one whole number."
)
assert side == 3, f"output_size(7, 3, 2, 0) returns {side}. Count the places in the first drawing."
side = output_size(8, 3, 2, 0)
assert side == 3, (
    f"output_size(8, 3, 2, 0) returns {side}. There is one pixel left over: a kernel that does not "
    "fit is not used."
)
side = output_size(7, 3, 2, 1)
assert side == 4, (
    f"output_size(7, 3, 2, 1) returns {side}. Count the places in the drawing with the zeros: they "
    "are added at each end."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(44)
cases = [(28, 3, 1, 0), (26, 2, 2, 0), (28, 5, 1, 2), (11, 2, 2, 0), (6, 6, 1, 0), (9, 3, 3, 3)]
for size, kernel, stride, padding in random.integers((20, 2, 2, 1), (90, 12, 6, 5), (8, 4)):
    cases.append((int(size), int(kernel), int(stride), int(padding)))
checks.follows_rule(
    output_size,
    lambda n, k, s, p: (n + 2 * p - k) // s + 1,
    cases,
    name="output_size",
    mistakes=[
        checks.Mistake(
            lambda n, k, s, p: (n + p - k) // s + 1,
            "the padding is added at one end only",
            "Zeros are added at each of the two ends.",
        ),
        checks.Mistake(
            lambda n, k, s, p: (n - k) // s + 1,
            "the padding is not used",
            "Zeros at both ends give the kernel more room to move.",
        ),
        checks.Mistake(
            lambda n, k, s, p: (n - 2 * p - k) // s + 1,
            "the padding makes the image smaller",
            "Padding adds zeros: the kernel gets more room.",
        ),
        checks.Mistake(
            lambda n, k, s, p: n + 2 * p - k + 1,
            "the stride is not used",
            "With a larger stride fewer places fit into the same distance.",
        ),
        checks.Mistake(
            lambda n, k, s, p: (n + 2 * p - k) // s,
            "the first place is forgotten",
            "Count places, not steps: the kernel stands somewhere before the first step.",
        ),
        checks.Mistake(
            lambda n, k, s, p: (n + 2 * p - k + 1) // s,
            "the 1 is added before the division",
            "The first place needs no step, so it is not divided by the stride.",
        ),
        checks.Mistake(
            lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1,
            "a kernel that does not fit is counted",
            "What is left over at the end is dropped: round down, not up.",
        ),
        checks.Mistake(
            lambda n, k, s, p: (n + 2 * p - k) / s + 1,
            "the result is no whole number",
            "What is left over at the end is dropped: // divides and rounds down.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: Two convolutional networks by hand
#
# Both take images of 28 x 28 pixels with 1 channel. Strides are 1 in convolutions, nothing is
# padded, and every pooling layer is `MaxPooling2D(2)`.
#
# | network 1 | network 2 |
# | --- | --- |
# | Conv2D, 28 filters, 3 x 3 | Conv2D, 32 filters, 5 x 5 |
# | MaxPooling2D(2) | MaxPooling2D(2) |
# | | Conv2D, 32 filters, 3 x 3 |
# | | MaxPooling2D(2) |
# | Flatten | Flatten |
# | Dense, 128 units | Dense, 128 units |
# | Dense, 10 units | Dense, 10 units |
#
# Follow the image through the network: after each layer, write down *side x side x channels*.
# `Flatten` puts all these numbers in one row. They are the inputs of the first dense layer.
#
# Fill in the parameters of every layer, weights and biases together, and the total.

# %% solution="cnn-by-hand"
cnn_1 = {"conv": None, "dense_128": None, "dense_10": None, "total": None}
cnn_2 = {"conv_5x5": None, "conv_3x3": None, "dense_128": None, "dense_10": None, "total": None}
### BEGIN SOLUTION
# 28x28x1 -> 26x26x28 -> 13x13x28
cnn_1["conv"] = 3 * 3 * 1 * 28 + 28
cnn_1["dense_128"] = 13 * 13 * 28 * 128 + 128
cnn_1["dense_10"] = 128 * 10 + 10
cnn_1["total"] = cnn_1["conv"] + cnn_1["dense_128"] + cnn_1["dense_10"]
# 28x28x1 -> 24x24x32 -> 12x12x32 -> 10x10x32 -> 5x5x32
cnn_2["conv_5x5"] = 5 * 5 * 1 * 32 + 32
cnn_2["conv_3x3"] = 3 * 3 * 32 * 32 + 32
cnn_2["dense_128"] = 5 * 5 * 32 * 128 + 128
cnn_2["dense_10"] = 128 * 10 + 10
cnn_2["total"] = 832 + 9_248 + 102_528 + 1_290
### END SOLUTION

# %% test="cnn-by-hand" title="Two convolutional networks are counted by hand" points=3
for name, table, keys in (
    ("cnn_1", cnn_1, ("conv", "dense_128", "dense_10", "total")),
    ("cnn_2", cnn_2, ("conv_5x5", "conv_3x3", "dense_128", "dense_10", "total")),
):
    assert isinstance(table, dict), f"{name} must stay a dict: fill in its values."
    for key in keys:
        value = table.get(key)
        assert value is not None, f'{name}["{key}"] is still None: work it out in the cell above.'
        assert isinstance(value, (int, float, np.integer)), (
            f'{name}["{key}"] is a {type(value).__name__}. It must be one number: weights and '
            "biases together."
        )
assert cnn_1["dense_10"] != 128 * 10, (
    "The biases are left out: every unit and every filter has one."
)
### BEGIN HIDDEN TESTS
from autograder import checks


def first_cnn(biased=1, shrink=2, pool=2, channels=28):
    side = (28 - shrink) // pool
    layers = {
        "conv": 9 * 28 + 28 * biased,
        "dense_128": side * side * channels * 128 + 128 * biased,
        "dense_10": 1280 + 10 * biased,
    }
    return {**layers, "total": sum(layers.values())}


def second_cnn(biased=1, shrink=(4, 2), pool=2, channels=32, seen=32):
    side = ((28 - shrink[0]) // pool - shrink[1]) // pool
    layers = {
        "conv_5x5": 25 * 32 + 32 * biased,
        "conv_3x3": 9 * seen * 32 + 32 * biased,
        "dense_128": side * side * channels * 128 + 128 * biased,
        "dense_10": 1280 + 10 * biased,
    }
    return {**layers, "total": sum(layers.values())}


no_biases = (
    "the biases are left out",
    "Every unit and every filter has a bias, and training changes it like a weight.",
)
not_shrunk = (
    "the convolution is taken to keep the image's size",
    "Without padding the kernel must stay inside the image, so the result has fewer places.",
)
not_pooled = (
    "the pooling is forgotten",
    "MaxPooling2D(2) keeps one number of every square of 2 x 2.",
)
one_channel = (
    "the channels are forgotten in front of the dense layer",
    "Flatten puts the results of all filters in one row.",
)
checks.right_numbers(
    cnn_1,
    first_cnn().get,
    list(first_cnn()),
    name="cnn_1",
    mistakes=[
        checks.Mistake(first_cnn(biased=0).get, *no_biases),
        checks.Mistake(first_cnn(shrink=0).get, *not_shrunk),
        checks.Mistake(first_cnn(pool=1).get, *not_pooled),
        checks.Mistake(first_cnn(channels=1).get, *one_channel),
    ],
)
checks.right_numbers(
    cnn_2,
    second_cnn().get,
    list(second_cnn()),
    name="cnn_2",
    mistakes=[
        checks.Mistake(second_cnn(biased=0).get, *no_biases),
        checks.Mistake(second_cnn(shrink=(0, 0)).get, *not_shrunk),
        checks.Mistake(second_cnn(pool=1).get, *not_pooled),
        checks.Mistake(second_cnn(channels=1).get, *one_channel),
        checks.Mistake(
            second_cnn(seen=1).get,
            "the second convolution is counted as if its input had one channel",
            "It sees the results of all filters of the first convolution.",
        ),
    ],
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Ask Keras
#
# Now build three of these networks in Keras and see whether it agrees with you:
#
# * `mlp_model`: the dense network 784-64-64-10;
# * `cnn_1_model` and `cnn_2_model`: the networks of step 6.
#
# Start each with `keras.Input(shape=...)`, so that Keras knows the sizes at once: a vector of 784
# numbers (or an image and `Flatten`) for the dense network, `(28, 28, 1)` for the others. Use
# ReLU in the hidden layers and softmax at the end. Nothing is trained here.
#
# `model.summary()` shows the output shape and the parameters of every layer.

# %% solution="keras-models"
mlp_model = None
cnn_1_model = None
cnn_2_model = None
### BEGIN SOLUTION
mlp_model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cnn_1_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(28, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cnn_2_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(32, 5, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cnn_2_model.summary()
### END SOLUTION

# %% [markdown]
# The next cell compares your numbers with those of Keras. If they differ, look for the layer
# where they part (`summary()` shows it), and correct whichever is wrong.

# %% given="compare"
for name, by_hand, model in (
    ("784-64-64-10", totals.get("784-64-64-10"), mlp_model),
    ("network 1", cnn_1.get("total"), cnn_1_model),
    ("network 2", cnn_2.get("total"), cnn_2_model),
):
    built = model is not None and model.built
    print(f"{name:14} by hand {by_hand!s:>9}   Keras {model.count_params() if built else '?':>9}")

# %% test="keras-models" title="Three networks are built in Keras as described" points=2
for name, model in (
    ("mlp_model", mlp_model),
    ("cnn_1_model", cnn_1_model),
    ("cnn_2_model", cnn_2_model),
):
    assert model is not None, f"{name} is still None: build it in the cell above."
    assert isinstance(model, keras.Model), f"{name} must be a Keras model."
    assert len(model.weights) > 0, (
        f"{name} has no weights yet: Keras does not know its input. "
        "Start with keras.Input(shape=...)."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for name, model in (("cnn_1_model", cnn_1_model), ("cnn_2_model", cnn_2_model)):
    for convolution in checks.conv_layers(model):
        checks.require(
            convolution.padding == "valid",
            observed=f"A convolution of {name} pads its input.",
            expected="Nothing is padded in the networks of step 6.",
            concept='With padding="same" the result is as large as the input, so the dense layer '
            "behind it gets more weights.",
        )
for name, model, layers in (
    ("mlp_model", mlp_model, ["Dense"] * 3),
    ("cnn_1_model", cnn_1_model, ["Conv2D", "MaxPooling2D", "Dense", "Dense"]),
    ("cnn_2_model", cnn_2_model, ["Conv2D", "MaxPooling2D"] * 2 + ["Dense", "Dense"]),
):
    found = [layer for layer in checks.layer_sequence(model) if layer in set(layers)]
    checks.require(
        found == layers,
        observed=f"{name} has the layers {', '.join(found)}.",
        expected="It should have the layers that the text names, in that order.",
        concept="The number and the order of the layers decide how many parameters there are.",
    )
    sides = getattr(model, "input_shape", (None, 784))[1:]
    checks.require(
        None in sides or np.prod(sides) == 784,
        observed=f"{name} takes inputs of the shape {tuple(sides)}.",
        expected="All three networks read images of 28 x 28 pixels with 1 channel.",
        concept="After pooling, inputs of different sizes can lead to the same number of parameters.",
    )
    checks.hidden_activation(model, "relu", name)
    checks.require(
        checks.output_activation(model) in ("softmax", "linear"),
        observed=f"The output layer of {name} has the activation "
        f"{checks.output_activation(model)!r}.",
        expected="The text asks for another one.",
        concept="Softmax makes ten probabilities of ten numbers; it is the activation for classes.",
    )
checks.parameter_count(mlp_model, 55_050, "mlp_model")
checks.parameter_count(cnn_1_model, 607_394, "cnn_1_model")
checks.parameter_count(cnn_2_model, 113_898, "cnn_2_model")
### END HIDDEN TESTS

# %% [markdown] written="where-parameters-are" title="Where the parameters are" points=4
# **Question 1.** Look at your numbers for the two convolutional networks.
#
# a) Which layer holds most of the parameters of network 1, and about what share of them? Why does
# this layer have so many?
#
# b) Network 2 has one layer *more* than network 1, but far *fewer* parameters. Why?
#
# c) Suppose that network 1 reads images of 56 x 56 pixels instead of 28 x 28. What happens to the
# number of parameters of its convolution, and of its first dense layer? Roughly by what factor?
#
# Four to eight sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: the first dense layer of network 1 (605,824 of 607,394, more than 99 %); every one of
#   its 128 units has a weight for each of 13 x 13 x 28 = 4,732 inputs.
# * 1 point: the second convolution and pooling shrink what reaches the dense layer from 4,732 to
#   5 x 5 x 32 = 800 numbers, so the dense layer shrinks to about a sixth; the convolution itself
#   costs little (9,248).
# * 1 point: the convolution keeps its 280 parameters, since the filter's weights are shared by all
#   places of the image.
# * 1 point: the dense layer grows roughly fourfold (27 x 27 instead of 13 x 13, a factor of 4.3).
#
# A good answer: "The layer Dense 128 has 605,824 of 607,394 parameters, over 99 %. Each of its 128
# units has one weight for every number that comes out of the pooling, and these are 13 * 13 * 28 =
# 4,732. In network 2 the image is made smaller twice, so only 800 numbers reach the dense layer; the
# second convolution adds 9,248 parameters but saves about 500,000. With images of 56 x 56 the
# convolution still has 280 parameters because the same filter moves over all places. The dense layer
# gets 27 * 27 * 28 inputs, about 4.3 times as many."
#
# "About four times" is right; "twice" (side instead of area) gets no point for the last line.
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 8: A budget of parameters
#
# In the rest of this notebook you compare two dense networks 784-`width`-10 with **one hidden
# layer**:
#
# * a *large* one with **at least 300,000** parameters;
# * a *small* one with **fewer than 50,000** parameters.
#
# What is the smallest width for the large one, and the largest width for the small one? Write the
# number of parameters as a formula with the width as unknown, and solve it. Your function
# `mlp_params` can check the result, and its neighbours.

# %% solution="widths"
smallest_large_width = None
largest_small_width = None
### BEGIN SOLUTION
# 784 w + w + 10 w + 10 = 795 w + 10
smallest_large_width = -(-(300_000 - 10) // 795)
largest_small_width = (49_999 - 10) // 795
### END SOLUTION

# %% test="widths" title="The two widths just keep to the budget" points=2
def parameters_with(width):
    network = keras.Sequential(
        [keras.Input(shape=(784,)), keras.layers.Dense(width), keras.layers.Dense(10)]
    )
    return network.count_params()


for name, width in (
    ("smallest_large_width", smallest_large_width),
    ("largest_small_width", largest_small_width),
):
    assert width is not None, f"{name} is still None: work it out in the cell above."
    assert isinstance(width, (int, float, np.integer)) and width == int(width), (
        f"{name} is {width!r}. A width is a number of units, so it must be a whole number."
    )
    assert 1 < width < 5000, f"{name} is {width}. It is a number of units, not of parameters."
large_width, small_width = int(smallest_large_width), int(largest_small_width)
assert parameters_with(large_width) >= 300_000, (
    f"With {large_width} hidden units there are fewer than 300,000 parameters. Which way must you "
    "round when you need at least this many?"
)
assert parameters_with(large_width - 1) < 300_000, (
    f"{large_width} hidden units are enough, but they are not the smallest width that is."
)
assert parameters_with(small_width) < 50_000, (
    f"With {small_width} hidden units there are 50,000 parameters or more. Which way must you "
    "round when you need fewer?"
)
assert parameters_with(small_width + 1) >= 50_000, (
    f"{small_width} hidden units keep to the budget, but they are not the largest width that does."
)

# %% [markdown]
# ## Step 9: Data, and a function that prepares it
#
# The digits come as whole numbers from 0 to 255. A weighted sum of 784 such numbers is huge. For
# huge numbers the sigmoid
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# is flat, and where it is flat its gradient is almost zero: a unit whose sum lies there hardly
# changes any more. How far a network still gets then depends on luck, on its width and on the
# learning rate. For a fair comparison we scale the pixels to the range 0 to 1 first.

# %% given="data"
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
print(x_train.shape, x_train.dtype, x_train.min(), x_train.max())

# %% [markdown]
# Write `preprocess(images)`. It takes digits as they come (uint8, shape `(n, 28, 28)`, for any
# `n`) and returns what your models take as input: small numbers, one from each pixel, in the shape
# that your models want. **Everything your models see, in training and in testing, must go through it.** The tests
# that run after you hand in use it to show new digits to your models.

# %% solution="preprocess"
def preprocess(images):
    """Prepare digits for the models.

    images:  uint8 array (n, 28, 28), 0 to 255
    returns: array whose first axis is n, small numbers
    """
    ### BEGIN SOLUTION
    return images.reshape(-1, 784).astype("float32") / 255.0
    ### END SOLUTION


# %% [markdown]
# ## Step 10: Build the two networks
#
# Build `large_model` and `small_model`. Choose the widths yourself: any that keep to the budgets
# of step 8 (the two widths you found are a good choice).
#
# * one hidden layer with **sigmoid** activation, and an output layer of 10 units with softmax;
# * compile with `keras.optimizers.SGD(learning_rate=0.1)`, a cross-entropy loss that fits your
#   labels, and `metrics=["accuracy"]`.

# %% solution="build"
large_model = None
small_model = None
### BEGIN SOLUTION
def build(width):
    model = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(width, activation="sigmoid"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


large_model = build(smallest_large_width)
small_model = build(largest_small_width)
### END SOLUTION

# %% [markdown]
# ## Step 11: Train both
#
# First a question. You are going to use `batch_size=128` and `validation_split=0.1`. Keras puts
# this share of the training digits aside, for validation. It works through the rest in batches of
# 128; the last batch may be smaller. One batch is one *step*. **How many steps has one epoch?**

# %% solution="steps"
steps_per_epoch = None
### BEGIN SOLUTION
steps_per_epoch = -(-54_000 // 128)
### END SOLUTION

# %% test="steps" title="The steps of one epoch are counted" points=1
assert steps_per_epoch is not None, "steps_per_epoch is still None: work it out in the cell above."
assert isinstance(steps_per_epoch, (int, float, np.integer)) and (
    steps_per_epoch == int(steps_per_epoch)
), f"steps_per_epoch is {steps_per_epoch!r}. It must be a whole number: there is no half step."
assert steps_per_epoch < 10_000, (
    f"{steps_per_epoch:,} is a number of images. One step works on a whole batch of images."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for wrong, observed, concept in (
    (421, "the last batch is left out", "A batch that is not full is a step too."),
    (
        469,
        "all 60,000 digits are counted",
        "The digits that are put aside for validation are not trained on.",
    ),
    (
        4_220,
        "these are the steps of the whole training",
        "An epoch is one pass over the training digits.",
    ),
):
    checks.require(
        steps_per_epoch != wrong,
        observed=f"steps_per_epoch is {steps_per_epoch:,}: {observed}.",
        concept=concept,
    )
checks.require(
    steps_per_epoch == 422,
    observed=f"steps_per_epoch is {steps_per_epoch:,}, which is not right.",
    expected="It should be the number of batches in one pass over the digits trained on.",
    concept="Steps are training digits divided by the batch size, rounded up.",
)
### END HIDDEN TESTS

# %% [markdown]
# Now train both models on the **training** digits, with the same settings: `batch_size=128`,
# `epochs=10`, `validation_split=0.1`. Measure how long each `fit` takes, in seconds:
#
# ```python
# start = time.perf_counter()
# ...                                        # what you want to time
# seconds = time.perf_counter() - start
# ```
#
# Name the results `large_history` and `small_history` (what `fit` returns), and `large_seconds` and
# `small_seconds` (the time of each whole training). The test digits are for the very end: a
# network that has seen them in training can't be tested with them any more.

# %% solution="train"
large_history = None
small_history = None
large_seconds = None
small_seconds = None
### BEGIN SOLUTION
settings = {"batch_size": 128, "epochs": 10, "validation_split": 0.1, "verbose": 2}

start = time.perf_counter()
large_history = large_model.fit(preprocess(x_train), y_train, **settings)
large_seconds = time.perf_counter() - start

start = time.perf_counter()
small_history = small_model.fit(preprocess(x_train), y_train, **settings)
small_seconds = time.perf_counter() - start
### END SOLUTION

# %% test="models" title="Both models have one sigmoid layer and keep to their budgets" points=1
for name, model in (("large_model", large_model), ("small_model", small_model)):
    assert model is not None, f"{name} is still None: build it in step 10."
    assert isinstance(model, keras.Model), f"{name} must be a Keras model."
    assert len(model.weights) > 0, f"{name} has no weights yet: train it first."
trainable = sum(int(np.prod(weight.shape)) for weight in large_model.trainable_weights)
assert trainable >= 300_000, (
    f"large_model has {trainable:,} trainable parameters; the budget of step 8 asks for more."
)
trainable = sum(int(np.prod(weight.shape)) for weight in small_model.trainable_weights)
assert trainable < 50_000, (
    f"small_model has {trainable:,} trainable parameters; the budget of step 8 allows fewer."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for name, model in (("large_model", large_model), ("small_model", small_model)):
    checks.one_hidden_layer(model, name)
    checks.ten_outputs(model, name)
    checks.hidden_activation(model, "sigmoid", name)
large_found = checks.count_parameters(large_model, trainable_only=True)
small_found = checks.count_parameters(small_model, trainable_only=True)
checks.require(
    large_found >= 300_000 and small_found < 50_000,
    observed=f"The models have {large_found:,} and {small_found:,} trainable parameters.",
    expected="They should keep to the budgets of step 8.",
    concept="A budget counts the parameters that training changes.",
)
### END HIDDEN TESTS

# %% test="normalised" title="The models learn from small numbers" points=2
some = preprocess((np.arange(8 * 784) % 256).astype("uint8").reshape(8, 28, 28))
assert some is not None, "preprocess returns None: write its body and return the prepared images."
assert len(some) == 8, (
    f"preprocess makes {len(some)} rows of 8 images. The first axis must stay: one row per image."
)
for name, model in (("large_model", large_model), ("small_model", small_model)):
    assert model is not None, f"{name} is still None: build it in step 10."
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

digits = context().holdout
for model in (large_model, small_model):
    checks.small_inputs(
        model,
        preprocess,
        digits.images[:500],
        lowest=checks.threshold("smallest-input-scale"),
        highest=checks.threshold("largest-input-scale"),
    )
for model in (large_model, small_model):
    checks.trained_as_prepared(model, preprocess, digits.images[:1000], digits.labels[:1000])
### END HIDDEN TESTS

# %% test="training" title="Both models are trained on the training digits, as asked" points=2
for name, history in (("large_history", large_history), ("small_history", small_history)):
    assert history is not None, f"{name} is still None: train the model in step 11."
    assert hasattr(history, "history") and "steps" in history.params, (
        f"{name} must be what fit returns: {name} = ....fit(...)"
    )
    steps = history.params["steps"]  # None where Keras can't know: for a dataset made by a filter
    assert steps is None or steps * 128 > 12_000, (
        f"An epoch of {name} had {steps} steps of 128 digits: about {steps * 128:,} digits. The "
        "training set has many more. Did you call fit on the test set?"
    )
    assert any(key.startswith("val_") for key in history.history), (
        f"{name} has no validation results: give fit a validation_split."
    )
    assert len(history.epoch) == 10, (
        f"{name} has {len(history.epoch)} epochs; the text asks for 10."
    )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

for name, history in (("large_history", large_history), ("small_history", small_history)):
    steps = history.params["steps"]
    checks.require(
        steps is None or steps <= 422,
        observed=f"An epoch of {name} had {steps} steps.",
        expected="There should be fewer, with the settings that the text asks for.",
        concept="Steps are training digits divided by the batch size; the digits put aside for "
        "validation are not trained on.",
    )
    checks.require(
        steps is None or steps >= 421,
        observed=f"An epoch of {name} had {steps} steps.",
        expected="There should be more, with the settings that the text asks for.",
        concept="Steps are training digits divided by the batch size.",
    )
for call in checks.fit_calls(In) + checks.fit_calls(context().sources.values()):
    checks.require(
        not call.trains_on_test,
        observed=f"A model is trained on the test digits: {call.code}",
        expected="fit should be called on the training digits only.",
        concept="The test set shows how a network reads digits that it never saw. After training "
        "on them it shows nothing any more.",
    )
    checks.require(
        not call.validates_on_test,
        observed=f"The test digits are used for validation: {call.code}",
        expected="validation_split should take a part of the training digits.",
        concept="What you look at while you train is no longer unseen when you test.",
    )
### END HIDDEN TESTS

# %% test="accuracy" title="Both models read digits that they never saw" points=1
for name, model in (("large_model", large_model), ("small_model", small_model)):
    assert model is not None, f"{name} is still None: build it in step 10."
    assert len(model.weights) > 0, f"{name} has no weights yet: train it first."
assert preprocess(np.eye(28, dtype="uint8")[None]) is not None, (
    "preprocess returns None: write its body in step 9."
)
### BEGIN HIDDEN TESTS
from autograder import checks

# The models that are measured must keep to their budgets, whatever earlier tests saw.
checks.parameter_limits(large_model, "large_model", at_least=300_000, trainable_only=True)
checks.parameter_limits(small_model, "small_model", at_most=49_999, trainable_only=True)
for name, model in (("large_model", large_model), ("small_model", small_model)):
    checks.one_hidden_layer(model, name)
    accuracy = checks.holdout_accuracy(model, preprocess, pixelwise=True)
    checks.require(
        checks.at_least(accuracy, "trained"),
        observed=f"{name} reads {checks.percent(accuracy)} of new digits correctly.",
        expected="A network of this kind reads clearly more after 10 epochs.",
        concept="Check that it was trained, and that training and testing use the same preprocess.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 12: Compare
#
# Fill in the table `results`. Everything in it is a number:
#
# | key | meaning |
# | --- | --- |
# | `"width"` | hidden units |
# | `"parameters"` | parameters, weights and biases together |
# | `"train"` | accuracy on the training digits in the last epoch, between 0 and 1 |
# | `"validation"` | accuracy on the validation digits in the last epoch, between 0 and 1 |
# | `"test"` | accuracy on the test digits, between 0 and 1 |
# | `"seconds_per_epoch"` | average time of one epoch, in seconds |
# | `"ms_per_step"` | average time of one step, in milliseconds |
#
# *Hints:* `large_history.history` holds the accuracies of every epoch. `model.evaluate` gives loss
# and accuracy on the test digits. The two times follow from `large_seconds`, the number of epochs,
# and the number of steps.

# %% solution="results"
keys = ["width", "parameters", "train", "validation", "test", "seconds_per_epoch", "ms_per_step"]
results = {"large": dict.fromkeys(keys), "small": dict.fromkeys(keys)}
### BEGIN SOLUTION
for name, model, history, seconds in (
    ("large", large_model, large_history, large_seconds),
    ("small", small_model, small_history, small_seconds),
):
    results[name] = {
        "width": model.layers[0].units,
        "parameters": model.count_params(),
        "train": history.history["accuracy"][-1],
        "validation": history.history["val_accuracy"][-1],
        "test": model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
        "seconds_per_epoch": seconds / 10,
        "ms_per_step": 1000 * seconds / 10 / steps_per_epoch,
    }
### END SOLUTION

# %% given="show-results"
for key in results["large"]:
    print(f"{key:18} large {results['large'][key]!s:24} small {results['small'].get(key)!s:24}")

# %% test="results" title="The table fits the two models" points=2
assert isinstance(results, dict) and {"large", "small"} <= set(results), (
    'results must stay a dict with the keys "large" and "small".'
)
for name, history in (("large", large_history), ("small", small_history)):
    row = results[name]
    assert isinstance(row, dict), f'results["{name}"] must stay a dict: fill in its values.'
    share_keys = ("train", "validation", "test")
    for key in ("width", "parameters", *share_keys, "seconds_per_epoch", "ms_per_step"):
        value = row.get(key)
        place = f'results["{name}"]["{key}"]'
        assert value is not None, f"{place} is still None: fill it in."
        assert isinstance(value, (int, float, np.number)), f"{place} is {value!r}, not a number."
    for key in share_keys:
        assert 0 <= row[key] <= 1, (
            f'results["{name}"]["{key}"] is {row[key]}. Give accuracies as shares between 0 and 1.'
        )
    assert history is not None, "Train both models in step 11 first."
    seconds, step = row["seconds_per_epoch"], row["ms_per_step"]
    assert seconds > 0.02, (
        f"{name}: an epoch is said to take {seconds} s. This is the time of one step, one batch. "
        "An epoch has many steps."
    )
    steps = history.params["steps"]
    whole = seconds if steps is None else step / 1000 * steps
    assert 0.4 * seconds < whole < 2.5 * seconds, (
        f"{name}: {step:.3g} ms for each step make {whole:.3g} s for an epoch, but the table says "
        f"{seconds:.3g} s. A millisecond is a thousandth of a second; an epoch has many steps."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for name, model, history, other_history in (
    ("large", large_model, large_history, small_history),
    ("small", small_model, small_history, large_history),
):
    row = results[name]
    place = f'results["{name}"]'
    checks.require(
        [row["width"]] == checks.hidden_units(model),
        observed=f'{place}["width"] is {row["width"]}.',
        expected=f"It should be the number of hidden units of {name}_model.",
        concept="A table is of use only when it describes the models that were trained.",
    )
    checks.require(
        row["parameters"] == checks.count_parameters(model),
        observed=f'{place}["parameters"] is {row["parameters"]:,}.',
        expected=f"It should be the number of parameters of {name}_model.",
        concept="Weights and biases are parameters, in the hidden layer and in the output layer.",
    )
    record = history.history
    for key, prefix in (("train", ""), ("validation", "val_")):
        measured = [
            values[-1]
            for metric, values in record.items()
            if metric.startswith("val_") == bool(prefix) and "acc" in metric
        ]
        checks.require(
            not measured or checks.within(row[key] - measured[0], "same-accuracy"),
            observed=f'{place}["{key}"] is {row[key]:.4f}, and the History says something else.',
            expected="It should be the accuracy of the last epoch.",
            concept="A History holds one value for every epoch, the last one at the end.",
        )
    last = lambda one: {values[-1] for metric, values in one.history.items() if "acc" in metric}
    copied = {row["train"], row["validation"]}
    checks.require(
        not copied <= last(other_history) or copied <= last(history),
        observed=f"{place} holds exactly the accuracies of the other model's History.",
        expected=f"They should come from the training of {name}_model.",
        concept="A table is of use only when each row describes its own model.",
    )
    checks.claimed_accuracy(
        row["test"],
        checks.holdout_accuracy(model, preprocess),
        name=f'{place}["test"]',
        shift=checks.threshold("same-accuracy"),
    )
### END HIDDEN TESTS

# %% [markdown] written="large-or-small" title="What the extra parameters are worth" points=4
# **Question 2.** Compare the two networks in your table.
#
# a) How many times as many parameters has the large one? What does it gain or lose in accuracy on
# training, validation and test digits? Is the difference larger than chance? (With 10,000 test
# digits, a share near 0.92 varies by about 0.003 by chance alone.)
#
# b) How do the seconds per epoch compare? Do they grow like the number of parameters?
#
# c) Does either network overfit? Say which numbers you look at.
#
# d) Which one would you use, and what would you try next?
#
# Five to ten sentences.
#
# === BEGIN MARK SCHEME ===
# * 1 point: about six times as many parameters (300,520 to 49,300 at the widths of step 8), and the
#   own numbers are compared, with chance taken into account. With these settings the large network
#   is *not* better after 10 epochs, usually about one point worse.
# * 1 point: time grows far less than the number of parameters (typically by a factor of 1.5 to 3),
#   since each step has a fixed cost and large matrices are used more efficiently.
# * 1 point: no overfitting: training accuracy is not above validation and test accuracy. (Both networks
#   are still learning: 10 epochs of SGD are few.)
# * 1 point: a choice that follows from the own numbers, and a sensible next step (more epochs, another
#   learning rate or optimizer, ReLU).
#
# A good answer: "The large network has 6.1 times as many parameters, but after 10 epochs it reads 92.3 %
# of the test digits and the small one 93.2 %. That is three times the variation by chance, so more
# parameters did not help here. Its epochs take 1.4 s instead of 0.8 s, so the time grows much less
# than the parameters. Neither overfits: training accuracy (91.7 and 92.7 %) is even below validation
# accuracy. Both still improve in the last epoch. I would use the small one, and train longer or with
# another optimizer before I add units."
#
# Conclusions that contradict the own table ("more parameters are always better") get no point for
# the first line, whatever the numbers are.
# === END MARK SCHEME ===

# %% [markdown] written="progress-bar" title="What the progress bar says" points=2
# **Question 3.** In another experiment, Keras printed this line at the end of an epoch:
#
# ```
# 938/938 ━━━━━━━━━━━━━━━━━━━━ 3s 3ms/step - accuracy: 0.9131 - loss: 0.3064
# ```
#
# A student writes: "The network has 938 training images, and each epoch took 3 ms." Correct both
# statements and show with a calculation how 938, 3s and 3ms belong together. The whole training set was
# used: what was the batch size?
#
# === BEGIN MARK SCHEME ===
# * 1 point: 938 is the number of steps (batches) in an epoch, 3 ms is the time of one step, 3 s is the
#   time of the epoch: 938 * 3 ms = 2.8 s, about 3 s.
# * 1 point: batch size 64: 60,000 / 938 = 63.97, and 60,000 / 64 = 937.5, rounded up 938.
#
# A good answer: "938 is not the number of images but of batches. Each step took 3 ms, and 938 * 0.003 s =
# 2.8 s, which Keras rounds to 3 s for the epoch. 60,000 images in 938 steps are 64 images a batch; the
# last batch holds only 32."
# === END MARK SCHEME ===
