# /// example
# title = "Biases added to the weights"
# kind = "wrong"
# extra = true
# [loses]
# feature-values = "biases"
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
    weights, biases = model.get_weights()[:2]
    return (weights + biases).T.reshape(-1, 28, 28)
