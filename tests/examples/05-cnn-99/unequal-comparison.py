# /// example
# title = "The dense network of the comparison is far smaller"
# kind = "wrong"
# extra = true
# [loses]
# dense-comparison = "Only models of similar size"
# ///

# %% solution="train"
rate = keras.optimizers.schedules.CosineDecay(0.003, 2 * 938)
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
)
dense_accuracy = 0.97
