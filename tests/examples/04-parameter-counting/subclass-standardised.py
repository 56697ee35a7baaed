# /// example
# title = "Subclassed models, standardised pixels, loops, everything renamed"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
one_hidden = {"weights": 317600, "biases": 410, "total": 318010}

# %% solution="dense-params"
def dense_params(eingaenge, einheiten):
    gewichte = 0
    for _ in range(einheiten):
        gewichte += eingaenge
    return [gewichte, einheiten]

# %% solution="mlp-params"
def mlp_params(sizes):
    total_weights = total_biases = 0
    for i in range(1, len(sizes)):
        total_weights += sizes[i - 1] * sizes[i]
        total_biases += sizes[i]
    return (total_weights, total_biases)

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    left, places = -padding, 0
    while left + kernel <= size + padding:
        places += 1
        left += stride
    return float(places)

# %% solution="widths"
smallest_large_width = 378
largest_small_width = 62

# %% solution="preprocess"
MEAN, SD = x_train.mean(), x_train.std()


def preprocess(images):
    return ((images - MEAN) / SD).astype(np.float32)[..., None]

# %% solution="build"
class OneHidden(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(units, activation=keras.activations.sigmoid)
        self.out = keras.layers.Dense(10, activation=keras.activations.softmax)

    def call(self, images):
        return self.out(self.hidden(self.flat(images)))


large_model = OneHidden(380)
small_model = OneHidden(50)
for m in [large_model, small_model]:
    m.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.5),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )

# %% solution="steps"
steps_per_epoch = 422

# %% solution="train"
def timed_training(which, images, labels):
    t0 = time.perf_counter()
    record = which.fit(images, labels, 128, 10, validation_split=0.1, verbose=0)
    return record, time.perf_counter() - t0


a, b = preprocess(x_train), y_train.astype("int32")
small_history, small_seconds = timed_training(small_model, a, b)
large_history, large_seconds = timed_training(large_model, a, b)
a, b = preprocess(x_test), y_test.astype("int32")

# %% solution="results"
def row(model, record, seconds, width):
    return {
        "width": width,
        "parameters": model.count_params(),
        "train": record.history["accuracy"][9],
        "validation": record.history["val_accuracy"][9],
        "test": float(np.mean(np.argmax(model.predict(a, verbose=0), axis=1) == b)),
        "seconds_per_epoch": seconds / 10,
        "ms_per_step": seconds / 10 / 422 * 1e3,
    }


results = {
    "small": row(small_model, small_history, small_seconds, 50),
    "large": row(large_model, large_history, large_seconds, 380),
}
