# /// example
# title = "Accuracy is measured on the training digits"
# kind = "wrong"
# extra = true
# [loses]
# measure = "counted on the training digits"
# ///

# %% solution="test-accuracy"
def test_accuracy(model):
    answers = np.argmax(model.predict(x_train, batch_size=1000, verbose=0), axis=1)
    return float(np.mean(answers == labels_train))


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
