# /// assignment
# title = "How many hidden units does a network need?"
# minutes = 60
# follows = "01-comment-the-code"
# summary = "Train networks with 1 to 512 hidden units, compare them on digits they never saw."
# ///

# %% [markdown]
# ## The goal
#
# In the first assignment the hidden layer had 512 units. Why 512? In this assignment you
# train the same network with different numbers of hidden units and compare the results.
#
# ```text
#  28 x 28 pixels        hidden layer            output layer          answer
#   784 numbers   --->   h units, ReLU   --->   10 units, softmax  --->  "7"
#                        h = 1, 10, 50, 100, 512
# ```
#
# At the end you have
#
# * a **table** with one row for each size,
# * a **plot** of accuracy against the number of hidden units,
# * a feeling for **chance**: how much two runs of the same program differ,
# * an answer to the question "Is more always better?"
#
# Training everything takes about one minute on a laptop.

# %% given="imports"
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras

# %% given="data"
(images_train, labels_train), (images_test, labels_test) = keras.datasets.mnist.load_data()

UNITS = [1, 10, 50, 100, 512]  # the numbers of hidden units to compare
EPOCHS = 5  # how often each network sees all training digits
BATCH_SIZE = 128  # digits per training step

print("training digits:", images_train.shape, images_train.dtype)
print("test digits:    ", images_test.shape, images_test.dtype)

# %% [markdown]
# ## Step 1: Prepare the images
#
# The pixels are whole numbers from 0 to 255. Networks learn better from small numbers. So
# scale the pixels to the range from 0 to 1.
#
# Write this as a function. Then the same preparation can be used for training digits, for
# test digits, and for new digits. We use your function to try your networks on digits that
# they have never seen.
#
# The function gets images of shape `(n, 28, 28)`, for any `n`, and returns the input of your
# networks. You may keep the shape, or change it to `(n, 784)`: then your networks need no
# `Flatten` layer.


# %% solution="preprocess"
def preprocess(images):
    """The network's input, made from uint8 images of shape (n, 28, 28) with values 0 to 255."""
    ### BEGIN SOLUTION
    return images.astype("float32") / 255
    ### END SOLUTION


# %% given="prepare"
x_train = preprocess(images_train)
x_test = preprocess(images_test)

# %% test="preprocess" title="preprocess turns images into small numbers" points=2
noise_images = np.random.default_rng(0).integers(0, 256, size=(7, 28, 28)).astype("uint8")
scaled = preprocess(noise_images.copy())

assert scaled is not None, (
    "preprocess still returns None: end it with a return of the scaled images."
)
scaled = np.asarray(scaled)
assert scaled.ndim > 0 and len(scaled) == 7 and scaled.size == 7 * 784, (
    f"preprocess turned 7 images into an array of shape {scaled.shape}. The first axis must "
    "still count the images, and each image must keep its 784 pixels."
)
assert np.abs(scaled).max() < 20, (
    f"preprocess returns values up to {np.abs(scaled).max():.0f}. Scale them to small numbers: "
    "large inputs make large steps in training, and the network learns badly."
)
assert len(np.unique(scaled)) > 100, (
    f"preprocess leaves only {len(np.unique(scaled))} different values. The shades of grey got "
    "lost: whole-number division or a whole-number type cuts off what is behind the point."
)
### BEGIN HIDDEN TESTS
from autograder import checks

fresh = np.random.default_rng(2024).integers(0, 256, size=(3, 28, 28)).astype("uint8")
for count in (1, 3):
    checks.preprocessed(preprocess, fresh[:count])
