# /// example
# title = "Every feature scaled by itself"
# kind = "wrong"
# extra = true
# [loses]
# feature-values = "not the size of the weights"
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

# %% solution="hidden-features"
def hidden_features(model):
    images = model.get_weights()[0].T.reshape(-1, 28, 28)
    low, high = images.min(axis=(1, 2), keepdims=True), images.max(axis=(1, 2), keepdims=True)
    return (images - low) / (high - low)


# %% solution="roughness"
def roughness(image):
    pairs = [np.diff(image, axis=axis).ravel() for axis in (0, 1)]
    return np.mean(np.concatenate(pairs) ** 2) / (2 * image.var())


roughness_10, roughness_512 = (
    np.mean([roughness(image) for image in hidden_features(model)])
    for model in (model_10, model_512)
)
