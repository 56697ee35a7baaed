# /// assignment
# title = "Draw what a network has learned"
# minutes = 75
# follows = "02-hidden-units"
# summary = "Look into a trained network: every hidden unit as a picture of 28 x 28 pixels."
# ///

# %% [markdown]
# ## The goal
#
# In the last notebook you trained networks and measured how well they read digits. This time
# you look **inside**. At the end you have
#
# * a picture of what each of 10 hidden units has learned,
# * the same for some units of a network with 512, and
# * a number that says how noisy such a picture is.
#
# ## Why a hidden unit is a picture
#
# A hidden unit is connected to all 784 pixels $x_0, \dots, x_{783}$. Each connection has a
# weight. Unit $j$ multiplies each pixel by its weight, adds everything up, and adds one bias:
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_{p=0}^{783} x_p \, W_{p,j}\Big)$$
#
# So unit $j$ owns 784 weights, **one for each pixel**. The pixels form an image of 28 x 28. The
# weights of one unit can be put in the same places, and then they form an image too:
#
# * a **positive** weight means: ink at this place makes the unit stronger;
# * a **negative** weight means: ink at this place makes the unit weaker;
# * a weight **near zero** means: the unit does not care about this place.
#
# We call this image the **feature** of the unit. It shows what the unit looks for.

# %% given="setup"
import numpy as np
import matplotlib.pyplot as plt
from tensorflow import keras


def preprocess(images):
    """Turn digits into the input of the network.

    images: uint8 array (n, 28, 28), 0-255
    returns: float32 array (n, 784), 0-1; row 0 of the image comes first, then row 1, ...
    """
    return images.reshape(len(images), 784).astype("float32") / 255


(train_images, y_train), (test_images, y_test) = keras.datasets.mnist.load_data()
x_train = preprocess(train_images)
x_test = preprocess(test_images)
print("training digits:", x_train.shape, " test digits:", x_test.shape)

# %% [markdown]
# ## Step 1: Train two networks
#
# Build and train two networks. Both have the same three parts:
#
# 1. an input of 784 numbers,
# 2. one hidden `Dense` layer with `relu`,
# 3. an output `Dense` layer with 10 units and `softmax`.
#
# | name | hidden units | epochs | batch size |
# | --- | --- | --- | --- |
# | `model_10` | 10 | 5 | 128 |
# | `model_512` | 512 | 3 | 128 |
#
# Use the optimizer `adam` and the loss `sparse_categorical_crossentropy`. Both networks together
# need less than a minute.
#
# *Hints:* you do the same thing twice: a function saves work. Use `keras.Sequential` or the
# functional API, because the tests make copies of your network, and they cannot copy
# a class of your own. Start with `keras.Input(shape=(784,))`.

# %% solution="networks"
model_10 = None
model_512 = None
### BEGIN SOLUTION
def trained_network(units, epochs):
    """Train a network with one hidden layer of `units` units on the training digits."""
    network = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    network.fit(x_train, y_train, epochs=epochs, batch_size=128, verbose=0)
    return network


model_10 = trained_network(10, epochs=5)
model_512 = trained_network(512, epochs=3)

for network in (model_10, model_512):
    loss, accuracy = network.evaluate(x_test, y_test, verbose=0)
    print(f"{network.layers[-2].units} hidden units: test accuracy {accuracy:.3f}")
### END SOLUTION

