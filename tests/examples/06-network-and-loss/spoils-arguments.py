# /// example
# title = "Functions that change their arguments, a name such as tf inside, train_test_split, bars, a label that says held out"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
n_in, n_h1, n_h2, n_out = 784, 64, 64, 10
layer_inputs = {"hidden_1": n_in, "hidden_2": n_h1, "output": n_h2}
layer_outputs = {"hidden_1": n_h1, "hidden_2": n_h2, "output": n_out}
layer_parameters = {
    "hidden_1": n_in * n_h1 + n_h1,
    "hidden_2": n_h1 * n_h2 + n_h2,
    "output": n_h2 * n_out + n_out,
}
layer_parameters["total"] = 0
layer_parameters["total"] += sum(layer_parameters.values())

# %% solution="model"
import tensorflow as tf

tf.random.set_seed(11)
x = inp = tf.keras.Input(shape=(784,))
x = tf.keras.layers.Dense(64, activation="relu", kernel_initializer="lecun_normal")(x)
x = tf.keras.layers.Dense(64, activation="relu", kernel_initializer="lecun_normal")(x)
out = tf.keras.layers.Dense(10, activation="softmax", bias_initializer="random_normal")(x)
model = tf.keras.Model(inp, out)

# %% solution="forward"
def forward(weights, inputs):
    x = inputs
    while weights:
        w, b, *weights = weights
        x = x.dot(w)
        x += b
        if weights:
            np.maximum(x, 0, out=x)
    return x

# %% solution="softmax"
def softmax(logits):
    logits -= logits.max(axis=1).reshape(len(logits), 1)
    np.exp(logits, logits)
    logits /= logits.sum(axis=1).reshape(len(logits), 1)
    return logits

# %% solution="cross-entropy"
def one_hot(labels, classes):
    table = np.diag(np.full(classes, 1, dtype="uint8"))
    return table[list(labels)]


def cross_entropy(probabilities, targets):
    tf = targets.astype(float)  # targets as floats
    probabilities[probabilities < 1e-7] = 1e-7
    np.log(probabilities, out=probabilities)
    probabilities *= -tf
    return probabilities.sum() / tf.sum()

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    loss = 0.0
    for tf, z in zip(targets, logits):  # one target in floats
        z -= z.max()
        loss += np.log(np.exp(z).sum()) - z.dot(tf)
    return loss / len(targets)


tf_one = np.zeros((1, 10))
tf_one[:, 0] = 1
sure_and_right = cross_entropy_from_logits(tf_one.copy(), tf_one)

# %% solution="train"
from sklearn.model_selection import train_test_split

x_tr, x_te, y_tr, y_te = train_test_split(
    x_train, one_hot(y_train, 10), test_size=0.1, random_state=3, stratify=y_train
)
loss_function = tf.keras.losses.CategoricalCrossentropy(axis=-1, reduction="sum_over_batch_size")
model.compile(tf.keras.optimizers.SGD(0.1), loss_function, metrics=["accuracy"])
history = model.fit(x_tr, y_tr, 128, 10, 0, validation_data=(x_te, y_te))

# %% solution="figure"
acc, val_acc = history.history["accuracy"], history.history["val_accuracy"]
plt.figure()
plt.bar(np.arange(10) + 0.8, acc, width=0.4, label="training digits")
plt.bar(np.arange(10) + 1.2, val_acc, width=0.4, label="training digits held out")
plt.ylim(0.75, 1)
plt.xlabel("epoch")
plt.ylabel("accuracy")
plt.legend(loc="upper left")
fig = plt.gcf()
plt.show()

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = model.evaluate(x_batch, one_hot(y_batch, 10), verbose=0)[0]
