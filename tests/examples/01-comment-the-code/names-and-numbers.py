# /// example
# title = "German comments that name parts of the code; code laid out in other lines and quotes"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# plt ist nur der Kurzname, den alle benutzen
import matplotlib.pyplot as plt
# Keras steckt in TensorFlow; von dort holen wir es
from tensorflow import keras
(
    (x_train, y_train),
    (x_test, y_test),
) = keras.datasets.mnist.load_data()  # load_data lädt beim ersten Mal 11 MB herunter, danach liegt es auf der Platte
x_train = x_train/255.0  # 255 ist Weiß. Danach: 1.0 = Weiß, 0.0 = Schwarz, Grau bleibt Grau
x_test = x_test/255.  # was für x_train gilt, gilt auch für x_test
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(512, activation='relu'),
        keras.layers.Dropout(.2),
        keras.layers.Dense(10, activation='softmax'),  # Dense(512) und Dense(10): hier liegen alle Gewichte
    ]
)
model.compile(optimizer='adam',  # adam passt die Schrittweite selbst an
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
model.fit(x_train, y_train, epochs=5);  # 5 Epochen x 1875 Schritte
model.evaluate(x_test, y_test)  # Prüfung: zwei Zahlen kommen heraus, der Verlust und die Genauigkeit
plt.imshow(x_train[0], cmap='gray')  # [0] ist das erste Bild
plt.show()  # ohne diese Zeile sieht man in einem Skript nichts

# %% solution="images"
dtype_before = str(raw_images.dtype)
dtype_after = f"{x_train.dtype}"
shape_before = tuple(raw_images.shape)
shape_after = len(x_train), len(x_train[0]), len(x_train[0][0])

# %% solution="parameters"
def dense(n_in: int, units: int) -> int:
    return units * (n_in + 1)


total_parameters = dense(28 * 28, 512) + dense(512, 10)
