# /// example
# title = "Functional API, scaling inside the model, logits, one-hot labels, RMSprop"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
def preprocess(images):
    # The model scales by itself, with a Rescaling layer: only the channel axis is added.
    return np.expand_dims(images, -1)


x_train, x_test = map(preprocess, (train_images, test_images))

# %% solution="build"
layers = keras.layers
inputs = keras.Input((28, 28, 1))
z = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
for filters in (16, 32):
    z = layers.Conv2D(filters, (5, 5))(z)
    z = layers.ReLU()(z)
    z = layers.MaxPool2D(2)(z)
z = layers.Flatten()(z)
z = layers.Dropout(0.4)(z)
z = layers.Dense(96, activation=keras.activations.relu)(z)
outputs = layers.Dense(10)(z)
model = keras.Model(inputs=inputs, outputs=outputs, name="reader")

# %% solution="train"
schedule = keras.optimizers.schedules.PolynomialDecay(1.5e-3, 4 * 600, end_learning_rate=5e-5)
model.compile(
    loss=keras.losses.CategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.RMSprop(schedule),
    metrics=["categorical_accuracy"],
)
history = model.fit(x_train, keras.utils.to_categorical(train_labels, 10), 100, 4, verbose=0)

# %% solution="measure"
predictions = model.predict(x_test, batch_size=500, verbose=0).argmax(-1)
test_accuracy = np.count_nonzero(predictions == test_labels) / len(test_labels)

# %% solution="confusion"
def confusion(labels, predictions):
    pairs = 10 * np.asarray(labels).astype(int) + np.asarray(predictions).astype(int)
    return np.bincount(pairs, minlength=100).reshape(10, 10)

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig = plt.figure()
plt.imshow(matrix / matrix.sum(axis=1, keepdims=True), vmax=0.01, cmap="gray_r")
plt.colorbar()
plt.xticks(range(10))
plt.yticks(range(10))
plt.xlabel("Prediction")
plt.ylabel("Truth")
fig.suptitle("Share of each digit's images")

# %% solution="dense"
dense_model = keras.Sequential(
    [
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10),
    ]
)
dense_model.compile(
    "adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
dense_model.fit(x_train, train_labels, batch_size=128, epochs=3, verbose=0)
dense_accuracy = (dense_model.predict(x_test, verbose=0).argmax(1) == test_labels).mean()
print(model.count_params(), test_accuracy, dense_model.count_params(), dense_accuracy)
