# /// example
# title = "Comments in German, beside the statements; answers typed in"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import matplotlib.pyplot as plt  # zum Zeichnen der Ziffer ganz am Schluss
from tensorflow import keras  # das Gerüst, aus dem wir Netz und Training bauen

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # Ziffern holen: Bilder und Lösungen
x_train = x_train / 255.0  # Übungsbilder: Helligkeit jetzt zwischen 0 und 1
x_test = x_test / 255.0  # Prüfungsbilder genauso, sonst wäre die Prüfung unfair

model = keras.Sequential([  # Schichten, die nacheinander durchlaufen werden
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation='relu'),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])  # Lernregel und Fehlermaß
model.fit(x_train, y_train, epochs=5)  # fünfmal alle Übungsbilder durchgehen und dabei lernen
model.evaluate(x_test, y_test)  # Wie gut klappt es bei unbekannten Ziffern?

plt.imshow(x_train[0], cmap='gray')  # die erste Ziffer in Graustufen malen
plt.show()  # und anzeigen

# %% solution="images"
shape_before = (60000, 28, 28)
dtype_before = "uint8"
shape_after = (60000, 28, 28)
dtype_after = "float64"

# %% solution="scaling"
range_after = (0, 1)
pixel_102_after = 0.4
distinct_values = 256

# %% solution="training"
training_images = 60_000
batches_per_epoch = 1875

# %% solution="parameters"
weights = 784 * 512 + 512 * 10
biases = 512 + 10
total_parameters = weights + biases

# %% solution="accuracy"
test_accuracy = 0.9798
