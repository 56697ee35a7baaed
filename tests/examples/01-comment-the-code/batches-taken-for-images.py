# /// example
# title = "Takes the number beside the progress bar for the number of images"
# kind = "wrong"
# [loses]
# training-images = "counts batches, not images"
# ///

# %% solution="training"
training_images = 1875
batches_per_epoch = 1875
