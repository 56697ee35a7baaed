# /// example
# title = "A PyDataset, features as nested lists of numbers, pcolor, plain Python for the noise"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
class Shuffled(keras.utils.PyDataset):
    """Every epoch has another order."""

    def __init__(self, size):
        super().__init__()
        self.size = size
        self.on_epoch_end()

    def __len__(self):
        return len(x_train) // self.size

    def __getitem__(self, number):
        chosen = self.order[number * self.size : (number + 1) * self.size]
        return x_train[chosen], y_train[chosen]

    def on_epoch_end(self):
        self.order = np.random.permutation(len(x_train))


model_10 = keras.Sequential()
model_10.add(keras.layers.Dense(10, input_shape=(784,), activation="relu"))
model_10.add(keras.layers.Dense(10, activation="softmax"))
model_512 = keras.Sequential()
model_512.add(keras.layers.Dense(512, input_dim=784, activation="relu"))
model_512.add(keras.layers.Dense(10, activation="softmax"))
for model in model_10, model_512:
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adamax", metrics="accuracy".split())
    model.fit(Shuffled(64), epochs=2, verbose=0)

# %% solution="hidden-features"
def hidden_features(model):
    W = model.get_weights()[0]
    units = len(W[0])
    return [[[W[28 * row + column][j] for column in range(28)] for row in range(28)] for j in range(units)]

# %% solution="ten-features"
features = hidden_features(model_10)
biggest = max(abs(w) for image in features for row in image for w in row)
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5), subplot_kw=dict(aspect="equal"))
for j in range(10):
    ax = axes[j // 5, j % 5]
    ax.pcolor(features[j], cmap="RdBu_r", vmin=-biggest, vmax=biggest)
    ax.set_ylim(28, 0)
    ax.set_title("unit " + str(j))

# %% solution="sample"
import random

sample_units = random.sample(range(512), 16)
features = hidden_features(model_512)
fig_512, axes = plt.subplots(4, 4, figsize=(9, 10))
for j, ax in zip(sample_units, axes.flat):
    ax.pcolor(range(29), range(28, -1, -1), features[j], cmap="RdBu_r", vmin=-0.4, vmax=0.4)
    ax.set_title("unit " + str(j))

# %% solution="roughness"
from itertools import pairwise
from statistics import fmean, pvariance


def roughness(image):
    lines = [[float(a) for a in line] for line in image]
    squares = [(a - b) ** 2 for line in lines for a, b in pairwise(line)]
    squares += [(a - b) ** 2 for line in zip(*lines) for a, b in pairwise(line)]
    return fmean(squares) / (2 * pvariance([a for line in lines for a in line]))


roughness_10 = fmean(map(roughness, hidden_features(model_10)))
roughness_512 = fmean(map(roughness, hidden_features(model_512)))
