# /// example
# title = "The test digits used for validation"
# kind = "wrong"
# extra = true
# [loses]
# cure-claims = "The test digits are used for validation"
# ///

# %% solution="cure"
keras.utils.set_random_seed(1)
cure_model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])
for _ in range(3):
    cure_model.add(keras.layers.Dense(64, activation="relu"))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=3, validation_data=(x_test, labels_test), verbose=0
)
changes = ["activation", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
