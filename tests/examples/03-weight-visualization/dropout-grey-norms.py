# /// example
# title = "Dropout, moveaxis, grey images, norms, empty places in the grid"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
def train(units, epochs):
    network = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer=keras.optimizers.Adam(0.002), loss=loss, metrics=["accuracy"])
    network.fit(x_train, y_train, epochs=epochs, batch_size=128, verbose=0)
    return network


model_10, model_512 = train(10, 4), train(512, 2)

# %% solution="hidden-features"
def hidden_features(model):
    for layer in model.layers:
        for array in layer.get_weights():
            if array.ndim == 2 and array.shape[0] == 784:
                return np.moveaxis(array.reshape(28, 28, -1), -1, 0)

# %% solution="ten-features"
from matplotlib.colors import CenteredNorm, TwoSlopeNorm

images = hidden_features(model_10)
fig_10, axes = plt.subplots(3, 4, layout="constrained")
for number, image in enumerate(images):
    axes.flat[number].imshow(image, cmap="gray", norm=CenteredNorm(halfrange=abs(images).max()))
    axes.flat[number].set_xlabel(f"h{number}")
for number in (10, 11):
    axes.flat[number].set_axis_off()

# %% solution="sample"
images = hidden_features(model_512)
sample_units = tuple(range(0, 512, 13))
scale = TwoSlopeNorm(0, vmin=images.min(), vmax=images.max())
fig_512, axes = plt.subplots(5, 8, figsize=(16, 10), layout="constrained")
for ax, number in zip(axes.flat, sample_units):
    shown = ax.imshow(images[number] / 1.0, cmap="PuOr", norm=scale, origin="upper")
    ax.set_title(f"#{number}")
fig_512.colorbar(shown, ax=axes.ravel().tolist(), location="bottom")
