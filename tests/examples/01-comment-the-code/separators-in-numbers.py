# /// example
# title = "Writes numbers with a point between thousands and a comma before decimals"
# kind = "wrong"
# extra = true
# [loses]
# greys-remain = "decimals with a point, not with a comma"
# training-images = "a point or a comma between the digits"
# batches = "a point or a comma between the digits"
# parameters = "a point between the digits"
# test-accuracy = "decimals with a point, not with a comma"
# ///

# %% solution="scaling"
range_after = (0, 1)
pixel_102_after = 0,4
distinct_values = 256

# %% solution="training"
training_images = 60.000
batches_per_epoch = 1.875

# %% solution="parameters"
total_parameters = 407.050

# %% solution="accuracy"
test_accuracy = 0,980
