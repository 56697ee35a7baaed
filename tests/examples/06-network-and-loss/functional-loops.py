# /// example
# title = "Functional API, a loop over layers, a loss object, a plot in percent"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
layer_inputs = dict(hidden_1=28 * 28, hidden_2=64, output=64)
layer_outputs = dict(hidden_1=64, hidden_2=64, output=10)
layer_parameters = dict(hidden_1=50_240, hidden_2=4_160, output=650, total=55_050)

# %% solution="model"
pixels = keras.Input(shape=(784,))
x = keras.layers.Dense(64, "relu", name="first")(pixels)
x = keras.layers.Dense(64, "relu", name="second")(x)
model = keras.Model(pixels, keras.layers.Dense(10, "softmax")(x))


# %% solution="forward"
def forward(weights, inputs):
    values = inputs
    for position in range(0, len(weights), 2):
        values = np.dot(values, weights[position]) + weights[position + 1]
        if position < len(weights) - 2:
            values = values * (values > 0)
    return values


# %% solution="softmax"
def softmax(logits):
    shifted = logits - np.max(logits, axis=-1)[:, np.newaxis]
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=-1))[:, np.newaxis])


# %% solution="cross-entropy"
def one_hot(labels, classes):
    return (np.asarray(labels)[:, None] == np.arange(classes)).astype("float32")


def cross_entropy(probabilities, targets):
    return float(-(targets * np.log(probabilities.clip(1e-7, 1 - 1e-7))).sum() / len(targets))


# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    right = logits[np.arange(len(logits)), targets.argmax(axis=1)]
    return np.mean(np.logaddexp.reduce(logits, axis=1) - right)


sure_and_right = cross_entropy_from_logits(np.eye(1, 10), np.eye(1, 10))

# %% solution="train"
loss_function = keras.losses.CategoricalCrossentropy()
model.compile(keras.optimizers.SGD(0.1), loss_function, metrics=["accuracy"])
history = model.fit(x_train, one_hot(y_train, 10), 128, 10, validation_split=0.1, verbose=0)

# %% solution="figure"
fig = plt.figure(figsize=(6, 4))
for key, name in [("val_accuracy", "Validierung"), ("accuracy", "Training")]:
    plt.plot(100 * np.array(history.history[key]), marker=".", label=name)
plt.xlabel("Epoche (ab 0)")
plt.ylabel("richtig gelesen, in %")
plt.legend(loc="lower right")
plt.grid()

# %% solution="batch"
targets = one_hot(y_batch, 10)
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), targets)
keras_loss = float(loss_function(targets, model.predict(x_batch, verbose=0)))
