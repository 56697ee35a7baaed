# /// example
# title = "An accuracy is stated that the model does not have"
# kind = "wrong"
# extra = true
# [loses]
# claimed-accuracy = "not the share of your predictions"
# ///

# %% solution="train"
rate = keras.optimizers.schedules.CosineDecay(0.003, 2 * 938)
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)

# %% solution="measure"
predictions = np.argmax(model.predict(x_test, verbose=0), axis=1)
test_accuracy = 0.9967

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(100, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
