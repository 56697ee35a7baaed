# /// example
# title = "import tensorflow as tf, tf.data for training, tf.nn functions, time by datetime"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import tensorflow as tf
from datetime import datetime
from tensorflow.keras import layers, models

W = 784 * 400 + 400 * 10
B = 400 + 10
one_hidden = {"weights": W, "biases": B, "total": W + B}

# %% solution="dense-params"
def dense_params(n_in: int, n_out: int) -> tuple[int, int]:
    return (n_in * n_out, n_out)

# %% solution="keras-models"
mlp_model = models.Sequential(
    [
        layers.Input(shape=(28, 28)),
        layers.Flatten(),
        layers.Dense(64, activation=tf.nn.relu),
        layers.Dense(64, activation=tf.nn.relu),
        layers.Dense(10, activation=tf.nn.softmax),
    ]
)
cnn_1_model = models.Sequential(
    [
        layers.Conv2D(28, kernel_size=(3, 3), activation=tf.nn.relu, input_shape=(28, 28, 1)),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dense(128, activation=tf.nn.relu),
        layers.Dense(10, activation=tf.nn.softmax),
    ]
)
cnn_2_model = models.Sequential()
cnn_2_model.add(tf.keras.Input((28, 28, 1)))
cnn_2_model.add(layers.Conv2D(32, 5, strides=1, padding="valid", activation="relu"))
cnn_2_model.add(layers.MaxPool2D())
cnn_2_model.add(layers.Conv2D(32, 3, strides=(1, 1), activation="relu"))
cnn_2_model.add(layers.MaxPool2D())
cnn_2_model.add(layers.Flatten())
cnn_2_model.add(layers.Dense(128, "relu"))
cnn_2_model.add(layers.Dense(10, "softmax"))

# %% solution="preprocess"
def preprocess(images):
    images = tf.cast(images, tf.float32) / 255.0
    return tf.reshape(images, (-1, 784))

# %% solution="build"
def build_model(units):
    m = tf.keras.models.Sequential()
    m.add(tf.keras.layers.InputLayer(shape=(784,)))
    m.add(tf.keras.layers.Dense(units, activation=tf.nn.sigmoid))
    m.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))
    m.compile(tf.keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


large_model, small_model = build_model(512), build_model(32)

# %% solution="steps"
steps_per_epoch = 54000 // 128 + 1

# %% solution="train"
whole = tf.data.Dataset.from_tensor_slices((preprocess(x_train), y_train))
train_ds = whole.take(54000).cache().shuffle(10000).batch(128).prefetch(tf.data.AUTOTUNE)
val_ds = whole.skip(54000).batch(1000)
test_ds = tf.data.Dataset.from_tensor_slices((preprocess(x_test), y_test)).batch(1000)

t0 = datetime.now()
large_history = large_model.fit(train_ds, validation_data=val_ds, epochs=10, verbose=0)
t1 = datetime.now()
small_history = small_model.fit(train_ds, validation_data=val_ds, epochs=10, verbose=0)
large_seconds, small_seconds = (t1 - t0).total_seconds(), (datetime.now() - t1).total_seconds()

# %% solution="results"
results = {}
for key, m, h, s in [
    ("large", large_model, large_history, large_seconds),
    ("small", small_model, small_history, small_seconds),
]:
    results[key] = {
        "width": m.layers[0].units,
        "parameters": m.count_params(),
        "train": h.history["accuracy"][-1],
        "validation": h.history["val_accuracy"][-1],
        "test": m.evaluate(test_ds, verbose=0, return_dict=True)["accuracy"],
        "seconds_per_epoch": s / 10,
        "ms_per_step": s / (10 * len(train_ds)) * 1000,
    }
