# /// example
# title = "tf.data split by a filter, images in columns, log-probabilities, seaborn, a metric of Keras for the loss"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
import pandas as pd

table = pd.DataFrame(
    {"in": [784, 64, 64], "out": [64, 64, 10]}, index=["hidden_1", "hidden_2", "output"]
)
table["parameters"] = table["in"] * table["out"] + table["out"]
layer_inputs = table["in"].to_dict()
layer_outputs = table["out"].to_dict()
layer_parameters = {**table["parameters"].to_dict(), "total": table["parameters"].sum()}

# %% solution="model"
from keras import Input, Model
from keras.activations import relu, softmax as softmax_layer
from keras.layers import Dense

pixels = Input(shape=(784,), dtype="float32", name="pixels")
h1 = relu(Dense(64, kernel_initializer="glorot_normal")(pixels))
h2 = relu(Dense(64, kernel_initializer="glorot_normal")(h1))
model = Model(inputs=[pixels], outputs=[softmax_layer(Dense(10)(h2))], name="taken_apart")

# %% solution="forward"
def forward(weights, inputs):
    """Every image is a column here, as in my lecture: z = W^T x + b."""
    w1, b1, w2, b2, w3, b3 = weights
    x = inputs.T
    h1 = (w1.T @ x + b1.reshape(-1, 1)).clip(min=0)
    h2 = (w2.T @ h1 + b2.reshape(-1, 1)).clip(min=0)
    return (w3.T @ h2 + b3.reshape(-1, 1)).T

# %% solution="softmax"
def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)


def softmax(logits):
    return np.exp(log_softmax(logits))

# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.equal.outer(np.asarray(labels), np.arange(classes)).astype(np.uint8)


def cross_entropy(probabilities, targets):
    # Row i of the targets meets row i of the logarithms on the diagonal of this product.
    logarithms = np.log(np.where(probabilities < 1e-7, 1e-7, probabilities))
    return -np.trace(targets @ logarithms.T) / len(targets)

# %% solution="from-logits"
from functools import reduce


def cross_entropy_from_logits(logits, targets):
    log_sums = reduce(np.logaddexp, logits.T)
    return np.average(log_sums - (logits * targets).sum(-1))


certain = one_hot([0], 10).astype(float)
sure_and_right = cross_entropy_from_logits(certain, certain)

# %% solution="train"
import tensorflow as tf


def is_training(number, pair):
    return number % 10 != 0


def is_validation(number, pair):
    return number % 10 == 0


def only_pair(number, pair):
    return pair


loss_function = keras.losses.CategoricalCrossentropy(
    from_logits=False, label_smoothing=0.0, name="loss"
)
model.compile(
    optimizer=tf.keras.optimizers.SGD(learning_rate=1e-1), loss=loss_function, metrics=["accuracy"]
)
everything = tf.data.Dataset.from_tensor_slices((x_train, one_hot(y_train, 10))).enumerate()
for_training = everything.filter(is_training).map(only_pair).shuffle(10_000).batch(128)
for_validation = everything.filter(is_validation).map(only_pair).batch(1000).cache()
history = model.fit(for_training, epochs=10, validation_data=for_validation, verbose=2)

# %% solution="figure"
import seaborn as sns

sns.set_theme(style="whitegrid")
curves = pd.DataFrame(history.history)[["accuracy", "val_accuracy"]]
curves["epoch"] = curves.index + 1
long = curves.melt("epoch", var_name="digits", value_name="share")
fig, ax = plt.subplots()
sns.lineplot(long, x="epoch", y="share", hue="digits", style="digits", markers=True, ax=ax)

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
judge = keras.metrics.CategoricalCrossentropy()
for part in range(0, 200, 50):
    judge.update_state(
        one_hot(y_batch[part : part + 50], 10), model(x_batch[part : part + 50], training=False)
    )
keras_loss = judge.result()
