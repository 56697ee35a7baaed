# /// example
# title = "Three networks trained one by one vote in one model; RandomShear and RandomErasing"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
def preprocess(images):
    return np.asarray(images, np.float16)[..., np.newaxis] / np.float16(256)


x_train, x_test = (preprocess(images) for images in (train_images, test_images))

# %% solution="build"
L = keras.layers
AUGMENTATIONS = {
    "plain": [],
    "sheared": [L.RandomShear(0.05, 0.05, fill_mode="constant")],
    "torn": [L.RandomErasing(0.3, scale=(0.01, 0.03), fill_value=0, value_range=(0, 1))],
}


def member(name, augmentation):
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *augmentation,
            L.Conv2D(12, 5, activation="selu", kernel_initializer="lecun_normal"),
            L.AveragePooling2D(2),
            L.Conv2D(32, 5, activation="gelu"),
            L.MaxPooling2D(),
            L.SpatialDropout2D(0.1),
            L.Flatten(),
            L.Dense(10, activation="softmax"),
        ],
        name=name,
    )


members = [member(name, augmentation) for name, augmentation in AUGMENTATIONS.items()]
image = keras.Input((28, 28, 1), name="image")
model = keras.Model(image, L.Average()([vote(image) for vote in members]), name="committee")

# %% solution="train"
for number, vote in enumerate(members):
    keras.utils.set_random_seed(number)
    vote.compile(
        optimizer=keras.optimizers.Adamax(0.01), loss="sparse_categorical_crossentropy"
    )
    vote.fit(x_train, train_labels, batch_size=64, epochs=1, verbose=0)
    vote.optimizer.learning_rate = 0.002
    vote.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])

# %% solution="measure"
test_accuracy = model.evaluate(x_test, test_labels, batch_size=1000, verbose=0, return_dict=True)
test_accuracy = test_accuracy["accuracy"]
print(test_accuracy)
predictions = [int(np.argmax(scores)) for scores in model.predict(x_test, verbose=0)]

# %% solution="confusion"
def confusion(labels, predictions):
    counts, _, _ = np.histogram2d(labels, predictions, bins=10, range=((-0.5, 9.5), (-0.5, 9.5)))
    return counts

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig = plt.figure()
ax = fig.add_axes((0.1, 0.1, 0.8, 0.8))
with np.errstate(divide="ignore"):
    ax.imshow(np.log10(matrix), cmap="YlOrBr")
fig.supxlabel("answer of the committee")
ax.set_ylabel("digit")
ax.set_title("log10 of the counts")

# %% solution="dense"
dense_members = []
for units in (24, 32):
    network = keras.Sequential(
        [keras.Input((28, 28, 1)), L.Flatten(), L.Dense(units, "sigmoid"), L.Dense(10, "softmax")]
    )
    network.compile("rmsprop", "sparse_categorical_crossentropy")
    network.fit(x_train, train_labels, batch_size=64, epochs=2, verbose=0)
    dense_members.append(network)
dense_model = keras.Model(image, L.Average()([network(image) for network in dense_members]))
dense_predictions = dense_model.predict(x_test, verbose=0).argmax(axis=-1)
dense_accuracy = sum(dense_predictions == test_labels) / dense_predictions.size
