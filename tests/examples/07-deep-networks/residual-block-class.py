# /// example
# title = "A Model class of residual blocks, keys of an Enum, digits in a dataclass, step factor by roots"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
from dataclasses import dataclass, field
from enum import Enum

from tensorflow.keras import Model, layers


class Preprocess:
    """Scales pixels to 0 ... 1 and keeps the shape of the images."""

    def __init__(self, largest=255):
        self.largest = np.float32(largest)

    def __call__(self, images):
        return images / self.largest


preprocess = Preprocess()

# %% solution="parrots"
def parrot_accuracies(labels):
    return tuple(map(lambda digit: np.count_nonzero(np.equal(labels, digit)) / len(labels), range(10)))

# %% solution="deep-network"
class Size(str, Enum):
    NARROW = "narrow"
    MIDDLE = "middle"
    WIDE = "wide"

    @property
    def units(self):
        return {"narrow": 7, "middle": 25, "wide": 75}[self.value]


class SigmoidNetwork(Model):
    """Flatten, ten sigmoid layers, softmax."""

    def __init__(self, units, depth=10, **kwargs):
        super().__init__(**kwargs)
        self.flatten = layers.Flatten()
        self.hidden = [
            layers.Dense(units, activation="sigmoid", name=f"hidden_{k}") for k in range(depth)
        ]
        self.answer = layers.Dense(10, activation="softmax", name="answer")

    def call(self, images, training=None):
        x = self.flatten(images)
        for layer in self.hidden:
            x = layer(x)
        return self.answer(x)


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    network = SigmoidNetwork(units)
    network(np.zeros((1, 28, 28), dtype="float32"))
    network.compile(
        optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return network

# %% solution="deep-models"
deep_models = {size: deep_network(size.units, seed=31) for size in Size}

# %% solution="train"
@dataclass
class Digits:
    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    log: list = field(default_factory=list)

    def train(self, network, epochs, **more):
        self.log.append(network.name)
        return network.fit(
            self.x_train, self.y_train, validation_split=0.1, epochs=epochs, verbose=0, **more
        )


digits = Digits(x_train, labels_train, x_test, labels_test)
deep_histories = {
    size: digits.train(network, epochs=2, batch_size=128) for size, network in deep_models.items()
}

# %% solution="symptom"
@dataclass
class Symptom:
    train: float
    test: float
    favourite: int

    @classmethod
    def of(cls, network):
        answers = network.predict(digits.x_test, batch_size=1000, verbose=0).argmax(axis=1)
        learned = network.predict(digits.x_train, batch_size=1000, verbose=0).argmax(axis=1)
        return cls(
            train=(learned == digits.y_train).mean(),
            test=(answers == digits.y_test).mean(),
            favourite=max(set(answers), key=answers.tolist().count),
        )


symptoms = {size: Symptom.of(network) for size, network in deep_models.items()}
train_accuracy = {size: symptom.train for size, symptom in symptoms.items()}
test_accuracy = {size: symptom.test for size, symptom in symptoms.items()}
favourite = {size: symptom.favourite for size, symptom in symptoms.items()}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    variables = model.trainable_weights
    with tf.GradientTape() as tape:
        predicted = model(x, training=False)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, predicted))
    gradients = tape.gradient(loss, variables)
    # Weights and biases take turns.
    return [float(tf.sqrt(tf.reduce_sum(g**2))) for g in gradients[::2]]

# %% solution="norms"
fresh, norms = {}, {}
for size in Size:
    fresh[size] = deep_network(size.units, seed=32)
    norms[size] = gradient_norms(fresh[size], preprocess(images_sample), labels_sample)

# %% solution="figure"
import matplotlib as mpl

with mpl.rc_context({"font.family": "serif", "axes.grid": True, "lines.markersize": 5}):
    fig = plt.figure(layout="constrained")
    spec = fig.add_gridspec(1, 4)
    ax, side = fig.add_subplot(spec[0, :3]), fig.add_subplot(spec[0, 3])
    handles = []
    for size in Size:
        numbers, values = zip(*enumerate(norms[size], start=1))
        handles += ax.plot(numbers, values, marker="h", drawstyle="steps-mid")
    ax.set(xlabel="Layer", ylabel="Norm of its gradient", yscale="log", xticks=range(1, 12))
    side.legend(handles, [f"{size.units} units" for size in Size], loc="center", title="Network")
    side.axis("off")

# %% solution="step-factor"
from scipy.optimize import brentq


def step_factor(norms_of_layers):
    first, last = float(norms_of_layers[0]), float(norms_of_layers[-1])
    steps = len(norms_of_layers) - 1
    return np.exp(brentq(lambda log_f: np.log(last / first) + steps * log_f, -100, 100, xtol=1e-13))


def sigmoid_slope(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return small / np.square(1 + small)

# %% solution="cure"
class ResidualBlock(Model):
    """x + Dense(sigmoid(LayerNorm(x)))."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.norm = layers.LayerNormalization()
        self.dense = layers.Dense(units, activation="sigmoid")

    def call(self, x):
        return x + self.dense(self.norm(x))


keras.utils.set_random_seed(33)
cure_model = keras.Sequential(
    [
        keras.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(64, activation="sigmoid"),
        *[ResidualBlock(64) for _ in range(9)],
        layers.Dense(10, activation="softmax"),
    ]
)
cure_model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
cure_history = digits.train(cure_model, epochs=3, batch_size=128)
changes = ["skip connections", "normalization", "optimizer"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = (read(cure_model, images_test) == digits.y_test).mean()
