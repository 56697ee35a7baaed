# /// example
# title = "The conclusion is that more is always better"
# kind = "wrong"
# [loses]
# conclusion = "more is always better"
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


# %% solution="conclusion"
conclusion = "B"

# %% [markdown] answer="observation"
# The more hidden units, the higher the accuracy. So one should always take as many units as
# possible: with 100,000 units the network would make no mistakes any more.
