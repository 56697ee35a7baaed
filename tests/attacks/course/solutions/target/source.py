# /// assignment
# title = "One layer that reads digits"
# minutes = 20
# summary = "Ten units read digits. Small enough to be attacked a hundred times."
# ///

# %% given="imports"
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## Step 1: count
# A layer of ten units is connected to 784 pixels. How many parameters does it have, biases
# included? Store the number as `answer`.

# %% solution="answer"
answer = None
### BEGIN SOLUTION
answer = 784 * 10 + 10
### END SOLUTION

# %% test="answer" title="The parameters of the layer are counted" points=2
assert answer is not None, "answer is still None: count the parameters."
### BEGIN HIDDEN TESTS
from autograder import checks

expected_answer = 7850
checks.require(
    answer == expected_answer and type(answer) in (int, float, np.int64),
    observed=f"answer is {str(answer)[:40]}.",
    expected="Count one weight for every connection and one bias for every unit.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: scale
# `scale(images)` turns uint8 images of shape (n, 28, 28) into rows of 784 numbers from 0 to 1.

# %% solution="scale"
def scale(images):
    """Rows of 784 numbers from 0 to 1."""
    ### BEGIN SOLUTION
    return images.reshape(len(images), 784) / 255.0
    ### END SOLUTION

# %% test="scale" title="scale() gives rows of numbers from 0 to 1" points=3
scaled = scale(np.full((2, 28, 28), 51, dtype="uint8"))
assert scaled is not None, "scale() gives None: return the scaled images."
assert np.shape(scaled) == (2, 784), f"scale() gives the shape {np.shape(scaled)} for 2 images."
### BEGIN HIDDEN TESTS
from autograder import checks

for count in (1, 7):
    fresh = np.random.default_rng(count + 90).integers(0, 256, (count, 28, 28)).astype("uint8")
    result = np.asarray(scale(fresh))
    checks.require(
        result.shape == (count, 784) and result.dtype.kind == "f",
        observed=f"scale() gives an array of shape {result.shape} and type {result.dtype} for "
        f"{count} images.",
        expected="Each image becomes a row of 784 numbers with decimals.",
    )
    checks.require(
        np.allclose(result, fresh.reshape(count, 784) / 255.0, atol=1e-3),
        observed="scale() changes pixels otherwise than by one division.",
        expected="0 stays 0, and 255 becomes 1.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: train
# Train **one** Dense layer with ten units on `train_images` for **two epochs**. Call the network
# `model` and what fit returns `history`. Write `preprocess(images)`, from raw images to what the
# model takes: it may shift and scale pixels, and nothing else. Import Keras, and load the digits as
# `(train_images, train_labels), (x_test, y_test)`; 6,000 of them are enough to train with.

# %% solution="model"
model = None
history = None
preprocess = None
### BEGIN SOLUTION
from tensorflow import keras

(train_images, train_labels), (x_test, y_test) = keras.datasets.mnist.load_data()
train_images, train_labels = train_images[:6000], train_labels[:6000]

def preprocess(images):
    return images.reshape(len(images), 784) / 255.0

keras.utils.set_random_seed(1)
model = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
history = model.fit(preprocess(train_images), train_labels, epochs=2, batch_size=64, verbose=0)
### END SOLUTION

# %% test="shape" title="The network is one layer of ten units" points=2
assert model is not None, "model is still None: build the network in the cell above."
### BEGIN HIDDEN TESTS
from autograder import checks

def one_layer_of_ten(network):
    checks.require_model(network)
    checks.parameter_count(network, 7850)
    checks.ten_outputs(network)
    checks.require(
        checks.layer_sequence(network) == ["Dense"],
        observed=f"The layers with weights are {', '.join(checks.layer_sequence(network))}.",
        expected="There should be a single Dense layer.",
    )

one_layer_of_ten(model)
### END HIDDEN TESTS

# %% test="accuracy" title="The network reads new digits" points=4
assert model is not None, "model is still None: build the network in the cell above."
assert preprocess is not None, "preprocess is still None: write it in the cell above."
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

digits = context().holdout
measured = unseen_loss = None
# What earlier tests saw may have been another model: look again at the one that is measured.
one_layer_of_ten(model)
# This number is for the comparison with public digits; points rest on the one below.
checks.holdout_accuracy(model, preprocess)
prepared = checks.preprocessed(preprocess, digits.images)
pixels = digits.images.reshape(len(digits.images), 784).astype("float64")
checks.require(
    prepared.shape[1:] in ((784,), (28, 28), (28, 28, 1)),
    observed=f"preprocess gives the shape {prepared.shape} for {len(pixels)} images.",
    expected="All 784 pixels must stay.",
)
# The check is made on the very numbers that are measured with.
factor, shift = np.polyfit(pixels.ravel(), prepared.astype("float64").ravel(), 1)
checks.require(
    np.allclose(prepared.reshape(len(pixels), 784), factor * pixels + shift, atol=1e-3),
    observed="preprocess does more than to shift and scale pixels.",
    expected="Reading the digits is the network's work.",
)
scores = np.asarray(model.predict(prepared, verbose=0), "float64")
checks.require(
    np.isfinite(scores).all() and scores.shape == (len(pixels), 10),
    observed="The outputs of the network are not finite.",
)
measured = float(np.mean(scores.argmax(axis=1) == digits.labels))
shares = np.exp(scores - scores.max(axis=1, keepdims=True))
if scores.min() >= 0 and np.allclose(scores.sum(axis=1), 1, atol=1e-3):
    shares = scores
right = shares[np.arange(len(pixels)), digits.labels] / shares.sum(axis=1)
unseen_loss = float(-np.mean(np.log(np.clip(right, 1e-7, 1))))
checks.accuracy_steps(
    measured, [(checks.threshold("enough"), 1), (checks.threshold("half"), 0.5)]
)
### END HIDDEN TESTS

# %% test="history" title="The history fits the network" points=1
assert history is not None, "history is still None: keep what fit returns."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(measured is not None, observed="There is no trained network to compare with.")
record = getattr(history, "history", history)
losses = record.get("loss") if isinstance(record, dict) else None
checks.require(
    isinstance(losses, list)
    and len(losses) == 2
    and all(type(loss) is float and 0 < loss < 100 for loss in losses)
    and losses[1] < losses[0],
    observed="history is not that of two epochs in which the loss falls.",
)
checks.require(
    checks.threshold("loss-below") * unseen_loss
    <= losses[1]
    <= checks.threshold("loss-above") * unseen_loss,
    observed=f"The last loss in history is {losses[1]:.3g}.",
    expected="The network shows another loss than that.",
    concept="A history is a claim: it can be measured again.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: measure
# Store the share of the test digits that your network reads correctly as `accuracy`.

# %% solution="claim"
accuracy = None
### BEGIN SOLUTION
accuracy = float(np.mean(model.predict(preprocess(x_test), verbose=0).argmax(axis=1) == y_test))
### END SOLUTION

# %% test="claim" title="The accuracy can be measured again" points=1
assert accuracy is not None, "accuracy is still None: measure it."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(measured is not None, observed="There is no trained network to compare with.")
checks.require(
    measured >= checks.threshold("half"),
    observed="The network has not learned to read digits.",
)
checks.claimed_accuracy(accuracy, measured, name="accuracy")
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: draw
# Draw how the loss falls, with named axes, and call the figure `fig`.

# %% solution="picture"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots()
ax.plot([1, 2], history.history["loss"] if history else [2, 1])
ax.set(xlabel="epoch", ylabel="loss")
### END SOLUTION

# %% test="picture" title="The figure has named axes" points=1
assert fig is not None, "fig is still None: draw a figure and call it fig."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require_figure(fig)
checks.require(checks.panels(fig), observed="The figure is empty.")
checks.axis_labels(fig)
### END HIDDEN TESTS

# %% [markdown] written="why" title="Why one layer is not enough" points=2
# Why can't one layer read all digits? Write two sentences.
#
# === BEGIN MARK SCHEME ===
# * 2 points: each unit has one template for its digit, and digits are written in many ways
# === END MARK SCHEME ===
