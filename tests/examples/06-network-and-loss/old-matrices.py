# /// example
# title = "np.matrix and text as matrices, recursion, an own train_step in the model, labels one by one, labels with a negation"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
class Table(dict):
    """A dict that fills in what is missing."""

    def __missing__(self, key):
        self[key] = value = sum(self.values())
        return value


layer_inputs = Table(hidden_1=28**2, hidden_2=2**6, output=2**6)
layer_outputs = Table(hidden_1=2**6, hidden_2=2**6, output=10)
layer_parameters = Table((k, n * layer_outputs[k] + layer_outputs[k]) for k, n in layer_inputs.items())
print(layer_parameters["total"])

# %% solution="model"
import tensorflow as tf


class Netz(keras.Sequential):
    """Die Schichten der Zeichnung; ein Schritt des Trainings ist selbst geschrieben."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x=x, y=y, y_pred=(outputs := self(x, training=True)))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, outputs)
        return {metric.name: metric.result() for metric in self.metrics}


model = Netz()
model.add(keras.Input(shape=(784,)))
for größe in 64, 64:
    model.add(keras.layers.Dense(größe, activation=tf.keras.activations.relu, use_bias=True))
model.add(keras.layers.Dense(10, activation=tf.keras.activations.softmax))

# %% solution="forward"
def forward(weights, inputs):
    """Rekursiv: eine Schicht, dann der Rest des Netzes."""
    W, b = np.asmatrix(weights[0]), np.asmatrix(weights[1])
    z = np.asmatrix(inputs) * W + np.ones((len(inputs), 1)) * b
    if len(weights) == 2:
        return z
    return forward(weights[2:], np.multiply(z, z > 0))

# %% solution="softmax"
def softmax(logits):
    z = np.asmatrix(logits)
    e = np.exp(z - z.max(axis=1))
    return e / e.sum(axis=1)

# %% solution="cross-entropy"
def one_hot(labels, classes):
    first = np.zeros(classes, dtype=int)
    first[0] = 1
    return np.array([np.roll(first, label) for label in np.asarray(labels, dtype=int)])


def cross_entropy(probabilities, targets):
    p, t = np.asarray(probabilities), np.asarray(targets)
    n = len(t)
    if n == 1:
        return -np.log(max(p[0] @ t[0], 1e-7))
    half = n // 2
    first, rest = cross_entropy(p[:half], t[:half]), cross_entropy(p[half:], t[half:])
    return (half * first + (n - half) * rest) / n

# %% solution="from-logits"
def log_sum(z):
    """log(e^a + e^b + ...) = a + log(1 + e^(log(e^b + ...) - a)), von hinten aufgerollt."""
    if len(z) == 1:
        return z[0]
    a, b = z[0], log_sum(z[1:])
    return max(a, b) + np.log1p(np.exp(-abs(a - b)))


def cross_entropy_from_logits(logits, targets):
    return float(np.mean([log_sum(list(z)) - z @ t for z, t in zip(logits, targets)]))


sicher = np.zeros([1, 10])
sicher[0][0] = 1.0
sure_and_right = cross_entropy_from_logits(sicher, sicher)

# %% solution="train"
loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=False)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=loss_function, metrics=["accuracy"])
reihenfolge = np.random.RandomState(5).permutation(60_000)
lernen, prüfen = np.split(reihenfolge, [54_000])
history = model.fit(
    x_train[lernen],
    y_train[lernen].astype(int),
    validation_data=(x_train[prüfen], y_train[prüfen].astype(int)),
    batch_size=128,
    epochs=10,
    verbose=0,
)

# %% solution="figure"
fig, ax = plt.subplots()
epochen = [str(i) for i in range(1, 11)]
ax.plot(epochen, history.history["accuracy"], label="zum Lernen")
ax.plot(epochen, history.history["val_accuracy"], label="nicht zum Training benutzt")
ax.set(xlabel="Epoche", ylabel="Anteil richtig", ylim=(0.8, 1.0))
ax.legend(title="Ziffern")

# %% solution="batch"
p = softmax(forward([w.numpy() for w in model.weights], x_batch))
own_loss = np.float32(cross_entropy(p, one_hot(y_batch, 10)))
verluste = [
    keras.losses.sparse_categorical_crossentropy(y_batch[i : i + 1], model(x_batch[i : i + 1]))
    for i in range(len(x_batch))
]
keras_loss = keras.ops.mean(keras.ops.concatenate(verluste))
