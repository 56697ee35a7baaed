# /// example
# title = "lru_cache, partial, reduce, walrus and lambdas; one-hot labels by np.eye; width by bisection"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import functools
import itertools
import operator

one_hidden = dict(
    weights=(w := sum(map(operator.mul, (784, 400), (400, 10)))), biases=(b := 410), total=w + b
)

# %% solution="dense-params"
@functools.lru_cache(maxsize=None)
def dense_params(n_in, n_out):
    return n_in * n_out, n_out

# %% solution="mlp-params"
def mlp_params(sizes):
    pairs = (dense_params(a, b) for a, b in itertools.pairwise(sizes))
    return functools.reduce(lambda one, two: (one[0] + two[0], one[1] + two[1]), pairs, (0, 0))

# %% solution="deeper"
count = lambda *hidden: sum(mlp_params([784, *hidden, 10]))
totals = {
    "784-512-10": count(512),
    "784-60-10": count(60),
    "784-64-64-10": count(64, 64),
    "784-(4 x 400)-10": count(*itertools.repeat(400, 4)),
    "784-(11 x 9)-10": count(*itertools.repeat(9, 11)),
}

# %% solution="conv2d-params"
def any_conv2d(kernel_height, kernel_width, channels_in, filters):
    return functools.reduce(operator.mul, (kernel_height, kernel_width, channels_in, filters)), filters


conv2d_params = lambda kernel, channels_in, filters: functools.partial(any_conv2d, kernel, kernel)(
    channels_in, filters
)

# %% solution="output-size"
output_size = lambda size, kernel, stride, padding: len(
    range(-padding, size + padding - kernel + 1, stride)
)

# %% solution="widths"
total_of = lambda width: sum(mlp_params([784, width, 10]))


def first_where(true, low, high):
    """Smallest whole number for which a rule holds, by halving."""
    while low < high:
        if true(middle := (low + high) // 2):
            high = middle
        else:
            low = middle + 1
    return low


smallest_large_width = first_where(lambda width: total_of(width) >= 300_000, 1, 4000)
largest_small_width = first_where(lambda width: total_of(width) >= 50_000, 1, 4000) - 1

# %% solution="preprocess"
preprocess = lambda images: np.divide(images, 255, dtype=np.float32).reshape(len(images), -1)

# %% solution="build"
make = lambda width: keras.Sequential(
    [
        keras.layers.Input((784,)),
        keras.layers.Dense(width, activation="sigmoid", kernel_initializer="glorot_normal"),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name=f"width_{width}",
)
large_model, small_model = map(make, (smallest_large_width, largest_small_width))
for one in (large_model, small_model):
    one.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
        metrics=["accuracy"],
    )

# %% solution="train"
x_train, x_test = [preprocess(x) for x in (x_train, x_test)]
t_train, t_test = (np.eye(10)[y] for y in (y_train, y_test))
clock = time.perf_counter
timed = lambda f: (clock(), f(), clock())
fit = lambda m: m.fit(x_train, t_train, 128, 10, 0, validation_split=0.1)
a, large_history, b = timed(lambda: fit(large_model))
c, small_history, d = timed(lambda: fit(small_model))
large_seconds, small_seconds = b - a, d - c

# %% solution="results"
keys = ["width", "parameters", "train", "validation", "test", "seconds_per_epoch", "ms_per_step"]
results = {
    name: dict(
        zip(
            keys,
            (
                model.layers[0].units,
                model.count_params(),
                history.history["accuracy"][-1],
                history.history["val_accuracy"][-1],
                model.evaluate(x_test, t_test, verbose=0)[1],
                took / 10,
                took / 10 / steps_per_epoch * 1e3,
            ),
        )
    )
    for name, model, history, took in (
        ("large", large_model, large_history, large_seconds),
        ("small", small_model, small_history, small_seconds),
    )
}
