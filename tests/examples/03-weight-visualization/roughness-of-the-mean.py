# /// example
# title = "Roughness of the mean image"
# kind = "wrong"
# extra = true
# [loses]
# roughness-values = "mean image"
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

# %% solution="roughness"
def roughness(image):
    squares = np.concatenate([np.diff(image, axis=axis).ravel() ** 2 for axis in (0, 1)])
    return squares.mean() / (2 * np.var(image))


roughness_10 = roughness(hidden_features(model_10).mean(axis=0))
roughness_512 = roughness(hidden_features(model_512).mean(axis=0))
