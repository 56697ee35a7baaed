# /// example
# title = "Forgets the # sign of a comment, so the program does not run"
# kind = "wrong"
# [loses]
# program-unchanged = "Python cannot read line 9"
# statements-commented = "no program that Python can read"
# own-words = "no comment with words in it"
# test-accuracy = "model"
# ///

# %% solution="first-program"
# for the picture at the end
import matplotlib.pyplot as plt
# the framework
from tensorflow import keras

# get all digits
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0  # smaller numbers
the same for the test
x_test = x_test / 255.0

# the layers, one after the other
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # ready?
model.fit(x_train, y_train, epochs=5)  # learning takes a while
model.evaluate(x_test, y_test)  # the moment of truth

plt.imshow(x_train[0], cmap="gray")  # grey, not coloured
plt.show()  # out with it

# %% solution="images"
shape_before = shape_after = raw_images.shape
dtype_before = str(raw_images.dtype)
dtype_after = str((raw_images[:1] / 255).dtype)

# %% solution="scaling"
range_after = (raw_images.min() / 255, raw_images.max() / 255)
pixel_102_after = 102 / 255
distinct_values = 256

# %% solution="parameters"
total_parameters = 407050

# %% solution="accuracy"
test_accuracy = 0.978
