# /// example
# title = "PyDataset that shifts digits, learning rate set batch by batch, strides, pandas tables"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
import math

import pandas as pd


def preprocess(images):
    """32 x 32 pixels with an empty frame, from -0.5 to 0.5, like LeNet's."""
    framed = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    return framed[:, :, :, None] / np.float32(255) - np.float32(0.5)


x_train, x_test = preprocess(train_images), preprocess(test_images)


class Shifted(keras.utils.PyDataset):
    """Batches in a new order in each epoch, each moved by one pixel at most."""

    def __init__(self, x, y, size, **options):
        super().__init__(**options)
        self.x, self.y, self.size = x, y, size
        self.random = np.random.default_rng(3)
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.size)

    def __getitem__(self, number):
        chosen = self.order[number * self.size : (number + 1) * self.size]
        shift = tuple(self.random.integers(-1, 2, 2))
        return np.roll(self.x[chosen], shift, axis=(1, 2)), self.y[chosen]

    def on_epoch_end(self):
        self.order = self.random.permutation(len(self.x))

# %% solution="build"
def stage(filters, kernel):
    yield keras.layers.Conv2D(filters, kernel, strides=2, padding="same", use_bias=False)
    yield keras.layers.BatchNormalization()
    yield keras.layers.Activation(keras.activations.relu)


stages = [layer for filters, kernel in ((24, 5), (32, 3), (48, 3)) for layer in stage(filters, kernel)]
model = keras.Sequential(
    [
        keras.Input((32, 32, 1)),
        *stages,
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% solution="train"
class OneCycle(keras.callbacks.Callback):
    """Up from a small rate to a large one, and down to almost none."""

    def __init__(self, steps, peak):
        super().__init__()
        self.steps, self.peak, self.done, self.used = steps, peak, 0, []

    def on_train_batch_begin(self, batch, logs=None):
        share = self.done / self.steps
        height = share / 0.3 if share < 0.3 else (1 - share) / 0.7
        self.model.optimizer.learning_rate = self.peak * max(height, 0.001)
        self.done += 1
        self.used.append(float(self.model.optimizer.learning_rate))


shifted = Shifted(x_train, train_labels, 100)
cycle = OneCycle(5 * len(shifted), peak=0.1)
model.compile(
    optimizer=keras.optimizers.SGD(momentum=0.9, nesterov=True),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(shifted, epochs=5, callbacks=[cycle], verbose=0)
assert len(cycle.used) == 5 * len(shifted)  # one step at a time

# %% solution="measure"
scores = pd.DataFrame(model.predict(x_test, verbose=0))
predictions = scores.idxmax(axis="columns")
test_accuracy = (predictions == test_labels).mean()
print(f"{test_accuracy:.2%}")

# %% solution="confusion"
def confusion(labels, predictions):
    digits = pd.CategoricalDtype(range(10))
    truth = pd.Series(np.asarray(labels), dtype=digits, name="true")
    answers = pd.Series(np.asarray(predictions), dtype=digits, name="predicted")
    return pd.crosstab(truth, answers, dropna=False)

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots()
ax.imshow(np.minimum(matrix, 12), cmap="Reds")
for (row, column), count in np.ndenumerate(matrix.to_numpy()):
    if count:
        ax.annotate(str(count), (column, row), ha="center", va="center", fontsize=8)
ax.set(xlabel="predicted", ylabel="true", xticks=matrix.columns, yticks=matrix.index)
ax.set_title("Counts, colours cut off at 12", loc="right")

# %% solution="dense"
dense_model = keras.Sequential(
    [
        keras.Input((32, 32, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(70, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dense_model.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(Shifted(x_train, train_labels, 200), epochs=3, verbose=0)
table = pd.DataFrame(
    {
        "parameters": [model.count_params(), dense_model.count_params()],
        "accuracy": [test_accuracy, dense_model.evaluate(x_test, test_labels, verbose=0)[1]],
    },
    index=["convolutional", "dense"],
)
dense_accuracy = table.loc["dense", "accuracy"]
table
