# /// example
# title = "Own loop with GradientTape, two paths joined by tf.concat, tensors everywhere, Spanish"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
import tensorflow as tf


@tf.function
def preprocess(images):
    # de enteros a números pequeños, con un eje para el canal
    return tf.expand_dims(tf.cast(images, tf.float32) / 255.0, axis=-1)


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
class Inicio(tf.keras.Model):
    """Dos convoluciones de distinto tamaño, una junto a otra, dos veces."""

    def __init__(self):
        super().__init__()
        self.fina_1 = tf.keras.layers.Conv2D(10, 3, padding="same")
        self.gruesa_1 = tf.keras.layers.Conv2D(10, 5, padding="same")
        self.fina_2 = tf.keras.layers.Conv2D(20, 3, padding="same")
        self.gruesa_2 = tf.keras.layers.Conv2D(16, 5, padding="same")
        self.aplanar = tf.keras.layers.Flatten()
        self.olvidar = tf.keras.layers.Dropout(0.4)
        self.oculta = tf.keras.layers.Dense(40)
        self.salida = tf.keras.layers.Dense(10)

    def call(self, x, training=False):
        x = tf.concat([self.fina_1(x), self.gruesa_1(x)], axis=-1)
        x = tf.nn.max_pool2d(tf.nn.relu(x), 2, 2, "VALID")
        x = tf.concat([self.fina_2(x), self.gruesa_2(x)], axis=-1)
        x = tf.nn.max_pool2d(tf.nn.relu(x), ksize=2, strides=2, padding="VALID")
        x = self.olvidar(self.aplanar(x), training=training)
        return self.salida(tf.nn.leaky_relu(self.oculta(x)))


model = Inicio()

# %% solution="train"
EPOCAS, LOTE = 3, 100
error = tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05)
optimizador = tf.keras.optimizers.Adam(2e-3)
datos = tf.data.Dataset.from_tensor_slices((x_train, tf.one_hot(train_labels, 10)))
datos = datos.shuffle(60000).batch(LOTE)


@tf.function
def paso(imagenes, correctas):
    with tf.GradientTape() as cinta:
        perdida = error(correctas, model(imagenes, training=True))
    gradientes = cinta.gradient(perdida, model.trainable_variables)
    optimizador.apply_gradients(zip(gradientes, model.trainable_variables))
    return perdida


for epoca in range(EPOCAS):
    optimizador.learning_rate.assign([2e-3, 1e-3, 2e-4][epoca])
    media = tf.keras.metrics.Mean()
    for imagenes, correctas in datos:
        media.update_state(paso(imagenes, correctas))
    print("época", epoca + 1, "error", float(media.result()))

# %% solution="measure"
logits = tf.concat([model(x_test[i : i + 1000]) for i in range(0, 10000, 1000)], axis=0)
predictions = tf.argmax(logits, axis=1)
exactitud = tf.keras.metrics.SparseCategoricalAccuracy()
exactitud.update_state(test_labels, logits)
test_accuracy = exactitud.result()

# %% solution="confusion"
def confusion(labels, predictions):
    return tf.math.confusion_matrix(labels, predictions, num_classes=10)

# %% solution="confusion-figure"
from matplotlib.colors import LogNorm

matrix = confusion(test_labels, predictions)
fig = plt.figure(figsize=(6, 5))
plt.imshow(matrix, norm=LogNorm(vmin=1, vmax=1200), origin="lower", interpolation="nearest")
plt.colorbar(label="imágenes")
plt.xlabel("dígito que la red responde")
plt.ylabel("dígito verdadero")
plt.title("Matriz de confusión")
plt.tight_layout()
plt.show()

# %% solution="dense"
dense_model = tf.keras.Sequential(
    [
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(110, activation=tf.nn.relu),
        tf.keras.layers.Dense(10),
    ]
)
dense_model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
dense_model.fit(x_train, train_labels, batch_size=100, epochs=3, verbose=0)
dense_accuracy = tf.reduce_mean(
    tf.cast(tf.argmax(dense_model(x_test), 1) == tf.cast(test_labels, tf.int64), tf.float32)
)
