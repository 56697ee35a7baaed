# /// example
# title = "All formulas in one early cell, used again later; own tests with common names; losses beside the curves"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
sizes = (784, 64, 64, 10)
counts = [(a, b, a * b + b) for a, b in zip(sizes, sizes[1:])]
layer_inputs, layer_outputs, layer_parameters = (
    dict(zip(("hidden_1", "hidden_2", "output"), column)) for column in zip(*counts)
)
layer_parameters["total"] = sum(layer_parameters.values())

# %% solution="model"
def network(sizes):
    """A dense network of these sizes."""
    n, *hidden, classes = sizes
    values = inputs = keras.Input(shape=(n,))
    for units in hidden:
        values = keras.layers.Dense(units)(values)
        values = keras.layers.ReLU()(values)
    values = keras.layers.Dense(classes)(values)
    return keras.Model(inputs, keras.layers.Softmax(axis=-1)(values))


model = network(sizes)

# %% solution="forward"
def affine(x, w, b):
    return x @ w + b


def relu(z):
    return np.select([z > 0], [z], default=0.0)


def hidden_layers(weights, inputs):
    w1, b1, w2, b2 = weights
    return relu(affine(relu(affine(inputs, w1, b1)), w2, b2))


def forward(weights, inputs):
    return affine(hidden_layers(weights[:4], inputs), *weights[4:])


def log_sum(z):
    top = z.max(1, keepdims=True)
    return top + np.log(np.exp(z - top).sum(1, keepdims=True))


def softmax(logits):
    return np.exp(logits - log_sum(logits))


def one_hot(labels, classes):
    return np.take(np.eye(classes), labels, axis=0)


def surprise(p):
    return -np.log(np.maximum(p, 1e-7))


def right_ones(values, targets):
    return values[np.nonzero(targets)]


def cross_entropy(probabilities, targets):
    return surprise(right_ones(probabilities, targets)).mean()


def exact(logits, targets):
    return (log_sum(logits)[:, 0] - right_ones(logits, targets)).mean()


cross_entropy_from_logits = exact

# %% solution="softmax"
random = np.random.default_rng(0)
batch = random.normal(0, 5, (3, 10))
right_softmax = np.exp(batch) / np.exp(batch).sum(axis=1, keepdims=True)
assert np.allclose(softmax(batch), right_softmax)
powers_of = layered = near = None

# %% solution="cross-entropy"
binary = one_hot(np.array([1, 0]), 2)
assert binary.tolist() == [[0, 1], [1, 0]]
print("cross_entropy is above, and gives", cross_entropy(binary, binary))

# %% solution="from-logits"
sure = one_hot(np.array([0]), 10)
sure_and_right = cross_entropy_from_logits(sure, sure)
measured = fits = targets = outputs = None

# %% solution="train"
data = {"train": (x_train, one_hot(y_train, 10)), "test": (x_test, one_hot(y_test, 10))}
loss_function = keras.losses.categorical_crossentropy
settings = dict(batch_size=128, epochs=10, validation_split=0.1, verbose=0)
model.compile(keras.optimizers.SGD(learning_rate=0.1), loss_function, metrics=["accuracy"])
history = model.fit(*data["train"], **settings)
print("on the test digits:", model.evaluate(*data["test"], verbose=0))

# %% solution="figure"
fig, axes = plt.subplot_mosaic([["curves", "losses"]], figsize=(9, 3.5))
for key, label in {"accuracy": "train", "val_accuracy": "val"}.items():
    axes["curves"].plot(range(1, 11), history.history[key], marker="x", label=label)
for key, label in {"loss": "train", "val_loss": "val"}.items():
    axes["losses"].plot(range(1, 11), history.history[key], marker="x", label=label)
for name, ax in axes.items():
    ax.set(xlabel="epoch", ylabel={"curves": "accuracy", "losses": "loss"}[name])
    ax.legend()

# %% solution="batch"
x, t = x_batch, one_hot(y_batch, 10)
own_loss = cross_entropy(softmax(forward(model.get_weights(), x)), t)
keras_loss = np.mean(keras.losses.categorical_crossentropy(t, model.predict(x, verbose=0)))
