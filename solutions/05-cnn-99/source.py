# /// assignment
# title = "Reach 99 % with a convolutional network"
# minutes = 120
# follows = "04-parameter-counting"
# summary = "Build a convolutional network that reads 99 % of unseen digits; see where it errs."
# ///

# %% [markdown]
# ## The goal
#
# The dense networks so far read about 98 of 100 digits. Two wrong digits in a hundred may
# sound like few. But a postcode has five digits: at 98 % about one code in ten is read wrongly.
# In this assignment you
#
# 1. build a **convolutional network** that reads **99 %** of digits that it never saw,
# 2. find out which digits it mixes up, with a **confusion matrix**,
# 3. compare it with a dense network of the same size, and explain the difference.
#
# The rules: the model has **at least one convolution** and **at most 1,000,000 parameters**.
# All else is your choice: layers, optimizer, epochs.
#
# Is 99 % easy for you? Then try to reach it with as few parameters as you can. The smallest
# models are published in a table of honour. It gives no points, only honour.

# %% given="imports"
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras

(train_images, train_labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
print(train_images.shape, train_images.dtype, "from", train_images.min(), "to", train_images.max())

# %% [markdown]
# ## Why convolution?
#
# A `Dense` unit looks at all 784 pixels. It has a weight of its own for each. If it learns to
# see a stroke at the top left, it knows nothing about the same stroke one pixel further down.
#
# A **convolution** works with a small window, the *kernel*. It moves the kernel over the image
# and computes the same weighted sum at each place:
#
# $$ y_{r,c} = \sum_{i=0}^{2} \sum_{j=0}^{2} w_{i,j} \; x_{r+i,\,c+j} + b $$
#
# ```text
#   image 28 x 28            kernel 3 x 3          feature map 26 x 26
#   . . . . . . . .
#   . . # # # . . .          w w w                 o o o o o o
#   . . . . # . . .    *     w w w     =           o o o o o o
#   . . . # . . . .          w w w                 o o o o o o
#   . . # . . . . .          one bias b            o o o o o o
# ```
#
# Two ideas are in this formula:
#
# * **Locality**: one output looks at a few neighbouring pixels only.
# * **Shared weights**: $w$ and $b$ carry no index $r$ or $c$. They are the same at each place.
#
# Each *filter* has its own kernel and makes its own feature map. `MaxPooling2D` then keeps the
# largest value of each 2 x 2 block. So small shifts of a stroke matter less, and the maps
# shrink.

# %% [markdown]
# ## Step 1: Prepare the images
#
# Keras expects four axes for a convolution: (number of images, rows, columns, channels).
# A grey image has one channel. Also, networks learn better from small numbers than from
# 0 to 255.
#
# Write the function `preprocess(images)`. It gets **any number** of raw images, a `uint8`
# array of shape (n, 28, 28), and returns what your model takes as its input. It only changes
# shape and scale, with fixed numbers: each number in its result comes from one pixel. It
# contains no model.
#
# Then use it for both sets: `x_train` and `x_test` hold all prepared images, in their order.
#
# The tests that run after you hand in call `preprocess` with digits that you have never seen. So
# each digit must go through the same steps as the training digits did.
#
# *Hint:* `images[..., np.newaxis]` adds an axis at the end, for any number of images.

# %% solution="prepare"
def preprocess(images):
    """Prepare raw images for the model.

    images: uint8 array (n, 28, 28), values 0 to 255, any n
    returns: array of n prepared images
    """
    ### BEGIN SOLUTION
    return images[..., np.newaxis].astype("float32") / 255
    ### END SOLUTION


x_train = None
x_test = None
### BEGIN SOLUTION
x_train = preprocess(train_images)
x_test = preprocess(test_images)
### END SOLUTION

# %% test="preprocess-any-number" title="preprocess works for any number of new images" points=2
sample = np.random.default_rng(5).integers(0, 256, (3, 28, 28)).astype("uint8")
try:
    prepared = preprocess(sample)
except Exception as error:
    raise AssertionError(
        f"preprocess failed for 3 images ({type(error).__name__}: {error}). It must take any "
        "number of images: does it contain a fixed number, such as 60000?"
    ) from None
assert prepared is not None, (
    "preprocess still returns None: write its body, and end it with return."
)
assert len(prepared) == 3, (
    f"preprocess got 3 images and returned {len(prepared)}. It must return one prepared image "
    "for each image that it gets, whatever their number."
)
assert len(preprocess(sample[:1])) == 1, (
    "preprocess got 1 image and did not return 1. The first axis must follow its argument."
)
### BEGIN HIDDEN TESTS
from autograder import checks

strokes = np.zeros((6, 28, 28), "uint8")
for place in range(6):
    strokes[place, 4 + place : 20, 10 + place : 13 + place] = 40 * place + 55
checks.preprocessed(preprocess, strokes)
checks.preprocessed(preprocess, strokes[2:3])
### END HIDDEN TESTS

# %% test="preprocess-agrees" title="preprocess does to new images what was done to x_train" points=2
assert x_train is not None, "x_train is still None: prepare train_images with your function."
raw = np.stack([train_images[i] for i in range(10)])
learned = np.stack([np.asarray(x_train[i], dtype="float64") for i in range(10)])
again = np.asarray(preprocess(raw), dtype="float64")
assert again.shape == learned.shape, (
    f"An image in x_train has the shape {learned.shape[1:]}, but preprocess gives "
    f"{again.shape[1:]}. New digits must reach the model in the form that it was trained on."
)
span = float(learned.max() - learned.min())
assert np.allclose(again, learned, rtol=0, atol=0.005 * span), (
    f"preprocess gives values from {again.min():.3g} to {again.max():.3g} for the first ten "
    f"digits, but in x_train they go from {learned.min():.3g} to {learned.max():.3g}, or the "
    "same values stand elsewhere. New digits must be scaled exactly like the digits that the "
    "model learned from, with the same fixed numbers."
)

# %% [markdown]
# ## Step 2: Build the model
#
# Assign your model to the name `model`. It needs at least one convolution and ten outputs.
#
# A plan that works well:
#
# ```text
#   image -> [ Conv2D -> MaxPooling2D ]  twice  -> Flatten -> Dense -> Dense(10)
# ```
#
# Start with `keras.Input(shape=...)`. Then Keras knows all sizes at once, and
# `model.summary()` shows where the parameters are. Watch the first `Dense` layer after
# `Flatten`: it often holds most of them.
#
# *Hint:* the convolutions need few parameters. For 5 x 5 kernels, 16 and then 32 filters
# are enough. `Dropout` before a `Dense` layer helps against overfitting.
#
# Please use the layers of Keras, not layers of your own making.

# %% solution="build"
model = None
### BEGIN SOLUTION
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(16, 5, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 5, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
### END SOLUTION

# %% [markdown]
# ## Step 3: Train it
#
# Compile and train `model`. A few epochs are enough; this takes about half a minute to two
# minutes on a laptop.
#
# Is the accuracy close to 99 %, but not there yet? One reason can be the step size. Large
# steps are good at the start, small steps at the end. So let the learning rate fall while you
# train, for example with `keras.optimizers.schedules.CosineDecay(start, steps)`. Here `steps`
# is the number of all batches: epochs times batches in an epoch.
#
# While you try things out, watch digits that the model does not train on:
# `model.fit(..., validation_split=0.1)`. Keep the test digits for the end. If you choose your
# model by the test digits, they are no longer unseen.

# %% solution="train"
### BEGIN SOLUTION
epochs, batch_size = 4, 64
steps = epochs * int(np.ceil(len(x_train) / batch_size))
model.compile(
    optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.002, steps)),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, train_labels, batch_size=batch_size, epochs=epochs, verbose=2)
