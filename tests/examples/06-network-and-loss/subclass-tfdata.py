# /// example
# title = "Subclassed model with tf.nn functions between layers, tf.data, in-place arithmetic, Arabic comments, step plot with percent"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
# عدد المدخلات والمخرجات لكل طبقة
layer_inputs = {"hidden_1": np.int64(784), "hidden_2": np.int64(64), "output": np.int64(64)}
layer_outputs = {"hidden_1": np.int64(64), "hidden_2": np.int64(64), "output": np.int64(10)}
layer_parameters = {k: layer_outputs[k] * (1 + layer_inputs[k]) for k in layer_inputs}
layer_parameters["total"] = np.sum(list(layer_parameters.values()))

# %% solution="model"
import tensorflow as tf


class Reader(tf.keras.Model):
    """شبكة بطبقتين مخفيتين"""

    def __init__(self):
        super().__init__()
        self.hidden_1 = tf.keras.layers.Dense(64)
        self.hidden_2 = tf.keras.layers.Dense(64)
        self.out = tf.keras.layers.Dense(10)

    def call(self, x, training=None):
        x = tf.nn.relu(self.hidden_1(x))
        x = tf.nn.relu(self.hidden_2(x))
        return tf.nn.softmax(self.out(x))


model = Reader()
model(x_batch[:1])

# %% solution="forward"
def forward(weights, inputs):
    w1, b1, w2, b2, w3, b3 = [np.asarray(w, dtype=np.float64) for w in weights]
    h = inputs @ w1
    h += b1
    h[h < 0] = 0
    h = h @ w2
    h += b2
    h *= h > 0
    h = h @ w3
    h += b3
    return h

# %% solution="softmax"
def softmax(logits):
    z = np.array(logits, dtype=np.float64)
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z

# %% solution="cross-entropy"
def one_hot(labels, classes):
    # مصفوفة منطقية: صح في الخانة الصحيحة
    return np.asarray(labels)[:, np.newaxis] == np.arange(classes)[np.newaxis, :]


def cross_entropy(probabilities, targets):
    right = probabilities[np.asarray(targets, dtype=bool)]
    return -np.log(np.where(right < 1e-7, 1e-7, right)).mean()

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    shifted = logits - logits.max(1)[:, None]
    return -(targets * (shifted - np.log(np.exp(shifted).sum(1))[:, None])).sum() / len(logits)


p = np.zeros((1, 10))
p[0, 0] = 1
sure_and_right = cross_entropy_from_logits(p, p)

# %% solution="train"
loss_function = "sparse_categorical_crossentropy"
model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
data = tf.data.Dataset.from_tensor_slices((x_train, y_train.astype("int32")))
train, validation = data.take(54000).shuffle(54000, seed=3).batch(128), data.skip(54000).batch(500)
history = model.fit(train, validation_data=validation, epochs=10, verbose=0)

# %% solution="figure"
fig = plt.figure()
التدريب = [round(100 * a, 2) for a in history.history["accuracy"]]
التحقق = [round(100 * a, 2) for a in history.history["val_accuracy"]]
plt.step(range(1, 11), التدريب, where="mid", label="التدريب")
plt.step(range(1, 11), التحقق, where="mid", label="التحقق")
plt.legend()
plt.xlabel("الدورة")
plt.ylabel("الدقة (%)")
plt.title("منحنى التعلم")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = np.float32(model.evaluate(x_batch, y_batch, verbose=0, return_dict=True)["loss"])
