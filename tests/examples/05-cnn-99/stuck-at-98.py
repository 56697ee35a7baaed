# /// example
# title = "One small convolution, nothing after it: accuracy stays near 97 to 98 %"
# kind = "wrong"
# [loses]
# accuracy = { fraction = 0.5, message = "99 % are asked for" }
# ///

# %% solution="build"
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(8, 5, strides=2, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% solution="train"
keras.utils.set_random_seed(1)
model.compile(keras.optimizers.Adam(0.002), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=128, epochs=5, verbose=0)

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(15, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
