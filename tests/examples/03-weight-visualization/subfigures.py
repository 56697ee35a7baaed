# /// example
# title = "Subfigures, functools, one colour bar for each panel, vectorised roughness"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
from functools import partial

layer = partial(keras.layers.Dense, kernel_initializer="glorot_normal", bias_initializer="zeros")
model_10 = keras.Sequential([keras.Input((784,)), layer(10, "relu"), layer(10, "softmax")])
model_512 = keras.Sequential([keras.Input((784,)), layer(512, "relu"), layer(10, "softmax")])
for model, epochs in [(model_10, 6), (model_512, 3)]:
    model.compile(keras.optimizers.AdamW(2e-3), "sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=epochs, batch_size=200, verbose=0)

# %% solution="hidden-features"
def hidden_features(model):
    kernel = model.layers[0].kernel.numpy()
    images = np.empty((kernel.shape[1], 28, 28), dtype=kernel.dtype)
    for unit in range(len(images)):
        images[unit].flat = kernel[:, unit]
    return images

# %% solution="ten-features"
images = hidden_features(model_10)
bound = np.abs(images).max()
fig_10 = plt.figure(figsize=(16, 7))
upper, lower = fig_10.subfigures(2, 1)
for part, offset in ((upper, 0), (lower, 5)):
    for k, ax in enumerate(part.subplots(1, 5)):
        picture = ax.imshow(images[offset + k], cmap="PiYG", vmin=-bound, vmax=bound)
        ax.set_title(f"Unit no. {offset + k}")
        part.colorbar(picture, ax=ax, shrink=0.6)

# %% solution="sample"
sample_units = np.arange(100, 132)
images = hidden_features(model_512)[sample_units]
bound = np.abs(images).max()
fig_512, grid = plt.subplots(4, 8, figsize=(16, 9), subplot_kw={"xticks": [], "yticks": []})
[
    (ax.imshow(image, cmap="PiYG", vmin=-bound, vmax=bound), ax.set_xlabel(f"unit {unit}"))
    for ax, image, unit in zip(grid.flat, images, sample_units)
]

# %% solution="roughness"
def roughness(image):
    return roughness_of_all(np.asarray(image)[None])[0]


def roughness_of_all(images):
    side = ((images[:, :, 1:] - images[:, :, :-1]) ** 2).mean(axis=(1, 2))
    above = ((images[:, 1:] - images[:, :-1]) ** 2).mean(axis=(1, 2))
    return (side + above) / (4 * images.var(axis=(1, 2)))


roughness_10 = roughness_of_all(hidden_features(model_10)).mean()
roughness_512 = roughness_of_all(hidden_features(model_512)).mean()
