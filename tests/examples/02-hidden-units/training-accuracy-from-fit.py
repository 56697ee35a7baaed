# /// example
# title = "The table has the accuracy on training digits that fit reports"
# kind = "wrong"
# [loses]
# table-accuracies = "on the training digits, as fit reports it"
# ///

# %% solution="train"
fitted = {}


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    fitted[units] = history.history["accuracy"][-1]
    return model


# %% solution="table"
table = [[units, models[units].count_params(), fitted[units]] for units in UNITS]
