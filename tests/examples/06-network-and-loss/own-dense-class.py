# /// example
# title = "An own class Dense after that of Keras, frozen dataclasses, generators, a schedule as callback, a dict of own results"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
from typing import NamedTuple


class Size(NamedTuple):
    inputs: int
    outputs: int

    @property
    def parameters(self) -> int:
        return (self.inputs + 1) * self.outputs


sizes = {"hidden_1": Size(784, 64), "hidden_2": Size(64, 64), "output": Size(64, 10)}
layer_inputs = {layer: size.inputs for layer, size in sizes.items()}
layer_outputs = {layer: size.outputs for layer, size in sizes.items()}
layer_parameters = {layer: size.parameters for layer, size in sizes.items()}
layer_parameters["total"] = sum(size.parameters for size in sizes.values())

# %% solution="model"
from keras.layers import Activation, Dense
from keras.models import Sequential

softmax = Activation("softmax", name="softmax")
relu = Activation("relu")
model = Sequential([keras.Input(shape=(784,)), Dense(64), relu, Dense(64), Activation("relu")])
model.add(Dense(10))
model.add(softmax)

# %% solution="forward"
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Dense:
    """The same in NumPy: a layer that is called with its inputs."""

    w: np.ndarray
    b: np.ndarray
    bends: bool = True

    def __call__(self, x):
        z = self.b + x @ self.w
        return np.maximum(z, np.zeros_like(z)) if self.bends else z

    def __ror__(self, x):
        return self(x)


def layers_of(weights):
    arrays = iter(weights)
    for number, (w, b) in enumerate(zip(arrays, arrays)):
        yield Dense(w, b, bends=2 * number + 2 < len(weights))


def forward(weights, inputs):
    values = inputs
    for layer in layers_of(weights):
        values = layer(values)
    return values

# %% solution="softmax"
@dataclass(frozen=True)
class Softmax:
    axis: int = 1

    def shifted(self, z):
        return np.subtract(z, np.expand_dims(np.amax(z, axis=self.axis), self.axis))

    def __call__(self, z):
        e = np.exp(self.shifted(z))
        return np.divide(e.T, e.sum(axis=self.axis)).T if self.axis else e / e.sum(axis=0)


def softmax(logits):
    return Softmax()(logits)

# %% solution="cross-entropy"
def rows_of_ones(labels, classes):
    for label in labels:
        yield [*[0.0] * int(label), 1.0, *[0.0] * (classes - 1 - int(label))]


def one_hot(labels, classes):
    return np.fromiter(
        (number for row in rows_of_ones(labels, classes) for number in row), dtype="float64"
    ).reshape(len(labels), classes)


class CrossEntropy:
    smallest = 1e-7

    @classmethod
    def per_image(cls, p, t):
        p = np.minimum(np.maximum(p, cls.smallest), 1)
        return -np.einsum("nc,nc->n", t, np.log(p))

    @classmethod
    def of_batch(cls, p, t):
        return cls.per_image(p, t).mean()


cross_entropy = CrossEntropy.of_batch

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    shifted = Softmax().shifted(logits)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(log_probabilities[targets.astype(bool)])


sure = one_hot([0], 10)
sure_and_right = cross_entropy_from_logits(sure, sure)

# %% solution="train"
@dataclass
class Settings:
    epochs: int = 10
    batch_size: int = 128
    validation_split: float = 0.1
    verbose: int = 0


loss_function = "sparse_categorical_crossentropy"
model.compile(
    optimizer=keras.optimizers.SGD(),
    loss=loss_function,
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
)
constant = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1)
history = model.fit(x_train, y_train, callbacks=[constant], **vars(Settings()))

# %% solution="figure"
fig = plt.figure(figsize=(7, 4), dpi=80)
grid = fig.add_gridspec(1, 1)
ax = fig.add_subplot(grid[0, 0])
for key, colour in (("acc", "tab:blue"), ("val_acc", "tab:orange")):
    ax.plot(range(1, 11), history.history[key], color=colour, linestyle="none", marker="D")
    ax.plot(np.linspace(1, 10, 100), np.interp(np.linspace(1, 10, 100), range(1, 11), history.history[key]), color=colour, alpha=0.4)
ax.set_xlabel("number of the epoch")
ax.set_ylabel("share of right answers")
from matplotlib.lines import Line2D

ax.legend(
    handles=[
        Line2D([], [], color="tab:blue", marker="D", label="54,000 digits to learn from"),
        Line2D([], [], color="tab:orange", marker="D", label="6,000 digits put aside"),
    ]
)
plt.close(fig)

# %% solution="batch"
results = {
    "own": cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10)),
    "keras": model.evaluate(x_batch, y_batch, verbose=0, return_dict=True)["loss"],
}
own_loss, keras_loss = results["own"], results["keras"]