# %% test="network-10" title="model_10 is trained and has one hidden layer of 10 units" points=2
assert model_10 is not None, "model_10 is still None: build and train it in the cell above."
assert isinstance(model_10, keras.Model), (
    f"model_10 should be a Keras model, but it is a {type(model_10).__name__}."
)
input_shape = getattr(model_10, "input_shape", (None, 784))
assert input_shape[1:] == (784,), (
    f"model_10 takes inputs of shape {input_shape[1:]}. It should take the 784 pixels "
    "in one row, as preprocess makes them."
)
output_shape = getattr(model_10, "output_shape", (None, 10))
assert output_shape[1:] == (10,), (
    f"model_10 gives {output_shape[-1]} numbers for an image. There should be one for each class."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.one_hidden_layer(model_10, "model_10")
checks.ten_outputs(model_10, "model_10")
checks.require(
    checks.hidden_units(model_10) == [10],
    observed=f"The hidden layer of model_10 has {checks.hidden_units(model_10)[0]} units.",
    expected="It should have 10.",
    concept="The number in Dense(...) is the number of units.",
)
checks.hidden_activation(model_10, "relu", "model_10")
checks.require(
    checks.at_least(checks.holdout_accuracy(model_10, preprocess), "trained-10"),
    observed="model_10 reads new digits badly: it looks untrained, or trained on other inputs.",
    expected="Training with x_train and y_train gives much more.",
    concept="Before training all weights are random; only fit changes them.",
)
### END HIDDEN TESTS

# %% test="network-512" title="model_512 is trained and has one hidden layer of 512 units" points=1
assert model_512 is not None, "model_512 is still None: build and train it in the cell above."
assert isinstance(model_512, keras.Model), (
    f"model_512 should be a Keras model, but it is a {type(model_512).__name__}."
)
input_shape = getattr(model_512, "input_shape", (None, 784))
assert input_shape[1:] == (784,), (
    f"model_512 takes inputs of shape {input_shape[1:]}. It should take the 784 pixels "
    "in one row, as preprocess makes them."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.one_hidden_layer(model_512, "model_512")
checks.require(
    checks.hidden_units(model_512) == [512],
    observed=f"The hidden layer of model_512 has {checks.hidden_units(model_512)[0]} units.",
    expected="It should have 512.",
    concept="The number in Dense(...) is the number of units.",
)
checks.ten_outputs(model_512, "model_512")
checks.hidden_activation(model_512, "relu", "model_512")
checks.require(
    checks.at_least(checks.holdout_accuracy(model_512, preprocess), "trained-512"),
    observed="model_512 reads new digits badly: it looks untrained, or trained on other inputs.",
    expected="Training with x_train and y_train gives much more.",
    concept="Before training all weights are random; only fit changes them.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: From weights to images
#
# `model.get_weights()` gives all weights and biases as a list of arrays, layer by layer. Print
# the shape of each of them first:
#
# ```python
# for array in model_10.get_weights():
#     print(array.shape)
# ```
#
# One of them is the matrix $W$ of the hidden layer. This is how it is stored:
#
# ```text
#               unit 0   unit 1   ...   unit 9
#   pixel 0       w        w              w        <- top left corner of the image
#   pixel 1       w        w              w
#   pixel 2       w        w              w
#     ...
#   pixel 783     w        w              w        <- bottom right corner of the image
# ```
#
# **Write the function `hidden_features(model)`.** It returns an array of shape
# `(units, 28, 28)`. Entry `[j]` is the feature of unit `j`: its 784 weights, in the places of
# their pixels.
#
# * It must work for any number of hidden units: count them, do not write 10. The tests call it
#   with networks that you have never seen. They are built like yours, with another number of
#   hidden units and other weights.
# * Return the weights **as they are**. Do not scale or normalise them: then the features of two
#   units can still be compared.
#
# *Hints:* `image.reshape(28, 28)` turns 784 numbers into an image, row by row. Do it for one unit
# first. `reshape` never sorts anything: it takes the numbers in the order in which they are
# stored, and fills the new shape with them. So ask yourself before you use it: which numbers
# stand next to each other in $W$? Do they belong to one unit?

# %% solution="hidden-features"
def hidden_features(model):
    """The learned features of the hidden units, as images.

    model: a trained network, 784 inputs, one hidden layer
    returns: array (units, 28, 28), the weights of unit j in image j
    """
    ### BEGIN SOLUTION
    weights = model.get_weights()[0]
    return np.array([weights[:, j].reshape(28, 28) for j in range(weights.shape[1])])
    ### END SOLUTION

# %% test="feature-shape" title="hidden_features gives one image of 28 x 28 for each unit" points=1
for model, units in ((model_10, 10), (model_512, 512)):
    assert model is not None, f"A network is still None: train it with {units} units in step 1."
    try:
        features = hidden_features(model)
    except Exception as error:
        raise AssertionError(
            f"hidden_features stopped with an error for {units} hidden units: {error}. "
            "Did you take the array that has 784 weights for each hidden unit?"
        ) from None
    assert features is not None, "The result of hidden_features is still None: write the function."
    assert np.shape(features) == (units, 28, 28), (
        f"For a network with {units} hidden units, hidden_features gives the shape "
        f"{np.shape(features)}. The first axis should count the units, the others are the rows "
        "and columns of an image."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

# A copy with three units: neither 10 nor 512 may be written into the function.
def with_three_units(layer):
    if isinstance(layer, keras.Model):  # a network within the network
        return keras.models.clone_model(layer, clone_function=with_three_units)
    config = layer.get_config()
    if layer.name == checks.dense_layers(model_10)[0].name:
        config["units"] = 3
    return type(layer).from_config(config)


try:
    small = keras.models.clone_model(model_10, clone_function=with_three_units)
    small.build((None, 784))
except Exception:
    checks.fail(
        "model_10 could not be copied.",
        "It should be built with keras.Sequential or the functional API.",
        "Only of such a network does Keras know how the layers follow each other.",
    )
try:
    found = np.shape(hidden_features(small))
except Exception as error:
    checks.fail(f"hidden_features stopped with an error for another network: {error}")
checks.require(
    found == (3, 28, 28),
    observed=f"For a network with another number of units, hidden_features gives {found}.",
    expected="The first axis should count the units of the network that is handed in.",
    concept="A function works with its argument, not with a number or a model from outside.",
)
### END HIDDEN TESTS

# %% test="feature-values" title="Image j holds the weights of unit j, in their places" points=5
assert model_10 is not None, "model_10 is still None: train it in step 1."
try:
    marked = keras.models.clone_model(model_10)
    marked.build((None, 784))
except Exception:
    raise AssertionError(
        "model_10 could not be copied. Build it with keras.Sequential or the functional API."
    ) from None
# In this copy every weight of unit j is the number j, every bias is 100, and every weight of the
# output layer is 1000. So each number says where it comes from.
numbered = [np.full(array.shape, 100.0 if array.ndim == 1 else 1000.0) for array in marked.weights]
numbered[0] = np.tile(np.arange(10.0), (784, 1))
marked.set_weights(numbered)
try:
    features = hidden_features(marked)
except Exception:
    features = ()  # an error or another shape: see the test before this one
assert features is not None, "The result of hidden_features is still None: write the function."
if np.shape(features) == (10, 28, 28):
    for j in range(10):
        numbers = np.unique(features[j])
        assert numbers[-1] != 1000, (
            f"Your image {j} is made of weights of the output layer. That layer never sees a "
            "pixel. Which array of get_weights() has a row for each pixel?"
        )
        assert not 100 <= numbers[-1] < 1000, (
            f"Your image {j} is made with biases. A unit has one bias, and it belongs to no pixel. "
            "The image should hold weights alone."
        )
        assert len(numbers) == 1 or not np.isin(numbers, np.arange(10.0)).all(), (
            f"Your image {j} mixes weights of {len(numbers)} hidden units: it cuts across units. "
            "Rows of W are pixels. Which axis belongs to one unit?"
        )
### BEGIN HIDDEN TESTS
from autograder import checks

AXES = "Rows of W are pixels, columns are units: a column is what one unit has learned."
NAMED = {
    "biases": (
        "The images are made of biases.",
        "They should be made of the weights of the hidden layer.",
        "A unit has one bias but 784 weights, and only the weights belong to pixels.",
    ),
    "output": (
        "The images are made of weights of the output layer.",
        "They should be made of the weights between the pixels and the hidden layer.",
        "The output layer never sees a pixel: it combines the hidden units.",
    ),
    "bias added": (
        "The biases are mixed into the images.",
        "An image should hold weights alone.",
        "The bias of a unit belongs to no pixel.",
    ),
    "turned": (
        "The images are transposed: rows and columns are exchanged.",
        "Row 0 of an image should be the top row of pixels.",
        "preprocess stores an image row by row, so it must be filled again row by row.",
    ),
    "moved": (
        "Each image holds the right weights, but at wrong places.",
        "Each weight should stand at the place of its pixel.",
        "preprocess stores an image row by row, from the top left to the bottom right.",
    ),
    "order": (
        "The images are right, but they belong to other units.",
        "Image j should be the one of unit j.",
        "Units are counted as columns of W are, from 0.",
    ),
    "across": (
        "Your images mix weights of many hidden units: they cut across units.",
        "All 784 weights of an image should belong to one unit.",
        AXES + " reshape alone does not change the order in which numbers are stored.",
    ),
    "rescaled": (
        "The images have the right pattern, but not the size of the weights.",
        "The weights should be returned as they are, without scaling.",
        "If every image is scaled by itself, strong and weak units look alike.",
    ),
    "other": (
        "Image j does not hold the weights of unit j.",
        "It should hold the 784 weights between the pixels and unit j.",
        AXES,
    ),
}


def network_like(model, units, seed):
    """The student's network with another number of hidden units and random weights and biases."""
    hidden = checks.dense_layers(model)[0].name

    def resized(layer):
        if isinstance(layer, keras.Model):  # a network within the network
            return keras.models.clone_model(layer, clone_function=resized)
        config = layer.get_config()
        return type(layer).from_config(
            {**config, "units": units} if layer.name == hidden else config
        )

    network = keras.models.clone_model(model, clone_function=resized)
    network.build((None, 784))
    generator = np.random.default_rng(seed)
    network.set_weights(
        [generator.normal(0, 0.5, w.shape).astype("float32") for w in network.get_weights()]
    )
    return network


def arrays_of(network):
    """Weights (784, units) and biases (units,) of the hidden layer, weights of the output layer."""
    hidden, output = checks.dense_layers(network)[0], checks.dense_layers(network)[-1]
    weights = np.asarray(hidden.kernel)
    biases = np.zeros(weights.shape[1]) if hidden.bias is None else np.asarray(hidden.bias)
    return weights, biases, np.asarray(output.kernel)


def made_of(values, source):
    """Whether all these numbers, and not only zeros, occur in the source."""
    known = np.append(np.round(source, 4), 0)
    return bool(np.any(values) and np.isin(np.round(values, 4), known).all())


def called(network):
    """The function's result as float32, or the error's text."""
    try:
        return np.asarray(hidden_features(network), dtype="float32")
    except Exception as error:
        return str(error)


def mistake(found, weights, biases, outputs):
    """Which entry of NAMED explains these images; None if they are right."""
    right = np.array([weights[:, j].reshape(28, 28) for j in range(weights.shape[1])])
    same = lambda one, other: np.allclose(one, other, rtol=0, atol=1e-4)
    holds = lambda one, other: same(np.sort(one, axis=None), np.sort(other, axis=None))
    unit = lambda image: (image - image.mean()) / max(image.std(), 1e-9)
    if same(found, right):
        return None
    if made_of(found, biases):
        return "biases"
    if made_of(found, outputs):
        return "output"
    if same(found - right, np.broadcast_to(biases[:, None, None], right.shape)):
        return "bias added"
    if same(found, right.transpose(0, 2, 1)):
        return "turned"
    if all(holds(one, other) for one, other in zip(found, right)):
        return "moved"
    if all(any(same(one, other) for other in right) for one in found):
        return "order"
    if made_of(found, weights):
        return "across"
    if all(same(abs(np.mean(unit(a) * unit(b))), 1) for a, b in zip(found, right)):
        return "rescaled"
    return "other"


for units in (3, 17):
    network = network_like(model_10, units, seed=units)
    found = called(network)
    if np.shape(found) == (units, 28, 28):
        reason = mistake(found, *arrays_of(network))
        if reason is not None:
            checks.fail(*NAMED[reason])
        continue
    # With 784 units every array can be cut into images: see which one was taken.
    network = network_like(model_10, 784, seed=1)
    whole, (_, biases, outputs) = called(network), arrays_of(network)
    if not isinstance(whole, str):
        if made_of(whole, biases):
            checks.fail(*NAMED["biases"])
        if made_of(whole, outputs):
            checks.fail(*NAMED["output"])
    checks.fail(
        f"For another network hidden_features stops with an error: {found}"
        if isinstance(found, str)
        else f"For a network with {units} units the result has the shape {np.shape(found)}.",
        "It should be one image of 28 x 28 for each unit.",
        AXES,
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Draw the ten features
#
# Draw the features of `model_10` in a grid, one panel for each unit, and call the figure
# `fig_10`. Three things make such a figure readable:
#
# 1. **One colour scale for all panels.** If you say nothing, Matplotlib chooses a new scale for
#    each image: its smallest number gets the first colour, its largest the last. Then the same
#    red means 0.1 in one panel and 0.9 in the next.
# 2. **Zero in the middle of the scale.** A weight has a sign, and zero means "does not care". A
#    colour map with two colours and white between them, such as `"RdBu_r"`, shows this only if
#    white stands for zero.
#
#    ```text
#       blue ........ white ........ red
#     -limit            0          +limit
#    ```
#
# 3. **A title for each panel**, such as `unit 3`, so that you can talk about it.
#
# *Hints:* `fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))` makes a figure with ten axes, and
# `axes.flat` goes through them one by one. `imshow` takes `vmin` and `vmax`, the two ends of
# the scale. Find *one* number that is large enough for all features, before you draw the first
# one. A colour bar is welcome: `fig_10.colorbar(image, ax=axes)`.

# %% solution="ten-features"
fig_10 = None
### BEGIN SOLUTION
features_10 = hidden_features(model_10)
limit_10 = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    image = ax.imshow(features_10[unit], cmap="RdBu_r", vmin=-limit_10, vmax=limit_10)
    ax.set_title(f"unit {unit}")
    ax.axis("off")
fig_10.colorbar(image, ax=axes, label="weight")
fig_10.suptitle("What 10 hidden units have learned")
plt.show()
### END SOLUTION

# %% test="ten-panels" title="fig_10 shows the ten features, each in a panel of its own" points=2
assert fig_10 is not None, "fig_10 is still None: draw the ten features in the cell above."
assert isinstance(fig_10, plt.Figure), (
    f"fig_10 should be the whole figure, but it is a {type(fig_10).__name__}. plt.subplots() "
    "gives the figure first and the axes second."
)
filled = [ax for ax in fig_10.axes if ax.images or ax.collections]
assert len(filled) >= 10, (
    f"fig_10 has {len(filled)} panels with an image. Each hidden unit should have its own panel."
)
### BEGIN HIDDEN TESTS
from autograder import checks

# Compared with the student's own features, so that a wrong function is not paid for twice.
try:
    drawn = hidden_features(model_10)
except Exception:
    drawn = None
if np.shape(drawn) != (10, 28, 28):
    drawn = checks.dense_layers(model_10)[0].get_weights()[0].T.reshape(-1, 28, 28)
checks.panels_show(fig_10, np.asarray(drawn, dtype=float), "fig_10")
### END HIDDEN TESTS

# %% test="ten-one-scale" title="All panels of fig_10 have the same colour scale" points=2
assert fig_10 is not None, "fig_10 is still None: draw the ten features in the cell above."
assert isinstance(fig_10, plt.Figure), "fig_10 should be the whole figure."
scales = {tuple(np.round(image.get_clim(), 4)) for ax in fig_10.axes for image in ax.images}
assert len(scales) <= 1, (
    f"The panels of fig_10 have {len(scales)} different colour scales, so the same colour means "
    "different weights. Which arguments of imshow fix the ends of the scale?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.one_colour_scale(fig_10, "fig_10")
### END HIDDEN TESTS

# %% test="ten-centred" title="Zero has the middle colour in fig_10" points=2
assert fig_10 is not None, "fig_10 is still None: draw the ten features in the cell above."
assert isinstance(fig_10, plt.Figure), "fig_10 should be the whole figure."
for ax in fig_10.axes:
    for image in ax.images:
        low, high = image.get_clim()
        assert low < 0 < high, (
            f"A colour scale of fig_10 runs from {low:.3g} to {high:.3g}: zero is not inside. "
            "Weights can be positive and negative."
        )
### BEGIN HIDDEN TESTS
from autograder import checks

checks.centred_on_zero(fig_10, "fig_10")
drawn = checks.image_panels(fig_10)
largest = max(np.abs(checks.shown_image(ax)).max() for ax in drawn)
high = max(checks.colour_limits(ax)[1] for ax in drawn)
checks.require(
    largest < 20 * high,
    observed=f"The colour scale of fig_10 ends at {high:.3g}, but a weight is {largest:.3g}.",
    expected="The scale should reach about as far as the weights do.",
    concept="Beyond the ends of a scale all numbers have the same colour.",
)
checks.require(
    high < 20 * largest,
    observed=f"The colour scale of fig_10 ends at {high:.3g}, far above all weights.",
    expected="The scale should reach about as far as the weights do.",
    concept="On a scale that is much too wide all numbers have the middle colour.",
)
### END HIDDEN TESTS

# %% test="ten-titles" title="Each panel of fig_10 has a title of its own" points=1
assert fig_10 is not None, "fig_10 is still None: draw the ten features in the cell above."
assert isinstance(fig_10, plt.Figure), "fig_10 should be the whole figure."
for ax in fig_10.axes:
    named = [ax.get_title(place) for place in ("left", "center", "right")]
    named += [ax.get_xlabel(), ax.get_ylabel(), *[text.get_text() for text in ax.texts]]
    assert not ax.images or any(named), (
        "A panel of fig_10 has no title. A reader should see which unit it shows."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

checks.titled_panels(fig_10, "fig_10")
### END HIDDEN TESTS

# %% [markdown] written="ten-images" title="What the ten images show" points=3
# **Look at `fig_10` and describe it** (about five sentences).
#
# * Choose two units and name them. Where in the image does ink make each of them stronger, where
#   weaker? What kind of digit, or part of a digit, could it be looking for?
# * Does each unit stand for one digit? There are ten units and ten digits: say what speaks
#   for it or against it.
# * What happens at the edge of the image, and what could be the reason?
#
# === BEGIN MARK SCHEME ===
# * 1 point: two units are named and described with both signs at places in the image (strokes,
#   edges, blobs, arcs), and the description fits the student's own figure.
# * 1 point: a unit is not a digit. Its image shows strokes or regions that several digits share
#   or lack; the output layer combines units into digits. (Ten units for ten digits is chance.)
# * 1 point: the outermost pixels are almost never inked, so training hardly changes their weights.
#
# A good answer: "Unit 2 has a red vertical stroke in the middle with blue left and right of it:
# it gets strong for a 1 and weak for a 0. Unit 8 has a blue band at the top and a red one below
# it... No unit looks like one digit; the same stroke helps for 4, 7 and 9. At the edge the
# weights are small and without pattern, since there is no ink in any training digit." A unit that
# looks like pure noise ("dead": it never becomes positive) may be reported: a good observation.
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 4: A sample from 512 units
#
# 512 panels are too many to look at. Take a **sample**:
#
# * `sample_units`: a list or array with 16 to 40 different unit numbers of `model_512`;
# * `fig_512`: a figure with one panel for each of them, with the same rules as before (one colour
#   scale, zero in the middle, the number of the unit in the title).
#
# *Hints:* `np.random.default_rng().choice(512, size=20, replace=False)` draws 20 different
# numbers; find out what `replace` does. Look at the largest weight of this network: is the
# scale of `fig_10` still a good choice?

# %% solution="sample"
sample_units = None
fig_512 = None
### BEGIN SOLUTION
features_512 = hidden_features(model_512)
sample_units = np.sort(np.random.default_rng(3).choice(512, size=20, replace=False))
limit_512 = np.abs(features_512[sample_units]).max()
fig_512, axes = plt.subplots(4, 5, figsize=(10, 9))
for unit, ax in zip(sample_units, axes.flat):
    image = ax.imshow(features_512[unit], cmap="RdBu_r", vmin=-limit_512, vmax=limit_512)
    ax.set_title(f"unit {unit}")
    ax.axis("off")
fig_512.colorbar(image, ax=axes, label="weight")
fig_512.suptitle("What 20 of 512 hidden units have learned")
plt.show()
### END SOLUTION

# %% test="sample-units" title="sample_units are 16 to 40 different units of model_512" points=1
assert sample_units is not None, "sample_units is still None: choose some units in the cell above."
assert np.iterable(sample_units), "sample_units should be a list or an array of numbers."
chosen = [int(unit) for unit in sample_units]
assert 16 <= len(chosen) <= 40, (
    f"sample_units has {len(chosen)} entries. Take between 16 and 40: enough to see what is "
    "typical, few enough to look at."
)
assert 0 <= min(chosen) and max(chosen) < 512, (
    f"The numbers in sample_units run from {min(chosen)} to {max(chosen)}. There are 512 units, "
    "and they are counted from 0."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    len(set(chosen)) == len(chosen),
    observed=f"sample_units names only {len(set(chosen))} different units in {len(chosen)} places.",
    expected="No unit should be there twice.",
    concept="A sample without replacement takes each unit at most once.",
)
### END HIDDEN TESTS

# %% test="sample-panels" title="fig_512 shows the features of the sampled units" points=1
assert fig_512 is not None, "fig_512 is still None: draw the sample in the cell above."
assert isinstance(fig_512, plt.Figure), (
    f"fig_512 should be the whole figure, but it is a {type(fig_512).__name__}."
)
assert sample_units is not None, "sample_units is still None: choose some units in the cell above."
assert np.iterable(sample_units), "sample_units should be a list or an array of numbers."
filled = [ax for ax in fig_512.axes if ax.images or ax.collections]
assert len(filled) >= len(sample_units), (
    f"fig_512 has {len(filled)} panels with an image, but sample_units has {len(sample_units)} "
    "entries. Each sampled unit should have its own panel."
)
### BEGIN HIDDEN TESTS
from autograder import checks

try:
    drawn = hidden_features(model_512)
except Exception:
    drawn = None
if np.shape(drawn) != (512, 28, 28):
    drawn = checks.dense_layers(model_512)[0].get_weights()[0].T.reshape(-1, 28, 28)
# A unit that was drawn twice is a matter of the test before.
wanted = [int(unit) for unit in sample_units]
checks.require(
    all(0 <= unit < 512 for unit in wanted),
    observed="sample_units names a unit that model_512 does not have.",
    expected="Each entry should be the number of a unit, counted from 0.",
)
if len(set(wanted)) == len(wanted):
    checks.panels_show(fig_512, np.asarray(drawn, dtype=float)[wanted], "fig_512")
### END HIDDEN TESTS

# %% test="sample-readable" title="fig_512 has one scale, centred on zero, and titles" points=1
assert fig_512 is not None, "fig_512 is still None: draw the sample in the cell above."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.one_colour_scale(fig_512, "fig_512")
checks.centred_on_zero(fig_512, "fig_512")
# Units that were drawn twice have the same title: a matter of the sample.
wanted = [int(unit) for unit in sample_units] if np.iterable(sample_units) else []
if len(set(wanted)) == len(wanted):
    checks.titled_panels(fig_512, "fig_512")
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: Measure the noise
#
# Many of the 512 features look noisy. "Looks noisy" is an impression; let us measure it.
#
# In a smooth image, a pixel is nearly equal to its neighbour. In noise, the neighbour is
# as different as any other pixel. So we compare neighbours $p, q$ of an image $a$:
#
# $$r = \frac{\text{mean of } (a_p - a_q)^2 \text{ over all pairs of neighbours}}
# {2 \cdot \text{variance of } a}$$
#
# Neighbours are two pixels side by side **or** one above the other. We call $r$ the
# **roughness**:
#
# ```text
#   smooth image           r near 0
#   independent noise      r near 1      <- why? the difference of two independent numbers
#                                           has twice the variance of one of them
# ```
#
# Dividing by the variance makes $r$ independent of the size of the weights. So two networks can be
# compared.
#
# 1. Write `roughness(image)` for one image of 28 x 28.
# 2. Compute the mean roughness over **all** features of each network: `roughness_10` and
#    `roughness_512`.
#
# *Hints:* `image[:, 1:] - image[:, :-1]` subtracts from each pixel its left neighbour, for the
# whole image at once. How do you get the neighbour above? There are as many
# pairs side by side as one above the other. `np.var` is the variance.

# %% solution="roughness"
def roughness(image):
    """How noisy an image is: near 0 for a smooth one, near 1 for independent noise.

    image: array (28, 28)
    returns: a number
    """
    ### BEGIN SOLUTION
    across = image[:, 1:] - image[:, :-1]
    down = image[1:, :] - image[:-1, :]
    return (np.mean(across**2) + np.mean(down**2)) / 2 / (2 * np.var(image))
    ### END SOLUTION


roughness_10 = None
roughness_512 = None
### BEGIN SOLUTION
roughness_10 = np.mean([roughness(feature) for feature in hidden_features(model_10)])
roughness_512 = np.mean([roughness(feature) for feature in hidden_features(model_512)])
print(f"mean roughness:  10 units {roughness_10:.2f},  512 units {roughness_512:.2f}")
### END SOLUTION

# %% test="roughness-function" title="roughness compares neighbours in both directions" points=2
noise = np.random.default_rng(0).normal(size=(28, 28))
value = roughness(noise)
assert value is not None, "The result of roughness is still None: write the function."
assert np.ndim(value) == 0, (
    f"roughness should give one number for an image, but it gives the shape {np.shape(value)}."
)
assert np.isclose(roughness(5 * noise + 3), value, rtol=1e-3), (
    "If all pixels are multiplied by 5 and raised by 3, roughness changes. It should not: "
    "differences of neighbours and the variance grow together."
)
assert 0.85 < value < 1.15, (
    f"The roughness of independent noise is {value:.2f} with your function. It should be near 1. "
    "Look at the formula again: squares, mean, and the factor before the variance."
)
### BEGIN HIDDEN TESTS
from autograder import checks

rows = np.arange(28.0)
picture = np.random.default_rng(7).normal(size=(28, 28)) + 2 * np.sin(rows / 3)[:, None]
across, down = np.mean(np.diff(picture, axis=1) ** 2), np.mean(np.diff(picture, axis=0) ** 2)
right, found = (across + down) / 4 / picture.var(), float(roughness(picture))
for one in (across, down):
    checks.require(
        not np.isclose(found, one / 2 / picture.var(), rtol=1e-3),
        observed="Your roughness looks at neighbours in one direction only.",
        expected="Neighbours side by side and neighbours one above the other should both count.",
        concept="Stripes are smooth along one direction and rough along the other.",
    )
checks.require(
    np.isclose(found, right, rtol=0.01),
    observed="For a new image your roughness has another value than the formula.",
    expected="It should be the mean squared difference of neighbours over twice the variance.",
    concept="A formula is checked best on small images whose result you know.",
)
### END HIDDEN TESTS

# %% test="roughness-values" title="The two roughness values are those of your networks" points=1
for name, value in (("roughness_10", roughness_10), ("roughness_512", roughness_512)):
    assert value is not None, f"{name} is still None: compute it in the cell above."
    assert np.ndim(value) == 0 and np.asarray(value).dtype.kind in "fiu", (
        f"{name} should be one number: the mean over all features."
    )
### BEGIN HIDDEN TESTS
from autograder import checks


def mean_roughness(features):
    """Mean of the roughness of images (n, 28, 28)."""
    across, down = (np.mean(np.diff(features, axis=axis) ** 2, axis=(1, 2)) for axis in (2, 1))
    return float(np.mean((across + down) / 4 / np.var(features, axis=(1, 2))))


limit = checks.threshold("roughness-tolerance")
for name, value, model in (
    ("roughness_10", roughness_10, model_10),
    ("roughness_512", roughness_512, model_512),
):
    checks.require(model is not None, observed=f"{name} belongs to a network that is None.")
    weights = checks.dense_layers(model)[0].get_weights()[0]
    right = np.array([weights[:, j].reshape(28, 28) for j in range(weights.shape[1])], "float64")
    if checks.within(float(value) - mean_roughness(right), "roughness-tolerance"):
        continue
    # Right for the student's own functions: their mistakes were counted in their own tests.
    try:
        own = hidden_features(model)
    except Exception:
        own = None
    if np.ndim(own) == 3:
        # Without any structure an image has no roughness: NaN agrees with NaN.
        theirs = np.array([roughness(image) for image in own], dtype="float64").mean()
        if np.isclose(float(value), theirs, rtol=0, atol=limit, equal_nan=True):
            continue
    checks.require(
        abs(float(value) - mean_roughness(right.mean(axis=0)[None])) >= limit,
        observed=f"{name} is the roughness of the mean image.",
        expected="It should be the mean of the roughness of all images.",
        concept="Averaging many noisy images first removes noise that each of them has.",
    )
    checks.fail(
        f"{name} is {float(value):.3f}, which does not fit your network.",
        "It should be the mean of roughness over all features of the network.",
        "A number in a report must belong to the network that it is told about.",
    )
### END HIDDEN TESTS

# %% [markdown] written="why-noisier" title="Why the features of 512 units look noisier" points=3
# **Compare `fig_512` with `fig_10`** (about five sentences).
#
# * What differs? Use your two roughness values, and the ends of the two colour scales.
# * Before training all weights are random noise. Explain with this why the features of 512 units
#   look noisier than those of 10, although the digits and the training were the same.
# * The network with 512 units reads digits better. Why is this no contradiction?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the comparison uses numbers: roughness is clearly higher with 512 units (about 0.65
#   against 0.3), and the weights are smaller (largest weight 0.3 to 0.4 against 0.7).
# * 1 point: training starts from noise and adds a pattern. With 10 units each has to do much
#   of the work, and its weights move far from the start; with 512 the work is shared, each
#   moves little, and the noise of the start stays visible beside the pattern.
# * 1 point: noise in single units does no harm: the output layer adds up many units, their noise
#   averages out, and there are far more patterns to combine. (Or: smooth is not the aim of
#   training, small loss is.)
#
# Also good: some units hardly learned anything; more epochs make the pattern stronger; a penalty
# on large weights (weight decay) would remove noise that is of no use. "512 units overfit" alone is
# no explanation: 0 points for that part.
# === END MARK SCHEME ===

# %% [markdown] written="corner" title="The weights of the corner" points=2
# Look at the **corners** of the features of `model_512`. Their weights are exactly the same before
# and after training. **Explain why**, with the formula for $h_j$ at the top of this notebook:
# what is $x_p$ at a corner, and what would a change of $W_{p,j}$ do to the loss? (Two or three
# sentences.) What would happen if somebody used this network on a digit with ink in a corner?
#
# === BEGIN MARK SCHEME ===
# * 1 point: a corner pixel is 0 in every training digit, so the product $x_p W_{p,j}$ is always
#   0: the loss does not depend on this weight, its gradient is 0, and fit never changes it.
# * 1 point: on such a digit the random weights of the start would count: an effect that was never
#   learned, so the answer gets worse or unpredictable.
#
# (67 of the 784 pixels are 0 in all 60,000 training digits. Optimizers with weight decay do
# change such weights; a student who says so is right.)
# === END MARK SCHEME ===
