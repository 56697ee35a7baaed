# /// example
# title = "Cached accuracies, plotted in percent as they are printed; a conclusion found by rule; walrus and match"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images: np.ndarray) -> np.ndarray:
    match images.shape:
        case (n, 28, 28):
            return (images.reshape(n, -1) / np.float32(256)).astype("float32")
        case other:
            raise ValueError(f"images of shape (n, 28, 28) expected, not {other}")

# %% solution="test-accuracy"
from functools import lru_cache
from statistics import fmean


@lru_cache(maxsize=None)
def test_accuracy(model: keras.Model) -> float:
    answers = np.argmax(model.predict(x_test, batch_size=500, verbose=0), axis=1)
    return fmean(answers == labels_test)

# %% solution="train"
def layers(units: int):
    yield keras.Input(shape=(784,), name="pixels")
    yield keras.layers.Dense(units, name="hidden")
    yield keras.layers.Activation(keras.activations.relu)
    yield keras.layers.GaussianNoise(0.01)
    yield keras.layers.Dense(10, kernel_initializer="lecun_uniform")
    yield keras.layers.Softmax()


def train(units: int, seed: int, *, verbose: bool = False) -> keras.Model:
    keras.utils.set_random_seed(seed)
    (model := keras.Sequential(list(layers(units)))).compile(
        optimizer=keras.optimizers.Adam(use_ema=True, ema_momentum=0.98),
        loss="sparse_categorical_crossentropy",
    )
    model.fit(
        x_train,
        labels_train,
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        verbose=2 if verbose else 0,
        callbacks=[keras.callbacks.TerminateOnNaN()],
    )
    return model

# %% solution="sweep"
from collections import defaultdict


class Trained(defaultdict):
    """Trains a network when it is asked for."""

    def __missing__(self, units):
        self[units] = train(units, seed=1)
        return self[units]


models = Trained()
for units in UNITS:
    print(units, models[units].count_params())

# %% solution="table"
table = [list(row) for row in zip(
    UNITS,
    (models[units].count_params() for units in UNITS),
    map(test_accuracy, map(models.get, UNITS)),
)]

# %% solution="figure"
plt.rcParams.update({"figure.figsize": (7, 4), "axes.spines.top": False})
fig, axes = plt.subplot_mosaic("AAB")
ax = axes["A"]
printed = {units: round(100 * accuracy, 1) for units, _, accuracy in table}  # such as 92.4
ax.semilogx(printed.keys(), printed.values(), marker="d", color="purple")
for units, accuracy in printed.items():
    ax.text(units, accuracy - 6, f"{accuracy} %".replace(".", ","), ha="center")
ax.set(xlabel="hidden units", ylabel="test accuracy [%]", ylim=(0, 100))
axes["B"].axis("off")
axes["B"].table([[u, f"{a} %"] for u, a in printed.items()], loc="center", colLabels=["units", ""])

# %% solution="repeats"
repeats = {seed: models[10] if seed == 1 else train(10, seed) for seed in range(1, 4)}
repeat_accuracies = dict(zip(repeats, map(test_accuracy, repeats.values())))
spread = (values := sorted(repeat_accuracies.values())).pop() - values[0]

# %% solution="gains"
from itertools import pairwise
from operator import sub

gains = [sub(b[2], a[2]) / sub(b[0], a[0]) for a, b in pairwise(table)]

# %% solution="conclusion"
differences = max(row[2] for row in table) - min(row[2] for row in table)
if differences <= spread:
    conclusion = "D"
elif max(gains) < 2 * min(gains):
    conclusion = "A"
else:
    conclusion = "C"  # B says more than was measured
print(f"{conclusion = }")
