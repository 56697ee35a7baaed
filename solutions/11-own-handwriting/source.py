# /// assignment
# title = "Let a network read your handwriting"
# minutes = 90
# follows = "10-from-scratch"
# summary = "Photographs of handwriting become images as MNIST has them, and two networks read them."
# files = "handwriting"
# ///

# %% [markdown]
# ## The goal
#
# Your networks read digits of MNIST. Do they also read **yours**? A photograph is not an image of
# MNIST: it is large, the ink is dark, the paper is light, and the digit may be anywhere. At the
# end of this notebook you have
#
# * saved a network to a file and loaded it again,
# * written a function that turns a photograph into an image as MNIST has them, and
# * compared how sure two networks are, and found out where they disagree, and why.
#
# The photographs that you get here were **drawn by a program**: pen, paper, light and sharpness
# differ from one to the next. At the end you can try photographs of your own.

# %% given="setup"
from pathlib import Path
from urllib.request import urlretrieve

import matplotlib.pyplot as plt
import numpy as np
from tensorflow import image as tf_image
from tensorflow import keras

PHOTOGRAPHS = [f"handwriting/photo-{number:02d}.jpg" for number in range(1, 27)]
FILES_ON_THE_WEB = "$FILES_ADDRESS"

# In Colab the files do not lie beside the notebook: then they are downloaded, once (3 MB).
Path("handwriting").mkdir(exist_ok=True)
for path in PHOTOGRAPHS + [
    "handwriting/reader-large.keras",
    "handwriting/reader-small.keras",
    "handwriting/digits.csv",
]:
    if not Path(path).exists():
        urlretrieve(f"{FILES_ON_THE_WEB}/{Path(path).name}", path)


def read_photo(path):
    """A photograph as an array (height, width) of grey levels, 0 (black) to 255 (white).

    path: name of a file. An array is given back as it is: the tests hand in photographs that
    are not in any file.
    """
    if isinstance(path, np.ndarray):
        return path
    return np.asarray(keras.utils.load_img(path, color_mode="grayscale"), dtype="uint8")


def resize(image, height, width):
    """The image, made smaller (or larger) to height x width; each new pixel is a mean of old ones."""
    pixels = np.asarray(image, dtype="float32")[:, :, np.newaxis]
    return tf_image.resize(pixels, (height, width), method="area").numpy()[:, :, 0]


def true_digits():
    """Photograph -> the digit that was written, for the photographs of this notebook."""
    lines = Path("handwriting/digits.csv").read_text().split()[1:]
    return {"handwriting/" + line.split(",")[0]: int(line.split(",")[1]) for line in lines}


print("photographs:", len(PHOTOGRAPHS), " size of the first:", read_photo(PHOTOGRAPHS[0]).shape)

# %% given="look"
fig_photos, axes = plt.subplots(3, 6, figsize=(11, 4.6))
for axis, path in zip(axes.flat, PHOTOGRAPHS):
    axis.imshow(read_photo(path), cmap="gray", vmin=0, vmax=255)
    axis.set_title(path[12:], fontsize=8)
    axis.axis("off")
plt.show()

# %% [markdown]
# ## Step 1: Save a network, and load it again
#
# Training takes time. A trained network can be kept in a file:
#
# * `model.save("name.keras")` writes the layers and all weights into one file;
# * `keras.models.load_model("name.keras")` makes the same network again from it, also in
#   another notebook, on another day, on another computer.
#
# The cell below makes a network `fresh` that was never trained: its weights are random numbers.
# So if a loaded network has **exactly the same weights**, they can only come from the file.
#
# Save `fresh` to the file `fresh.keras`. Then load the file, and call the loaded network `again`.

