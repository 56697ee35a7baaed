# /// example
# title = "Methods of a class, a callable object, named tuples; pixels divided by Keras's normalize"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
from typing import NamedTuple


class Count(NamedTuple):
    weights: int
    biases: int

    @property
    def total(self):
        return sum(self)


hidden, output = Count(784 * 400, 400), Count(400 * 10, 10)
both = Count(*map(sum, zip(hidden, output)))
one_hidden = {**both._asdict(), "total": both.total}

# %% solution="dense-params"
class Rules:
    """All counting rules in one place."""

    def dense(self, n_in, n_out):
        return Count(n_in * n_out, n_out)

    def mlp(self, sizes):
        parts = [self.dense(*pair) for pair in zip(sizes[:-1], sizes[1:])]
        return Count(sum(p.weights for p in parts), sum(p.biases for p in parts))

    @staticmethod
    def conv(kernel, channels_in, filters):
        return Count(weights=kernel**2 * channels_in * filters, biases=filters)


class OutputSize:
    def __call__(self, size, kernel, stride, padding):
        free = size + 2 * padding - kernel
        return 1 + (free - free % stride) // stride


rules = Rules()
dense_params = rules.dense

# %% solution="mlp-params"
mlp_params = rules.mlp

# %% solution="conv2d-params"
conv2d_params = Rules.conv

# %% solution="output-size"
output_size = OutputSize()

# %% solution="deeper"
networks = {
    "784-512-10": [784, 512, 10],
    "784-60-10": [784, 60, 10],
    "784-64-64-10": [784, 64, 64, 10],
    "784-(4 x 400)-10": [784] + 4 * [400] + [10],
    "784-(11 x 9)-10": [784] + 11 * [9] + [10],
}
totals = {name: mlp_params(sizes).total for name, sizes in networks.items()}

# %% solution="preprocess"
def preprocess(images):
    return keras.utils.normalize(images, axis=1)

# %% solution="build"
import keras as K
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential
from keras.optimizers import SGD


class Experiment:
    def __init__(self, width):
        self.width = width
        self.model = Sequential([Input((28, 28)), Flatten(), Dense(width, "sigmoid"), Dense(10, "softmax")])
        self.model.compile(SGD(0.1), loss=K.losses.SparseCategoricalCrossentropy(), metrics=["acc"])

    def run(self):
        begin = time.monotonic()
        self.history = self.model.fit(
            preprocess(x_train), y_train, batch_size=128, epochs=10, validation_split=0.1, verbose=0
        )
        self.seconds = time.monotonic() - begin
        return self.history, self.seconds

    def row(self):
        h = self.history.history
        return {
            "width": self.width,
            "parameters": self.model.count_params(),
            "train": h["acc"][-1],
            "validation": h["val_acc"][-1],
            "test": self.model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
            "seconds_per_epoch": self.seconds / 10,
            "ms_per_step": 1000 * self.seconds / 10 / steps_per_epoch,
        }


large, small = Experiment(378), Experiment(62)
large_model, small_model = large.model, small.model

# %% solution="train"
large_history, large_seconds = large.run()
small_history, small_seconds = small.run()

# %% solution="results"
results = {"large": large.row(), "small": small.row()}
