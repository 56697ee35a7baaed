# /// example
# title = "Reads the number that stands next to the right one, each time"
# kind = "wrong"
# extra = true
# [loses]
# shapes = "Flatten"
# dtypes = "Keras computes with inside"
# range = "range of the raw pixels"
# greys-remain = "Zero is a value, too"
# training-images = "test images, too"
# batches = "those of all epochs"
# parameters = "notes of the optimizer"
# test-accuracy = "Did you take the loss?"
# ///

# %% solution="images"
shape_before = (60000, 28, 28)
dtype_before = "uint8"
shape_after = (60000, 784)
dtype_after = "float32"

# %% solution="scaling"
range_after = (raw_images.min(), raw_images.max())
pixel_102_after = 0.4
distinct_values = 255

# %% solution="training"
training_images = 70000
batches_per_epoch = 5 * 1875

# %% solution="parameters"
total_parameters = 1221152

# %% solution="accuracy"
test_accuracy = model.evaluate(x_test, y_test, verbose=0)[0]
