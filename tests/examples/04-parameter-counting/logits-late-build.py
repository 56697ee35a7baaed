# /// example
# title = "Flatten first, weights made by fit, logits, plain numbers from the pencil"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
one_hidden = {"weights": None, "biases": None, "total": None}
one_hidden["weights"] = np.int64(317_600)
one_hidden["biases"] = 4e2 + 10
one_hidden["total"] = 785 * 400 + 401 * 10

# %% solution="mlp-params"
def mlp_params(sizes):
    if len(sizes) == 2:
        return dense_params(*sizes)
    first, rest = dense_params(sizes[0], sizes[1]), mlp_params(sizes[1:])
    return first[0] + rest[0], first[1] + rest[1]

# %% solution="deeper"
totals = {}
for name, hidden in {
    "784-512-10": [512],
    "784-60-10": [60],
    "784-64-64-10": [64] * 2,
    "784-(4 x 400)-10": [400] * 4,
    "784-(11 x 9)-10": [9] * 11,
}.items():
    totals[name] = sum(mlp_params([784, *hidden, 10]))

# %% solution="output-size"
import math


def output_size(size, kernel, stride, padding):
    return math.floor((size - kernel + 2 * padding) / stride) + 1

# %% solution="keras-models"
mlp_model = keras.Sequential([keras.layers.Flatten()])
for units, activation in ((64, "relu"), (64, "relu"), (10, None)):
    mlp_model.add(keras.layers.Dense(units, activation))
mlp_model.build((None, 28, 28))
cnn_1_model, cnn_2_model = keras.Sequential(), keras.Sequential()
for network, filters in ((cnn_1_model, [(28, 3)]), (cnn_2_model, [(32, 5), (32, 3)])):
    network.add(keras.layers.InputLayer(shape=(28, 28, 1)))
    for count, side in filters:
        network.add(keras.layers.Conv2D(count, side, activation="relu"))
        network.add(keras.layers.MaxPooling2D(2))
    network.add(keras.layers.Flatten())
    network.add(keras.layers.Dense(128, activation="relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))

# %% solution="preprocess"
def preprocess(images):
    return 2 * (images / 255) - 1

# %% solution="build"
large_model = keras.Sequential(
    [
        keras.layers.Flatten(),
        keras.layers.Dense(378, activation="sigmoid"),
        keras.layers.Dense(10),
    ]
)
small_model = keras.Sequential(
    [
        keras.layers.Flatten(),
        keras.layers.Dense(62, activation="sigmoid"),
        keras.layers.Dense(10),
    ]
)
for model in (large_model, small_model):
    model.compile(
        optimizer="sgd",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )

# %% solution="train"
x_train = preprocess(x_train)
start = time.perf_counter()
small_history = small_model.fit(
    x_train, y_train, batch_size=128, epochs=10, validation_split=0.1, verbose=0
)
small_seconds = time.perf_counter() - start
start = time.perf_counter()
large_history = large_model.fit(
    x_train, y_train, batch_size=128, epochs=10, validation_split=0.1, verbose=0
)
large_seconds = time.perf_counter() - start

# %% solution="results"
x_test = preprocess(x_test)
large_test = large_model.evaluate(x_test, y_test, verbose=0)
small_test = small_model.evaluate(x_test, y_test, verbose=0)
results = {"large": {}, "small": {}}
results["large"]["width"] = 378
results["small"]["width"] = 62
results["large"]["parameters"] = 300_520
results["small"]["parameters"] = 49_300
results["large"]["train"] = large_model.evaluate(x_train, y_train, verbose=0)[1]
results["small"]["train"] = small_model.evaluate(x_train, y_train, verbose=0)[1]
results["large"]["validation"] = max(large_history.history["val_accuracy"])
results["small"]["validation"] = max(small_history.history["val_accuracy"])
results["large"]["test"] = large_test[1]
results["small"]["test"] = small_test[1]
results["large"]["seconds_per_epoch"] = large_seconds / 10
results["small"]["seconds_per_epoch"] = small_seconds / 10
results["large"]["ms_per_step"] = large_seconds * 100 / steps_per_epoch
results["small"]["ms_per_step"] = small_seconds * 100 / steps_per_epoch
