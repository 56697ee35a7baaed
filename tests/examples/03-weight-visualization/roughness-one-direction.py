# /// example
# title = "Roughness looks at neighbours side by side only"
# kind = "wrong"
# extra = true
# [loses]
# roughness-function = "one direction only"
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
    return np.mean(np.diff(image, axis=1) ** 2) / (2 * np.var(image))


roughness_10 = np.mean([roughness(image) for image in hidden_features(model_10)])
roughness_512 = np.mean([roughness(image) for image in hidden_features(model_512)])
