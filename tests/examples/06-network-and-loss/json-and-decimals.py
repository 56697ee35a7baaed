# /// example
# title = "The model from a JSON text, digits by a PyDataset, decimal numbers, one-hot from binary texts, loss class by class, error bars"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
import json

drawing = json.loads(
    """{"hidden_1": {"in": 784, "out": 64}, "hidden_2": {"in": 64, "out": 64},
        "output": {"in": 64, "out": 10}}"""
)
layer_inputs = {layer: drawing[layer]["in"] for layer in drawing}
layer_outputs = {layer: drawing[layer]["out"] for layer in drawing}
layer_parameters = {layer: part["in"] * part["out"] + part["out"] for layer, part in drawing.items()}
layer_parameters |= {"total": sum(layer_parameters.values())}

# %% solution="model"
first = keras.Sequential([keras.Input(shape=(784,))], name="from_text")
for layer in drawing:
    kind = "softmax" if layer == "output" else "relu"
    first.add(keras.layers.Dense(layer_outputs[layer], activation=kind, name=layer))
text = first.to_json()
model = keras.models.model_from_json(text)
model.summary()

# %% solution="forward"
def forward(weights, inputs):
    """The layers one after the other, for each image by itself."""
    layers = [(weights[i], weights[i + 1]) for i in (0, 2, 4)]

    def one_image(x):
        for i, (w, b) in enumerate(layers):
            x = np.tensordot(x, w, axes=([0], [0])) + b
            if i < 2:
                x = np.ma.masked_less(x, 0).filled(0)
        return x

    return np.apply_along_axis(one_image, 1, inputs)

# %% solution="softmax"
from decimal import Decimal


def softmax(logits):
    probabilities = []
    for row in logits:
        numbers = [Decimal(float(z)) for z in row]
        powers = [(z - max(numbers)).exp() for z in numbers]
        probabilities.append([float(power / sum(powers)) for power in powers])
    return np.array(probabilities)

# %% solution="cross-entropy"
def one_hot(labels, classes):
    places = (1 << (classes - 1 - int(label)) for label in labels)
    return np.array([[int(bit) for bit in f"{place:0{classes}b}"] for place in places])


def cross_entropy(probabilities, targets):
    losses = []
    for c in range(targets.shape[1]):
        of_this_class = targets[:, c] > 0.5
        losses.extend(-np.log(np.clip(probabilities[of_this_class, c], 1e-7, None)))
    return np.array(losses).sum() / len(losses)

# %% solution="from-logits"
from math import exp, fsum, log


def cross_entropy_from_logits(logits, targets):
    def loss(z, t):
        top = max(z)
        return log(fsum(exp(number - top) for number in sorted(z))) - (z[t.index(1)] - top)

    rows = list(map(loss, np.asarray(logits).tolist(), np.asarray(targets).tolist()))
    return fsum(rows) / len(rows)


probabilities = np.array([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
sure_and_right = cross_entropy_from_logits(probabilities, probabilities)

# %% solution="train"
class Digits(keras.utils.PyDataset):
    """Batches of digits."""

    def __init__(self, x, y, size, **options):
        super().__init__(**options)
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __getitem__(self, number):
        part = slice(number * self.size, (number + 1) * self.size)
        return self.x[part], self.y[part]


loss_function = keras.losses.get({"class_name": "CategoricalCrossentropy", "config": {}})
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
hot = one_hot(y_train, 10)
history = model.fit(
    Digits(x_train[:-6000], hot[:-6000], 128),
    validation_data=Digits(x_train[-6000:], hot[-6000:], 500),
    epochs=10,
    verbose=0,
)

# %% solution="figure"
fig, ax = plt.subplots(layout="tight")
for key, name, n in (("accuracy", "seen", 54_000), ("val_accuracy", "not seen", 6_000)):
    share = np.array(history.history[key])
    error = np.sqrt(share * (1 - share) / n)
    ax.errorbar(np.arange(1, 11), share, yerr=error, capsize=3, fmt=".-", label=name)
ax.set_xlabel("Epoch")
ax.set_ylabel("Accuracy ± standard error")
ax.legend(frameon=False)

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = float(
    model.compute_loss(x=x_batch, y=one_hot(y_batch, 10).astype("float32"), y_pred=model(x_batch))
)
