# /// example
# title = "Augmentation layers, batch normalisation, models within the model"
# kind = "correct"
# ///

# %% solution="prepare"
def preprocess(images):
    return (images / np.float32(255)).reshape(-1, 28, 28, 1)


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
augment = keras.Sequential([keras.layers.RandomTranslation(0.04, 0.04)])


def block(filters, kernel):
    return keras.Sequential(
        [
            keras.layers.Conv2D(filters, kernel, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Activation("relu"),
            keras.layers.MaxPooling2D(),
        ]
    )


model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        augment,
        block(12, 5),
        block(32, 5),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(80, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% solution="train"
model.compile(
    optimizer=keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.003, 3 * 469)),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, train_labels, batch_size=128, epochs=3, verbose=0)

# %% solution="measure"
test_accuracy = model.evaluate(x_test, test_labels, verbose=0)[1]
predictions = model.predict(x_test, verbose=0).argmax(axis=1).tolist()

# %% solution="confusion"
def confusion(labels, predictions):
    truth = np.eye(10, dtype=int)[np.asarray(labels, dtype=int)]
    answers = np.eye(10, dtype=int)[np.asarray(predictions, dtype=int)]
    return truth.T @ answers

# %% solution="dense"
dense_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=128, epochs=3, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
