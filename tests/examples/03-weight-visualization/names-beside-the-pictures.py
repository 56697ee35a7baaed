# /// example
# title = "A generator with a falling learning rate, units named at the side and roughness above, pandas"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
def batches(size):
    generator = np.random.default_rng()
    while True:
        chosen = generator.integers(len(x_train), size=size)
        yield x_train[chosen], keras.ops.one_hot(y_train[chosen], 10)


trained = []
for units, epochs in zip((10, 512), (5, 3)):
    trained.append(
        keras.Sequential(
            layers=[
                keras.Input(shape=(784,), dtype="float32"),
                keras.layers.Dense(units=units, activation=keras.activations.relu),
                keras.layers.Dense(units=10, activation=keras.activations.softmax),
            ]
        )
    )
    rate = keras.optimizers.schedules.CosineDecay(0.003, decay_steps=240 * epochs)
    trained[-1].compile(
        optimizer=keras.optimizers.Adam(rate, clipnorm=1.0),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.05),
        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
    )
    trained[-1].fit(batches(250), epochs=epochs, steps_per_epoch=240, verbose=0)
model_10, model_512 = trained

# %% solution="hidden-features"
def hidden_features(model):
    def feature(weights_of_unit):
        return np.reshape(weights_of_unit, (28, 28))

    return np.asarray(list(map(feature, np.swapaxes(model.get_weights()[0], 0, 1))))

# %% solution="ten-features"
def noise(image):
    """Roughness, needed already here."""
    return (np.diff(image, axis=0).var() + np.diff(image, axis=1).var()) / 4 / image.var()


features = hidden_features(model_10)
limit = np.abs(features).max()
fig_10, axes = plt.subplots(2, 5, figsize=(13, 6))
for unit, (ax, feature) in enumerate(zip(axes.ravel(), features)):
    ax.imshow(feature, cmap="Spectral", vmin=-limit, vmax=limit)
    ax.set_title(f"r = {noise(feature):.1f}", fontsize=8)
    ax.set_ylabel(f"unit {unit}")
    ax.set_xticks([]), ax.set_yticks([])

# %% solution="sample"
import pandas as pd

sample_units = pd.Series(range(512), name="unit").sample(20, random_state=1)
features = hidden_features(model_512)
limit = pd.Series(np.abs(features).max(axis=(1, 2)))[sample_units].max()
fig_512, axes = plt.subplots(4, 5, figsize=(11, 10))
for unit, ax in zip(sample_units, axes.ravel()):
    ax.imshow(features[unit], cmap="Spectral", vmin=-limit, vmax=limit)
    ax.set_title(f"r = {noise(features[unit]):.1f}", fontsize=8)
    ax.set_ylabel(f"unit {unit}")
    ax.set_xticks([]), ax.set_yticks([])
plt.tight_layout()

# %% solution="roughness"
def roughness(image):
    table = pd.DataFrame(np.array(image))
    squares = pd.concat([table.diff(axis=axis).stack() ** 2 for axis in ("rows", "columns")])
    return squares.dropna().mean() / (2 * table.stack().var(ddof=0))


roughness_10 = pd.Series([roughness(f) for f in hidden_features(model_10)]).mean()
roughness_512 = pd.Series([roughness(f) for f in hidden_features(model_512)]).mean()
