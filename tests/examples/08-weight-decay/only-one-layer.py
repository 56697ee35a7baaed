# /// example
# title = "Weight decay in the first hidden layer only"
# kind = "wrong"
# extra = true
# [loses]
# build = "Only one of the two hidden layers is regularised"
# networks = "Only 1 of the 2 hidden layers"
# ///

# %% solution="build"
def build(factor, seed):
    keras.utils.set_random_seed(seed)
    decay = keras.regularizers.L2(factor)
    model = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(500, activation="relu", kernel_regularizer=decay),
            keras.layers.Dense(300, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}
