# /// example
# title = "Spanish comments with emoji, tabs and no space after the sign"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
#📌	Para dibujar al final del programa ✏️
import matplotlib.pyplot as plt

#📌	La biblioteca que aprende por nosotros ✏️
from tensorflow import keras

#📌	Traemos los dígitos: unos para estudiar, otros para el examen ✏️
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

#📌	Valores pequeños: aprender es más estable ✏️
x_train = x_train / 255.0

#📌	El examen se prepara igual que las lecciones ✏️
x_test = x_test / 255.0

#📌	Una pila de capas que termina en diez probabilidades ✏️
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])

#📌	Cómo corregir y cómo medir el error ✏️
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

#📌	Cinco vueltas completas a los ejemplos ✏️
model.fit(x_train, y_train, epochs=5)

#📌	¿Cuántos dígitos desconocidos acierta? ✏️
model.evaluate(x_test, y_test)

#📌	El primer ejemplo, en tonos de gris ✏️
plt.imshow(x_train[0], cmap="gray")

#📌	Mostrar el dibujo ✏️
plt.show()

# %% solution="scaling"
from collections import Counter

valores = Counter(x_train[:2000].ravel().tolist())
distinct_values = len(valores)
range_after = (min(valores), max(valores))
pixel_102_after = sorted(valores)[102]
