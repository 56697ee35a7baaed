# /// example
# title = "Trained, saved and loaded again, pictures with smooth shading, colours mixed by hand"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
def network_of(units, file, **options):
    inputs = keras.Input(batch_shape=(None, 28 * 28))
    x = keras.layers.Dense(units)(inputs)
    x = keras.ops.relu(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    network = keras.Model([inputs], [outputs])
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    best = keras.callbacks.ModelCheckpoint(file, monitor="val_accuracy", save_best_only=True)
    network.fit(x_train, y_train, validation_data=(x_test, y_test), callbacks=[best], verbose=0, **options)
    return keras.models.load_model(file)


model_10 = network_of(10, "ten.keras", epochs=4, batch_size=128)
model_512 = network_of(512, "many.keras", epochs=2, batch_size=128)

# %% solution="hidden-features"
def hidden_features(model):
    (kernel,) = [v for v in model.trainable_variables if tuple(v.shape)[:1] == (784,)]
    return kernel.numpy().reshape(28, 28, -1).transpose(2, 0, 1)

# %% solution="ten-features"
from matplotlib.colors import LinearSegmentedColormap

colours = LinearSegmentedColormap.from_list("mine", ["darkblue", "white", "darkgreen"])
features = hidden_features(model_10)
m = np.abs(features).max()
y, x = np.mgrid[:28, :28]
fig_10, axes = plt.subplots(2, 5, figsize=(13, 6), sharex=True, sharey=True)
for unit, ax in enumerate(axes.flatten()):
    mesh = ax.pcolormesh(x, y, features[unit], shading="gouraud", cmap=colours, vmin=-m, vmax=m)
    ax.set_title(f"unit {unit}")
    ax.set_aspect("equal")
axes[0, 0].invert_yaxis()
fig_10.colorbar(mesh, ax=axes, location="right")

# %% solution="sample"
sample_units = [*range(0, 512, 32)]
features = hidden_features(model_512)
m = np.abs(features[sample_units]).max()
fig_512, axes = plt.subplots(4, 4, figsize=(10, 10))
for unit, ax in zip(sample_units, axes.flatten()):
    ax.pcolormesh(x, -y, features[unit], shading="nearest", cmap=colours, vmin=-m, vmax=m)
    ax.set_title(f"unit {unit}")
    ax.axis("off")
