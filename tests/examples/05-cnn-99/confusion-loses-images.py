# /// example
# title = "Confusion matrix filled by assignment, so that repeats are not counted"
# kind = "wrong"
# extra = true
# [loses]
# confusion-values = "sum to"
# ///

# %% solution="train"
rate = keras.optimizers.schedules.CosineDecay(0.003, 2 * 938)
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)

# %% solution="confusion"
def confusion(labels, predictions):
    counts = np.zeros((10, 10), dtype=int)
    counts[labels, predictions] += 1
    return counts

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(100, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
