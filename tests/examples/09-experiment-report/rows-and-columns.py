# /// example
# title = "A class of experiments, panels in two rows and six columns, an invisible panel for labels"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Dense


def build(units, layers):
    model = Sequential()
    model.add(Input(shape=(784,)))
    while layers > 0:
        model.add(Dense(units=units, activation="relu"))
        layers -= 1
    model.add(Dense(units=10, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"]
    )
    return model


# %% solution="train"
class Experiment:
    def __init__(self, units, layers):
        self.units, self.layers = units, layers
        self.model = build(units, layers)

    def train(self, batch_size=500):
        start = time.perf_counter()
        self.history = self.model.fit(
            x_train,
            y_train,
            batch_size,
            EPOCHS,
            verbose=0,
            validation_data=(x_val, y_val),
        )
        self.seconds = time.perf_counter() - start

    def share(self, x, y):
        answers = self.model.predict(x, batch_size=1000, verbose=0).argmax(axis=-1)
        return np.count_nonzero(answers == y) / len(y)

    def row(self):
        return {
            "units": self.units,
            "layers": self.layers,
            "parameters": self.model.count_params(),
            "seconds": self.seconds,
            "training accuracy": self.share(x_train, y_train),
            "test accuracy": self.share(x_test, y_test),
        }


experiments = [Experiment(*pair) for pair in PLAN]
for experiment in experiments:
    experiment.train()
networks = [experiment.model for experiment in experiments]
histories = [experiment.history for experiment in experiments]
seconds = [experiment.seconds for experiment in experiments]

# %% solution="curves"
plt.style.use("seaborn-v0_8-whitegrid")
fig_curves, axes = plt.subplots(2, 6, figsize=(16, 6), sharex=True, sharey=True)
steps = np.arange(EPOCHS) + 1
for column, experiment in enumerate(experiments):
    record = experiment.history.history
    axes[0, column].set_title(f"{experiment.layers} x {experiment.units}")
    axes[0, column].plot(steps, record["accuracy"], "C0.-")
    axes[1, column].plot(steps, record["val_accuracy"], "C1.-")
    axes[1, column].axhline(max(record["val_accuracy"]), color="gray", lw=0.5)
axes[0, 0].set_ylabel("training accuracy")
axes[1, 0].set_ylabel("validation accuracy")
around = fig_curves.add_subplot(1, 1, 1, frameon=False)
around.tick_params(labelcolor="none", which="both", top=False, bottom=False, left=False, right=False)
around.grid(False)
around.set_xlabel("number of the epoch")

# %% solution="table"
table = [experiment.row() for experiment in experiments]

# %% solution="predict"
pick = 4
picked = experiments[pick].model
train_predictions = np.vstack([picked(part).numpy() for part in np.split(x_train, 48)]).argmax(1)
test_predictions = np.vstack([picked(part).numpy() for part in np.split(x_test, 10)]).argmax(1)

# %% solution="matrices"
from collections import Counter


def confusion(labels, predictions):
    counter = Counter(zip(labels.tolist(), predictions.tolist()))
    return np.array([[counter[true, read] for read in range(10)] for true in range(10)])


matrix_train = confusion(y_train, train_predictions)
matrix_test = confusion(y_test, test_predictions)

# %% solution="matrices-figure"
import seaborn as sns

fig_matrices, (left, right) = plt.subplots(ncols=2, figsize=(14, 6))
diagonal = np.eye(10, dtype=bool)
for ax, matrix in ((left, matrix_train), (right, matrix_test)):
    sns.heatmap(matrix, mask=diagonal, annot=True, fmt="d", cbar=False, square=True, ax=ax)
    ax.set_xlabel("prediction")
    ax.set_ylabel("truth")
left.set_title("48,000 training digits")
right.set_title("10,000 test digits")

# %% solution="digits-figure"
wrong = np.argwhere(test_predictions != y_test).ravel()
right_ones = np.argwhere(test_predictions == y_test).ravel()
shown = np.sort(np.r_[wrong[:5], right_ones[-20:]])
fig_digits, axes = plt.subplots(5, 5, figsize=(6, 8), subplot_kw={"xticks": [], "yticks": []})
for ax, place, image in zip(axes.ravel(), shown, images_test[shown]):
    said, true = test_predictions[place], y_test[place]
    ax.imshow(image, cmap="bone_r", interpolation="bilinear")
    ax.set_title(f"{said} ({true})", c="g" if said == true else "r", loc="left")
    ax.set_title(f"#{place}", fontsize=6, color="gray", loc="right")

# %% solution="four-nine"
every = np.arange(10_000)
fours_as_nines = every[np.logical_and(y_test == 4, test_predictions == 9)]
nines_as_fours = every[np.logical_and(y_test == 9, test_predictions == 4)]
