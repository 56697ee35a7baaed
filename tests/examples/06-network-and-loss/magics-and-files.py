# /// example
# title = "Magic commands, strict NumPy errors, a log file read by pandas, the model saved and loaded, percent on the axis"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
%%time
from collections import Counter

layer_inputs = Counter({"hidden_1": 784, "hidden_2": 64, "output": 64})
layer_outputs = Counter({"hidden_1": 64, "hidden_2": 64, "output": 10})
layer_parameters = Counter()
for name, n in layer_inputs.items():
    layer_parameters[name] = (n + 1) * layer_outputs[name]
layer_parameters["total"] = layer_parameters.total() if hasattr(Counter, "total") else 55_050

# %% solution="model"
%config InlineBackend.figure_format = "retina"
model = keras.Sequential(
    [
        keras.Input(shape=[784], batch_size=None),
        keras.layers.Dense(64, activation=keras.layers.ReLU()),
        keras.layers.Dense(64, activation=keras.layers.ReLU()),
        keras.layers.Dense(10, activation=keras.layers.Softmax()),
    ]
)
model?

# %% solution="forward"
import warnings

np.seterr(over="raise", divide="raise", invalid="raise")
warnings.simplefilter("error", RuntimeWarning)


def forward(weights, inputs):
    W, B = weights[::2], weights[1::2]
    H = inputs
    for W_i, B_i in list(zip(W, B))[:-1]:
        Z = np.matmul(H, W_i)
        np.add(Z, B_i, out=Z)
        H = np.maximum(0, Z, out=Z)
    return np.add(np.matmul(H, W[-1]), B[-1])


%timeit -n 2 -r 2 forward(model.get_weights(), x_batch)

# %% solution="softmax"
%%time
def softmax(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    # what is below e^-700 can't be stored anyway
    powers = np.exp(np.maximum(shifted, -80 if logits.dtype == np.float32 else -700))
    return powers / np.sum(powers, axis=1, keepdims=True)

# %% solution="cross-entropy"
def one_hot(labels, classes):
    rows = np.zeros((len(labels), classes), dtype=np.int8)
    for c in range(classes):
        rows[labels == c, c] = 1
    return rows


def cross_entropy(probabilities, targets):
    right = np.sum(probabilities * targets, axis=1)
    right[right < 1e-7] = 1e-7
    return np.mean(np.log(1 / right))


!echo "a command of the shell" > note.txt

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    n = np.arange(len(logits))
    m = logits[n, np.argmax(logits, 1)]
    log_sum = m + np.log(np.exp(np.maximum(logits - m[:, None], -700.0)) @ np.ones(logits.shape[1]))
    return np.mean(log_sum - logits[n, np.argmax(targets, 1)])


sure_and_right = np.round(cross_entropy_from_logits(np.eye(10)[:1], np.eye(10)[:1]), 2)
print(f"{sure_and_right = }")

# %% solution="train"
%%time
loss_function = "categorical_crossentropy"
model.compile(
    optimizer=keras.optimizers.get(
        {"class_name": "SGD", "config": {"learning_rate": 0.1, "momentum": 0.0, "nesterov": False}}
    ),
    loss=loss_function,
    metrics=["accuracy"],
)
history = model.fit(
    x_train,
    one_hot(y_train, 10),
    batch_size=128,
    epochs=10,
    validation_split=0.1,
    callbacks=[
        keras.callbacks.CSVLogger("log.csv"),
        keras.callbacks.ModelCheckpoint("after.weights.h5", save_weights_only=True),
        keras.callbacks.EarlyStopping("val_loss", patience=10),
    ],
)
model.save("digits.keras")

# %% solution="figure"
%matplotlib inline
import pandas as pd
from matplotlib.ticker import PercentFormatter

log = pd.read_csv("log.csv")
log.epoch += 1
ax = log.plot(x="epoch", y=["accuracy", "val_accuracy"], style=["s-", "o--"], grid=True)
ax.yaxis.set_major_formatter(PercentFormatter(1.0))
ax.set_ylabel("read correctly")
ax.annotate("best", (10, log.val_accuracy.max()))
fig = plt.gcf()
plt.savefig("curves.png")

# %% solution="batch"
loaded = keras.models.load_model("digits.keras")
own_loss = cross_entropy(softmax(forward(loaded.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = loaded.evaluate(x_batch, one_hot(y_batch, 10), verbose=0, return_dict=True)["loss"]
