# /// example
# title = "Biases left out, axes exchanged, gains not per unit"
# kind = "wrong"
# extra = true
# [loses]
# table-rows = "the biases are left out"
# figure = "axes exchanged"
# gains = "differences of the accuracies"
# ///

# %% solution="train"
def train(units, seed):
    # Two epochs with larger steps: quicker, and enough for what this example shows.
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(0.003)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.fit(x_train, labels_train, epochs=2, batch_size=256, verbose=0)
    return model


# %% solution="table"
table = [[u, 784 * u + 10 * u, test_accuracy(models[u])] for u in UNITS]

# %% solution="figure"
fig, ax = plt.subplots()
ax.plot([row[2] for row in table], [row[0] for row in table], "o-")
ax.set_xlabel("test accuracy")
ax.set_ylabel("hidden units")

# %% solution="gains"
gains = [table[i + 1][2] - table[i][2] for i in range(4)]
