# /// example
# title = "Layers of one's own made of Keras's, nested models, a decorator that counts and times, Ukrainian"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# шари мережі: (входи, одиниці)
from functools import partial, wraps
from operator import itemgetter, mul
from itertools import accumulate, pairwise, starmap

one_hidden = {"weights": None, "biases": None, "total": None}
шари = list(pairwise([784, 400, 10]))
one_hidden.update(zip(one_hidden, accumulate([sum(starmap(mul, шари)), 0, 0])))
one_hidden["biases"] = sum(map(itemgetter(1), шари))
one_hidden["total"] += one_hidden["biases"]

# %% solution="dense-params"
журнал = []


def записує(функція):
    """Записує кожен виклик у журнал."""

    @wraps(функція)
    def обгортка(*args, **kwargs):
        відповідь = функція(*args, **kwargs)
        журнал.append((функція.__name__, args, відповідь))
        return відповідь

    return обгортка


@записує
def dense_params(n_in, n_out):
    return np.array([n_in, 1]) * n_out


# %% solution="mlp-params"
@записує
def mlp_params(sizes):
    return tuple(sum(starmap(dense_params, pairwise(sizes))).tolist())


# %% solution="conv2d-params"
@записує
def conv2d_params(kernel, channels_in, filters):
    # згортка — це щільний шар для одного квадрата
    return dense_params(n_in=kernel * kernel * channels_in, n_out=filters)


# %% solution="output-size"
@записує
def output_size(size, kernel, stride, padding):
    left, right = 0 - padding, size + padding
    return np.arange(left, right)[: right - left - kernel + 1 : stride].size


# %% solution="keras-models"
class Згортка(keras.layers.Layer):
    """Згортка, а за нею вибірка найбільшого."""

    def __init__(self, filters, kernel, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(filters, kernel, activation="relu")
        self.pool = keras.layers.MaxPooling2D(2)

    def call(self, x):
        return self.pool(self.conv(x))


def голова():
    return keras.Sequential(
        [
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="head",
    )


mlp_model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.Sequential([keras.layers.Dense(64, "relu"), keras.layers.Dense(64, "relu")]),
        keras.layers.Dense(10, "softmax"),
    ]
)
cnn_1_model = keras.Sequential([keras.Input((28, 28, 1)), Згортка(28, 3), голова()])
cnn_2_model = keras.Sequential(
    [keras.Input((28, 28, 1)), Згортка(32, 5), Згортка(32, 3), голова()]
)

# %% solution="widths"
ширини = np.arange(1, 1001)
усього = np.fromiter((mlp_params([784, int(w), 10]) @ np.ones(2) for w in ширини), float)
smallest_large_width = ширини[np.searchsorted(усього, 300_000, side="left")]
largest_small_width = ширини[np.searchsorted(усього, 50_000, side="left") - 1]

# %% solution="preprocess"
class Підготовка:
    """Середнє й відхилення з навчальних цифр; далі діє як функція."""

    def __init__(self, images):
        self.mean = np.float32(images.mean())
        self.sd = np.float32(images.std())

    def __call__(self, images):
        return ((np.asarray(images, "float32") - self.mean) / self.sd).reshape(-1, 28, 28, 1)


preprocess = Підготовка(x_train)

# %% solution="build"
class Network(keras.Model):
    """Дві частини: прихований шар і відповідь."""

    def __init__(self, width):
        super().__init__()
        self.hidden = keras.Sequential(
            [keras.layers.Flatten(), keras.layers.Dense(width, activation="sigmoid")]
        )
        self.answer = keras.Sequential([keras.layers.Dense(10, activation="softmax")])

    def call(self, x):
        return self.answer(self.hidden(x))


def мережа(width):
    модель = Network(int(width))
    модель.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return модель


large_model = мережа(smallest_large_width)
small_model = мережа(largest_small_width)

# %% solution="train"
секунди = {}


def вимірює(назва):
    def декоратор(функція):
        @wraps(функція)
        def обгортка(*args, **kwargs):
            початок = time.perf_counter()
            try:
                return функція(*args, **kwargs)
            finally:
                секунди[назва] = time.perf_counter() - початок

        return обгортка

    return декоратор


навчає = partial(
    keras.Model.fit,
    x=preprocess(x_train),
    y=y_train,
    batch_size=128,
    epochs=10,
    validation_split=0.1,
    verbose=0,
)
large_history = вимірює("large")(навчає)(large_model)
small_history = вимірює("small")(навчає)(small_model)
large_seconds, small_seconds = секунди.values()

# %% solution="results"
keys = ["width", "parameters", "train", "validation", "test", "seconds_per_epoch", "ms_per_step"]

results = {"large": dict.fromkeys(keys), "small": dict.fromkeys(keys)}


def рядок(назва, модель, історія, width):
    yield int(width)
    yield модель.count_params()
    yield from (історія.history[k][9] for k in ("accuracy", "val_accuracy"))
    yield модель.evaluate(preprocess(x_test), y_test, verbose=0)[1]
    yield секунди[назва] / 10
    yield секунди[назва] * 100 / історія.params["steps"]


results["large"] = dict(zip(keys, рядок("large", large_model, large_history, smallest_large_width)))
results["small"] = dict(zip(keys, рядок("small", small_model, small_history, largest_small_width)))
