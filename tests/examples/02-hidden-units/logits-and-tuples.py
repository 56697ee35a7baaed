# /// example
# title = "Logits, namedtuple rows, a scatter plot with a line, models trained from largest to smallest"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    result = images.reshape(len(images), -1)
    return keras.ops.convert_to_numpy(keras.ops.cast(result, "float32") / 255.0)

# %% solution="test-accuracy"
def test_accuracy(model):
    right = 0
    for begin in range(0, len(x_test), 500):
        scores = model.predict_on_batch(x_test[begin : begin + 500])
        right += int((scores.argmax(1) == labels_test[begin : begin + 500]).sum())
    return right / len(x_test)

# %% solution="train"
def build(units):
    model = keras.Sequential(name=f"one_hidden_layer_of_{units}")
    model.add(keras.Input(shape=(784,)))
    model.add(keras.layers.Dense(units, activation="relu", kernel_initializer="he_uniform"))
    model.add(keras.layers.Dense(10))
    return model


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = build(units)
    model.compile(
        keras.optimizers.RMSprop(), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    order = np.random.permutation(len(x_train))
    model.fit(x_train[order], labels_train[order], BATCH_SIZE, EPOCHS, verbose=0)
    return model

# %% solution="sweep"
models = {}
for units in reversed(UNITS):
    models[units] = train(units, seed=1)

# %% solution="table"
from collections import namedtuple

Row = namedtuple("Row", "units parameters accuracy")
table = [Row(n, models[n].count_params(), test_accuracy(models[n])) for n in UNITS]

# %% solution="figure"
plt.close("all")
plt.scatter([row.units for row in table], [row.accuracy * 100 for row in table], zorder=3)
plt.plot([row.units for row in table], [row.accuracy * 100 for row in table], ":", alpha=0.5)
plt.xlabel("hidden units")
plt.ylabel("test accuracy (%)")
plt.grid(True)
fig = plt.gcf()

# %% solution="repeats"
repeats = {seed: train(10, seed) for seed in (2, 3)}
repeats[1] = models[10]
repeat_accuracies = {seed: test_accuracy(network) for seed, network in repeats.items()}
spread = np.ptp(list(repeat_accuracies.values()))

# %% solution="gains"
gains = np.array(
    [(b.accuracy - a.accuracy) / (b.units - a.units) for a, b in zip(table, table[1:])]
)
