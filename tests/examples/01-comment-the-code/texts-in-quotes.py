# /// example
# title = "Writes texts in quotes instead of comments"
# kind = "wrong"
# extra = true
# [loses]
# program-unchanged = "Begin every line of a comment with a # sign"
# ///

# %% solution="first-program"
"""A tool that draws."""
import matplotlib.pyplot as plt
"""The framework that we use all the time."""
from tensorflow import keras

"""Fetch digits for learning and digits for checking."""
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
"""Make the pixels small, so that learning is steadier."""
x_train = x_train / 255.0
"""What was done to the lessons has to be done to the exam."""
x_test = x_test / 255.0

"""From pixels to ten probabilities:
a row of numbers, 512 detectors, ten votes."""
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
"""Say how a mistake is measured and how it is corrected."""
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
"""The work is done here."""
model.fit(x_train, y_train, epochs=5)
"""Was it worth it?"""
model.evaluate(x_test, y_test)

"""Draw a five in grey."""
plt.imshow(x_train[0], cmap="gray")
"""Let us see it."""
plt.show()