### END SOLUTION

# %% test="convolution" title="The model has a convolution" points=3
assert model is not None, "model is still None: build it in step 2."


def layers_inside(network):
    """All layers of a model; the layers of a model inside it are looked at one by one."""
    for layer in network.layers:
        if hasattr(layer, "layers"):
            yield from layers_inside(layer)
        else:
            yield layer


kinds = [type(layer).__name__ for layer in layers_inside(model)]
assert any("Conv" in kind for kind in kinds), (
    f"Your model has no convolution; its layers are: {', '.join(kinds)}. A dense layer has "
    "a weight of its own for every pixel; a convolution uses one small kernel everywhere."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.sees_neighbours(model)
### END HIDDEN TESTS

# %% test="parameter-limit" title="The model has at most 1,000,000 parameters" points=2
assert model is not None, "model is still None: build it in step 2."
assert model.weights, (
    "Your model has no weights yet. Start it with keras.Input(shape=...), and train it in step 3."
)
assert model.count_params() <= 1_000_000, (
    f"Your model has {model.count_params():,} parameters; at most 1,000,000 are allowed. "
    "model.summary() shows where they are. Most often the Dense layer after Flatten holds "
    "them: its number of weights is (values after Flatten) x (units). Pool before it, or "
    "take fewer units."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.parameter_limits(model, at_most=1_000_000)
### END HIDDEN TESTS

# %% test="accuracy" title="The model reads 99 % of the digits that it never saw" points=10 seconds=120
# Your teacher measures on digits that neither you nor your model have seen. This part can only
# look at the form of the answer.
assert model is not None, "model is still None: build it in step 2."
sample = np.random.default_rng(6).integers(0, 256, (4, 28, 28)).astype("uint8")
assert preprocess(sample) is not None, "preprocess still returns None: write it in step 1."
scores = np.asarray(model.predict(np.asarray(preprocess(sample)), verbose=0))
assert scores.shape == (4, 10), (
    f"For 4 images your model gives an output of shape {scores.shape}. It must give ten "
    "numbers for each image, one for each digit."
)
### BEGIN HIDDEN TESTS
from autograder import checks

# The model that is measured must keep to the rules, whatever earlier tests saw under this name.
checks.sees_neighbours(model)
checks.parameter_limits(model, at_most=1_000_000)
checks.accuracy_steps(
    checks.holdout_accuracy(model, preprocess, pixelwise=True),
    [(0.99, 1), (0.985, 0.8), (0.975, 0.5), (0.95, 0.2)],
    shift=checks.threshold("holdout-shift"),
)
### END HIDDEN TESTS

# %% [markdown]
# How this test gives points: 99 % gives all 10, 98.5 % gives 8, 97.5 % gives 5, 95 % gives 2. A
# model that breaks the rules (no convolution, or more than 1,000,000 parameters) gets none, and
# so does one whose `preprocess` does more than to scale or rearrange pixels.
#
# The unseen digits are a sample of 5,000. Another sample would give a slightly
# different number: the *sampling error* is
#
# $$ \sigma = \sqrt{\frac{p\,(1-p)}{n}} = \sqrt{\frac{0.99 \cdot 0.01}{5000}} \approx 0.14\ \%. $$
#
# This chance must not cost you points. So a step counts as reached when your result is at most
# $2\sigma$ below it. The unseen digits are also a little harder to read than the test
# digits; this is added too. A model with 99.1 % on the test digits is safe.

# %% [markdown]
# ## Step 4: Measure
#
# Now, and only now, take the test digits.
#
# * `predictions`: for each test digit the class that your model chooses: 10,000 whole numbers
# * `test_accuracy`: the share of them that is right, a number from 0 to 1, not rounded
#
# *Hint:* `model.predict` gives ten numbers for each image. `np.argmax(..., axis=1)` finds the
# place of the largest one.

# %% solution="measure"
predictions = None
test_accuracy = None
### BEGIN SOLUTION
predictions = np.argmax(model.predict(x_test, verbose=0), axis=1)
test_accuracy = float(np.mean(predictions == test_labels))
print(f"{100 * test_accuracy:.2f} % of the test digits are read correctly")
### END SOLUTION

# %% test="claimed-accuracy" title="The stated accuracy is the accuracy of this model" points=2
assert predictions is not None, "predictions is still None: let your model read x_test."
assert np.shape(predictions) == np.shape(test_labels), (
    f"predictions has the shape {np.shape(predictions)}. It must hold one whole number, the "
    "chosen digit, for each test digit. Did you take argmax over the ten outputs?"
)
assert test_accuracy is not None, "test_accuracy is still None: count the right predictions."
assert 0 <= test_accuracy <= 1, (
    f"test_accuracy is {test_accuracy}. Give a share from 0 to 1, not a percentage."
)
right = np.mean(np.asarray(predictions) == np.asarray(test_labels))
assert abs(test_accuracy - right) < 0.001, (
    "test_accuracy is not the share of your predictions that agree with test_labels. An "
    "accuracy that is stated must belong to the model and the digits that it is stated for."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.claimed_accuracy(
    test_accuracy,
    checks.holdout_accuracy(model, preprocess),
    name="test_accuracy",
    claimed_on=len(test_labels),
    shift=checks.threshold("claim-shift"),
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: Which digits are mixed up?
#
# Accuracy is a single number. It does not tell *which* mistakes are made. A **confusion matrix**
# does: it is a table with one row for each true digit and one column for each predicted digit.
#
# $$ C_{i,j} = \text{number of images of digit } i \text{ that the model takes for digit } j $$
#
# ```text
#                 predicted
#                 0    1    2  ...  9
#   true   0   [978    0    1       0]     <- all images of a 0 are in this row
#          1   [  0 1133    1       0]
#         ...
# ```
#
# Correct answers are on the diagonal. Each image is counted once.
#
# Write `confusion(labels, predictions)` with NumPy. It returns a (10, 10) array of counts, also
# when some digit does not occur. A loop over all pairs is fine.

# %% solution="confusion"
def confusion(labels, predictions):
    """Count how often each true digit was taken for each digit.

    labels: whole numbers (n,), 0 to 9, the true digits
    predictions: whole numbers (n,), 0 to 9, what the model answered
    returns: array (10, 10) of counts; row: true digit, column: predicted digit
    """
    ### BEGIN SOLUTION
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts
    ### END SOLUTION

# %% test="confusion-values" title="confusion counts truth in rows, predictions in columns" points=4
small = confusion(np.array([0, 0, 0, 4, 9]), np.array([0, 7, 7, 4, 9]))
assert small is not None, "confusion still returns None: write its body, and end it with return."
assert np.shape(small) == (10, 10), (
    f"confusion returns the shape {np.shape(small)}. It needs one row and one column for each of "
    "the ten digits, also for digits that do not occur."
)
small = np.asarray(small)
assert not (small[7, 0] == 2 and small[0, 7] == 0), (
    "Your confusion matrix is transposed: images of a 0 were counted in other rows. All images "
    "of one true digit belong in one row."
)
assert not (small.max() <= 1 and np.any((small > 0) & (small < 1))), (
    "Your confusion matrix is normalised: it holds shares. Return counts of images."
)
assert small.sum() == 5, (
    f"For 5 images the entries of your confusion matrix sum to {small.sum()}. Each image must be "
    "counted once, whether it was read right or wrong."
)
### BEGIN HIDDEN TESTS
from autograder import checks

generator = np.random.default_rng(2027)
for n in (400, 7):
    truth = generator.integers(0, 10, n)
    wrong = generator.integers(0, 10, n)
    answers = np.where(generator.random(n) < 0.6, truth, wrong)
    checks.is_confusion_matrix(confusion(truth, answers), truth, answers)
### END HIDDEN TESTS

# %% [markdown]
# Now draw it. Assign the matrix of the **test digits** to `matrix` and the figure to `fig`. Use
# `imshow`. Give the figure a title, and label both axes, so that one sees which axis is the
# truth.
#
# About 1,000 images stand in each entry of the diagonal, and only a few elsewhere. With a
# plain colour scale you see the diagonal and nothing else. Two ways out: draw
# `np.log1p(matrix)` (the logarithm of 1 + count), or write each count into its cell with
# `ax.text(column, row, ...)`.

# %% solution="confusion-figure"
matrix = None
fig = None
### BEGIN SOLUTION
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots(figsize=(6, 6))
ax.imshow(np.log1p(matrix), cmap="Blues")
for row in range(10):
    for column in range(10):
        colour = "white" if row == column else "black"
        ax.text(column, row, matrix[row, column], ha="center", va="center", color=colour)
ax.set_xticks(range(10))
ax.set_yticks(range(10))
ax.set_xlabel("predicted digit")
ax.set_ylabel("true digit")
ax.set_title("What the convolutional network makes of the test digits")
### END SOLUTION

# %% test="confusion-figure" title="The figure shows the confusion matrix, with its axes named" points=3
assert matrix is not None, "matrix is still None: count the test digits with confusion."
assert fig is not None, "fig is still None: assign your figure to it, fig, ax = plt.subplots()."
counted = confusion(test_labels, predictions)
assert np.shape(matrix) == np.shape(counted) and np.allclose(matrix, counted), (
    "matrix is not what your own function confusion gives for test_labels and predictions."
)
drawn = [
    (ax, np.asarray(image.get_array(), dtype="float64"))
    for ax in fig.axes
    for image in ax.get_images()
    if np.shape(image.get_array()) == (10, 10)
]
assert drawn, "The figure fig shows no image of 10 x 10 cells. Draw the matrix with imshow."
ax, cells = drawn[0]
cells = np.nan_to_num(cells, neginf=-1.0)
mistakes = ~np.eye(10, dtype=bool)
if np.std(np.asarray(matrix)[mistakes]) > 0 and np.std(cells[mistakes]) > 0:
    straight = np.corrcoef(cells[mistakes], np.asarray(matrix)[mistakes])[0, 1]
    turned = np.corrcoef(cells[mistakes], np.asarray(matrix).T[mistakes])[0, 1]
    assert straight >= turned, (
        "The image in fig is transposed against matrix. imshow draws row 0 of the array at the top."
    )
    assert straight > 0.5, "The image in fig shows other numbers than matrix holds."
else:
    assert np.allclose(cells, matrix), "The image in fig shows other numbers than matrix holds."
titles = [ax.get_title(place) for place in ("left", "center", "right")] + [fig.get_suptitle()]
assert any(title.strip() for title in titles), (
    "Your figure has no title. A title says what is shown."
)
x_label = (ax.get_xlabel() or fig.get_supxlabel()).strip().lower()
y_label = (ax.get_ylabel() or fig.get_supylabel()).strip().lower()
# Labels of a figure as a whole may be texts of it, too.
assert (x_label and y_label) or len(fig.texts) > 1, (
    "An axis of your figure has no label. Without labels nobody knows which axis is the truth."
)
truth_says = y_label.replace("to be predicted", "").replace("to predict", "")
assert not ("predict" in truth_says and "predict" not in x_label), (
    "The axis labels are swapped: rows of the matrix are true digits, and rows run along the "
    "vertical axis."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.axis_labels(fig)
### END HIDDEN TESTS

# %% [markdown] written="confusions" title="What the confusion matrix tells" points=3
# **What is mixed up?** Name the two pairs of digits that your model mixes up most often, with
# their counts. Is each pair mixed up equally often in both directions? Give a reason in terms of
# how the digits are written.
#
# === BEGIN MARK SCHEME ===
# * 1 point: two pairs are named, with counts that agree with the student's own matrix.
# * 1 point: both directions are compared with numbers from the matrix (row i, column j against
#   row j, column i).
# * 1 point: the reason speaks about the shape of strokes, not only "they look alike".
#
# A good answer: "Most often a 9 is taken for a 4 (7 times) and a 7 for a 2 (6 times). The first
# goes mostly one way: a 4 is taken for a 9 only twice. A 9 whose loop is left open at the top
# has the same strokes as a 4. A 7 with a bent foot ends like a 2. With so few mistakes, 7
# against 2 may partly be chance."
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 6: What does convolution buy?
#
# Compare with a dense network of **similar size**: no convolution, and between half and twice as
# many parameters as your model. Otherwise you would compare sizes, not kinds of layers.
#
# * `dense_model`: `Flatten`, one or two hidden `Dense` layers, ten outputs; trained on the same
#   `x_train`. Four epochs are enough for a first comparison.
# * `dense_accuracy`: its share of right answers on the test digits, from 0 to 1.
#
# Print the number of parameters and the test accuracy of both models.
#
# *Hint:* one hidden layer of $k$ units has $784\,k + k + 10\,k + 10$ parameters. Which $k$ gives
# the size of your model?

# %% solution="dense"
dense_model = None
dense_accuracy = None
### BEGIN SOLUTION
dense_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dense_model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
dense_model.fit(x_train, train_labels, batch_size=64, epochs=4, verbose=2)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
for name, network, accuracy in (
    ("convolutional", model, test_accuracy),
    ("dense", dense_model, dense_accuracy),
):
    print(f"{name:14} {network.count_params():8,} parameters  {100 * accuracy:6.2f} %")
### END SOLUTION

# %% test="dense-comparison" title="A dense network of similar size is measured too" points=2 seconds=120
assert dense_model is not None, "dense_model is still None: build and train it."
assert dense_accuracy is not None, "dense_accuracy is still None: measure it on the test digits."
layer_kinds = [type(layer).__name__ for layer in dense_model.layers]
assert not any("Conv" in kind for kind in layer_kinds), (
    "dense_model has a convolution. It should show how far one gets without."
)
assert dense_model.weights, "dense_model has no weights yet: train it."
ratio = dense_model.count_params() / max(1, model.count_params()) if model is not None else 1
assert 0.5 <= ratio <= 2, (
    f"dense_model has {ratio:.2g} times as many parameters as model. Only models of similar size, "
    "half to twice, show what the kind of layer does."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    not checks.has_convolution(dense_model),
    observed="dense_model has a convolution inside.",
    expected="It should show how far one gets without.",
)
dense_measured = checks.holdout_accuracy(dense_model, preprocess)
checks.require(
    checks.reaches(dense_measured, checks.threshold("dense-trained"), checks.holdout_size()),
    observed=f"dense_model reads {checks.percent(dense_measured)} of the unseen digits correctly.",
    expected="A dense network of this size reads far more after four epochs.",
    concept="A comparison is fair only when both models are trained.",
)
checks.claimed_accuracy(
    dense_accuracy,
    dense_measured,
    name="dense_accuracy",
    claimed_on=len(test_labels),
    shift=checks.threshold("dense-claim-shift"),
)
### END HIDDEN TESTS

# %% [markdown] written="what-convolution-buys" title="What convolution buys" points=5
# **Explain the difference.** Answer in your own words, about ten sentences:
#
# 1. Give parameters and test accuracy of both models. How many mistakes fewer does the
#    convolutional model make in a thousand digits? Is this more than the sampling error?
# 2. Take your first convolution. How many parameters has it? How many would a dense layer need
#    to compute outputs of the same size from the same input? Show the calculation.
# 3. Why can the convolution do as well, or better, with so few? Use the words *locality* and
#    *shared weights*.
# 4. Suppose that one fixed shuffle moves the pixels of all images, in training and in testing.
#    Which of the two models would suffer, and why?
#
# === BEGIN MARK SCHEME ===
# * 1 point: parameters and accuracies of both models, and the difference compared with the
#   sampling error (about 0.1 points at 99 % and 0.17 at 97 % for 10,000 digits).
# * 1 point: the parameters of the first convolution, kernel x kernel x channels x filters +
#   filters, are right.
# * 1 point: the dense layer, inputs x outputs + outputs with outputs = rows x columns x filters,
#   is right.
# * 1 point: locality (neighbouring pixels belong together) and shared weights (what is learned
#   at one place serves at all places) are both explained.
# * 1 point: the dense model would not suffer, since it knows no order of pixels; the convolution
#   would, since neighbours no longer belong together.
#
# A good answer (reference solution): "The convolutional network has 80,202 parameters and reads
# 99.3 %, the dense one has 79,510 and reads 97.3 %. That is 20 mistakes fewer in a thousand, more
# than ten times the sampling error. My first convolution has 5 x 5 x 1 x 16 + 16 = 416
# parameters. Its output has 24 x 24 x 16 = 9,216 values, so a dense layer would need
# 784 x 9,216 + 9,216 = 7,234,560. The convolution needs so few since each output looks at 25
# neighbouring pixels only (locality), and since all places use the same kernel (shared weights):
# an edge detector learned at the top works at the bottom too. After a fixed shuffle the dense
# network learns as well as before: for it the pixels are just 784 numbers in some order. The
# convolution gets worse: pixels in its window are no longer neighbours, so there are no edges."
# === END MARK SCHEME ===

# %% [markdown] written="choices" title="How the model was chosen" points=2
# **Your choices.** Name two decisions that you took about the model or its training (for example
# the number of filters, dropout, learning rate, epochs). What did you try, on which digits did you
# judge it, and what made you decide?
#
# === BEGIN MARK SCHEME ===
# * 1 point: two decisions, each with what was tried and what was seen (a number or a curve).
# * 1 point: they were judged on validation digits, not on the test digits or the training
#   accuracy alone; or the answer says honestly that the test digits were used and what is wrong
#   with that.
#
# A good answer: "With a fixed learning rate of 0.001 the validation accuracy went up and down
# between 98.8 and 99.1 %. With a rate that falls to zero it ended at 99.2 %, so I kept that. With
# 32 and 64 filters I got 0.05 points more for three times the time, less than the sampling error,
# so I kept 16 and 32. I judged both on the last tenth of the training digits."
# === END MARK SCHEME ===
