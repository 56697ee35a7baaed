# /// example
# title = "Functional API, one-hot labels, scaling inside the model, sums with NumPy"
# kind = "correct"
# ///

# %% solution="one-hidden"
sizes_400 = np.array([784, 400, 10])
n_weights = int(sizes_400[:-1] @ sizes_400[1:])
n_biases = int(sizes_400[1:].sum())
one_hidden = dict(weights=n_weights, biases=n_biases, total=n_weights + n_biases)

# %% solution="dense-params"
dense_params = lambda n_in, n_out: np.array([n_in * n_out, n_out])

# %% solution="mlp-params"
def mlp_params(sizes):
    inputs, outputs = np.array(sizes[:-1]), np.array(sizes[1:])
    return [int(np.sum(inputs * outputs)), int(np.sum(outputs))]

# %% solution="deeper"
totals = {
    "784-512-10": 407050,
    "784-60-10": 47710,
    "784-64-64-10": 55050,
    "784-(4 x 400)-10": 799210,
    "784-(11 x 9)-10": 8065,
}

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    one_filter = np.zeros((kernel, kernel, channels_in))
    return one_filter.size * filters, filters

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    line = np.zeros(size + 2 * padding)
    return len(np.lib.stride_tricks.sliding_window_view(line, kernel)[::stride])

# %% solution="cnn-by-hand"
cnn_1 = {"conv": 280, "dense_128": 605_824, "dense_10": 1_290, "total": 607_394}
cnn_2 = {
    "conv_5x5": 832,
    "conv_3x3": 9_248,
    "dense_128": 102_528,
    "dense_10": 1_290,
    "total": 113_898,
}

# %% solution="keras-models"
L = keras.layers


def connect(inputs, *steps):
    x = inputs
    for layer in steps:
        x = layer(x)
    return keras.Model(inputs, x)


picture = keras.Input((28, 28))
mlp_model = connect(
    picture, L.Flatten(), L.Dense(64), L.ReLU(), L.Dense(64), L.ReLU(), L.Dense(10), L.Softmax()
)
grey = keras.Input((28, 28, 1))
cnn_1_model = connect(
    grey,
    L.Conv2D(filters=28, kernel_size=(3, 3), activation=keras.activations.relu),
    L.MaxPool2D(pool_size=(2, 2)),
    L.Flatten(),
    L.Dense(128, "relu"),
    L.Dropout(0.1),
    L.Dense(10, "softmax"),
)
grey = keras.Input((28, 28, 1))
cnn_2_model = connect(
    grey,
    L.Conv2D(32, (5, 5)),
    L.Activation("relu"),
    L.MaxPooling2D((2, 2), strides=2),
    L.Conv2D(32, (3, 3), activation="relu"),
    L.MaxPooling2D(),
    L.Flatten(),
    L.Dense(128, activation="relu"),
    L.Dense(10, activation="softmax"),
)

# %% solution="widths"
counts = {width: sum(mlp_params([784, width, 10])) for width in range(1, 1000)}
smallest_large_width = min(width for width, count in counts.items() if count >= 300_000)
largest_small_width = max(width for width, count in counts.items() if count < 50_000)

# %% solution="preprocess"
def preprocess(images):
    # The models divide by 255 themselves.
    return np.asarray(images, dtype="float32")

# %% solution="build"
def network(width):
    inputs = keras.Input(shape=(28, 28))
    x = keras.layers.Rescaling(1 / 255)(inputs)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(width)(x)
    x = keras.layers.Activation("sigmoid")(x)
    x = keras.layers.Dense(10)(x)
    x = keras.layers.Softmax()(x)
    made = keras.Model(inputs, x)
    made.compile(
        keras.optimizers.SGD(0.1), keras.losses.CategoricalCrossentropy(), metrics=["accuracy"]
    )
    return made


large_model, small_model = network(400), network(30)

# %% solution="steps"
steps_per_epoch = int(np.ceil((60_000 - 6_000) / 128))

# %% solution="train"
targets = keras.utils.to_categorical(y_train)
histories, times = [], []
for candidate in (large_model, small_model):
    begin = time.time()
    histories.append(
        candidate.fit(
            x=preprocess(x_train),
            y=targets,
            validation_split=0.1,
            epochs=10,
            batch_size=128,
            verbose=0,
        )
    )
    times.append(time.time() - begin)
large_history, small_history = histories
large_seconds, small_seconds = times

# %% solution="results"
x_te, y_te = preprocess(x_test), keras.utils.to_categorical(y_test)
results = {}
for title, model, history, took in zip(
    ["large", "small"], [large_model, small_model], histories, times
):
    loss, accuracy = model.evaluate(x_te, y_te, verbose=0)
    per_epoch = took / len(history.epoch)
    results[title] = dict(
        width=400 if title == "large" else 30,
        parameters=sum(mlp_params([784, 400 if title == "large" else 30, 10])),
        train=round(history.history["accuracy"][-1], 3),
        validation=round(history.history["val_accuracy"][-1], 3),
        test=round(accuracy, 3),
        seconds_per_epoch=round(per_epoch, 2),
        ms_per_step=round(per_epoch / steps_per_epoch * 1000, 2),
    )
