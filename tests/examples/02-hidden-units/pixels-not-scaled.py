# /// example
# title = "Pixels from 0 to 255 go into the network as they are"
# kind = "wrong"
# extra = true
# [loses]
# preprocess = "Scale them to small numbers"
# learned = "of the digits that it never saw"
# ///

# %% solution="preprocess"
def preprocess(images):
    return images.astype("float32")


# %% solution="train"
def train(units, seed):
    # One epoch: the small networks do not learn from such inputs in five epochs either.
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
    model.fit(x_train, labels_train, epochs=1, batch_size=256, verbose=0)
    return model
