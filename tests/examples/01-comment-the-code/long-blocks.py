# /// example
# title = "Long blocks of comments with rules and empty lines; code laid out in another way"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# =====================================================================
# PART 1. TOOLS
# =====================================================================

# Somebody else has written the drawing of charts and pictures already.
#
# We borrow it and call it plt, because that is shorter.

import matplotlib.pyplot as plt

from tensorflow import keras   # Keras knows how to build and train
                               # networks, so we do not have to.


# =====================================================================
# PART 2. DATA
# =====================================================================

# What we get are four arrays.

# Two are for learning (pictures and what they mean),
# two are for checking later on.
(
    (x_train, y_train),
    (x_test, y_test),
) = keras.datasets.mnist.load_data()

x_train = (x_train / 255.0)    # From 0..255 down to 0..1;
                               # a grey pixel stays grey.
#
# ---------------------------------------------------------------------
# Same here, or the exam would speak another language than the lessons.

x_test = x_test / 255.0

# =====================================================================
# PART 3. MODEL
# =====================================================================
# The picture is rolled out into one long row, 512 units look at the row, a
# fifth of them takes a break at random while learning, and ten units vote.
model = keras.Sequential(
    [keras.Input(shape=(28, 28)), keras.layers.Flatten(), keras.layers.Dense(512, activation="relu"),
     keras.layers.Dropout(0.2), keras.layers.Dense(10, activation="softmax")]
)

# Before learning can start we must say three things:
#   1. how to take a step (adam),
#   2. how to measure mistakes,
#   3. what we want to read while we wait.
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# =====================================================================
# PART 4. LEARNING AND EXAM
# =====================================================================

# Now we wait. Guess, look at the mistakes, turn the knobs, again and again.
model.fit(x_train, y_train, epochs=5)

# Never seen digits: only this number is worth something.

model.evaluate(x_test, y_test)

# =====================================================================
# PART 5. A LOOK AT THE DATA
# =====================================================================

# Number zero is the first one in Python.
plt.imshow(x_train[0], cmap="gray")
# Without this line some programs draw, but show nothing.
plt.show()
# The end.

# %% solution="training"
batches_per_epoch, rest = divmod(len(raw_labels), 32)
training_images = batches_per_epoch * 32 + rest

# %% solution="scaling"
everything = np.unique(raw_images) / 255
distinct_values = everything.size
pixel_102_after = everything[102]
range_after = tuple(everything[[0, -1]])

# %% solution="accuracy"
results = model.evaluate(x_test, y_test, verbose=0, return_dict=True)
test_accuracy = round(results["accuracy"], 3)
