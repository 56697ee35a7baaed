# /// example
# title = "A convolution whose kernel covers one pixel: a dense network in disguise"
# kind = "wrong"
# extra = true
# [loses]
# convolution = "more than one pixel"
# accuracy = "more than one pixel"
# ///

# %% solution="build"
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(1, 1),
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% solution="train"
keras.utils.set_random_seed(1)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=128, epochs=3, verbose=0)

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(100, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
