# /// example
# title = "Functions of keras.ops, weights of layers by name, GridSpec, roughness by convolution"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
from keras import Input, Model
from keras.layers import Dense

nets = {}
for size, passes in {10: 5, 512: 3}.items():
    entrance = Input(shape=(784,))
    middle = Dense(size, activation=keras.activations.relu)(entrance)
    nets[size] = Model(inputs=entrance, outputs=Dense(10, activation="softmax")(middle))
    nets[size].compile(
        loss=keras.losses.SparseCategoricalCrossentropy(),
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )
    nets[size].fit(x=x_train, y=y_train, batch_size=128, epochs=passes, verbose=2)
model_10, model_512 = nets[10], nets[512]

# %% solution="hidden-features"
def hidden_features(model):
    dense = next(layer for layer in model.layers if isinstance(layer, Dense))
    kernel = keras.ops.transpose(dense.kernel)
    return keras.ops.convert_to_numpy(keras.ops.reshape(kernel, (dense.units, 28, 28)))

# %% solution="ten-features"
from matplotlib.gridspec import GridSpec

features = hidden_features(model_10)
biggest = max(map(np.max, np.abs(features)))
fig_10 = plt.figure(figsize=(14, 6), constrained_layout=True)
grid = GridSpec(2, 6, figure=fig_10, width_ratios=[1] * 5 + [0.1])
for unit in range(10):
    ax = fig_10.add_subplot(grid[unit // 5, unit % 5])
    shown = ax.imshow(features[unit], "RdBu", vmin=-biggest, vmax=+biggest, interpolation="nearest")
    ax.set_title(r"$h_{%d}$" % unit)
    ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
fig_10.colorbar(shown, cax=fig_10.add_subplot(grid[:, 5]))

# %% solution="sample"
sample_units = np.linspace(0, 511, 30, dtype=int)
features = hidden_features(model_512)[sample_units]
border = np.quantile(np.abs(features), 0.999)
fig_512 = plt.figure(figsize=(12, 11))
for number, (unit, feature) in enumerate(zip(sample_units, features), start=1):
    ax = plt.subplot(5, 6, number, title=unit)
    plt.imshow(feature.clip(-border, border), cmap="RdBu", clim=(-border, border))
    plt.xticks([]), plt.yticks([])

# %% solution="roughness"
from scipy.signal import convolve2d


def roughness(image):
    image = np.asarray(image)
    pairs = [convolve2d(image, kernel, mode="valid") for kernel in ([[1, -1]], [[1], [-1]])]
    return np.mean([np.square(pair).mean() for pair in pairs]) / np.var(image) / 2


roughness_10 = np.array([roughness(f) for f in hidden_features(model_10)]).mean()
roughness_512 = np.array([roughness(f) for f in hidden_features(model_512)]).mean()
