# /// example
# title = "Activation layers, labels instead of one-hot, own validation digits, points"
# kind = "correct"
# ///

# %% solution="model"
model = keras.Sequential([keras.Input((784,))])
for units in (64, 64):
    model.add(keras.layers.Dense(units))
    model.add(keras.layers.ReLU())
model.add(keras.layers.Dense(10))
model.add(keras.layers.Softmax())


# %% solution="forward"
def relu(z):
    z = z.copy()
    z[z < 0] = 0
    return z


def forward(weights, inputs):
    def dense(x, number):
        return np.einsum("ni,iu->nu", x, weights[2 * number]) + weights[2 * number + 1]

    return dense(relu(dense(relu(dense(inputs, 0)), 1)), 2)


# %% solution="softmax"
def softmax(logits):
    rows = []
    for row in np.asarray(logits, dtype="float64"):
        powers = [np.exp(z - max(row)) for z in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows)


# %% solution="cross-entropy"
def one_hot(labels, classes):
    result = np.zeros((len(labels), classes), dtype=int)
    for row, label in enumerate(labels):
        result[row, label] = 1
    return result


def cross_entropy(probabilities, targets):
    total = 0.0
    for p, t in zip(probabilities, targets):
        total -= np.log(max(p[np.argmax(t)], 1e-7))
    return total / len(targets)


# %% solution="train"
loss_function = "sparse_categorical_crossentropy"
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=loss_function, metrics=["accuracy"]
)
last = 54_000
history = model.fit(
    x_train[:last],
    y_train[:last],
    validation_data=(x_train[last:], y_train[last:]),
    batch_size=128,
    epochs=10,
    verbose=0,
)

# %% solution="figure"
fig, ax = plt.subplots()
for epoch in range(10):
    ax.plot(epoch + 1, history.history["accuracy"][epoch], "bo")
    ax.plot(epoch + 1, history.history["val_accuracy"][epoch], "rs")
ax.set(xlabel="epochs", ylabel="share of digits read correctly")
ax.legend(["training digits", "validation digits"])

# %% solution="batch"
chances = model.predict(x_batch, verbose=0)
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = np.mean(keras.losses.sparse_categorical_crossentropy(y_batch, chances))
