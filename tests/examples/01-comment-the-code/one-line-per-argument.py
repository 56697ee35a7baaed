# /// example
# title = "Polish comments, every bracket over many lines, counting with tf.data and TensorFlow"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import \
    matplotlib.pyplot \
    as plt  # rysowanie; skrót „plt” jest zwyczajem
from tensorflow import (
    keras,  # warstwy, uczenie, dane: wszystko w jednym
)

(
    (
        x_train,  # obrazki do nauki
        y_train,  # i co na nich widać
    ),
    (
        x_test,  # obrazki na egzamin
        y_test,  # i klucz odpowiedzi
    ),
) = keras.datasets.mnist.load_data()
x_train = (
    # biel była 255, teraz będzie 1
    x_train
    / 255.0
)
x_test = (
    x_test
    # egzamin w tej samej skali co nauka
    / 255.0
)
model = keras.Sequential(
    [
        # wejście: jeden obrazek
        keras.Input(
            shape=(
                28,
                28,
            )
        ),
        # rząd 784 liczb
        keras.layers.Flatten(),
        # wykrywacze kształtów
        keras.layers.Dense(
            512,
            activation="relu",
        ),
        # co piąty odpoczywa
        keras.layers.Dropout(
            0.2
        ),
        # głosowanie na cyfry
        keras.layers.Dense(
            10,
            activation="softmax",
        ),
    ]
)
model.compile(
    optimizer="adam",  # jak poprawiać
    loss="sparse_"  # jak
    "categorical_"  # mierzyć
    "crossentropy",  # pomyłkę
    metrics=["accuracy"],  # co pokazywać
)
model.fit(
    x_train,
    y_train,  # tu odbywa się cała nauka
    epochs=5,
)
model.evaluate(
    x_test, y_test
)  # czy naprawdę się nauczył, czy tylko zapamiętał?
plt.imshow(
    x_train[
        0  # liczymy od zera
    ],
    cmap="gray",
)
plt.show(
    # bez tego nic nie widać
)

# %% solution="images"
import tensorflow as tf

shape_before = tuple(tf.constant(raw_images).shape)
shape_after = tuple(tf.shape(x_train).numpy())
dtype_before = tf.as_dtype(raw_images.dtype).name
dtype_after = str(tf.as_dtype(x_train.dtype))

# %% solution="scaling"
piksele = tf.reshape(x_train[:1000], [-1])
range_after = (tf.reduce_min(piksele).numpy(), tf.reduce_max(piksele).numpy())
distinct_values = tf.unique(piksele).y.shape[0]
pixel_102_after = (tf.constant(102.0) / 255.0).numpy()

# %% solution="training"
zbior = tf.data.Dataset.from_tensor_slices(y_train)
training_images = zbior.cardinality().numpy()
batches_per_epoch = len(zbior.batch(32))

# %% solution="parameters"
total_parameters = int(tf.add_n([tf.size(w) for w in model.trainable_variables]))

# %% solution="accuracy"
trafione = tf.keras.metrics.sparse_categorical_accuracy(y_test, model(x_test, training=False))
test_accuracy = tf.reduce_mean(trafione).numpy()
