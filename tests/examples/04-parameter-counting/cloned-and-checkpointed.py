# /// example
# title = "Models from configurations and clones, checkpoints and a log file, a falling learning rate"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import csv
import math
import os
from fractions import Fraction

one_hidden = {"weights": 785 * 400 + 401 * 10 - 410, "biases": 410, "total": 785 * 400 + 401 * 10}


# %% solution="output-size"
def output_size(size: int, kernel: int, stride: int, padding: int) -> int:
    """Exact arithmetic with fractions, rounded down."""
    assert size + 2 * padding >= kernel, "the kernel does not fit"
    return math.floor(Fraction(size + 2 * padding - kernel, stride)) + 1


# %% solution="cnn-by-hand"
# side x side x channels
after_conv = 28 - 2
after_pool = after_conv // 2
flat = after_pool**2 * 28
cnn_1 = {"conv": (9 + 1) * 28, "dense_128": (flat + 1) * 128, "dense_10": 129 * 10}
cnn_1["total"] = sum(cnn_1.values())
side = ((28 - 4) // 2 - 2) // 2
cnn_2 = {}
cnn_2["conv_5x5"] = (25 + 1) * 32
cnn_2["conv_3x3"] = (9 * 32 + 1) * 32
cnn_2["dense_128"] = (side * side * 32 + 1) * 128
cnn_2["dense_10"] = cnn_1["dense_10"]
cnn_2["total"] = sum(value for key, value in cnn_2.items() if key != "total")


# %% solution="keras-models"
def relu_dense(units):
    return keras.layers.serialize(keras.layers.Dense(units, activation="relu"))


def image_network(*convolutions):
    network = keras.Sequential([keras.Input((28, 28, 1))])
    for filters, kernel in convolutions:
        network.add(keras.layers.Conv2D(filters, kernel, activation="relu"))
        network.add(keras.layers.MaxPooling2D(2))
    network.add(keras.layers.Flatten())
    network.add(keras.layers.Dense(128, activation="relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    return network


mlp_model = keras.Sequential([keras.Input((784,))])
for description in (relu_dense(64), relu_dense(64)):
    mlp_model.add(keras.layers.deserialize(description))
mlp_model.add(keras.layers.Dense(10, activation="softmax"))
mlp_model = keras.Sequential.from_config(mlp_model.get_config())
cnn_1_model = keras.models.clone_model(image_network((28, 3)))
cnn_2_model = keras.models.model_from_json(image_network((32, 5), (32, 3)).to_json())

# %% solution="widths"
per_unit, fixed = 784 + 1 + 10, 10
smallest_large_width = math.ceil(Fraction(300_000 - fixed, per_unit))
largest_small_width = math.ceil(Fraction(50_000 - fixed, per_unit)) - 1

# %% solution="preprocess"
mean_image = x_train.astype("float64").mean(axis=0)


def preprocess(images):
    """The mean digit is taken away; what is left lies between -1 and 1."""
    return (images - mean_image).reshape(-1, 784) / 255


# %% solution="build"
def draft(width):
    inputs = keras.Input((784,), batch_size=None)
    hidden = keras.layers.Dense(width, kernel_initializer=keras.initializers.RandomNormal(0, 0.05))
    outputs = keras.layers.Dense(10, activation="softmax")(
        keras.activations.sigmoid(hidden(inputs))
    )
    return keras.Model(inputs, outputs)


large_model, small_model = (keras.models.clone_model(draft(width)) for width in (500, 20))
for network in (large_model, small_model):
    falling = keras.optimizers.schedules.PiecewiseConstantDecay([422 * 7], [0.2, 0.05])
    network.compile(
        keras.optimizers.SGD(falling), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )


# %% solution="train"
def train(network, name):
    log = f"{name}.csv"
    best = keras.callbacks.ModelCheckpoint(f"{name}.weights.h5", save_weights_only=True)
    callbacks = [
        keras.callbacks.CSVLogger(log),
        best,
        keras.callbacks.EarlyStopping(monitor="loss", patience=10),
        keras.callbacks.TerminateOnNaN(),
    ]
    start = time.perf_counter()
    history = network.fit(
        preprocess(x_train),
        y_train,
        batch_size=128,
        epochs=10,
        validation_split=0.1,
        callbacks=callbacks,
        verbose=0,
    )
    seconds = time.perf_counter() - start
    network.load_weights(f"{name}.weights.h5")
    with open(log, newline="") as file:
        rows = list(csv.DictReader(file))
    os.remove(log)
    os.remove(f"{name}.weights.h5")
    return history, seconds, rows


large_history, large_seconds, large_rows = train(large_model, "large")
small_history, small_seconds, small_rows = train(small_model, "small")

# %% solution="results"
keys = ["width", "parameters", "train", "validation", "test", "seconds_per_epoch", "ms_per_step"]
results = {}
for name, network, rows, seconds, width in (
    ("large", large_model, large_rows, large_seconds, 500),
    ("small", small_model, small_rows, small_seconds, 20),
):
    results[name] = dict(
        zip(
            keys,
            (
                width,
                sum(array.size for array in network.get_weights()),
                float(rows[-1]["accuracy"]),
                float(rows[-1]["val_accuracy"]),
                network.evaluate(preprocess(x_test), y_test, batch_size=1000, verbose=0)[1],
                seconds / 10,
                seconds / 10 / steps_per_epoch * 1e3,
            ),
        )
    )
