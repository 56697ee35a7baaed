# /// example
# title = "tf.data, common labels written by fig.text, a dataclass for each row, matrices counted upwards"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
def hidden_layers(x, units, layers):
    if layers == 0:
        return x
    return hidden_layers(keras.layers.Dense(units, activation="relu")(x), units, layers - 1)


def build(units, layers):
    pixels = keras.Input(shape=(784,), name="pixels")
    digits = keras.layers.Dense(10, activation="softmax", name="digits")
    model = keras.Model(pixels, digits(hidden_layers(pixels, units, layers)))
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=1e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% solution="train"
import tensorflow as tf

training = tf.data.Dataset.from_tensor_slices((x_train, y_train))
training = training.cache().shuffle(48_000).batch(512).prefetch(tf.data.AUTOTUNE)


def timed(function, *args, **kwargs):
    start = time.perf_counter()
    return function(*args, **kwargs), time.perf_counter() - start


networks = [build(units, layers) for units, layers in PLAN]
results = [
    timed(model.fit, training, epochs=EPOCHS, validation_data=(x_val, y_val), verbose=0)
    for model in networks
]
histories = [history for history, _ in results]
seconds = [duration for _, duration in results]

# %% solution="curves"
fig_curves, axes = plt.subplots(3, 2, sharex=True, sharey=True, figsize=(8, 10))
for k, ax in enumerate(axes.flat):
    (training_line,) = ax.plot(histories[k].history["accuracy"])
    (validation_line,) = ax.plot(histories[k].history["val_accuracy"], ls="dashed")
    units, layers = PLAN[k]
    ax.legend([training_line, validation_line], ["training", "validation"], title=f"{layers} x {units}")
fig_curves.text(0.5, 0.04, "epoch", ha="center")
fig_curves.text(0.04, 0.5, "accuracy", va="center", rotation="vertical")

# %% solution="table"
from dataclasses import dataclass


@dataclass
class Row:
    units: int
    layers: int
    parameters: int
    seconds: float
    train_acc: float
    test_acc: float

    def as_dict(self):
        names = {"train_acc": "training accuracy", "test_acc": "test accuracy"}
        return {names.get(key, key): value for key, value in vars(self).items()}


def accuracy(model, x, y):
    _, value = model.evaluate(x, y, batch_size=1000, verbose=0)
    return value


table = [
    Row(
        *pair,
        parameters=model.count_params(),
        seconds=round(duration, 2),
        train_acc=accuracy(model, x_train, y_train),
        test_acc=accuracy(model, x_test, y_test),
    ).as_dict()
    for pair, model, duration in zip(PLAN, networks, seconds)
]

# %% solution="predict"
pick = PLAN.index((128, 1))


def read(x):
    return [np.argmax(row) for row in networks[pick].predict(x, batch_size=1000, verbose=0)]


train_predictions, test_predictions = np.array(read(x_train)), np.array(read(x_test))

# %% solution="matrices"
def confusion(labels, predictions):
    edges = np.arange(11) - 0.5
    counts, _, _ = np.histogram2d(labels, predictions, bins=(edges, edges))
    return counts.astype(int)


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_test, test_predictions)
assert matrix_train.sum() == 48_000 and matrix_test.sum() == 10_000

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(11, 5), sharey=True)
for ax, matrix, name in zip(axes, [matrix_train, matrix_test], ["training", "test"]):
    picture = ax.imshow(np.log(matrix + 1e-9), origin="lower", vmin=0, cmap="magma")
    ax.set_title(f"{name} digits, logarithm of the counts")
    ax.set_xticks(range(10))
    ax.set_yticks(range(10))
    fig_matrices.colorbar(picture, ax=ax, shrink=0.8)
fig_matrices.text(0.45, 0.02, "predicted digit")
fig_matrices.text(0.05, 0.45, "true digit", rotation=90)

# %% solution="digits-figure"
mistakes = [k for k in range(10_000) if test_predictions[k] != y_test[k]]
correct = sorted(set(range(10_000)) - set(mistakes))
shown = mistakes[::-1][:12] + correct[:13]
from mpl_toolkits.axes_grid1 import ImageGrid

fig_digits = plt.figure(figsize=(8, 9))
for ax, place in zip(ImageGrid(fig_digits, 111, nrows_ncols=(5, 5), axes_pad=(0.1, 0.4)), shown):
    ax.imshow(images_test[place], cmap="gray")
    ax.set_title(
        f"{test_predictions[place]} ({y_test[place]})",
        color="red" if place in mistakes else "green",
        fontweight="bold",
    )
    ax.axis("off")

# %% solution="four-nine"
fours_as_nines = [k for k in mistakes if (y_test[k], test_predictions[k]) == (4, 9)]
nines_as_fours = [k for k in mistakes if (y_test[k], test_predictions[k]) == (9, 4)]
