# /// assignment
# title = "Six networks, one report"
# minutes = 120
# follows = "08-weight-decay"
# summary = "Train six networks, put all you measured into a report, and recommend one of them."
# ///

# %% [markdown]
# ## The goal
#
# Somebody asks you: "Which network shall we use?" You train six of them, measure, and write a
# **report**: a table, three figures, and a recommendation that others can check.
#
# ```text
#   six networks --> learning curves    did the training go well?          steps 1 to 3
#                --> a table            accuracy, size, time               step 4
#   one of them  --> confusion matrices which digits does it mix up?       steps 5 to 7
#                --> pictures           what do its mistakes look like?    steps 8, 9
#                --> the report         which one, and why?                steps 10, 11
# ```
#
# Good networks are not enough here. Most mistakes in such reports are made *after* training:
# predictions are compared with the labels of other digits, rows are taken for columns, or a number
# belongs to another network. So check each number once more before you write it down.
#
# **Time.** Training all six takes one to four minutes on a laptop.

# %% given="imports"
import time

import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras

# %% given="data"
(images, labels), (images_test, y_test) = keras.datasets.mnist.load_data()

images_train, y_train = images[:48_000], labels[:48_000]
images_val, y_val = images[48_000:], labels[48_000:]


def preprocess(images):
    """The networks' input, float32 (n, 784) from 0 to 1, made from uint8 images (n, 28, 28)."""
    return images.reshape(len(images), 784).astype("float32") / 255


x_train, x_val, x_test = preprocess(images_train), preprocess(images_val), preprocess(images_test)

# The tests look at every eleventh training image (odd and even places differ:
# in MNIST easy and hard writers take turns), and at all test images in two parts.
train_part = images_train[::11]
test_parts = [images_test[:5000], images_test[5000:]]

# The six networks: units in each hidden layer, and number of hidden layers.
PLAN = [(64, 1), (64, 2), (128, 1), (128, 2), (256, 1), (256, 2)]
EPOCHS = 10

print("training:", x_train.shape, " validation:", x_val.shape, " test:", x_test.shape)

# %% [markdown]
# There are three groups of digits, as in assignment 8: 48,000 to **train** with, 12,000 (20 % of
# all) for **validation** while you train, and 10,000 to **test** with at the end.
#
# ## Step 1: Build any of the six
#
# Write `build(units, layers)`. It returns a compiled, untrained network:
#
# * input: 784 numbers,
# * as many hidden layers as `layers` says, **each** with so many `units` and ReLU,
# * an output layer with ten units and softmax,
# * compiled with the optimizer `"rmsprop"`, the loss `"sparse_categorical_crossentropy"`, and
#   `metrics=["accuracy"]`.
#
# *RMSprop* divides each step by the recent size of the gradients, separately for each weight. So
# it needs no carefully chosen learning rate.
#
# *Hint:* start with `model = keras.Sequential([keras.Input(shape=(784,))])`, then use `model.add`
# in a loop.


