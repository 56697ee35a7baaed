# /// example
# title = "A dataclass for each run, best weights kept by a checkpoint, seaborn's pointplot"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
class Preprocess:
    def __init__(self, largest=255):
        self.largest = largest

    def __call__(self, images):
        return (images / self.largest).astype("float32")


preprocess = Preprocess()

# %% solution="test-accuracy"
def test_accuracy(model):
    scores = np.vstack([model.predict_on_batch(part) for part in np.split(x_test, 20)])
    return np.equal(scores.argmax(1), labels_test).mean()

# %% solution="train"
import os
import tempfile


def train(units, seed):
    keras.utils.set_random_seed(seed)
    inputs = keras.layers.Input(x_train.shape[1:], dtype="float32")
    x = keras.layers.Flatten()(inputs)
    x = keras.ops.relu(keras.layers.Dense(units, name="hidden")(x))
    outputs = keras.layers.Dense(10, activation="softmax", name="digits")(x)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.weights.h5")
        keep = keras.callbacks.ModelCheckpoint(
            path, monitor="val_loss", save_best_only=True, save_weights_only=True
        )
        model.fit(
            x_train,
            labels_train,
            validation_split=0.1,
            epochs=EPOCHS,
            batch_size=BATCH_SIZE,
            callbacks=[keep],
            verbose=0,
        )
        model.load_weights(path)
    return model

# %% solution="sweep"
from dataclasses import dataclass
from functools import cached_property


@dataclass
class Run:
    units: int
    seed: int = 1

    @cached_property
    def model(self):
        return train(self.units, self.seed)

    @cached_property
    def accuracy(self):
        return test_accuracy(self.model)

    @property
    def row(self):
        return [self.units, self.model.count_params(), self.accuracy]


runs = [Run(units) for units in UNITS]
models = {run.units: run.model for run in runs}

# %% solution="table"
table = [run.row for run in runs]

# %% solution="figure"
import seaborn as sns

fig, ax = plt.subplots()
sns.pointplot(x=[run.units for run in runs], y=[100 * run.accuracy for run in runs], ax=ax)
ax.set(xlabel="hidden units", ylabel="test accuracy (%)", title="Five epochs of Adam")

# %% solution="repeats"
again = [runs[1], Run(10, seed=2), Run(10, seed=3)]
repeats = {run.seed: run.model for run in again}
repeat_accuracies = {run.seed: run.accuracy for run in again}
spread = max(run.accuracy for run in again) - min(run.accuracy for run in again)
