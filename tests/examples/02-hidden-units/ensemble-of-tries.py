# /// example
# title = "scatterplot of seaborn with sizes and a logit scale, KL divergence, mapped tf functions, results in a dataclass"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import seaborn as sns
import tensorflow as tf


def preprocess(images):
    """One image after the other."""
    return tf.map_fn(lambda image: tf.cast(image, tf.float32) / 255.0, images, tf.float32)

# %% solution="test-accuracy"
one_hot = lambda labels: tf.one_hot(labels, depth=10)


def test_accuracy(model):
    scores = tf.concat([model.predict_on_batch(part) for part in tf.split(x_test, 10)], 0)
    chosen = one_hot(tf.argmax(scores, axis=1))
    return float(tf.reduce_sum(chosen * one_hot(labels_test)) / len(labels_test))

# %% solution="train"
class Net(tf.keras.Model):
    """The text's picture: 784 -> units -> 10."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def build(self, input_shape):
        self.steps = {
            "pixels": tf.keras.layers.Reshape((784,)),
            "hidden": tf.keras.layers.Dense(self.units),
            "scores": tf.keras.layers.Dense(10),
        }
        super().build(input_shape)

    def call(self, images, training=None):
        hidden = tf.maximum(self.steps["hidden"](self.steps["pixels"](images)), 0)
        return tf.nn.softmax(self.steps["scores"](hidden))


def train(units, seed):
    tf.keras.utils.set_random_seed(seed)
    net = Net(units)
    net.compile("adam", loss=tf.keras.losses.KLDivergence())
    net.fit(x_train, one_hot(labels_train), BATCH_SIZE, EPOCHS, verbose=0)
    return net

# %% solution="sweep"
models = {units: net for units in UNITS for net in [train(units, 1)]}

# %% solution="table"
from dataclasses import astuple, dataclass


@dataclass(order=True)
class Row:
    units: int
    parameters: int
    accuracy: float


rows = sorted(Row(u, net.count_params(), test_accuracy(net)) for u, net in models.items())
table = [list(astuple(row)) for row in rows]

# %% solution="figure"
with sns.axes_style("darkgrid"), sns.plotting_context("talk"):
    fig, ax = plt.subplots(figsize=(8, 6))
    sns.lineplot(x=[row.units for row in rows], y=[row.accuracy for row in rows], ax=ax, lw=1)
    sns.scatterplot(
        x=[row.units for row in rows],
        y=[row.accuracy for row in rows],
        size=[row.parameters for row in rows],
        hue=[str(row.units) for row in rows],
        sizes=(30, 400),
        ax=ax,
    )
ax.set_xscale("log")
ax.set_yscale("logit")
ax.set_xlabel("hidden units $h$")
ax.set_ylabel("accuracy, stretched near 1")
sns.move_legend(ax, "upper left", bbox_to_anchor=(1, 1))

# %% solution="repeats"
tries = [(1, models[10]), *((seed, train(10, seed)) for seed in (2, 3))]
repeats = dict(tries)
repeat_accuracies = {seed: round(test_accuracy(net), 4) for seed, net in tries}
smallest = largest = repeat_accuracies[1]
for value in repeat_accuracies.values():
    smallest, largest = min(smallest, value), max(largest, value)
spread = largest - smallest

# %% solution="gains"
accuracy_at, units_at = ({i: row[k] for i, row in enumerate(table)} for k in (2, 0))
gains = [
    (accuracy_at[i + 1] - accuracy_at[i]) / (units_at[i + 1] - units_at[i]) for i in range(4)
]
