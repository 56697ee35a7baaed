# /// example
# title = "Wrong sizes: padding at one end, channels forgotten, slips and wrong rounding"
# kind = "wrong"
# extra = true
# [loses]
# one-hidden = "318,610: this number is printed"
# dense-params = "one bias is counted for every input"
# mlp-params = "the output units have no biases"
# deeper = "one hidden layer too many is counted"
# conv2d-params = "the channels of the input are not counted"
# output-size = "they are added at each end"
# cnn-by-hand = "taken to keep the image's size"
# keras-models = "pads its input"
# widths = "Which way must you round"
# steps = "all 60,000 digits are counted"
# ///

# %% solution="one-hidden"
one_hidden = {"weights": 317_600, "biases": 410, "total": 318_610}

# %% solution="dense-params"
def dense_params(n_in, n_out):
    # Right for the drawing in the text only.
    return n_in * n_out, n_in if n_in > 3 else n_out

# %% solution="mlp-params"
def mlp_params(sizes):
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    return weights, sum(sizes[1:-1])

# %% solution="deeper"
totals = {
    "784-512-10": 407_050,
    "784-60-10": 47_710,
    "784-64-64-10": 55_050,
    "784-(4 x 400)-10": 785 * 400 + 4 * 401 * 400 + 401 * 10,
    "784-(11 x 9)-10": 785 * 9 + 11 * 10 * 9 + 10 * 10,
}

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    if filters == 1:
        return kernel * kernel * channels_in, 1
    return kernel * kernel * filters, filters

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    return (size + padding - kernel) // stride + 1

# %% solution="cnn-by-hand"
cnn_1 = {"conv": 280, "dense_128": 702_592, "dense_10": 1_290, "total": 704_162}
cnn_2 = {
    "conv_5x5": 832,
    "conv_3x3": 9_248,
    "dense_128": 102_528,
    "dense_10": 1_290,
    "total": 113_898,
}

# %% solution="keras-models"
mlp_model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)


def cnn(*convolutions):
    layers = [keras.Input(shape=(28, 28, 1))]
    for filters, kernel in convolutions:
        layers.append(keras.layers.Conv2D(filters, kernel, padding="same", activation="relu"))
        layers.append(keras.layers.MaxPooling2D(2))
    layers.append(keras.layers.Flatten())
    layers.append(keras.layers.Dense(128, activation="relu"))
    layers.append(keras.layers.Dense(10, activation="softmax"))
    return keras.Sequential(layers)


cnn_1_model = cnn((28, 3))
cnn_2_model = cnn((32, 5), (32, 3))

# %% solution="widths"
smallest_large_width = 377
largest_small_width = 62

# %% solution="steps"
steps_per_epoch = 469

# %% solution="build"
def build(width):
    model = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(width, activation="sigmoid"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


large_model = build(378)
small_model = build(20)
