# /// example
# title = "Biases are counted nowhere"
# kind = "wrong"
# [loses]
# one-hidden = "You count no biases"
# dense-params = "You count no biases"
# mlp-params = "You count no biases"
# deeper = "406,528: the biases are left out"
# conv2d-params = "Every filter has one"
# cnn-by-hand = "The biases are left out"
# ///

# %% solution="one-hidden"
one_hidden = {"weights": 784 * 400 + 400 * 10, "biases": 0, "total": 317_600}

# %% solution="dense-params"
def dense_params(n_in, n_out):
    return n_in * n_out, 0

# %% solution="mlp-params"
def mlp_params(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:])), 0

# %% solution="deeper"
totals = {
    "784-512-10": 406_528,
    "784-60-10": 784 * 60 + 60 * 10,
    "784-64-64-10": 784 * 64 + 64 * 64 + 64 * 10,
    "784-(4 x 400)-10": 784 * 400 + 3 * 400 * 400 + 400 * 10,
    "784-(11 x 9)-10": 784 * 9 + 10 * 9 * 9 + 9 * 10,
}

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    return kernel * kernel * channels_in * filters, 0

# %% solution="cnn-by-hand"
cnn_1 = {"conv": 252, "dense_128": 605_696, "dense_10": 1_280, "total": 607_228}
cnn_2 = {
    "conv_5x5": 800,
    "conv_3x3": 9_216,
    "dense_128": 102_400,
    "dense_10": 1_280,
    "total": 113_696,
}
