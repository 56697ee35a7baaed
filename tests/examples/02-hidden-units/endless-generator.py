# /// example
# title = "An endless generator, AdamW, array rows, the distance to 1 beside the accuracy"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    pixels = images.reshape(-1, 28, 28, 1).astype(np.float32)
    return pixels / 255.0

# %% solution="test-accuracy"
def test_accuracy(model):
    confusion = np.zeros((10, 10))
    answers = np.argmax(model.predict(x_test, batch_size=2000, verbose=0), axis=1)
    np.add.at(confusion, (labels_test, answers), 1)
    return confusion.trace() / confusion.sum()

# %% solution="train"
def batches(seed):
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(x_train))
        for start in range(0, len(order) - BATCH_SIZE + 1, BATCH_SIZE):
            places = order[start : start + BATCH_SIZE]
            yield x_train[places], labels_train[places]


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.AdamW(), loss="sparse_categorical_crossentropy")
    steps = len(x_train) // BATCH_SIZE
    model.fit(batches(seed), steps_per_epoch=steps, epochs=EPOCHS, verbose=0)
    return model

# %% solution="table"
table = np.array(
    [(units, models[units].count_params(), test_accuracy(models[units])) for units in UNITS]
)

# %% solution="figure"
fig, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
axes[0].scatter(table[:, 0], table[:, 2], marker="^")
axes[0].step(table[:, 0], table[:, 2], where="post", alpha=0.3)
axes[0].set_xscale("log", base=10)
axes[0].set_ylabel("test accuracy")
axes[1].loglog(table[:, 0], 1 - table[:, 2], "v-")
axes[1].set_ylabel("share of test digits read wrongly")
fig.supxlabel("number of hidden units")

# %% solution="gains"
gains = np.diff(table[:, 2]) / np.diff(table[:, 0])
