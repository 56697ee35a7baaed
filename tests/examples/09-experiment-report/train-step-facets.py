# /// example
# title = "A Sequential with its own train_step, a timing callback, facets of seaborn, sklearn's display"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
import tensorflow as tf


class ReportNetwork(keras.Sequential):
    """A Sequential that trains with a tape of its own."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            probabilities = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=probabilities)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, probabilities)
        return {metric.name: metric.result() for metric in self.metrics}


def build(units, layers):
    stack = [keras.Input((784,))]
    stack += [keras.layers.Dense(units, activation="relu") for _ in range(layers)]
    stack += [keras.layers.Dense(10, activation="softmax")]
    model = ReportNetwork(stack)
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# %% solution="train"
class Stopwatch(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.start = time.perf_counter()

    def on_train_end(self, logs=None):
        self.seconds = time.perf_counter() - self.start


networks, histories, seconds = [], [], []
for units, layers in PLAN:
    model, watch = build(units, layers), Stopwatch()
    history = model.fit(
        x_train,
        y_train,
        batch_size=512,
        epochs=EPOCHS,
        validation_data=(x_val, y_val),
        callbacks=[watch],
        verbose=0,
    )
    networks.append(model)
    histories.append(history)
    seconds.append(watch.seconds)

# %% solution="curves"
import pandas as pd
import seaborn as sns

frames = []
for (units, layers), history in zip(PLAN, histories):
    frame = pd.DataFrame(history.history)[["accuracy", "val_accuracy"]]
    frame = frame.rename(columns={"accuracy": "training", "val_accuracy": "validation"})
    frame["epoch"] = frame.index + 1
    frame["units"], frame["hidden layers"] = units, layers
    frames.append(frame.melt(["epoch", "units", "hidden layers"], var_name="digits", value_name="accuracy"))
curves = pd.concat(frames, ignore_index=True)
grid = sns.FacetGrid(curves, col="units", row="hidden layers", hue="digits", margin_titles=True)
grid.map(plt.plot, "epoch", "accuracy", marker=".")
grid.add_legend()
fig_curves = grid.figure

# %% solution="table"
table = pd.DataFrame(PLAN, columns=["units", "layers"]).assign(
    parameters=[model.count_params() for model in networks], seconds=seconds
)
for column, x, y in [("training accuracy", x_train, y_train), ("test accuracy", x_test, y_test)]:
    table[column] = [
        (model.predict(x, batch_size=1000, verbose=0).argmax(axis=1) == y).mean() for model in networks
    ]

# %% solution="predict"
pick = int(table["test accuracy"].idxmax())
train_predictions = networks[pick].predict(x_train, batch_size=1000, verbose=0).argmax(axis=1)
test_predictions = networks[pick].predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)

# %% solution="matrices"
from sklearn.metrics import ConfusionMatrixDisplay, confusion_matrix

matrix_train = confusion_matrix(y_train, train_predictions)
matrix_test = confusion_matrix(y_test, test_predictions)

# %% solution="matrices-figure"
fig_matrices, axes = plt.subplots(1, 2, figsize=(13, 6))
for ax, y, predictions, name in [
    (axes[0], y_train, train_predictions, "Training set"),
    (axes[1], y_test, test_predictions, "Test set"),
]:
    # As in Géron's book: right answers weigh nothing, so each row has the shares of its mistakes.
    ConfusionMatrixDisplay.from_predictions(
        y,
        predictions,
        sample_weight=(predictions != y),
        normalize="true",
        values_format=".0%",
        cmap="Blues",
        ax=ax,
    )
    ax.set_title(f"{name}: mistakes, normalised by row")

# %% solution="digits-figure"
random = np.random.default_rng(9)
is_right = test_predictions == y_test
shown = [
    *random.choice(np.flatnonzero(~is_right), 10, replace=False).tolist(),
    *random.choice(np.flatnonzero(is_right), 15, replace=False).tolist(),
]
fig_digits, places = plt.subplot_mosaic(np.arange(25).reshape(5, 5).tolist(), figsize=(7, 9))
for number, place in enumerate(shown):
    ax = places[number]
    ax.imshow(images_test[place], cmap="binary")
    ax.set_title(f"{test_predictions[place]} ({y_test[place]})")
    ax.title.set_color("tab:green" if is_right[place] else "tab:red")
    ax.set_xlabel(f"no. {place}", color="steelblue", fontsize=7)
    ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
fig_digits.tight_layout()

# %% solution="four-nine"
answers = pd.DataFrame({"true": y_test, "read": test_predictions})
fours_as_nines = answers.query("true == 4 and read == 9").index
nines_as_fours = answers.query("true == 9 and read == 4").index
