# /// example
# title = "Shortens the training to save time"
# kind = "wrong"
# extra = true
# [loses]
# program-unchanged = "Line 20 is no longer as it was given"
# ///

# %% solution="first-program"
# Pictures are drawn with this.
import matplotlib.pyplot as plt
# All about networks comes from here.
from tensorflow import keras

# Lessons and exam, each with pictures and answers
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0  # small numbers are easier to learn from
x_test = x_test / 255.0  # and the exam has to look the same

# Two layers that learn, and between them some noise against learning by heart
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # how to learn
model.fit(x_train, y_train, epochs=1)  # learn; once must be enough
model.evaluate(x_test, y_test)  # ask for things never seen before

plt.imshow(x_train[0], cmap="gray")  # the oldest five of all
plt.show()  # nothing appears before this
