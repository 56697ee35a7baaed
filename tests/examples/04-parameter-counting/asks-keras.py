# /// example
# title = "Rules that build a layer and ask it, Russian comments, prints, pixels scaled to their own image"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# считаем веса и смещения по слоям
total_w, total_b = 0, 0
previous = 784
for units in (400, 10):
    total_w += previous * units
    total_b += units
    previous = units
    print("слой", units, "веса", total_w, "смещения", total_b)
one_hidden = {"total": total_w + total_b, "biases": total_b, "weights": total_w}

# %% solution="dense-params"
def dense_params(n_in, n_out):
    """Строим слой и спрашиваем его формы."""
    layer = keras.layers.Dense(n_out)
    layer.build((None, n_in))
    kernel, bias = layer.get_weights()
    return kernel.size, bias.size

# %% solution="mlp-params"
def mlp_params(sizes):
    answer = [0, 0]
    rest = list(sizes)
    left = rest.pop(0)
    while rest:
        right = rest.pop(0)
        answer[0] += left * right
        answer[1] += right
        left = right
    return tuple(answer)

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    layer = keras.layers.Conv2D(filters, kernel)
    layer.build((None, 32, 32, channels_in))
    return int(np.prod(layer.kernel.shape)), int(np.prod(layer.bias.shape))

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    # нули добавляются с обеих сторон
    for _ in range(padding):
        size += 2
    count = 0
    while size >= kernel:
        count, size = count + 1, size - stride
    return count

# %% solution="preprocess"
def preprocess(images):
    # каждое изображение делим на его самый яркий пиксель
    images = images.astype("float64")
    brightest = images.max(axis=(1, 2), keepdims=True)
    return (images / np.where(brightest == 0, 1, brightest))[..., np.newaxis]

# %% solution="build"
inputs = keras.Input((28, 28, 1))
flat = keras.layers.Flatten()(inputs)
large_model = keras.Model(
    inputs, keras.layers.Dense(10, "softmax")(keras.layers.Dense(379, "sigmoid")(flat)), name="big"
)
small_model = keras.Model(
    inputs, keras.layers.Dense(10, "softmax")(keras.layers.Dense(61, "sigmoid")(flat)), name="little"
)
large_model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
small_model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
large_model.optimizer.learning_rate = 0.1
small_model.optimizer.learning_rate = 0.1

# %% solution="train"
class Stopwatch(keras.callbacks.Callback):
    """Время каждой эпохи."""

    def on_train_begin(self, logs=None):
        self.epochs = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(time.perf_counter() - self.start)


options = dict(batch_size=128, epochs=10, validation_split=0.1, verbose=0)
large_watch, small_watch = Stopwatch(), Stopwatch()
large_history = large_model.fit(preprocess(x_train), y_train, callbacks=[large_watch], **options)
small_history = small_model.fit(preprocess(x_train), y_train, callbacks=small_watch, **options)
large_seconds, small_seconds = sum(large_watch.epochs), sum(small_watch.epochs)

# %% solution="results"
results = {"large": {}, "small": {}}
for name in results:
    model, history = globals()[name + "_model"], globals()[name + "_history"]
    seconds = globals()[name + "_seconds"]
    results[name]["width"] = model.layers[2].units
    results[name]["parameters"] = model.count_params()
    results[name]["train"] = history.history["accuracy"][-1]
    results[name]["validation"] = history.history["val_accuracy"][-1]
    results[name]["test"] = model.evaluate(preprocess(x_test), y_test, verbose=0)[1]
    results[name]["seconds_per_epoch"] = seconds / 10
    results[name]["ms_per_step"] = seconds / 10 / 422 * 1000
    print(name, results[name])
