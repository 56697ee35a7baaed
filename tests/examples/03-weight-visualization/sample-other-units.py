# /// example
# title = "The panels show other units than the sample names"
# kind = "wrong"
# extra = true
# [loses]
# sample-panels = "something else"
# ///

# %% solution="networks"
# Two epochs are enough for this example.
model_10, model_512 = (
    keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    for units in (10, 512)
)
for network, epochs in ((model_10, 3), (model_512, 1)):
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    network.fit(x_train, y_train, epochs=epochs, batch_size=128, verbose=0)

# %% solution="sample"
features_512 = hidden_features(model_512)
sample_units = list(range(100, 120))
fig_512, axes = plt.subplots(4, 5, figsize=(10, 9))
for unit, ax in zip(sample_units, axes.flat):
    limit = np.abs(features_512).max()
    ax.imshow(features_512[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")
sample_units = list(range(20))
