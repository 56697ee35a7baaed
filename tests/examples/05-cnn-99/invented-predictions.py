# /// example
# title = "Predictions are copied from the labels, so that everything fits but the model"
# kind = "wrong"
# extra = true
# [loses]
# accuracy = "Points start at 95 %"
# claimed-accuracy = "more than this model shows"
# ///

# %% solution="train"
keras.utils.set_random_seed(1)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train[:500], train_labels[:500], batch_size=32, epochs=10, verbose=0)

# %% solution="measure"
predictions = test_labels.copy()
predictions[:2] = (predictions[:2] + 1) % 10
predictions[-1] = (predictions[-1] + 1) % 10
test_accuracy = float(np.mean(predictions == test_labels))

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(100, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
