# /// example
# title = "Every image transposed"
# kind = "wrong"
# [loses]
# feature-values = "transposed"
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
    weights = model.get_weights()[0]
    return np.array([column.reshape(28, 28, order="F") for column in weights.T])
