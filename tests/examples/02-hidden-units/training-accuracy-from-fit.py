# /// example
# title = "The table has the accuracy on training digits that fit reports"
# kind = "wrong"
# [loses]
# table-accuracies = "on the training digits, as fit reports it"
# ///

# %% solution="train"
fitted = {}


def train(units, seed):
    # The gap between training and test digits is seen in the largest network: it gets all epochs.
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    epochs = EPOCHS if units == 512 else 2
    history = model.fit(x_train, labels_train, epochs=epochs, batch_size=256, verbose=0)
    fitted[units] = history.history["accuracy"][-1]
    return model


# %% solution="table"
table = [[units, models[units].count_params(), fitted[units]] for units in UNITS]
