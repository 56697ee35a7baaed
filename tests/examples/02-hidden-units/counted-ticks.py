# /// example
# title = "Sizes counted off and named by a formatter, confidence band, threads, an auxiliary class for rates"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import tensorflow as tf
from tensorflow.keras import Sequential, callbacks, layers, losses, optimizers

scaler = Sequential([layers.Rescaling(1 / 255.0), layers.Flatten()], name="scaler")


def preprocess(images):
    return scaler(images)

# %% solution="test-accuracy"
test_set = tf.data.Dataset.from_tensor_slices((x_test, labels_test)).batch(2000).cache()


def test_accuracy(model):
    right = tf.keras.metrics.Mean()
    for x, y in test_set:
        answers = tf.argmax(model(x, training=False), axis=1, output_type=tf.int32)
        right.update_state(answers == tf.cast(y, tf.int32))
    return right.result().numpy()

# %% solution="train"
train_set = (
    tf.data.Dataset.from_tensor_slices((x_train, labels_train))
    .cache()
    .shuffle(60000)
    .batch(BATCH_SIZE, drop_remainder=True)
    .prefetch(tf.data.AUTOTUNE)
)


class Slower(callbacks.Callback):
    """Halves the learning rate after each epoch."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.5 * self.model.optimizer.learning_rate


def train(units: int, seed: int):
    tf.keras.utils.set_random_seed(seed)
    body = Sequential([layers.Dense(units), layers.ReLU(name="relu")], name="hidden")
    model = Sequential([layers.Input((784,)), body, layers.Dense(10, name="out")])
    model.compile(
        optimizer=optimizers.Nadam(learning_rate=4e-3, clipnorm=1.0),
        loss=losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    model.fit(train_set, epochs=EPOCHS, verbose=0, callbacks=[Slower()])
    return Sequential([model, layers.Softmax()])

# %% solution="table"
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(2) as pool:
    accuracies = list(pool.map(test_accuracy, [models[h] for h in UNITS]))
table = [[h, models[h].count_params(), float(a)] for h, a in zip(UNITS, accuracies)]
table.sort(key=lambda row: row[0])

# %% solution="figure"
from matplotlib.ticker import FuncFormatter, MaxNLocator

share = np.array([row[-1] for row in table])
σ = np.sqrt(share * (1 - share) / 10_000)
place = np.arange(len(table))
fig, ax = plt.subplots(layout="tight")
ax.fill_between(place, share - 2 * σ, share + 2 * σ, alpha=0.3, label=r"$\pm 2\sigma$")
ax.plot(place, share, "o-", label="measured")
ax.xaxis.set_major_locator(MaxNLocator(integer=True))
ax.xaxis.set_major_formatter(
    FuncFormatter(lambda x, _: f"{UNITS[int(x)]}" if x in place else "")
)
ax.yaxis.set_major_formatter("{x:.0%}")
ax.set_xlabel("number of hidden units")
ax.set_ylabel("test accuracy")
ax.legend(loc="lower right", frameon=False)

# %% solution="repeats"
repeats = {seed: train(10, seed) for seed in (1, 2, 3)}
repeat_accuracies = {seed: test_accuracy(model) for seed, model in repeats.items()}
spread = np.subtract(*np.percentile(list(repeat_accuracies.values()), [100, 0]))

# %% solution="gains"
h, _, a = map(np.array, zip(*table))
gains = list(np.ediff1d(a) / np.ediff1d(h))