# %% given="fresh"
fresh = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(12, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% solution="save-and-load"
again = None
### BEGIN SOLUTION
fresh.save("fresh.keras")
again = keras.models.load_model("fresh.keras")
### END SOLUTION

# %% test="save-and-load" title="A network comes back from its file with the same weights" points=2
assert again is not None, "again is still None: save fresh to a file, and load the file."
assert isinstance(again, keras.Model), (
    f"again should be a network, but it is a {type(again).__name__}. "
    "keras.models.load_model gives the network; save gives nothing back."
)
before, after = fresh.get_weights(), again.get_weights()
assert [w.shape for w in before] == [w.shape for w in after], (
    "again has weights of other shapes than fresh: it is another network. "
    "Did you load the file that you saved?"
)
assert all(np.array_equal(a, b) for a, b in zip(before, after)), (
    "again is built like fresh, but its weights are other numbers. A network that is built anew "
    "has new random weights; only a file brings the old ones back."
)
### BEGIN HIDDEN TESTS
from autograder import checks

program = checks.submitted_source("save-and-load", otherwise="load")
checks.require(
    "load" in program,
    observed="again has the right weights, but no file was loaded.",
    expected="The network should be saved to a file and loaded from it.",
    concept="again = fresh gives the same network a second name; it is gone when Python ends.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: Load two trained networks
#
# The folder `handwriting` holds two convolutional networks that have been trained on MNIST:
#
# | file | accuracy on MNIST's test digits |
# | --- | --- |
# | `handwriting/reader-large.keras` | 0.992 |
# | `handwriting/reader-small.keras` | 0.990 |
#
# Load them as `large` and `small`. How many parameters has each? Look with `summary()`.

# %% solution="readers"
large = None
small = None
### BEGIN SOLUTION
large = keras.models.load_model("handwriting/reader-large.keras")
small = keras.models.load_model("handwriting/reader-small.keras")
print(large.count_params(), small.count_params())
### END SOLUTION

# %% test="readers" title="large and small are the two trained networks" points=1
assert large is not None, "large is still None: load handwriting/reader-large.keras."
assert small is not None, "small is still None: load handwriting/reader-small.keras."
for name, model in (("large", large), ("small", small)):
    assert isinstance(model, keras.Model), (
        f"{name} should be a network, but it is a {type(model).__name__}."
    )
assert large.count_params() > small.count_params(), (
    "large has fewer parameters than small. Are the two files exchanged?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.parameter_count(large, 607394, "large")
checks.parameter_count(small, 113898, "small")


def with_channel(images):
    return images[..., np.newaxis].astype("float32") / 255


for name, model in (("large", large), ("small", small)):
    checks.require(
        checks.at_least(checks.holdout_accuracy(model, with_channel), "loaded"),
        observed=f"{name} reads digits of MNIST badly.",
        expected="A loaded network reads as well as it did when it was saved.",
        concept="Weights come back from the file; training again is not needed.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: From a photograph to an image of MNIST
#
# A network knows only what it was trained with. This is how the makers of MNIST prepared every
# digit (Y. LeCun and others, 1998):
#
# ```text
#   bright ink on black paper      ink near 1, paper 0
#   fitted into 20 x 20            the longer side is 20, the proportions are kept
#   centred in 28 x 28             the centre of mass of the ink is in the middle
# ```
#
# **Write the function `prepare(path)`.** It returns an array of shape `(1, 28, 28, 1)`: a batch of
# one image with one channel, `float32`, from 0 to 1. Do one thing after another, and draw what
# you have after each:
#
# 1. **Read** the photograph with `read_photo(path)`. Use this function: the tests hand in
#    photographs that are not in a file.
# 2. **Invert.** The median of all pixels is the shade of the paper: most of a photograph is paper.
#    `ink = paper - photo` is near 0 on paper and large on ink. Set what is below 0 to 0.
#    Calculate with `float32`: in `uint8`, 10 - 20 is 246.
# 3. **Cut the digit out.** Pixels above 0.4 times the largest value are ink. The first and the
#    last row and column with ink are the edges: `np.where(mask)` gives rows and columns.
# 4. **Make it small.** The longer side becomes 20 pixels. Both sides get the *same* factor.
# 5. **Scale** to 0-1: divide by the largest value. What light and grain of the paper have left
#    over is small; set what is below 0.1 to 0 if you like.
# 6. **Put it into 28 x 28 zeros** so that the centre of mass of the ink is in the middle. The
#    centre of mass is the mean row and the mean column, each pixel counted by its ink.
#
# *Hint for 6:* with `rows, columns = np.indices(image.shape)`, the mean row is
# `(rows * image).sum() / image.sum()`. The middle of rows 0 to 27 is 13.5.

# %% solution="prepare"
def prepare(path):
    """A photograph of a digit as an image that MNIST could hold.

    path: name of the file, or an array; see read_photo
    returns: float32 array (1, 28, 28, 1), 0-1, ink bright
    """
    ### BEGIN SOLUTION
    photo = read_photo(path).astype("float32")
    ink = np.clip(np.median(photo) - photo, 0, None)
    rows, columns = np.where(ink > 0.4 * ink.max())
    digit = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    factor = 20 / max(digit.shape)
    height, width = (max(1, round(side * factor)) for side in digit.shape)
    digit = resize(digit, height, width)
    digit = digit / digit.max()
    digit[digit < 0.1] = 0
    rows, columns = np.indices(digit.shape)
    top = round(13.5 - (rows * digit).sum() / digit.sum())
    left = round(13.5 - (columns * digit).sum() / digit.sum())
    top, left = min(max(top, 0), 28 - height), min(max(left, 0), 28 - width)
    image = np.zeros((28, 28), dtype="float32")
    image[top : top + height, left : left + width] = digit
    return image[np.newaxis, :, :, np.newaxis]
    ### END SOLUTION

# %% given="show-prepared"
fig_prepared, axes = plt.subplots(2, 8, figsize=(11, 3))
for column, path in enumerate(PHOTOGRAPHS[:8]):
    axes[0, column].imshow(read_photo(path), cmap="gray", vmin=0, vmax=255)
    axes[0, column].set_title(path[12:], fontsize=8)
    prepared = prepare(path)
    if prepared is not None and np.size(prepared) == 784:
        axes[1, column].imshow(np.reshape(prepared, (28, 28)), cmap="gray")
for axis in axes.flat:
    axis.axis("off")
plt.show()

# %% test="prepare-shape" title="prepare gives a batch of one image of 28 x 28" points=1
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
assert np.shape(image) == (1, 28, 28, 1), (
    f"prepare gives the shape {np.shape(image)}. A network takes a batch: the first axis counts "
    "images, the last one counts channels, so it should be (1, 28, 28, 1)."
)
assert np.issubdtype(np.asarray(image).dtype, np.floating), (
    f"prepare gives numbers of type {np.asarray(image).dtype}. Pixels from 0 to 1 need "
    "a type with decimals, such as float32."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for digit in (0, 8):
    checks.prepared_photograph(prepare, checks.drawn_photograph(digit, 4001))
### END HIDDEN TESTS

# %% test="prepare-ink" title="Ink is bright and paper is black" points=3
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
### BEGIN HIDDEN TESTS
from autograder import checks

for digit in (2, 3, 5, 8):
    photo = checks.drawn_photograph(digit, 4002)
    checks.bright_ink(checks.prepared_photograph(prepare, photo), photo)
### END HIDDEN TESTS

# %% test="prepare-scale" title="Pixels lie between 0 and 1" points=2
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
assert np.max(image) <= 1.0001, (
    f"The largest value of your image is {np.max(image):.0f}. The networks were trained with pixels "
    "from 0 to 1."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for digit in (0, 4, 9):
    photo = checks.drawn_photograph(digit, 4003)
    checks.unit_scale(checks.prepared_photograph(prepare, photo))
### END HIDDEN TESTS

# %% test="prepare-proportion" title="The digit fits 20 x 20 and keeps its proportions" points=3
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
### BEGIN HIDDEN TESTS
from autograder import checks

for digit in (0, 1, 6, 7):
    photo = checks.drawn_photograph(digit, 4004)
    checks.in_proportion(checks.prepared_photograph(prepare, photo), photo)
### END HIDDEN TESTS

# %% test="prepare-centre" title="The centre of mass of the ink is in the middle" points=3
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
### BEGIN HIDDEN TESTS
from autograder import checks

for seed in (4005, 4006):
    for digit in (2, 7):  # in the box around a 7, most of the ink is in the upper half
        photo = checks.drawn_photograph(digit, seed)
        checks.centred_by_mass(checks.prepared_photograph(prepare, photo))
### END HIDDEN TESTS

# %% test="reading" title="The large network reads photographs that you have never seen" points=4 seconds=120
assert large is not None, "large is still None: load it in step 2."
image = prepare(PHOTOGRAPHS[0])
assert image is not None, "The result of prepare is still None: write the function."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.parameter_count(large, 607394, "large")
photos = [checks.drawn_photograph(digit, seed) for seed in (4010, 4011, 4012) for digit in range(10)]
batch = np.array([checks.prepared_photograph(prepare, photo) for photo in photos])
answers = large.predict(batch[..., np.newaxis].astype("float32"), verbose=0).argmax(axis=1)
right = int(np.sum(answers == [photo.digit for photo in photos]))
checks.require(
    checks.at_least(right / len(photos), "reading"),
    observed=f"From images of your prepare, the large network reads {right} of {len(photos)} new "
    "photographs correctly.",
    expected=f"At least {checks.threshold('reading'):.0%} should be read.",
    concept="A network reads well only what looks like the images it was trained with.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: What the two networks say
#
# The output of a network is 10 probabilities, one for each digit. The largest is its answer;
# how large it is says how sure the network is.
#
# Prepare all `PHOTOGRAPHS`, in their order, and let both networks predict:
#
# * `p_large` and `p_small`: arrays of shape `(26, 10)`, the probabilities of each network;
# * `disagreements`: a list of those entries of `PHOTOGRAPHS` for which the answers of the two
#   networks differ.
#
# *Hint:* `np.concatenate` makes one batch of many batches of one.

# %% solution="probabilities"
p_large = None
p_small = None
disagreements = None
### BEGIN SOLUTION
batch = np.concatenate([prepare(path) for path in PHOTOGRAPHS])
p_large = large.predict(batch, verbose=0)
p_small = small.predict(batch, verbose=0)
differ = p_large.argmax(axis=1) != p_small.argmax(axis=1)
disagreements = [path for path, other in zip(PHOTOGRAPHS, differ) if other]

truth = true_digits()
for path, one, two in zip(PHOTOGRAPHS, p_large, p_small):
    if path in disagreements:
        print(
            f"{path}: written {truth[path]}, large says {one.argmax()} ({one.max():.2f}), "
            f"small says {two.argmax()} ({two.max():.2f})"
        )
### END SOLUTION

# %% test="probabilities" title="p_large and p_small hold what the networks say about the photographs" points=3 seconds=120
assert p_large is not None, "p_large is still None: let large predict the prepared photographs."
assert p_small is not None, "p_small is still None: let small predict the prepared photographs."
for name, numbers in (("p_large", p_large), ("p_small", p_small)):
    assert np.shape(numbers) == (26, 10), (
        f"{name} has the shape {np.shape(numbers)}. There are 26 photographs, and 10 probabilities "
        "for each."
    )
    assert np.allclose(np.sum(numbers, axis=1), 1, atol=0.01), (
        f"Not every row of {name} adds up to 1. A row should hold the probabilities of one photograph, "
        "as predict gives them."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

prepared = [prepare(PHOTOGRAPHS[number]) for number in range(0, 26, 3)]
for image in prepared:
    checks.require(
        np.shape(image) == (1, 28, 28, 1),
        observed=f"prepare gives the shape {np.shape(image)} for a photograph.",
        expected="p_large and p_small can be compared only when it is (1, 28, 28, 1).",
    )
batch = np.concatenate(prepared).astype("float32")
for name, model, numbers in (("large", large, p_large), ("small", small, p_small)):
    checks.require_model(model, name)
    found = model.predict(batch, verbose=0)
    other = p_small if name == "large" else p_large
    rows = np.asarray(numbers)[::3]
    if not np.allclose(found, rows, atol=0.02) and np.allclose(found, np.asarray(other)[::3], atol=0.02):
        checks.fail(
            "p_large and p_small are exchanged.",
            "p_large should hold what large says.",
            "The same photograph gives other probabilities in another network.",
        )
    checks.require(
        np.allclose(found, rows, atol=0.02),
        observed=f"p_{name} differs from what {name} says about images of your prepare.",
        expected="Row i should belong to PHOTOGRAPHS[i], prepared by prepare.",
        concept="A network must get new images prepared in one way, and in a known order.",
    )
### END HIDDEN TESTS

# %% test="disagreements" title="disagreements names the photographs that the networks read differently" points=2
assert disagreements is not None, "disagreements is still None: compare the two answers."
assert p_large is not None and p_small is not None, "p_large or p_small is still None."
assert len(disagreements) > 0, (
    "disagreements is empty. Compare the answers, argmax of each row, of the two networks."
)
assert all(isinstance(name, str) and name.endswith(".jpg") for name in disagreements), (
    "disagreements should hold entries of PHOTOGRAPHS, such as 'handwriting/photo-01.jpg'."
)
### BEGIN HIDDEN TESTS
from autograder import checks

answers = np.argmax(p_large, axis=1), np.argmax(p_small, axis=1)
differ = {path for path, one, two in zip(PHOTOGRAPHS, *answers) if one != two}
checks.require(
    set(disagreements) <= set(PHOTOGRAPHS),
    observed="disagreements holds something that is not in PHOTOGRAPHS.",
    expected="It should hold entries of PHOTOGRAPHS.",
)
checks.require(
    set(disagreements) == differ,
    observed=f"disagreements names {len(set(disagreements))} photographs; the answers in p_large and "
    f"p_small differ for {len(differ)}"
    + (", and for other ones." if len(set(disagreements)) == len(differ) else "."),
    expected="It should name each photograph whose two answers differ, and no other.",
    concept="Two networks disagree where argmax differs: other probabilities alone are no other answer.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: Draw a disagreement
#
# Choose one photograph of `disagreements`. Draw **bars**: for each digit 0 to 9 the probability that
# `large` gives, and beside it the one that `small` gives. Keep the figure as `fig`. It needs
# labels at both axes, a legend that says which network is which, and the name of the
# photograph in its title.
#
# *Hint:* `axis.bar(x - 0.2, values, width=0.4, label="...")` draws bars a little to the left of `x`.

# %% solution="bars"
fig = None
### BEGIN SOLUTION
chosen = disagreements[0]
number = PHOTOGRAPHS.index(chosen)
fig, axis = plt.subplots(figsize=(7, 3))
axis.bar(np.arange(10) - 0.2, p_large[number], width=0.4, label="large")
axis.bar(np.arange(10) + 0.2, p_small[number], width=0.4, label="small")
axis.set_xticks(range(10))
axis.set_xlabel("digit")
axis.set_ylabel("probability")
axis.set_title(f"What the networks say about {chosen}")
axis.legend()
plt.show()
### END SOLUTION

# %% test="bars" title="The figure compares the probabilities of both networks for one disagreement" points=2
assert fig is not None, "fig is still None: draw the bars, and keep the figure as fig."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.axis_labels(fig)
checks.has_legend(fig, 2)
shown = [one.y for one in checks.series(fig) if len(one.y) == 10]


def drawn(row, whole):
    """Whether bars show these probabilities: of 1, or of 100 percent."""
    return any(np.allclose(one, whole * np.asarray(row), atol=0.01 * whole) for one in shown)


matches = [
    number
    for number in range(26)
    if any(drawn(p_large[number], whole) and drawn(p_small[number], whole) for whole in (1, 100))
]
checks.require(
    matches,
    observed="The figure does not show, for any photograph, the 10 probabilities of both networks.",
    expected="It should have two rows of 10 bars: a row of p_large and the same row of p_small.",
    concept="Two networks can be compared only on the same image.",
)
checks.require(
    any(np.argmax(p_large[n]) != np.argmax(p_small[n]) for n in matches),
    observed="The figure shows a photograph about which the networks agree.",
    expected="Choose one of disagreements.",
)
checks.titled(fig)
### END HIDDEN TESTS

# %% [markdown] written="why" title="Where and why the networks disagree" points=4
# ## Step 6: What you see
#
# Look at the photographs in `disagreements`, and at their prepared images. For **two** of them,
# write: what was written, what each network says and how sure it is, and **what in the image**
# may have led to it. Is the network that is more sure always right?
#
# === BEGIN MARK SCHEME ===
# * 1 point for each of two photographs: digit, answers and probabilities are right.
# * 1 point: a reason that can be seen in the image (a loop that is not closed, a bar that is short,
#   a stroke that touches another), for at least one.
# * 1 point: no, being sure is not being right: a network is sure also about images that are unlike
#   all that it was trained with.
#
# A good answer: "photo-07 is a 7 whose bar is bent down. small says 7 (0.96), large says 3 (0.59): the
# bend looks like the upper arc of a 3. In photo-11, a 4 with an open top lying down, small says 7 with
# 0.99 and is wrong. So 0.99 is no promise."
# === END MARK SCHEME ===

# %% [markdown] written="mistake" title="What happens to an image that is not inverted" points=2
# A photograph that is **not inverted** is prepared in all other steps as before. The network gives a
# wrong digit, and is often very sure of it. Why does it not say "I do not know"?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the network has never seen dark ink on bright paper; it uses the bright paper as if it
#   were ink.
# * 1 point: softmax must give 10 numbers that add up to 1; there is no output for "no digit".
#
# A good answer: "All weights were learned for bright strokes. A bright area gives large sums in the
# layers, and softmax makes large differences into probabilities near 1. No class means 'none of them'."
# === END MARK SCHEME ===

# %% [markdown]
# ## If you like: your own handwriting
#
# Write a digit with a thick pen on white paper, photograph it from above, and put the file beside
# this notebook (in Colab: the folder symbol on the left). Then `prepare("my-photo.jpg")` and both
# networks can read it. Nothing of this is graded.
