# /// example
# title = "Black and white digits in an endless tf.data set with steps_per_epoch, timeit, match"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import timeit
from dataclasses import asdict, dataclass, field

import tensorflow as tf


@dataclass
class Parameters:
    weights: int
    biases: int
    total: int = field(init=False)

    def __post_init__(self):
        self.total = self.weights + self.biases


one_hidden = asdict(Parameters(weights=784 * 400 + 400 * 10, biases=410))

# %% solution="dense-params"
def dense_params(n_in, n_out):
    match (n_in, n_out):
        case (0, _) | (_, 0):
            return 0, 0
        case (inputs, units):
            return inputs * units, units

# %% solution="mlp-params"
def mlp_params(sizes):
    model = keras.Sequential([keras.Input((sizes[0],)), *map(keras.layers.Dense, sizes[1:])])
    weights = sum(v.shape.num_elements() for v in model.weights if v.name == "kernel")
    return weights, model.count_params() - weights

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    *_, last = enumerate(range(0, size + 2 * padding - kernel + 1, stride), start=1)
    return last[0]

# %% solution="preprocess"
def preprocess(images):
    """Ink or no ink."""
    return images > 100

# %% solution="build"
def network(width):
    return keras.Sequential(
        [
            keras.layers.Input((28, 28), dtype="bool"),
            keras.layers.Flatten(),
            keras.layers.Dense(width, keras.activations.sigmoid),
            keras.layers.Dense(10, keras.activations.softmax),
        ]
    )


large_model, small_model = network(390), network(45)
keras.Model.compile(
    large_model, tf.optimizers.SGD(0.1), tf.losses.CategoricalCrossentropy(), metrics=["accuracy"]
)
keras.Model.compile(
    small_model, tf.optimizers.SGD(0.1), tf.losses.CategoricalCrossentropy(), metrics=["accuracy"]
)

# %% solution="train"
images, labels = preprocess(x_train), tf.one_hot(y_train, depth=10)
learn = tf.data.Dataset.from_tensor_slices((images[:54_000], labels[:54_000]))
learn = learn.shuffle(54_000).batch(128).repeat()
check = tf.data.Dataset.from_tensor_slices((images[54_000:], labels[54_000:])).batch(600)
kept = {}


def train(name, model):
    kept[name] = model.fit(
        learn, epochs=10, steps_per_epoch=steps_per_epoch, validation_data=check, verbose=0
    )


large_seconds = timeit.timeit(lambda: train("large", large_model), number=1)
small_seconds = timeit.timeit('train("small", small_model)', globals=globals(), number=1)
large_history, small_history = kept["large"], kept["small"]

# %% solution="results"
keys = ["width", "parameters", "train", "validation", "test", "seconds_per_epoch", "ms_per_step"]
results = {name: dict.fromkeys(keys) for name in kept}
for name, model in {"large": large_model, "small": small_model}.items():
    row = results[name]
    row |= {"width": model.layers[1].units, "parameters": model.count_params()}
    row["train"], row["validation"] = (
        kept[name].history[key].pop() for key in ("accuracy", "val_accuracy")
    )
    right = model.predict(preprocess(x_test), verbose=0).argmax(axis=-1) == y_test
    row["test"] = right.sum() / right.size
    row["seconds_per_epoch"] = {"large": large_seconds, "small": small_seconds}[name] / 10
    row["ms_per_step"] = 1000 * row["seconds_per_epoch"] / steps_per_epoch
