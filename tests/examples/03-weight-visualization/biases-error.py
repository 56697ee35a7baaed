# /// example
# title = "Biases do not fit into images"
# kind = "wrong"
# extra = true
# [loses]
# feature-shape = "stopped with an error"
# feature-values = "biases"
# ten-panels = "still None"
# ten-one-scale = "still None"
# ten-centred = "still None"
# ten-titles = "still None"
# sample-panels = "still None"
# sample-readable = "still None"
# sample-units = "still None"
# roughness-values = "still None"
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
    return model.layers[0].get_weights()[1].reshape(-1, 28, 28)
