# /// example
# title = "Subclass with activations as functions, functions inside a class, two panels, loops in pure Python"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
sizes = [784, 64, 64, 10]
names = ["hidden_1", "hidden_2", "output"]
layer_inputs = dict(zip(names, sizes[:-1]))
layer_outputs = dict(zip(names, sizes[1:]))
layer_parameters = {n: (layer_inputs[n] + 1) * layer_outputs[n] for n in names}
layer_parameters |= {"total": sum(layer_parameters.values())}

# %% solution="model"
from keras import Model, activations, layers, ops


class Functions(Model):
    """Activations called as functions, as in other frameworks."""

    def __init__(self):
        super().__init__(name="functions")
        self.hidden = [layers.Dense(64, name=f"hidden_{i}") for i in (1, 2)]
        self.logits = layers.Dense(10, name="logits")

    def call(self, x):
        for layer in self.hidden:
            x = activations.relu(layer(x))
        return ops.softmax(self.logits(x), axis=-1)


model = Functions()
model(np.zeros((1, 784), "float32"))

# %% solution="forward"
import math


class Numpy:
    """The network's arithmetic, without any framework."""

    @staticmethod
    def dense(x, w, b):
        return np.einsum("ni,iu->nu", x, w) + b

    @classmethod
    def forward(cls, weights, inputs):
        pairs = list(zip(weights[::2], weights[1::2]))
        x = inputs
        for w, b in pairs[:-1]:
            x = np.clip(cls.dense(x, w, b), 0, None)
        return cls.dense(x, *pairs[-1])


forward = Numpy.forward

# %% solution="softmax"
def softmax(logits):
    rows = []
    for row in logits:
        largest = max(row)
        powers = [math.exp(z - largest) for z in row]
        rows.append([p / sum(powers) for p in powers])
    return np.array(rows)

# %% solution="cross-entropy"
def one_hot(labels, classes):
    return [[1 if c == label else 0 for c in range(classes)] for label in labels]


def cross_entropy(probabilities, targets):
    loss = 0.0
    for p, t in zip(probabilities, targets):
        right = list(t).index(max(t))
        loss -= math.log(max(p[right], 1e-7))
    return loss / len(probabilities)

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    losses = []
    for z, t in zip(logits, targets):
        c = max(z)
        losses.append(c + math.log(sum(math.exp(v - c) for v in z)) - float(np.dot(z, t)))
    return sum(losses) / len(losses)


perfect = [[1.0] + 9 * [0.0]]
sure_and_right = cross_entropy_from_logits(perfect, one_hot([0], 10))

# %% solution="train"
loss_function = keras.losses.sparse_categorical_crossentropy
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.0),
    loss=loss_function,
    metrics=[keras.metrics.SparseCategoricalAccuracy()],
)
history = model.fit(
    x=x_train[:54000],
    y=y_train[:54000],
    validation_data=(x_train[54000:], y_train[54000:]),
    batch_size=128,
    epochs=10,
    verbose=0,
    shuffle=True,
)

# %% solution="figure"
fig, panels = plt.subplots(1, 2, sharey=True, figsize=(8, 4))
for panel, key, name in zip(
    panels,
    ["sparse_categorical_accuracy", "val_sparse_categorical_accuracy"],
    ["training", "validation"],
):
    panel.plot(history.epoch, history.history[key], "k-", label=name)
    panel.legend()
fig.supxlabel("epochs finished before")
fig.supylabel("share read correctly")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
answers = model.predict(x_batch, verbose=0)
keras_loss = keras.ops.mean(loss_function(y_batch, answers))
