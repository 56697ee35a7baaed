# /// example
# title = "A model class, one-hot labels, a panel for each curve, a matrix product for counting"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
class Network(keras.Model):
    def __init__(self, units, layers):
        super().__init__()
        self.hidden = [keras.layers.Dense(units, activation="relu") for _ in range(layers)]
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.out(x)


def build(units, layers):
    model = Network(units, layers)
    model(np.zeros((1, 784), "float32"))  # makes the weights
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.002),
        loss="sparse_categorical_crossentropy",
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


# %% solution="train"
networks, histories, seconds = [None] * 6, [None] * 6, np.zeros(6)
for i, (units, layers) in enumerate(PLAN):
    networks[i] = build(units, layers)
    seconds[i] = -time.perf_counter()
    histories[i] = networks[i].fit(
        x_train, y_train, batch_size=600, epochs=EPOCHS, verbose=0, validation_data=(x_val, y_val)
    )
    seconds[i] += time.perf_counter()

# %% solution="curves"
fig_curves, axes = plt.subplots(6, 2, figsize=(8, 16), sharex=True)
for row, history, (units, layers) in zip(axes, histories, PLAN):
    for ax, key, word in zip(row, ("accuracy", "val_accuracy"), ("training", "validation")):
        ax.scatter(range(1, EPOCHS + 1), history.history[key])
        ax.set_title(f"{word}, {layers} x {units}", fontsize=8)
        ax.set(xlabel="epoch", ylabel="accuracy")

# %% solution="table"
def right(model, x, y):
    return np.float32(np.mean(np.argmax(np.asarray(model(x)), axis=1) == y))


table = tuple(
    {
        "units": np.int32(units),
        "layers": layers,
        "parameters": sum(weight.size for weight in net.get_weights()),
        "seconds": taken,
        "training accuracy": right(net, x_train, y_train),
        "test accuracy": right(net, x_test, y_test),
        "validation accuracy": history.history["val_accuracy"][-1],
    }
    for (units, layers), net, history, taken in zip(PLAN, networks, histories, seconds)
)

# %% solution="predict"
pick = int(np.argmax([row["validation accuracy"] for row in table]))
train_predictions, test_predictions = (
    np.argmax(np.asarray(networks[pick](x)), axis=1).astype("uint8") for x in (x_train, x_test)
)

# %% solution="matrices"
one_hot = np.eye(10, dtype="float32")
matrix_train = one_hot[y_train].T @ one_hot[train_predictions]
matrix_test = (one_hot[y_test].T @ one_hot[test_predictions]).astype("int64")

# %% solution="matrices-figure"
fig_matrices = plt.figure(figsize=(10, 5))
for k, (name, matrix) in enumerate((("training set", matrix_train), ("test set", matrix_test))):
    ax = fig_matrices.add_subplot(1, 2, k + 1)
    ax.matshow(matrix, norm="symlog", cmap="viridis")
    ax.set_title(name)
    ax.set_xlabel("what the network says")
    ax.set_ylabel("true digit")

# %% solution="digits-figure"
order = np.argsort(test_predictions == y_test, kind="stable")
shown = np.sort(np.concatenate([order[:8], order[-17:]])).tolist()
fig_digits, axes = plt.subplots(5, 5, figsize=(8, 8))
for k, place in enumerate(shown):
    ax = axes[k // 5][k % 5]
    ax.pcolormesh(images_test[place], cmap="Greys")
    ax.invert_yaxis()
    ax.set_xticks([])
    ax.set_yticks([])
    read, true = int(test_predictions[place]), int(y_test[place])
    words = f"{read}" if read == true else f"{read} not {true}"
    ax.text(1, 5, words, color=(0.0, 0.5, 0.1) if read == true else "#b00000")

# %% solution="four-nine"
def taken(true, answer):
    return {i for i in range(10_000) if (y_test[i], test_predictions[i]) == (true, answer)}


fours_as_nines, nines_as_fours = sorted(taken(4, 9)), sorted(taken(9, 4))
