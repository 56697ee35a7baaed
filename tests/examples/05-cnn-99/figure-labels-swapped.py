# /// example
# title = "Axis labels of the figure say the opposite of what is drawn"
# kind = "wrong"
# extra = true
# [loses]
# confusion-figure = "labels are swapped"
# ///

# %% solution="train"
rate = keras.optimizers.schedules.CosineDecay(0.003, 2 * 938)
model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
model.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots()
ax.imshow(np.log1p(matrix))
ax.set(title="Confusion matrix", xlabel="true digit", ylabel="predicted digit")

# %% solution="dense"
dense_model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(100, "relu"), keras.layers.Dense(10, "softmax")]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=2, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
