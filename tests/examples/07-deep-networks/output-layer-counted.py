# /// example
# title = "Nine hidden layers: the output layer counted as one of ten"
# kind = "wrong"
# extra = true
# [loses]
# deep-models = "the output layer is not hidden"
# norms = "It should be as deep as the network that failed"
# ///

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(shape=(784,))])
    for _ in range(9):
        model.add(keras.layers.Dense(units, activation="sigmoid"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
