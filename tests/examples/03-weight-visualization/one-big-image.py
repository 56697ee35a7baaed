# /// example
# title = "All features in one image"
# kind = "wrong"
# extra = true
# [loses]
# ten-panels = "1 panels with an image"
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

# %% solution="ten-features"
rows = [np.hstack(hidden_features(model_10)[start : start + 5]) for start in (0, 5)]
picture = np.vstack(rows)
fig_10, ax = plt.subplots()
limit = np.abs(picture).max()
ax.imshow(picture, cmap="RdBu_r", vmin=-limit, vmax=limit)
ax.set_title("units 0 to 9")
