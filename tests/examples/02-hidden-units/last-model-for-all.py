# /// example
# title = "The test accuracy of the last model stands in all rows"
# kind = "wrong"
# [loses]
# table-accuracies = "All rows have the same accuracy"
# ///

# %% solution="train"
def train(units, seed):
    # Two epochs with larger steps: quicker, and enough for what this example shows.
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(0.003)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    model.fit(x_train, labels_train, epochs=2, batch_size=256, verbose=0)
    return model


# %% solution="sweep"
models = {}
for units in UNITS:
    model = train(units, seed=1)
    models[units] = model

# %% solution="table"
table = []
for units in UNITS:
    table.append([units, models[units].count_params(), test_accuracy(model)])
