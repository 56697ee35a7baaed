# /// example
# title = "Three hidden layers, still sigmoid and plain SGD"
# kind = "wrong"
# extra = true
# [loses]
# cure-accuracy = "are asked for; sampling error has been allowed for"
# ///

# %% solution="cure"
keras.utils.set_random_seed(1)
cure_model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])
for _ in range(3):
    cure_model.add(keras.layers.Dense(64, activation="sigmoid"))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=3, validation_split=0.1, verbose=0
)
changes = ["fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
