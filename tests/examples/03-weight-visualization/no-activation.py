# /// example
# title = "Hidden layers without an activation"
# kind = "wrong"
# extra = true
# [loses]
# network-10 = "uses 'linear'"
# network-512 = "uses 'linear'"
# ///

# %% solution="networks"
def trained(units, epochs):
    network = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(units),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    network.fit(x_train, y_train, epochs=epochs, batch_size=128, verbose=0)
    return network


model_10, model_512 = trained(10, 5), trained(512, 3)