# %% solution="build"
def build(units, layers):
    """A compiled, untrained network with that many hidden layers of so many units."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input(shape=(784,))])
    for _ in range(layers):
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model
    ### END SOLUTION


# %% test="build" title="build makes as many hidden layers of so many units as asked for" points=2
tried = build(12, 3)
assert tried is not None, "build still returns None: end it with return model."
assert hasattr(tried, "get_weights"), "build must return a Keras model."
weight_shapes = [array.shape for array in tried.get_weights() if array.ndim == 2]
assert weight_shapes, (
    "The network of build has no weights yet: begin with keras.Input(shape=(784,))."
)
assert len(weight_shapes) == 4, (
    f"build(12, 3) has {len(weight_shapes) - 1} hidden layers. The second argument says how many "
    "there should be; the output layer comes on top."
)
made_units = sorted(shape[1] for shape in weight_shapes)
assert made_units == [10, 12, 12, 12], (
    f"The layers of build(12, 3) have {made_units} units. Each hidden layer should have as many as "
    "the first argument says, and the output layer one for each digit."
)
### BEGIN HIDDEN TESTS
from autograder import checks

for made, units, depth in ((tried, 12, 3), (build(7, 1), 7, 1), (build(30, 2), 30, 2)):
    weights = 784 * units + (depth - 1) * units**2 + 10 * units
    checks.parameter_count(made, weights + depth * units + 10, f"build({units}, {depth})")
    checks.hidden_activation(made, "relu", "The network of build")
    stated = getattr(getattr(made, "claims", None), "optimizer", None)
    stated = stated or type(getattr(made, "optimizer", None)).__name__
    checks.require(
        "rmsprop" in stated.lower(),
        observed=f"The network of build is compiled with {stated}.",
        expected="The text asks for RMSprop.",
        concept="Six networks can be compared only if they were trained in the same way.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: Train all six
#
# Go through `PLAN` and train a network for each pair. Train each with `x_train` and `y_train` for
# `EPOCHS` epochs. For the validation digits give `fit` the argument
# `validation_data=(x_val, y_val)`. The batch size is your choice, from 32 to 512, the same for all
# six.
#
# Keep three lists, each in the order of `PLAN`:
#
# * `networks`: the six trained networks,
# * `histories`: the six things that `fit` returned,
# * `seconds`: how long each call of `fit` took, in seconds.
#
# *Hints:* read `time.perf_counter()` before and after `fit`, and subtract. With `verbose=0` nothing
# is printed; print one line for each network, so that you see that it goes on.

# %% solution="train"
networks = None
histories = None
seconds = None
### BEGIN SOLUTION
networks, histories, seconds = [], [], []
for units, layers in PLAN:
    keras.utils.set_random_seed(1)
    model = build(units, layers)
    start = time.perf_counter()
    history = model.fit(
        x_train,
        y_train,
        batch_size=128,
        epochs=EPOCHS,
        validation_data=(x_val, y_val),
        verbose=0,
    )
    seconds.append(time.perf_counter() - start)
    networks.append(model)
    histories.append(history)
    print(f"{units} units in {layers} hidden layers: {seconds[-1]:.1f} s")
### END SOLUTION

# %% test="networks" title="Six networks are trained, each as the plan says" points=4 seconds=120
assert networks is not None, "networks is still None: train the six networks."
assert histories is not None, "histories is still None: keep what fit returns."
assert len(networks) == 6 and len(histories) == 6, (
    "networks and histories must have six entries each, in the order of PLAN."
)
for i in range(6):
    assert hasattr(networks[i], "get_weights"), f"networks[{i}] must be a Keras model."
    assert hasattr(histories[i], "history"), f"histories[{i}] must be what fit returned."
    trained_for = len(histories[i].epoch)
    assert trained_for == EPOCHS, (
        f"histories[{i}] has {trained_for} epochs. Train each network once, for EPOCHS epochs: "
        "only then the comparison is fair."
    )
    weight_shapes = [array.shape for array in networks[i].get_weights()]
    assert (784, PLAN[i][0]) in weight_shapes, (
        f"The first layer of networks[{i}] does not have the {PLAN[i][0]} units that PLAN[{i}] "
        "asks for. If all your networks are the same one, build a new one in each turn of the loop."
    )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

for i, (units, depth) in enumerate(PLAN):
    weights = 784 * units + (depth - 1) * units**2 + 10 * units
    checks.parameter_count(networks[i], weights + depth * units + 10, f"networks[{i}]")
    checks.accuracy_record(histories[i], f"histories[{i}]")
test_names = ("images_test", "x_test", "y_test")
for call in checks.fit_calls(In, test_names) + checks.fit_calls(
    context().sources.values(), test_names
):
    checks.require(
        not call.trains_on_test,
        observed=f"A network is trained on the test digits: {call.code}",
        expected="fit should be called on the training digits only.",
        concept="The test set shows how a network reads digits that it never saw.",
    )
    checks.require(
        not call.validates_on_test,
        observed=f"The test digits are used for validation: {call.code}",
        expected="validation_data should be the 12,000 validation digits.",
        concept="What you look at while you train is no longer unseen when you test.",
    )
for i in range(6):
    share = checks.holdout_accuracy(networks[i], preprocess)
    checks.require(
        checks.at_least(share, "learned"),
        observed=f"networks[{i}] reads {checks.percent(share)} of the digits that it never saw.",
        expected="After ten epochs with all training digits, it should read more.",
        concept="Was it trained with fit, on all training digits and their own labels?",
    )
    last = checks.accuracy_record(histories[i])[1][-1]
    checks.require(
        checks.within(last - share, "claim-shift"),
        observed=f"The last validation accuracy in histories[{i}] is {checks.percent(last)}, and "
        f"networks[{i}] reads {checks.percent(share)} of the digits that it never saw.",
        expected="Both should nearly agree.",
        concept="A history belongs to the network that it was recorded with.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Learning curves
#
# A *learning curve* shows how the accuracy went on from epoch to epoch. For each of the six
# networks, draw the **training** and the **validation** accuracy against the number of the epoch.
# That makes twelve curves, for example in six small panels with two curves each.
#
# Label the axes. Let titles and legends say of each curve what it is. Keep the figure in the name
# `fig_curves`.
#
# *Hints:* `fig, axes = plt.subplots(2, 3, sharey=True)` makes six panels, and `axes.flat` goes
# through them. A history has the numbers in `history.history["accuracy"]` and
# `history.history["val_accuracy"]`.

# %% solution="curves"
fig_curves = None
### BEGIN SOLUTION
fig_curves, axes = plt.subplots(2, 3, sharex=True, sharey=True, figsize=(10, 6))
epochs = range(1, EPOCHS + 1)
# The first row has one hidden layer, the second row two.
for (units, layers), history, ax in zip(PLAN, histories, axes.T.flat):
    ax.plot(epochs, history.history["accuracy"], label="training")
    ax.plot(epochs, history.history["val_accuracy"], label="validation")
    ax.set_title(f"{layers} x {units} hidden units")
    ax.grid(alpha=0.3)
axes[0, 0].legend()
fig_curves.supxlabel("epoch")
fig_curves.supylabel("accuracy")
fig_curves.tight_layout()
### END SOLUTION

# %% test="curves" title="The figure shows the learning curves of all six networks" points=3
assert fig_curves is not None, "fig_curves is still None: keep your figure in this name."
assert hasattr(fig_curves, "savefig"), (
    "fig_curves is not a figure. plt.subplots() returns two things: the figure first."
)
assert histories is not None and len(histories) == 6, "histories must have six entries (step 2)."
### BEGIN HIDDEN TESTS
from autograder import checks

for i in range(6):
    training, validation = checks.accuracy_record(histories[i], f"histories[{i}]")
    curves = {
        f"training accuracy of networks[{i}]": training,
        f"validation accuracy of networks[{i}]": validation,
    }
    checks.learning_curves(fig_curves, curves, "fig_curves")
checks.axis_labels(fig_curves, "fig_curves")
checks.curves_told_apart(fig_curves, 12, "fig_curves")
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: The table
#
# Put the numbers into a table with one row for each network. It is a **list of six
# dictionaries**, or a **DataFrame** if you know the package *pandas*. (You need not: this notebook
# runs without it.) Use exactly these names for the columns:
#
# | column | what it says |
# | --- | --- |
# | `"units"` | units in each hidden layer |
# | `"layers"` | number of hidden layers |
# | `"parameters"` | number of parameters, biases included |
# | `"seconds"` | how long its training took |
# | `"training accuracy"` | share of the training digits that it reads correctly now, 0 to 1 |
# | `"test accuracy"` | share of the test digits that it reads correctly, 0 to 1 |
#
# Measure both accuracies **after** training, with the finished network. The training accuracy of a
# history is a little different: it is a mean over the epoch, in which the network went on
# changing. Keep the table in the name `table`. Do not round to fewer than four digits.
#
# *Hint:* `model.evaluate(x, y, batch_size=500, verbose=0)` gives the loss and the accuracy.

# %% solution="table"
table = None
### BEGIN SOLUTION
table = []
for (units, layers), model, time_taken in zip(PLAN, networks, seconds):
    row = {"units": units, "layers": layers, "parameters": model.count_params()}
    row["seconds"] = time_taken
    for name, x, y in (("training", x_train, y_train), ("test", x_test, y_test)):
        row[f"{name} accuracy"] = model.evaluate(x, y, batch_size=500, verbose=0)[1]
    table.append(row)
### END SOLUTION

# %% given="show-table"
COLUMNS = ["units", "layers", "parameters", "seconds", "training accuracy", "test accuracy"]


def rows_of(table):
    """The table as a list of dictionaries, whether it is one already or a DataFrame."""
    if not hasattr(table, "reset_index"):
        return table
    if not set(COLUMNS) <= set(table.columns):
        table = table.reset_index()
    return table.to_dict("records")


rows = rows_of(table)
print("  ".join(COLUMNS))
for row in rows if isinstance(rows, (list, tuple)) else []:
    if isinstance(row, dict):
        print("  ".join(f"{row.get(name)!s:>{len(name)}.{len(name)}}" for name in COLUMNS))

# %% test="table" title="The table has a row for each network, with its size and its time" points=2
assert table is not None, "table is still None: make a list of six dictionaries."
assert isinstance(rows, (list, tuple)) and all(isinstance(row, dict) for row in rows), (
    "table must be a list of dictionaries (or a DataFrame), with one dictionary for each network."
)
assert len(rows) == 6, f"table has {len(rows)} rows. There should be one for each network."
for row in rows:
    lacking = [name for name in COLUMNS if name not in row]
    assert not lacking, (
        f"A row of the table lacks {lacking[0]!r}. Use the names of the columns exactly as above."
    )
    for name in COLUMNS:
        assert np.ndim(row[name]) == 0 and np.asarray(row[name]).dtype.kind in "iuf", (
            f"{name!r} must be a number in each row: no text such as '98 %', and no list."
        )
        assert np.isfinite(row[name]), f"{name!r} is not a number (nan) in a row of the table."
row_sizes = sorted((int(row["units"]), int(row["layers"])) for row in rows)
assert row_sizes == sorted(tuple(pair) for pair in PLAN), (
    "Each pair of units and layers in PLAN must have exactly one row."
)
assert seconds is not None and len(seconds) == 6, "seconds must have six entries (step 2)."
### BEGIN HIDDEN TESTS
from autograder import checks

by_size = {(int(row["units"]), int(row["layers"])): row for row in rows}
for (units, depth), taken in zip(PLAN, seconds):
    row, place = by_size[units, depth], f"The row of {units} units in {depth} hidden layers"
    total = 784 * units + (depth - 1) * units**2 + 10 * units + depth * units + 10
    checks.require(
        int(row["parameters"]) != total - depth * units - 10,
        observed=f"{place} counts the weights without the biases.",
        expected="Biases are parameters too.",
    )
    checks.require(
        int(row["parameters"]) == total,
        observed=f"{place} says {int(row['parameters']):,} parameters.",
        expected="This network has another number.",
        concept="Each number of a table must belong to the network of its row.",
    )
    checks.require(
        checks.at_least(float(row["seconds"]), "quickest", by_factors=True)
        and checks.at_most(float(row["seconds"]), "slowest", by_factors=True),
        observed=f"{place} says that its training took {float(row['seconds']):.3g} seconds.",
        expected="Ten epochs with 48,000 digits take a time of another order.",
        concept="One reading of a clock says nothing; a duration is the difference of two. And "
        "the time of one step is not the time of an epoch.",
    )
    checks.require(
        abs(float(row["seconds"]) - float(taken)) <= 0.51,
        observed=f"{place} has another time than the list seconds.",
        expected="Both should be the time that its own call of fit took.",
        concept="Each number of a table must belong to the network of its row.",
    )
checks.require(
    len({round(float(taken), 9) for taken in seconds}) > 1,
    observed="All six times are equal.",
    expected="Each should be measured around its own call of fit.",
    concept="No two trainings take the same time to a billionth of a second.",
)
### END HIDDEN TESTS

# %% test="accuracies" title="Each accuracy is that of its own network, on the right digits" points=4 seconds=120
assert table is not None, "table is still None: make a list of six dictionaries."
assert networks is not None and len(networks) == 6, "networks must have six entries (step 2)."
assert isinstance(rows, (list, tuple)) and len(rows) == 6, "table must have six rows."
both = [(row["training accuracy"], row["test accuracy"]) for row in rows]
accuracy_table = np.array(both, dtype=float)
assert np.all(accuracy_table >= 0) and np.all(accuracy_table <= 1), (
    "Give accuracies as shares from 0 to 1, not in percent."
)
for column, name in enumerate(("training accuracy", "test accuracy")):
    assert len(np.unique(accuracy_table[:, column])) > 1, (
        f"The {name} is the same in all rows. After a loop, the name model belongs to the last "
        "network only: measure each network."
    )
assert np.any(np.abs(accuracy_table[:, 0] - accuracy_table[:, 1]) > 0.0005), (
    "In each row, training and test accuracy are the same. One of them was measured on the wrong "
    "digits."
)
### BEGIN HIDDEN TESTS
from autograder import checks

by_size = {(int(row["units"]), int(row["layers"])): row for row in rows}
images_of = {"training": train_part, "test": np.concatenate(test_parts)}
truth_of = {"training": y_train[::11], "test": y_test}
allowed = {"training": checks.threshold("training"), "test": checks.threshold("test")}
prepared = {kind: checks.preprocessed(preprocess, some) for kind, some in images_of.items()}
answers = {
    kind: [np.argmax(np.asarray(net(some, training=False)), axis=1) for net in networks]
    for kind, some in prepared.items()
}
measured = {
    kind: [float(np.mean(one == truth_of[kind])) for one in answers[kind]] for kind in answers
}
for i, pair in enumerate(PLAN):
    stated = {kind: float(by_size[tuple(pair)][f"{kind} accuracy"]) for kind in images_of}
    place = f"The row of {pair[0]} units in {pair[1]} hidden layers"
    apart = {
        kind: not checks.within(stated[kind] - measured[kind][i], kind) for kind in images_of
    }
    checks.require(
        not (
            apart["test"]
            and abs(stated["test"] - measured["training"][i]) <= allowed["training"]
            and abs(stated["training"] - measured["test"][i]) <= allowed["test"]
        ),
        observed=f"{place} has training and test accuracy exchanged.",
        expected="The training accuracy is measured on the 48,000 training digits.",
        concept="The gap between both shows how much a network learned by heart.",
    )
    for kind in ("test", "training"):
        checks.require(
            not apart[kind],
            observed=f"{place} gives a {kind} accuracy of {checks.percent(stated[kind])}, and this "
            f"network reads {checks.percent(measured[kind][i])} of the {kind} digits.",
            expected="Each number should be measured with its own network, after training.",
            concept="Only measurements of the networks that are compared can decide between them.",
        )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: Let one of them read
#
# From now on you look at **one** network: the one that you will recommend. Look at the table, think
# of accuracy, gap and time, and set `pick` to its place in `PLAN`, 0 to 5. You may come back and
# change it.
#
# Then let it read. A *prediction* is the digit with the largest probability:
#
# * `train_predictions`: what `networks[pick]` reads for the 48,000 training digits,
# * `test_predictions`: what it reads for the 10,000 test digits.
#
# Both are arrays of whole numbers, in the order of the digits.
#
# *Hint:* `model.predict(x, batch_size=500, verbose=0)` gives ten probabilities for each digit. Which
# `axis` of this array counts the digits 0 to 9?

# %% solution="predict"
pick = None
train_predictions = None
test_predictions = None
### BEGIN SOLUTION
pick = 3
chosen = networks[pick]
train_predictions = np.argmax(chosen.predict(x_train, batch_size=500, verbose=0), axis=1)
test_predictions = np.argmax(chosen.predict(x_test, batch_size=500, verbose=0), axis=1)
### END SOLUTION

# %% test="predictions" title="The predictions are those of the picked network" points=2 seconds=120
assert pick is not None, "pick is still None: choose the place of a network in PLAN."
assert np.ndim(pick) == 0 and pick in range(6), "pick must be a whole number from 0 to 5."
assert train_predictions is not None, "train_predictions is still None: let the network read."
assert test_predictions is not None, "test_predictions is still None: let the network read."
assert np.shape(train_predictions) != (48_000, 10), (
    "train_predictions has ten numbers for each digit. Which of them is the largest?"
)
assert np.shape(train_predictions) == (48_000,) and np.shape(test_predictions) == (10_000,), (
    f"train_predictions and test_predictions have the shapes {np.shape(train_predictions)} and "
    f"{np.shape(test_predictions)}. They should have one digit for each image."
)
assert networks is not None and len(networks) == 6, "networks must have six entries (step 2)."
### BEGIN HIDDEN TESTS
from autograder import checks

picked = networks[int(pick)]
for name, stated, some in (
    ("test_predictions", test_predictions, np.concatenate(test_parts)),
    ("train_predictions", np.asarray(train_predictions)[::11], train_part),
):
    prepared = checks.preprocessed(preprocess, some)
    again = np.argmax(np.asarray(picked(prepared, training=False)), axis=1)
    others = int(np.sum(np.asarray(stated) != again))
    checks.require(
        checks.at_most(others, "ties"),
        observed=f"{others} of {len(again):,} {name} are not what networks[{int(pick)}] reads.",
        expected="All should be read by the network that you picked, in the order of the digits.",
        concept="The figures of a report must be about the network that it recommends.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 6: Confusion matrices
#
# You know them from assignment 5: the entry in row $i$ and column $j$ counts how many images of the
# digit $i$ were taken for the digit $j$. **Rows are the truth, columns are predictions.**
#
# ```text
#                       predicted
#                  ...   4  ...    9
#        true  4  [    953        12  ]    12 images of a 4 were taken for a 9
#             ...
#              9  [      7       974  ]     7 images of a 9 were taken for a 4
# ```
#
# Make two of them, as arrays of shape (10, 10):
#
# * `matrix_train` from the 48,000 training digits,
# * `matrix_test` from the 10,000 test digits.
#
# Use your function `confusion` of assignment 5, write a new one, or find out about
# `tf.math.confusion_matrix`. Each image is counted once. Before you go on: what must be the sum of
# all entries? And the sum of a row?

# %% solution="matrices"
matrix_train = None
matrix_test = None
### BEGIN SOLUTION
def confusion(labels, predictions):
    """Counts: row i, column j says how many images of digit i were taken for digit j."""
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_test, test_predictions)
print(matrix_test)
### END SOLUTION

# %% test="matrices" title="The confusion matrices count each digit once, rows being the truth" points=4 seconds=120
assert matrix_train is not None, "matrix_train is still None: count the training digits."
assert matrix_test is not None, "matrix_test is still None: count the test digits."
for name, tested in (("matrix_train", matrix_train), ("matrix_test", matrix_test)):
    assert np.shape(tested) == (10, 10), (
        f"{name} has the shape {np.shape(tested)}. It needs a row and a column for each digit."
    )
assert train_predictions is not None, "train_predictions is still None (step 5)."
assert test_predictions is not None, "test_predictions is still None (step 5)."
assert np.shape(train_predictions) == (48_000,) and np.shape(test_predictions) == (10_000,), (
    "train_predictions and test_predictions need one digit for each image (step 5)."
)
assert networks is not None and len(networks) == 6, "networks must have six entries (step 2)."
### BEGIN HIDDEN TESTS
from autograder import checks

# Whichever of the six networks made the predictions: they must be a network's, and its matrices.
prepared = checks.preprocessed(preprocess, np.concatenate(test_parts))
most = checks.threshold("ties")
for i in sorted(range(6), key=lambda i: i != pick):
    again = np.argmax(np.asarray(networks[i](prepared, training=False)), axis=1)
    if np.sum(again != np.asarray(test_predictions)) <= most:
        break
else:
    checks.fail(
        "test_predictions are what none of your networks reads.",
        "The matrices should count what one of them reads.",
        "A report says what was measured.",
    )
prepared = checks.preprocessed(preprocess, train_part)
part_again = np.argmax(np.asarray(networks[i](prepared, training=False)), axis=1)
checks.require(
    np.sum(part_again != np.asarray(train_predictions)[::11]) <= most,
    observed=f"test_predictions are those of networks[{i}], train_predictions are not.",
    expected="Both matrices should be about the same network.",
    concept="Only then can one see what is mixed up on new digits, and not on learned ones.",
)
stated = np.asarray(train_predictions)
checks.require(
    stated.dtype.kind in "iu" and 0 <= stated.min() and stated.max() <= 9,
    observed="Some of train_predictions are no digits.",
    expected="They should be whole numbers from 0 to 9.",
)
# Counted by the judge, but for digits whose two largest probabilities are equal to six places.
counts, wanted = np.asarray(matrix_test), checks.confusion_matrix(y_test, again)
if counts.dtype.kind not in "biuf" or np.abs(counts - wanted).sum() > 2 * most:
    checks.is_confusion_matrix(matrix_test, y_test, again)
checks.is_confusion_matrix(matrix_train, y_train, train_predictions)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Draw both matrices
#
# Draw the two matrices side by side with `imshow`, each with a title that says which digits were
# counted, and with labels that say which axis is the truth. Keep the figure in the name
# `fig_matrices`.
#
# The diagonal is so large that nothing else can be seen. So draw `np.log1p(matrix)`, or the shares
# of each row, or leave the diagonal out. The counts can be written into the cells with `ax.text`.

# %% solution="matrices-figure"
fig_matrices = None
### BEGIN SOLUTION
fig_matrices, axes = plt.subplots(1, 2, figsize=(11, 5.5), layout="constrained")
titles = ("training digits (48,000)", "test digits (10,000)")
for ax, matrix, title in zip(axes, (matrix_train, matrix_test), titles):
    ax.imshow(np.log1p(matrix), cmap="Blues")
    for i in range(10):
        for j in range(10):
            colour = "white" if i == j else "black"
            ax.text(j, i, matrix[i, j], ha="center", va="center", color=colour, fontsize=8)
    ax.set_xticks(range(10))
    ax.set_yticks(range(10))
    ax.set_xlabel("predicted digit")
    ax.set_ylabel("true digit")
    ax.set_title(title)
### END SOLUTION

# %% test="matrices-figure" title="The figure shows both matrices, with titles and named axes" points=3
assert fig_matrices is not None, "fig_matrices is still None: keep your figure in this name."
assert hasattr(fig_matrices, "savefig"), (
    "fig_matrices is not a figure. plt.subplots() returns two things: the figure first."
)
assert matrix_train is not None, "matrix_train is still None: count the training digits."
assert matrix_test is not None, "matrix_test is still None: count the test digits."
assert np.shape(matrix_train) == (10, 10) and np.shape(matrix_test) == (10, 10), (
    "matrix_train and matrix_test must have ten rows and ten columns (step 6)."
)
### BEGIN HIDDEN TESTS
from autograder import checks

drawn = {
    "training digits": np.asarray(matrix_train, dtype=float),
    "test digits": np.asarray(matrix_test, dtype=float),
}
checks.shows_confusion_matrices(fig_matrices, drawn, "fig_matrices")
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: Show what it reads
#
# Numbers do not show *why* a digit is hard. Make a figure of 25 **test digits**, in five rows of
# five pictures:
#
# * Choose which ones: set `shown` to a list of 25 different places in the test digits. At least
#   **five** must be read wrongly by your network, and at least **five** correctly.
# * Above each picture write two digits: first what the network reads, then, in brackets, what is
#   true. For example `4 (9)`.
# * This title is **green** when the network is right, and **red** when it is wrong. (For readers who
#   can't tell these colours apart, the two digits say the same.)
#
# Keep the figure in the name `fig_digits`.
#
# *Hints:* `np.flatnonzero(test_predictions != y_test)` gives the places of all mistakes.
# `ax.set_title("...", color="green")` makes a green title. `ax.axis("off")` hides the axes.

# %% solution="digits-figure"
shown = None
fig_digits = None
### BEGIN SOLUTION
wrong = np.flatnonzero(test_predictions != y_test)[:10]
right = np.flatnonzero(test_predictions == y_test)[:15]
shown = [int(place) for place in np.concatenate([wrong, right])]
fig_digits, axes = plt.subplots(5, 5, figsize=(7, 8))
for ax, place in zip(axes.flat, shown):
    predicted, true = test_predictions[place], y_test[place]
    ax.imshow(images_test[place], cmap="gray_r")
    ax.set_title(f"{predicted} ({true})", color="green" if predicted == true else "red")
    ax.axis("off")
fig_digits.tight_layout()
### END SOLUTION

# %% test="digits-figure" title="The pictures carry prediction and truth, green if right and red if wrong" points=3
assert shown is not None, "shown is still None: choose 25 places in the test digits."
assert fig_digits is not None, "fig_digits is still None: keep your figure in this name."
assert hasattr(fig_digits, "savefig"), (
    "fig_digits is not a figure. plt.subplots() returns two things: the figure first."
)
assert np.shape(shown) == (25,) and np.asarray(shown).dtype.kind in "iu", (
    "shown must be a list of 25 whole numbers: places in the test digits."
)
assert min(shown) >= 0 and max(shown) < 10_000 and len({int(place) for place in shown}) == 25, (
    "shown must have 25 different places from 0 to 9,999."
)
assert np.shape(test_predictions) == (10_000,), "test_predictions needs 10,000 digits (step 5)."
wrong_ones = [int(test_predictions[int(place)]) != int(y_test[int(place)]) for place in shown]
assert 5 <= sum(wrong_ones) <= 20, (
    f"Your network reads {sum(wrong_ones)} of the 25 digits wrongly. Choose at least five wrong and "
    "at least five right ones: nobody learns much from either kind alone."
)
### BEGIN HIDDEN TESTS
from autograder import checks

places = [int(place) for place in shown]
checks.prediction_grid(
    fig_digits,
    np.concatenate(test_parts)[places],
    np.asarray(test_predictions)[places],
    np.asarray(y_test)[places],
    "fig_digits",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 9: Fours and nines
#
# One pair of digits is mixed up more than most others. Find the places in the **test digits** of
#
# * `fours_as_nines`: all images of a 4 that your network takes for a 9,
# * `nines_as_fours`: all images of a 9 that it takes for a 4.
#
# Both are lists or arrays of places, 0 to 9,999. The cell below draws them. Compare their numbers
# with two entries of your matrix.
#
# *Hint:* two conditions on arrays are joined by `&`, each in brackets: `(a == 1) & (b == 2)`.

# %% solution="four-nine"
fours_as_nines = None
nines_as_fours = None
### BEGIN SOLUTION
fours_as_nines = np.flatnonzero((y_test == 4) & (test_predictions == 9))
nines_as_fours = np.flatnonzero((y_test == 9) & (test_predictions == 4))
### END SOLUTION

# %% given="show-four-nine"
for heading, found in (("4 taken for 9", fours_as_nines), ("9 taken for 4", nines_as_fours)):
    found = [] if found is None else np.ravel(found)
    print(heading, "-", len(found), "images")
    if len(found) > 0:
        fig, axes = plt.subplots(1, 10, figsize=(10, 1.6))
        fig.suptitle(f"{heading}: the first ten")
        for ax, place in zip(axes, found):
            ax.imshow(images_test[int(place)], cmap="gray_r")
        for ax in axes:
            ax.axis("off")
        plt.show()

# %% test="four-nine" title="The fours taken for nines are found, and the nines taken for fours" points=2
assert fours_as_nines is not None, "fours_as_nines is still None: find their places."
assert nines_as_fours is not None, "nines_as_fours is still None: find their places."
for name, found in (("fours_as_nines", fours_as_nines), ("nines_as_fours", nines_as_fours)):
    assert np.asarray(found).dtype.kind != "b", (
        f"{name} says True or False for each digit. np.flatnonzero makes places of that."
    )
    assert np.ndim(found) > 0, f"{name} is a single number. Not how many are wanted, but which."
assert np.shape(test_predictions) == (10_000,), "test_predictions needs 10,000 digits (step 5)."
### BEGIN HIDDEN TESTS
from autograder import checks

answers, truth = np.asarray(test_predictions), np.asarray(y_test)
wanted = {
    "fours_as_nines": set(np.flatnonzero((truth == 4) & (answers == 9)).tolist()),
    "nines_as_fours": set(np.flatnonzero((truth == 9) & (answers == 4)).tolist()),
}
stated = {
    "fours_as_nines": {int(place) for place in np.ravel(fours_as_nines)},
    "nines_as_fours": {int(place) for place in np.ravel(nines_as_fours)},
}
checks.require(
    stated == wanted
    or stated["fours_as_nines"] != wanted["nines_as_fours"]
    or stated["nines_as_fours"] != wanted["fours_as_nines"],
    observed="fours_as_nines and nines_as_fours are exchanged.",
    expected="A 4 taken for a 9 is a 4 in truth, and 9 is what the network says.",
    concept="Truth and prediction play different parts: one is given, the other is an answer.",
)
for name, digit in (("fours_as_nines", 4), ("nines_as_fours", 9)):
    checks.require(
        all(0 <= place < 10_000 and truth[place] == digit for place in stated[name]),
        observed=f"Some of {name} are no images of a {digit}.",
        expected=f"All should be images of a {digit} among the test digits.",
        concept="Labels and predictions at one place belong to the same image.",
    )
    checks.require(
        stated[name] == wanted[name],
        observed=f"{name} has {len(stated[name])} places; these are not the ones.",
        expected="By your own test_predictions there are others.",
        concept="Both conditions must hold for the same image.",
    )
### END HIDDEN TESTS

# %% [markdown] written="mix-ups" title="Which digits are mixed up, and why" points=3
# ## Step 10: Look at the mistakes
#
# Answer in five to seven sentences.
#
# * Which two mistakes (which digit taken for which) are the most frequent on the test digits? Give
#   the counts. Are they frequent on the training digits too?
# * Look at the pictures of steps 8 and 9. What have the fours in common that are taken for nines?
# * Would *you* have read all of them correctly?
#
# === BEGIN MARK SCHEME ===
# * 1 point: two mistakes with their counts, which agree with the student's own matrix, in the right
#   direction (row: truth, column: prediction); compared with the training digits, where there are
#   fewer in proportion (48,000 digits against 10,000).
# * 1 point: what the pictures show, in terms of strokes: a 4 whose top is closed looks like a 9, a 9
#   with an open or angular loop looks like a 4.
# * 1 point: an honest look: some can't be read by a human either (so no network will reach 100 %),
#   others are clear, and only the network fails.
#
# A good answer: "On the test digits a 9 is taken for a 4 and a 3 for a 2 most often (11 times each).
# On the training digits there are about as many, but among 48,000, so they are five times rarer in
# proportion: the network knows these images. A 4 was taken for a 9 nine times. In most of these fours
# the upper strokes meet, so that they form a loop as in a 9. Two of the nines have an open loop. I
# would have read three of the nine wrongly myself; the others are clearly fours for me. So with better
# networks one could still gain something, but not everything."
# === END MARK SCHEME ===

# %% [markdown] written="report" title="The recommendation" points=6
# ## Step 11: The report
#
# Recommend **one** network to somebody who will read many digits with it. Write ten to fifteen
# sentences, with numbers from your table.
#
# * **Accuracy:** which networks read best? Which differences are too small to count? (The
#   *sampling error* of an accuracy of 0.975 on 10,000 digits is about 0.0016.)
# * **Gap:** how far is the training accuracy above the test accuracy? How does the gap depend on the
#   number of parameters? What do the learning curves say: would more epochs help?
# * **Time and size:** what do the larger networks cost? Is it worth it?
# * **Recommendation:** weigh all three, and name one network. Say for which use you would
#   recommend another one.
#
# === BEGIN MARK SCHEME ===
# * 1 point: accuracies with numbers; differences are compared with the sampling error (0.0016; for a
#   difference of two networks about 0.002), so not every difference is taken for real.
# * 1 point: the gap is computed (training minus test accuracy), with numbers, and grows with the
#   number of parameters; it is explained by learning by heart (overfitting).
# * 1 point: the learning curves are used: training accuracy still rises while validation accuracy
#   stays or falls; more epochs would mostly widen the gap.
# * 1 point: time and size with numbers, as what they cost for what gain.
# * 2 points: one network is recommended for reasons that weigh accuracy, gap and time (1 point), and
#   another use is named for which another network would be better (1 point). Any of the six may be
#   recommended; the reasons must agree with the student's own table.
#
# A good answer: "The two networks with 256 units read best: 98.0 and 98.1 % of the test digits. The
# networks with 128 units reach 97.7 and 97.8 %, those with 64 units 97.3 and 97.2 %. The sampling
# error is 0.16 points, for a difference about 0.2 points. So one or two hidden layers make no
# difference that I could show, and 128 and 256 units may differ or not. But 64 units are worse. The
# gap grows with size: 1.2 points with 50,890 parameters, 1.5 with 101,770, 1.7 with 269,322. The
# largest network knows nearly all training digits by heart: 99.8 %. The learning curves show the
# same: from epoch 7 on the validation accuracy hardly changes, and the training accuracy still
# rises. More epochs would only widen the gap. The largest network has five times as many parameters
# as the smallest, and its training took twice as long: 12 seconds, not 5. I recommend 128 units in
# one hidden layer: its accuracy can hardly be told from the best ones, and it has half of the
# parameters of the next larger one. Where each mistake is expensive, as with cheques, I would take
# 256 units and two layers; on a small device 64 units would do."
# === END MARK SCHEME ===

# %% [markdown] written="limits" title="What the report can't say" points=2
# ## Step 12: What could be wrong with all this?
#
# An honest report names its limits. Answer in three to five sentences.
#
# * Each network was trained **once**. What does that mean for your ranking? (Think of assignment 8.)
# * You saw the test accuracy of all six before you picked one. What is wrong with that, and how could
#   you have picked without?
#
# === BEGIN MARK SCHEME ===
# * 1 point: another seed changes each accuracy by about 0.1 to 0.2 points, so the ranking of close
#   networks may be chance; several runs of each would show the spread.
# * 1 point: the best of six test accuracies is partly luck, so it promises a little too much; the
#   pick should be made with the validation digits, and the test digits be used once, for that one.
#
# A good answer: "With other seeds my accuracies would change by 0.1 or 0.2 points. So the first three
# places of my ranking may be chance; I would have to train each network several times and give error
# bars. I also looked at six test accuracies and then picked. The largest of six is partly the luckiest,
# so on new digits my network may read a little less. I could have picked with the validation
# accuracies of the histories, and measured the test accuracy of that one network only."
# === END MARK SCHEME ===
