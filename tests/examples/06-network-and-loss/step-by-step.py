# /// example
# title = "Step by step with prints, Hindi comments, a callback, dictionaries of results, plots beside the asked one"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
# पहली परत: 784 से 64
a = 784 * 64 + 64
b = 64 * 64 + 64
c = 64 * 10 + 10
print(a, b, c)
layer_inputs = {"hidden_1": 784, "hidden_2": 64, "output": 64, "note": "from the drawing"}
layer_outputs = {"output": 10, "hidden_2": 64, "hidden_1": 64}
layer_parameters = {"hidden_1": a, "hidden_2": b, "output": c, "total": a + b + c}

# %% solution="model"
model = keras.Sequential()
model.add(keras.layers.InputLayer(shape=(784,)))
model.add(keras.layers.Dense(64))
model.add(keras.layers.Activation("relu"))
model.add(keras.layers.Dense(64))
model.add(keras.layers.Activation(keras.activations.relu))
model.add(keras.layers.Dense(10))
model.add(keras.layers.Activation("softmax"))
print(model.summary())
for layer in model.layers:
    print(layer.name, [w.shape for w in layer.get_weights()])

# %% solution="forward"
def forward(weights, inputs):
    W1 = weights[0]; b1 = weights[1]
    W2 = weights[2]; b2 = weights[3]
    W3 = weights[4]; b3 = weights[5]
    z1 = np.dot(inputs, W1) + b1
    a1 = z1.copy()
    a1[a1 <= 0] = 0
    z2 = np.dot(a1, W2) + b2
    a2 = z2.copy()
    a2[a2 <= 0] = 0
    z3 = np.dot(a2, W3) + b3
    return z3

# %% solution="softmax"
def softmax(logits):
    # हर पंक्ति का सबसे बड़ा अंक
    largest = np.max(logits, axis=1)
    largest = largest.reshape(-1, 1)
    powers = np.exp(logits - largest)
    sums = np.sum(powers, axis=1).reshape(-1, 1)
    return powers / sums


test = np.array([[1.0, 2.0, 3.0]])
print("softmax", softmax(test), softmax(test).sum())

# %% solution="cross-entropy"
def one_hot(labels, classes):
    rows = []
    for label in labels:
        row = [0.0] * classes
        row[int(label)] = 1.0
        rows.append(row)
    return np.array(rows, dtype=np.float32)


def cross_entropy(probabilities, targets):
    losses = []
    for p, t in zip(probabilities, targets):
        p = np.maximum(p, 10 ** -7)
        losses.append(-np.sum(t * np.log(p)))
    print("losses:", len(losses))
    return np.array(losses).mean()

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    losses = []
    for z, t in zip(logits, targets):
        m = z.max()
        losses.append(np.log(np.sum(np.exp(z - m))) + m - np.sum(t * z))
    return np.mean(losses)


sure_and_right = cross_entropy_from_logits(
    np.array([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]), one_hot([0], 10)
)
print("sure and right:", sure_and_right)

# %% solution="train"
class Speaker(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, {key: round(float(value), 3) for key, value in logs.items()})


loss_function = "categorical_crossentropy"
options = {"batch_size": 128, "epochs": 10, "validation_split": 0.1, "verbose": 0}
targets = one_hot(y_train, 10)
model.compile(loss=loss_function, metrics=["accuracy"], optimizer=keras.optimizers.SGD(0.1))
history = model.fit(x_train, targets, callbacks=[Speaker()], **options)

# %% solution="figure"
plt.figure()
plt.plot(history.history["loss"])
plt.title("loss, only for me")
fig = plt.figure(figsize=(8, 3))
plt.plot(range(1, 11), history.history["accuracy"], "bo-")
plt.plot(range(1, 11), history.history["val_accuracy"], "r^--")
plt.legend(["accuracy", "val_accuracy"])
plt.xlabel("epoch")
plt.ylabel("accuracy")
plt.show()

# %% solution="batch"
W = model.get_weights()
logits = forward(W, x_batch)
own_loss = cross_entropy_from_logits(logits, one_hot(y_batch, 10))
result = {"mine": cross_entropy(softmax(logits), one_hot(y_batch, 10)), "from logits": own_loss}
print(result)
keras_loss, keras_accuracy = model.evaluate(x_batch, one_hot(y_batch, 10), verbose=0)
