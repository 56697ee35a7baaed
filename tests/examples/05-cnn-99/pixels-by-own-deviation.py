# /// example
# title = "Each pixel by its own mean and deviation, tf.data, batch normalisation, a title on the left"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
import tensorflow as tf

PIXEL_MEAN = train_images.mean(axis=0)
PIXEL_STD = train_images.std(axis=0)


def preprocess(images):
    """Every pixel minus its mean, divided by its deviation; more for pixels with hardly any ink."""
    x = (images - PIXEL_MEAN) / (PIXEL_STD + 50)
    return x.astype("float32").reshape(x.shape + (1,))


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
model = keras.Sequential(name="standardised")
model.add(keras.layers.InputLayer(shape=(28, 28, 1)))
for filters in [16, 32]:
    model.add(keras.layers.Conv2D(filters, kernel_size=5, kernel_initializer="he_normal"))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.LeakyReLU(negative_slope=0.05))
    model.add(keras.layers.MaxPool2D())
model.add(keras.layers.Flatten())
model.add(keras.layers.Dropout(0.3))
model.add(keras.layers.Dense(64, activation="elu"))
model.add(keras.layers.Dense(10, activation="softmax"))

# %% solution="train"
train = tf.data.Dataset.from_tensor_slices((x_train, train_labels)).shuffle(60000, seed=1)
validation = train.take(5000).batch(500)
training = train.skip(5000).batch(100).prefetch(tf.data.AUTOTUNE)
decay = keras.optimizers.schedules.ExponentialDecay(0.003, decay_steps=550, decay_rate=0.4)
model.compile(
    optimizer=keras.optimizers.Adam(decay),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
)
history = model.fit(training, validation_data=validation, epochs=5, verbose=0)

# %% solution="measure"
test_set = tf.data.Dataset.from_tensor_slices((x_test, test_labels)).batch(1000)
loss, test_accuracy = model.evaluate(test_set)
predictions = np.concatenate([model(x, training=False).numpy().argmax(1) for x, _ in test_set])

# %% solution="confusion"
def confusion(labels, predictions):
    return np.array(
        [[((labels == i) & (predictions == j)).sum() for j in range(10)] for i in range(10)]
    )

# %% solution="confusion-figure"
plt.style.use("dark_background")
matrix = confusion(test_labels, predictions)
fig, ax = plt.subplots(figsize=(5, 5))
im = ax.imshow(np.sqrt(matrix), cmap="magma")
ax.set_title("Test digits, root of the counts", loc="left")
ax.set_xlabel("network says")
ax.set_ylabel("label says")
fig.colorbar(im, ax=ax, shrink=0.7)

# %% solution="dense"
dense_model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(60, activation="relu", kernel_regularizer="l2"),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_history = dense_model.fit(training, validation_data=test_set, epochs=3, verbose=0)
dense_accuracy = dense_history.history["val_accuracy"][-1]
