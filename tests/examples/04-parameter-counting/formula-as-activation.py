# /// example
# title = "Activations written out as formulas, a tape in train_step, Keras layers to prepare, tests by doctest"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import doctest

import tensorflow as tf
from tensorflow.keras import Model, layers, ops, optimizers

model_400 = keras.Sequential([layers.Input([784]), layers.Dense(400), layers.Dense(10)])
one_hidden = {
    "weights": sum(layer.kernel.shape.num_elements() for layer in model_400.layers),
    "biases": sum(layer.units for layer in model_400.layers),
    "total": model_400.count_params(),
}
assert one_hidden["weights"] == 784 * 400 + 400 * 10  # pencil
assert one_hidden["biases"] == 400 + 10
one_hidden

# %% solution="dense-params"
def dense_params(n_in: int, n_out: int) -> list[int]:
    """
    >>> dense_params(3, 2)
    [6, 2]
    >>> dense_params(n_in=784, n_out=10)
    [7840, 10]
    """
    per_unit = n_in + 1
    everything = per_unit * n_out
    return [everything - n_out, n_out]


doctest.run_docstring_examples(dense_params, globals())

# %% solution="mlp-params"
def mlp_params(sizes: list[int]) -> list[int]:
    """
    >>> mlp_params([3, 2, 4])
    [14, 6]
    """
    A = np.diag(sizes[:-1]) @ np.array(sizes[1:])
    return [int(A.sum()), sum(sizes) - sizes[0]]


doctest.run_docstring_examples(mlp_params, globals())

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    line = layers.ZeroPadding1D(padding)(np.zeros((1, size, 1)))
    places = layers.MaxPooling1D(pool_size=kernel, strides=stride)(line)
    return int(ops.shape(places)[1])


# %% solution="keras-models"
def relu(z):
    """max(0, z), as on the slide"""
    return ops.maximum(z, 0.0)


def head(x):
    x = relu(layers.Dense(128)(x))
    return layers.Dense(10, activation="softmax")(x)


image = layers.Input([28, 28, 1])
x = relu(layers.Conv2D(28, 3)(image))
x = layers.MaxPooling2D(2)(x)
cnn_1_model = Model(image, head(layers.Flatten()(x)))

image = layers.Input([28, 28, 1])
x = relu(layers.Conv2D(32, 5)(image))
x = layers.MaxPooling2D(2)(x)
x = relu(layers.Conv2D(32, 3)(x))
x = layers.MaxPooling2D(2)(x)
cnn_2_model = Model(image, head(layers.Flatten()(x)))

vector = layers.Input([784])
x = relu(layers.Dense(64)(vector))
x = relu(layers.Dense(64)(x))
mlp_model = Model(vector, layers.Dense(10, activation="softmax")(x))
for m in (mlp_model, cnn_1_model, cnn_2_model):
    m.summary(expand_nested=True, show_trainable=True)

# %% solution="preprocess"
pipeline = keras.Sequential([layers.Rescaling(1.0 / 255), layers.Flatten()])


def preprocess(images):
    return pipeline(images)


# %% solution="build"
def sigma(z):
    return 1 / (1 + ops.exp(-z))


class Classifier(Model):
    def __init__(self, width):
        super().__init__()
        self.hidden = layers.Dense(width)
        self.out = layers.Dense(10)

    def call(self, x):
        return ops.softmax(self.out(sigma(self.hidden(x))))

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        variables = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        for metric in self.metrics:
            metric.update_state(loss) if metric.name == "loss" else metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


large_model = Classifier(smallest_large_width)
small_model = Classifier(largest_small_width)
for m in (large_model, small_model):
    m.compile(
        optimizer=optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

# %% solution="steps"
steps_per_epoch = int(ops.ceil(60000 * (1 - 0.1) / 128))

# %% solution="train"
X, Y = preprocess(x_train), y_train.astype("int64")
large_seconds = time.perf_counter()
large_history = large_model.fit(X, Y, epochs=10, batch_size=128, validation_split=0.1, verbose=0)
large_seconds = time.perf_counter() - large_seconds
small_seconds = time.perf_counter()
small_history = small_model.fit(X, Y, epochs=10, batch_size=128, validation_split=0.1, verbose=0)
small_seconds = time.perf_counter() - small_seconds

# %% solution="results"
results = {"large": {}, "small": {}}
for key, value in [
    ("width", lambda m, h, s: m.hidden.units),
    ("parameters", lambda m, h, s: sum(v.numpy().size for v in m.trainable_variables)),
    ("train", lambda m, h, s: h.history["accuracy"][-1]),
    ("validation", lambda m, h, s: h.history["val_accuracy"][-1]),
    ("test", lambda m, h, s: m.evaluate(preprocess(x_test), y_test, return_dict=True)["accuracy"]),
    ("seconds_per_epoch", lambda m, h, s: s / 10),
    ("ms_per_step", lambda m, h, s: 1000 * s / (10 * steps_per_epoch)),
]:
    results["large"][key] = value(large_model, large_history, large_seconds)
    results["small"][key] = value(small_model, small_history, small_seconds)
