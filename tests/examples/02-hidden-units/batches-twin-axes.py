# /// example
# title = "tf.keras names, shuffled one-hot batches by hand, accuracy and parameters on twin axes"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    return np.divide(images, 255, dtype=np.float32).reshape(images.shape[0], 28 * 28)

# %% solution="test-accuracy"
def test_accuracy(model):
    guesses = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=-1)
    hits, misses = (guesses == labels_test).sum(), (guesses != labels_test).sum()
    return hits / (hits + misses)

# %% solution="train"
from tensorflow.keras import Sequential, utils
from tensorflow.keras.layers import Activation, Dense, Input

targets = np.eye(10, dtype="float32")[labels_train]


def train(units, seed):
    utils.set_random_seed(seed)
    model = Sequential([Input(x_train.shape[1:]), Dense(units), Activation("relu"), Dense(10)])
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    shuffled = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for batch in np.array_split(shuffled.permutation(len(x_train)), 60_000 // 250):
            model.train_on_batch(x_train[batch], targets[batch])
    return model

# %% solution="sweep"
models = {}
for units in UNITS:
    print(units, "hidden units ...")
    models.setdefault(units, train(units, 1))

# %% solution="table"
table = [[units, models[units].count_params()] for units in UNITS]
for row in table:
    row.append(test_accuracy(models[row[0]]))

# %% solution="figure"
units, parameters, accuracies = np.transpose(table)
fig, ax = plt.subplots()
ax.plot(units, accuracies, "o-", color="tab:blue")
ax.set_xscale("log")
ax.set_xticks(UNITS, UNITS)
ax.set_xlabel("hidden units")
ax.set_ylabel("test accuracy", color="tab:blue")
for x, y in zip(units, accuracies):
    ax.annotate(f"{y:.1%}", (x, y), textcoords="offset points", xytext=(0, -12), ha="center")
twin = ax.twinx()
twin.plot(units, parameters, "s:", color="tab:orange")
twin.set_yscale("log")
twin.set_ylabel("parameters", color="tab:orange")

# %% solution="repeats"
repeats = {1: models[10]}
repeats.update({seed: train(10, seed) for seed in (2, 3)})
repeat_accuracies = {seed: test_accuracy(model) for seed, model in sorted(repeats.items())}
best, *_, worst = sorted(repeat_accuracies.values(), reverse=True)
spread = best - worst
