# /// example
# title = "Pixels from 0 to 255 given to the network"
# kind = "wrong"
# [loses]
# normalised = "The images are not normalised"
# ///

# %% solution="preprocess"
def preprocess(images):
    return images.reshape(-1, 784).astype("float32")
