# /// example
# title = "ReLU as max(0, z), one input shared by all networks, exact fractions, bars named by two numbers"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
from fractions import Fraction

from keras import ops


def preprocess(images):
    x = np.true_divide(images, 255)
    assert x.min() >= 0 and x.max() <= 1
    return x.astype(np.float32)

# %% solution="test-accuracy"
def test_accuracy(model):
    """Right answers out of 10,000, as an exact fraction."""
    ŷ = model.predict(x_test, batch_size=500, verbose=0).argmax(1)
    return Fraction(int((ŷ == labels_test).sum()), len(labels_test))

# %% solution="train"
pixels = keras.Input(shape=x_train.shape[1:], name="pixels")
flat = ops.reshape(pixels, (-1, 784))


def train(units, seed):
    keras.utils.set_random_seed(seed)
    z = keras.layers.Dense(units)(flat)
    h = ops.maximum(0.0, z)  # ReLU: max(0, z)
    p = ops.softmax(keras.layers.Dense(10)(h), axis=-1)
    model = keras.Model(pixels, p, name=f"h{units}_seed{seed}")
    model.compile(
        optimizer=keras.optimizers.Adamax(0.004),
        loss="sparse_categorical_crossentropy",
        steps_per_execution=20,
    )
    model.fit(x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    return model

# %% solution="table"
table = [[h, m.count_params(), test_accuracy(m)] for h, m in models.items()]

# %% solution="figure"
α = [float(a) for _, _, a in table]
names = [f"{h} units\n{n:,} parameters" for h, n, _ in table]
fig, ax = plt.subplots(figsize=(9, 4))
bars = ax.bar(range(len(α)), α, color="0.7", edgecolor="k")
ax.set_xticks(range(len(α)), names)
ax.bar_label(bars, fmt="{:.2%}")
ax.plot(α, "r*", ms=10)
ax.set_xlabel("$h$, the number of units in the hidden layer")
ax.set_ylabel(r"$\alpha$, share of the test digits read correctly")
ax.set_ylim(0, 1.1)

# %% solution="repeats"
repeats = {1: models[10]}
for s in (2, 3):
    repeats[s] = train(10, s)
repeat_accuracies = {s: test_accuracy(m) for s, m in repeats.items()}
spread = max(repeat_accuracies.values()) - min(repeat_accuracies.values())

# %% solution="gains"
gains = [(b[2] - a[2]) / (b[0] - a[0]) for a, b in zip(table, table[1:])]