checks.require(
    np.allclose(np.asarray(preprocess(fresh))[0], np.asarray(preprocess(fresh[:1]))[0], atol=0.05),
    observed="preprocess gives another result for an image when other images come with it.",
    expected="It must treat each image in the same way, alone or in company.",
    concept="A network works on new digits only if they are prepared exactly as in training.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: Measure
#
# The **test accuracy** is the share of the test digits that a network reads correctly:
#
# $$\text{accuracy} = \frac{\text{number of correct answers}}{\text{number of test digits}}$$
#
# The answer of a network is the digit with the largest probability.
#
# Why on *test* digits? A network can remember training digits. Then it looks better on them
# than it is. Only digits that it never saw tell how well it reads.
#
# Write the function `test_accuracy(model)`. It returns a number from 0 to 1.
#
# *Hints:*
#
# * `model.predict(x_test, batch_size=500, verbose=0)` gives an array of shape `(10000, 10)`: ten
#   probabilities for each image. It takes 500 images at a time, which saves time.
# * `np.argmax(..., axis=1)` gives the position of the largest number in each row.
# * Comparing two arrays with `==` gives True and False. Their mean is a share.
# * Do not use `model.evaluate`: it works only for models that were compiled, and we try your
#   function on other models too.


# %% solution="test-accuracy"
def test_accuracy(model):
    """The share of the test digits, 0 to 1, that the model reads correctly."""
    ### BEGIN SOLUTION
    probabilities = model.predict(x_test, batch_size=500, verbose=0)
    answers = np.argmax(probabilities, axis=1)
    return float(np.mean(answers == labels_test))
    ### END SOLUTION


# %% test="measure" title="test_accuracy gives the share of test digits read correctly" points=3
def network_that_always_says(digit, certainty):
    """A network without any skill: the same answer for each image."""
    blank = preprocess(np.zeros((2, 28, 28), dtype="uint8"))
    assert blank is not None, "preprocess still returns None: solve step 1 first."
    output = keras.layers.Dense(10, activation="softmax")
    tested = keras.Sequential(
        [keras.Input(shape=np.asarray(blank).shape[1:]), keras.layers.Flatten(), output]
    )
    output.set_weights([np.zeros((784, 10)), certainty * np.eye(10)[digit]])
    return tested


rated = test_accuracy(network_that_always_says(5, certainty=5.0))

assert rated is not None, "test_accuracy still returns None: end it with a return of the share."
assert np.ndim(rated) == 0, (
    f"test_accuracy returns an array of shape {np.shape(rated)}. It must return one number: the "
    "share of all digits that were read correctly."
)
assert 0 <= rated <= 1, (
    f"test_accuracy returns {rated:g} for a network that always answers 5. Return a share from "
    "0 to 1, not a count and not a percentage."
)
assert abs(rated - np.mean(np.asarray(labels_train) == 5)) > 1e-5, (
    "test_accuracy counted on the training digits. Digits that a network was trained on cannot "
    "tell how well it reads new ones: measure on the test digits."
)
assert abs(rated - np.mean(np.asarray(labels_test) == 5)) < 1e-5, (
    "A network that always answers 5 is right for each 5 among the test digits, and for no other "
    "digit. test_accuracy gives another share. Compare the most probable digit of each test image "
    "with the label of the same image."
)
### BEGIN HIDDEN TESTS
from autograder import checks

# How many of each digit the 10,000 test digits and the 60,000 training digits have.
in_test = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)
in_training = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
for digit, certainty in ((3, 0.1), (8, 12.0)):
    rated = float(test_accuracy(network_that_always_says(digit, certainty)))
    checks.require(
        abs(rated - in_training[digit] / 60_000) > 1e-5,
        observed="test_accuracy counted on the training digits.",
        expected="It must count on the test digits.",
        concept="Digits that a network was trained on cannot tell how well it reads new ones.",
    )
    checks.require(
        abs(rated - in_test[digit] / 10_000) < 1e-5,
        observed=f"For a network that always answers {digit}, and is "
        f"{'hardly' if certainty < 1 else 'very'} certain, test_accuracy gives a wrong share.",
        expected="It must be the share of that digit among all test digits.",
        concept="The answer is the digit with the largest probability, however large that is.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Train the five networks
#
# Write a function `train(units, seed)` that
#
# 1. calls `keras.utils.set_random_seed(seed)`, so that the run can be repeated,
# 2. builds a network with **one hidden layer** of `units` units (ReLU) and an output layer of
#    10 units (softmax),
# 3. compiles it: the optimizer `"adam"` is a good choice, the loss is
#    `"sparse_categorical_crossentropy"` for labels 0 to 9,
# 4. trains it on `x_train` and `labels_train` with `EPOCHS` and `BATCH_SIZE`,
# 5. returns the network.
#
# *Hint:* start the network with `keras.Input(shape=x_train.shape[1:])`.


# %% solution="train"
def train(units, seed):
    """A trained network with one hidden layer of that many units."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    return model
    ### END SOLUTION


# %% [markdown]
# Now train one network for each size in `UNITS`, all with seed 1. Keep **all** networks in a
# dictionary `models`: `models[50]` is the network with 50 hidden units. You need them again
# below.

# %% solution="sweep"
models = None
### BEGIN SOLUTION
models = {units: train(units, seed=1) for units in UNITS}
### END SOLUTION

# %% test="networks" title="There is one network for each size, with one hidden layer" points=3
assert models is not None, "models is still None: train one network for each size."
assert isinstance(models, dict) and set(models) == set(UNITS), (
    "models must be a dictionary with the sizes in UNITS as its keys and one network for each."
)
for size in UNITS:
    tested = models[size]
    assert hasattr(tested, "get_weights"), (
        f"models[{size}] is {type(tested).__name__}, not a network. Does train return the model?"
    )
    # The hidden layer's is the longer one; a class of your own may list the output layer first.
    matrices = sorted([w.shape for w in tested.get_weights() if w.ndim == 2], reverse=True)
    assert len(matrices) == 2, (
        f"models[{size}] has {len(matrices)} dense layers. It should have two: one hidden layer "
        "and the output layer. (A network that was never trained may have none yet.)"
    )
    assert matrices[0][1] == size, (
        f"models[{size}] has {matrices[0][1]} hidden units. Does each key belong to its own "
        "network?"
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for size in UNITS:
    checks.one_hidden_layer(models[size], f"models[{size}]")
    checks.ten_outputs(models[size], f"models[{size}]")
    checks.hidden_activation(models[size], "relu", f"models[{size}]")
    checks.parameter_count(models[size], 795 * size + 10, f"models[{size}]")
### END HIDDEN TESTS

# %% test="learned" title="The networks read digits that they never saw" points=3
assert models is not None, "models is still None: train one network for each size."
for size, tested in models.items():
    assert hasattr(tested, "get_weights"), f"models[{size}] is not a network: keep the model."
    for array in tested.get_weights():
        assert np.all(np.isfinite(array)), (
            f"models[{size}] has weights that are not numbers: training went wrong. Are the "
            "pixels scaled? Is the learning rate too large?"
        )
### BEGIN HIDDEN TESTS
from autograder import checks


def on_unseen_digits(size, known={}):
    """Hold-out accuracy of models[size], 0 to 1; measured once, since that takes seconds."""
    if size not in known:
        known[size] = checks.holdout_accuracy(models.get(size), preprocess)
    return known[size]


for size in (1, 10, 50, 100, 512):
    # One unit may learn much or nothing at all, by chance: no more is asked of it than order.
    wanted = checks.threshold(f"holdout-{size}") if size > 1 else 0
    checks.require(
        checks.reaches(on_unseen_digits(size), wanted, checks.holdout_size()),
        observed=f"models[{size}] reads {checks.percent(on_unseen_digits(size))} of the digits "
        "that it never saw.",
        expected="A network of this size should reach clearly more in five epochs.",
        concept="A network learns when its inputs are scaled, its labels belong to its images, its "
        "loss fits ten classes, and fit was called for all epochs.",
    )
gains_in_order = [on_unseen_digits(b) - on_unseen_digits(a) for a, b in ((1, 10), (10, 50))]
checks.require(
    all([checks.compared("more units read more", gain, 0, "at least") for gain in gains_in_order]),
    observed="On digits that they never saw, a smaller one of your networks reads more than a "
    "larger one of 10 or 50 units.",
    expected="At these sizes more units should help clearly.",
    concept="With very few hidden units, too little about the image reaches the output layer.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: The table
#
# Make a list `table` with five rows, in the order of `UNITS`. Each row is a list of three
# numbers:
#
# ```text
# [number of hidden units, number of parameters, test accuracy]
# ```
#
# *Parameters* are all numbers that training can change: weights and biases.
# `model.count_params()` counts them for you. (In assignment 4 you learn to count them by hand.)
#
# Think of your function `test_accuracy`. And take care that each row describes its own
# network. Do not round.

# %% solution="table"
table = None
### BEGIN SOLUTION
table = []
for units in UNITS:
    model = models[units]
    table.append([units, model.count_params(), test_accuracy(model)])
### END SOLUTION

# %% given="show-table"
if table is not None:
    print("[units, parameters, test accuracy]")
    for row in table:
        print(row)

# %% test="table-rows" title="The table has a row for each size, with its parameters" points=1
assert table is not None, "table is still None: make a list with one row for each size."
assert len(table) == len(UNITS) and all(np.size(row) == 3 for row in table), (
    "table must have five rows of three numbers: units, parameters, test accuracy."
)
assert [row[0] for row in table] == UNITS, (
    "The first number of each row must be the number of hidden units, in the order of UNITS."
)
assert all(row[1] == int(row[1]) and row[1] > row[0] for row in table), (
    "The second number of each row must be the number of parameters, a whole number."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for row in table:
    size, parameters = int(row[0]), int(row[1])
    row_name = f"The row of {size} units"
    checks.require(
        parameters != 794 * size,
        observed=f"{row_name} gives {parameters} parameters: the biases are left out.",
        expected="All numbers that training changes count.",
        concept="Each unit has one weight for each input, and one bias of its own.",
    )
    checks.require(
        parameters != 785 * size,
        observed=f"{row_name} gives {parameters} parameters: those of the hidden layer alone.",
        expected="The output layer counts too.",
        concept="The output layer has weights and biases like any other dense layer.",
    )
    checks.require(
        parameters == 795 * size + 10,
        observed=f"{row_name} gives {parameters} parameters.",
        expected="The network that the text describes has another number.",
        concept="Each unit has one weight for each input, and one bias of its own.",
    )
### END HIDDEN TESTS

# %% test="table-accuracies" title="Each row has the test accuracy of its own network" points=3
assert table is not None, "table is still None: make a list with one row for each size."
assert models is not None, "models is still None: train one network for each size."
assert all(np.size(row) == 3 for row in table), "Each row of table must have three numbers."
in_table = {int(row[0]): float(row[2]) for row in table}
assert all(0 <= accuracy <= 1 for accuracy in in_table.values()), (
    "The third number of each row must be the test accuracy, as a share from 0 to 1."
)
assert len(set(in_table.values())) > 1, (
    "All rows have the same accuracy. Each row must have the accuracy of its own network. After a "
    "loop, the name model belongs to the last network only."
)
remeasured = {size: test_accuracy(models[size]) for size in in_table if size in models}
remeasured = {size: value for size, value in remeasured.items() if value is not None}
widest = max(in_table)
assert in_table[widest] - remeasured.get(widest, 1) < 0.006, (
    f"For {widest} units the table says more than test_accuracy does. Did you take the accuracy "
    "on the training digits, as fit reports it? Only digits that the network never saw count."
)
for size in remeasured:
    # Room for rounding, and for no more.
    assert abs(in_table[size] - remeasured[size]) < 0.006, (
        f"The row of {size} units does not have the test accuracy of models[{size}]. Each row "
        "must have the accuracy of its own network."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for size in (10, 50, 100, 512):
    checks.require(
        size in in_table,
        observed=f"The table has no row for {size} units.",
        expected="It needs one for each size.",
        concept="A comparison is complete when it shows all that was tried.",
    )
    checks.claimed_accuracy(
        in_table[size],
        on_unseen_digits(size),
        name=f"The test accuracy for {size} units",
        shift=checks.threshold("table-shift"),
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: The plot
#
# Plot the test accuracy (upwards) against the number of hidden units (to the right), with one
# marker for each row of your table. Label both axes.
#
# Keep the figure in the name `fig`. One way to begin is `fig, ax = plt.subplots()`.
#
# *Hint:* the sizes 1, 10, and 50 lie close together beside 512. You may use
# `ax.set_xscale("log")`: then equal distances mean equal factors.

# %% solution="figure"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots()
ax.plot([row[0] for row in table], [row[2] for row in table], "o-")
ax.set_xscale("log")
ax.set_xlabel("hidden units")
ax.set_ylabel("test accuracy")
ax.set_title("One hidden layer, five epochs")
### END SOLUTION

# %% test="figure" title="The plot shows accuracy against hidden units, with labelled axes" points=3
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert hasattr(fig, "savefig"), (
    "fig is not a figure. plt.subplots() returns two things: the figure first, then its axes."
)
assert len(fig.axes) > 0, "fig is empty: draw the accuracies into it."
# Labels of a figure as a whole are texts of it.
assert fig.texts or any(axes.get_xlabel() for axes in fig.axes), (
    "The x axis has no label: say what is measured along it."
)
assert fig.texts or any(axes.get_ylabel() for axes in fig.axes), (
    "The y axis has no label: say what is measured along it."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.axis_labels(fig)
checks.require(
    table is not None,
    observed="table is still None.",
    expected="The plot is compared with the table.",
    concept="A plot and a table of the same results must agree.",
)
checks.shows_points(
    fig,
    [(row[0], row[2]) for row in table],
    x_name="the number of hidden units",
    y_name="the test accuracy of your table",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: Chance
#
# Run the same program again with another seed, and the accuracy is a little different. How
# much? Without an answer, you cannot tell whether a difference in your table means anything.
#
# Take the size of **10 hidden units** and three different seeds. You have the network for
# seed 1 already: `models[10]`. Train two more, with seeds 2 and 3.
#
# * `repeats`: a dictionary from seed to network, three entries
# * `repeat_accuracies`: a dictionary from seed to test accuracy, three entries
# * `spread`: the largest of the three accuracies minus the smallest

# %% solution="repeats"
repeats = None
repeat_accuracies = None
spread = None
### BEGIN SOLUTION
repeats = {1: models[10], 2: train(10, seed=2), 3: train(10, seed=3)}
repeat_accuracies = {seed: test_accuracy(model) for seed, model in repeats.items()}
spread = max(repeat_accuracies.values()) - min(repeat_accuracies.values())
### END SOLUTION

# %% given="show-repeats"
print("seed and test accuracy:", repeat_accuracies)
print("spread:", spread)

# %% test="repeats" title="Three networks of the same size differ by their seed alone" points=2
assert repeats is not None, "repeats is still None: train 10 hidden units with three seeds."
assert repeat_accuracies is not None, "repeat_accuracies is still None: measure the three networks."
assert spread is not None, "spread is still None: how far apart are the three accuracies?"
assert isinstance(repeats, dict) and len(repeats) == 3, (
    "repeats must be a dictionary with three entries, one for each seed."
)
assert isinstance(repeat_accuracies, dict) and set(repeat_accuracies) == set(repeats), (
    "repeat_accuracies must have the same three seeds as repeats."
)
hidden_weights = {seed: max(net.get_weights(), key=np.size) for seed, net in repeats.items()}
assert all(kernel.shape == (784, 10) for kernel in hidden_weights.values()), (
    "Each network in repeats must have 10 hidden units: only the seed may differ."
)
keys = list(repeats)
for first, second in ((0, 1), (0, 2), (1, 2)):
    one, other = hidden_weights[keys[first]], hidden_weights[keys[second]]
    assert not np.allclose(one, other), (
        f"The networks for seeds {keys[first]} and {keys[second]} have the same weights, so this "
        "is one run and not two. Does each call of train get its own seed, and build a new network?"
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for seed, tested in repeats.items():
    checks.claimed_accuracy(
        repeat_accuracies[seed],
        checks.holdout_accuracy(tested, preprocess),
        name=f"The test accuracy for seed {seed}",
        shift=checks.threshold("table-shift"),
    )
distance = max(repeat_accuracies.values()) - min(repeat_accuracies.values())
checks.require(
    np.ndim(spread) == 0 and abs(spread - distance) < 2e-4,
    observed="spread is not the distance that your three accuracies have.",
    expected="It should be the largest minus the smallest, as a share.",
    concept="The spread tells how large a difference chance alone can make.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: What does one more unit bring?
#
# From one row of your table to the next, the number of units grows from $h_1$ to $h_2$ and the
# accuracy changes from $a_1$ to $a_2$. How much accuracy did *each added unit* bring, on
# average?
#
# $$\text{gain} = \frac{a_2 - a_1}{h_2 - h_1}$$
#
# Make a list `gains` of four numbers: from 1 to 10 units, from 10 to 50, from 50 to 100, and
# from 100 to 512. Do not round: some are very small.

# %% solution="gains"
gains = None
### BEGIN SOLUTION
gains = []
for i in range(4):
    units_1, _, accuracy_1 = table[i]
    units_2, _, accuracy_2 = table[i + 1]
    gains.append((accuracy_2 - accuracy_1) / (units_2 - units_1))
### END SOLUTION

# %% given="show-gains"
print("accuracy gained by each added unit:", gains)

# %% test="gains" title="The gains are accuracy per added unit" points=1
assert gains is not None, "gains is still None: make a list of four numbers."
assert np.shape(gains) == (4,), "gains must have four numbers: one for each step between two rows."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    table is not None and len(table) == 5 and all(np.size(row) == 3 for row in table),
    observed="There is no table of five rows with three numbers.",
    expected="The gains are worked out from the table.",
    concept="A rate compares two measured rows.",
)
rise = np.diff([float(row[2]) for row in table])
added = np.diff([float(row[0]) for row in table])
given = np.asarray(gains, dtype=float)
checks.require(
    np.allclose(rise, 0) or not np.allclose(given, rise, rtol=0.02, atol=1e-7),
    observed="Your gains are the differences of the accuracies, whatever the step.",
    expected="Each should be the gain for one added unit.",
    concept="The steps add 9, 40, 50, and 412 units: only rates can be compared.",
)
checks.require(
    not np.allclose(given, -rise / added, rtol=0.02, atol=1e-7) or np.allclose(rise, 0),
    observed="Your gains have the wrong sign.",
    expected="A gain is positive where the accuracy rises.",
    concept="A change is the later value minus the earlier one.",
)
checks.require(
    np.allclose(given, rise / added, rtol=0.02, atol=1e-7),
    observed="Your gains do not follow from the rows of your table.",
    expected="Each should be the change of accuracy divided by the number of added units.",
    concept="A rate is a change divided by what it took.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: Is more always better?
#
# Which of these sentences does your experiment support? Set `conclusion` to `"A"`, `"B"`,
# `"C"`, or `"D"`. Look at your table, your gains, and your spread.
#
# * **A**: Each added unit brings as much accuracy as the one before.
# * **B**: The more units, the better, without any limit: with 100,000 units the network would
#   read still more digits correctly.
# * **C**: At first more units help much, later they help little. The experiment cannot tell
#   what happens at sizes beyond the largest one.
# * **D**: The number of units does not matter: all differences in the table are as small as
#   the spread between two runs.

# %% solution="conclusion"
conclusion = None
### BEGIN SOLUTION
conclusion = "C"
### END SOLUTION

# %% test="conclusion" title="The conclusion follows from the experiment" points=1
assert conclusion is not None, "conclusion is still None: choose one of the four letters."
assert str(conclusion).strip().upper() in {"A", "B", "C", "D"}, (
    'conclusion must be one of the letters "A", "B", "C", "D".'
)
### BEGIN HIDDEN TESTS
from autograder import checks

problems = {
    "A": "Your conclusion says that all units help equally. Look at your gains: are they equal?",
    "B": "Your conclusion says that more is always better. Your table ends at its largest size.",
    "D": "Your conclusion says that all differences are chance. Compare the rows of 1 and 10 units "
    "with the spread.",
}
letter = str(conclusion).strip().upper()
checks.require(
    letter not in problems,
    observed=problems.get(letter, ""),
    expected="Choose the sentence that says as much as was measured, and no more.",
    concept="An experiment supports statements about what was tried; the rest is a guess.",
)
### END HIDDEN TESTS

# %% [markdown] written="observation" title="What the table and the plot show" points=4
# ## Step 9: What do you observe?
#
# Describe in your own words what your table and your plot show. Write four or five sentences.
# Use numbers from your table. Say what more units bring, what they cost, and how sure you are.
# Which size would you choose, and why?
#
# === BEGIN MARK SCHEME ===
# * 1 point: accuracy rises with the number of units, with numbers from the student's own table.
# * 1 point: it rises less and less (steep from 1 to 50, nearly flat from 100 to 512), with the
#   gains or the plot as the reason.
# * 1 point: the cost is named: parameters (407,050 against 79,510), memory, or training time.
# * 1 point: the limits are named: differences are compared with the spread between seeds, or
#   nothing is claimed about sizes that were not tried. A choice of size that follows from all this
#   is fine, whatever it is.
#
# "More is always better" without a limit: no point for the second and the fourth line.
#
# A good answer: With 1 unit my network reads 30 % of the test digits, with 10 units 92.5 %, with
# 50 units 96.3 %. After that the curve is nearly flat: 97.1 % with 100 units and 97.8 % with 512.
# From 1 to 10 units each added unit brings about 7 percentage points, from 100 to 512 less than
# 0.002. The network with 512 units has five times as many parameters as the one with 100 and takes
# about three times as long to train. Three seeds at 10 units differ by 0.3 points, so the step from
# 100 to 512 is probably no accident, but I measured it only once. I would choose 100 units. Whether
# 5,000 units would be better I cannot say.
# === END MARK SCHEME ===

# %% [markdown] written="two-runs" title="Why two runs of the same program differ" points=4
# ## Step 10: Why do two runs differ?
#
# Two runs of the same program, on the same digits, end with different accuracies. Explain in
# your own words where the difference comes from. What does the seed do? With only 1 hidden unit,
# runs differ far more than with 10: the accuracy may be 10 % in one run and 30 % in the next.
# Why? (You may try it: `train(1, seed=2)`, `train(1, seed=3)`, ...)
#
# === BEGIN MARK SCHEME ===
# * 1 point: the weights start at random values, so training starts at another place.
# * 1 point: the digits come in a random order (they are shuffled in each epoch), so the steps of
#   training differ and end at another place.
# * 1 point: the seed fixes the sequence of random numbers; the same seed gives the same run (on the
#   same machine), another seed another run.
# * 1 point: with one unit there is nothing to balance bad luck: all depends on where this unit
#   starts (a ReLU unit may even stay at zero for all images). With many units, luck averages out.
#
# A good answer: Before training, the weights are drawn at random, and in each epoch the digits are
# shuffled. So each run takes another way, and it ends with other weights that are about equally
# good. The seed fixes the random numbers: with the same seed I get the same network again. With 512
# units some start badly and others well, and together they balance. With 1 unit everything depends
# on this unit. If it starts badly, the network can hardly tell any digits apart.
# === END MARK SCHEME ===
