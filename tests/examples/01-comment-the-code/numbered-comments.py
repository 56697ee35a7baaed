# /// example
# title = "The same comment for all statements, with a running number; biases left out"
# kind = "wrong"
# extra = true
# [loses]
# own-words = "repeats an earlier comment"
# shapes = "Images come first"
# dtypes = "same type before and after"
# parameters = "also has a bias"
# test-accuracy = "not in percent"
# ///

# %% solution="first-program"
# Step 1 of the program
import matplotlib.pyplot as plt
# Step 2 of the program
from tensorflow import keras

# Step 3 of the program
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# Step 4 of the program
x_train = x_train / 255.0
# Step 5 of the program
x_test = x_test / 255.0

# Step 6 of the program
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
# Step 7 of the program
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# Step 8 of the program
model.fit(x_train, y_train, epochs=5)
# Step 9 of the program
model.evaluate(x_test, y_test)

# Step 10 of the program
plt.imshow(x_train[0], cmap="gray")
# Step 11 of the program
plt.show()

# %% solution="images"
shape_before = (28, 28, 60000)
dtype_before = "uint8"
shape_after = (28, 28, 60000)
dtype_after = "uint8"

# %% solution="parameters"
total_parameters = 784 * 512 + 512 * 10

# %% solution="accuracy"
test_accuracy = 97.9
