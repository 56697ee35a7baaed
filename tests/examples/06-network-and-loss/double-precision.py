# /// example
# title = "Double precision everywhere: layers in float64, long double, closures, a figure of two scales, points to the side"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
def layer(n_in, n_out):
    return n_in, n_out, n_in * n_out + n_out


layer_inputs, layer_outputs, layer_parameters = {}, {}, {}
parts = {"hidden_1": layer(784, 64), "hidden_2": layer(64, 64), "output": layer(64, 10)}
for key, (layer_inputs[key], layer_outputs[key], layer_parameters[key]) in parts.items():
    pass
layer_parameters.update(total=sum(part[2] for part in parts.values()))

# %% solution="model"
model = keras.Sequential(name="exact")
model.add(keras.Input(shape=(784,), dtype="float64"))
for units, kind in [(64, "relu"), (64, "relu"), (10, "softmax")]:
    model.add(
        keras.layers.Dense(
            units,
            activation=kind,
            dtype="float64",
            kernel_initializer=keras.initializers.HeUniform(seed=units),
            bias_initializer="ones" if kind == "softmax" else "zeros",
        )
    )

# %% solution="forward"
def network_of(relu):
    """Makes a forward pass from an activation."""

    def compute(weights, inputs):
        weights = [np.array(w, dtype=np.longdouble) for w in weights]
        h = np.array(inputs, dtype=np.longdouble)
        while len(weights) > 2:
            h = relu(h @ weights.pop(0) + weights.pop(0))
        w, b = weights
        return h @ w + b

    return compute


forward = network_of(lambda z: np.heaviside(z, 0) * z)

# %% solution="softmax"
def softmax(logits, temperature=1):
    z = np.asarray(logits, dtype=np.longdouble) / temperature
    z = z - np.sort(z, axis=-1)[..., -1:]
    powers = np.exp2(z * np.log2(np.longdouble(np.e)))
    return (powers / np.add.reduce(powers, axis=-1, keepdims=True)).astype(float)

# %% solution="cross-entropy"
def one_hot(labels, classes):
    result = np.zeros((len(labels), classes), order="F")
    np.put_along_axis(result, np.asarray(labels).astype(int)[:, None], 1, axis=1)
    return result


LIMIT = 10.0**-7


def cross_entropy(probabilities, targets):
    p = np.array(probabilities, dtype=float)
    logs = np.full(p.shape, np.log(LIMIT))
    np.log(p, out=logs, where=p > LIMIT)
    return -np.tensordot(targets, logs, axes=2) / np.shape(targets)[0]

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    """log(1 + sum of the others), seen from the largest: as exact as numbers are."""
    z = np.sort(np.asarray(logits, dtype=np.longdouble), axis=1)
    top, others = z[:, -1], z[:, :-1]
    log_sum = top + np.log1p(np.exp(others - top[:, None]).sum(axis=1))
    right = np.max(np.where(np.asarray(targets) == 1, logits, -np.inf), axis=1)
    return (log_sum - right).mean()


sure_and_right = cross_entropy_from_logits(np.eye(10)[0:1], np.eye(10)[0:1])

# %% solution="train"
x_train, x_test, x_batch = (x.astype("float64") for x in (x_train, x_test, x_batch))
loss_function = "CategoricalCrossentropy"
model.compile(
    optimizer=keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 1000, 1.0)),
    loss=loss_function,
    metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
)
history = model.fit(
    x_train, one_hot(y_train, 10), batch_size=128, epochs=10, validation_split=0.1, verbose=0
)

# %% solution="figure"
plt.style.use("ggplot")
plt.rcParams.update({"font.size": 9, "lines.linewidth": 1})
fig = plt.figure()
left = fig.add_axes((0.1, 0.15, 0.75, 0.75))
right = left.twinx()
a = left.plot(range(1, 11), history.history["accuracy"], "C0", label="learned from")
b = left.plot(range(1, 11), history.history["val_accuracy"], "C1", label="put aside")
c = right.plot(range(1, 11), history.history["val_loss"], "C2:", label="loss (put aside)")
left.legend(handles=a + b + c, loc="center right")
left.set_xlabel("epoch")
left.set_ylabel("accuracy")
right.set_ylabel("loss")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = keras.losses.CategoricalCrossentropy(reduction="sum")(
    one_hot(y_batch, 10), model.predict(x_batch, batch_size=7, verbose=0)
) / len(x_batch)
