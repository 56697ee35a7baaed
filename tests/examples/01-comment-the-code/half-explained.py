# /// example
# title = "Comments half of the statements, and half of those by repeating names"
# kind = "wrong"
# extra = true
# [loses]
# statements-commented = { fraction = 0.5, message = "There is none, or none with words in it" }
# own-words = { fraction = 0.5, message = "only repeats names of the code" }
# ///

# %% solution="first-program"
# import matplotlib.pyplot
import matplotlib.pyplot as plt
# import the keras from tensorflow
from tensorflow import keras

# Ten thousand digits are put aside for the exam.
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0  # from now on 1 is white
#
x_test = x_test / 255.0

# -----------------------
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# model fit x_train
model.fit(x_train, y_train, epochs=5)
# Digits that it does not know show whether it has learned or only remembers.
model.evaluate(x_test, y_test)

plt.imshow(x_train[0], cmap="gray")
plt.show()
