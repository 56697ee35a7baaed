# /// assignment
# title = "Two networks"
# minutes = 5
# summary = "Build two networks; nothing is trained."
# ///

# %% given="imports"
import numpy as np
from tensorflow import keras

# %% solution="data"
pixels = None
### BEGIN SOLUTION
(images, labels), _ = keras.datasets.mnist.load_data()
pixels = images.reshape(len(images), -1)
### END SOLUTION

# %% test="data" title="One row for each image" points=1
assert pixels is not None, "pixels is still None: give each image a row."
assert np.shape(pixels)[1:] == (784,), f"pixels has shape {np.shape(pixels)}."

# %% solution="networks"
small = large = None
### BEGIN SOLUTION
small = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
large = keras.Sequential([keras.Input((784,)), keras.layers.Dense(99), keras.layers.Dense(10)])
### END SOLUTION

# %% test="networks" title="The networks have the right sizes" points=3
assert small is not None and large is not None, "small or large is still None: build both."
assert small.count_params() == 7850, f"small has {small.count_params()} parameters."
### BEGIN HIDDEN TESTS
assert large.count_params() == 78715, f"large has {large.count_params()} parameters."
### END HIDDEN TESTS
