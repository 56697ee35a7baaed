# /// example
# title = "A Python generator of batches, objects that are called, one image at a time, a column of ones for the biases"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
layer_inputs = {"hidden_1": None, "hidden_2": None, "output": None}
layer_outputs = {"hidden_1": None, "hidden_2": None, "output": None}
layer_parameters = {"hidden_1": None, "hidden_2": None, "output": None, "total": None}
layer_inputs["hidden_1"] = x_train.shape[1]
layer_outputs["hidden_1"] = layer_outputs["hidden_2"] = 64
layer_outputs["output"] = len(set(y_train))
layer_inputs["hidden_2"] = layer_outputs["hidden_1"]
layer_inputs["output"] = layer_outputs["hidden_2"]
layer_parameters["total"] = 0
for name in ("hidden_1", "hidden_2", "output"):
    matrix = np.zeros((layer_inputs[name], layer_outputs[name]))
    vector = np.zeros(layer_outputs[name])
    layer_parameters[name] = matrix.size + vector.size
    layer_parameters["total"] += layer_parameters[name]

# %% solution="model"
keras.utils.set_random_seed(812)
body = keras.Sequential(
    [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(64, activation="relu")],
    name="body",
)
head = keras.Sequential([keras.layers.Dense(10), keras.layers.Softmax()], name="head")
model = keras.Sequential([keras.Input(shape=(784,)), body, head])
model.summary(expand_nested=True)

# %% solution="forward"
class Forward:
    """Called like a function; weights and biases become one matrix, with a one in each input."""

    def __call__(self, weights, inputs):
        matrices = [np.vstack([w, b]) for w, b in zip(weights[0::2], weights[1::2])]
        return np.stack([self.single(matrices, image) for image in inputs])

    @staticmethod
    def single(matrices, x):
        for number, matrix in enumerate(matrices, start=1):
            x = np.append(x, 1.0) @ matrix
            if number != len(matrices):
                x = np.array([value if value > 0 else 0.0 for value in x])
        return x


forward = Forward()

# %% solution="softmax"
class OnlineSoftmax:
    """Goes through a row once: whenever a larger logit comes, the sum so far is made smaller."""

    def __call__(self, logits):
        return np.array([self.row(z) for z in logits])

    def row(self, z):
        top, total = self.scan(z)
        return [np.exp(value - top) / total for value in z]

    @staticmethod
    def scan(z):
        top, total = -np.inf, 0.0
        for value in z:
            new = max(top, value)
            total = total * np.exp(top - new) + np.exp(value - new)
            top = new
        return top, total


softmax = OnlineSoftmax()

# %% solution="cross-entropy"
def one_hot(labels, classes):
    def row(label):
        return tuple(float(label == number) for number in range(classes))

    return tuple(row(label) for label in labels)


import statistics
from math import log


def cross_entropy(probabilities, targets):
    def loss(p, t):
        return -sum(right * log(max(chance, 1e-7)) for chance, right in zip(p, t))

    return statistics.fmean(map(loss, probabilities, targets))

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    total = 0
    for count, (z, t) in enumerate(zip(logits, targets), start=1):
        top, powers = softmax.scan(z)
        total += (top + log(powers)) - sum(a for a, b in zip(z, t) if b == 1)
    return total / count


sure_and_right = cross_entropy_from_logits(one_hot([0], 10), one_hot([0], 10))

# %% solution="train"
class Surprise(keras.losses.Loss):
    """My formula, written once more with the functions of Keras."""

    def call(self, y_true, y_pred):
        chances = keras.ops.clip(y_pred, 1e-7, 1.0)
        return -keras.ops.sum(y_true * keras.ops.log(chances), axis=-1)


def batches(x, y, size, dice=np.random.default_rng(4)):
    while True:
        order = dice.permutation(len(x))
        for start in range(0, len(x) - size + 1, size):
            chosen = order[start : start + size]
            yield x[chosen], y[chosen]


loss_function = Surprise()
rows = np.array(one_hot(y_train, 10), dtype="float32")
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
model.fit(
    batches(x_train[6000:], rows[6000:], 128),
    steps_per_epoch=54_000 // 128,
    epochs=10,
    validation_data=(x_train[:6000], rows[:6000]),
    verbose=0,
)
history = model.history

# %% solution="figure"
from matplotlib.figure import Figure

fig = Figure(figsize=(6, 3.5), layout="constrained")
ax = fig.subplots()
epochs = 1 + np.array(history.epoch)
lines = ax.plot(epochs, np.c_[history.history["accuracy"], history.history["val_accuracy"]])
ax.legend(lines, ["digits learned from", "digits put aside"])
ax.set_xlabel("epoch")
ax.set_ylabel("accuracy")
fig

# %% solution="batch"
layers = [*model.layers[0].layers, *model.layers[1].layers]
weights = sum((layer.get_weights() for layer in layers), [])
own_loss = cross_entropy(softmax(forward(weights, x_batch)), one_hot(y_batch, 10))
keras_loss = model.evaluate(x_batch, np.array(one_hot(y_batch, 10)), batch_size=200, verbose=0)[0]
