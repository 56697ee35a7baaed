# /// example
# title = "A second output that helps in training, pooling by keras.ops, averaged weights, two panels with texts as labels"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
from keras import layers, ops


def preprocess(images, *, margin=2):
    """Digits have an empty frame: it is cut off. 255 becomes 1."""
    inside = slice(margin, 28 - margin)
    return np.ascontiguousarray(images[:, inside, inside, None], dtype=np.float32) / 255.0


x_train, x_test = [preprocess(images) for images in (train_images, test_images)]

# %% solution="build"
def conv(x, filters, size):
    x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return ops.relu(x)


pixels = keras.Input(x_train.shape[1:], name="pixels")
early = ops.max_pool(conv(pixels, 12, 5), 2)
late = ops.max_pool(conv(early, 24, 3), pool_size=(2, 2), strides=2)
late = ops.average_pool(conv(late, 48, 3), 2, padding="same")

# The second output sees the early maps only. It pulls them in the right direction.
helper = layers.Dense(10, activation="softmax", name="helper")(layers.Flatten()(early))
digit = layers.Dropout(0.3)(layers.Flatten()(late))
digit = layers.Dense(10, activation="softmax", name="digit")(digit)

both = keras.Model(pixels, {"digit": digit, "helper": helper}, name="with_helper")
model = keras.Model(pixels, digit, name="reader")  # the same layers, without the helper

# %% solution="train"
both.compile(
    optimizer=keras.optimizers.AdamW(0.004, weight_decay=1e-4, use_ema=True, ema_momentum=0.99),
    loss={name: "sparse_categorical_crossentropy" for name in ("digit", "helper")},
    loss_weights={"digit": 1.0, "helper": 0.2},
)
labels = {"digit": train_labels, "helper": train_labels}


@keras.callbacks.LearningRateScheduler
def falling(epoch, rate):
    return rate if epoch == 0 else rate / 3


both.fit(x_train, labels, batch_size=100, epochs=4, callbacks=[falling], verbose=0)

# %% solution="measure"
predictions = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1).tolist()
test_accuracy = np.float32(np.equal(predictions, test_labels).mean())
test_accuracy

# %% solution="confusion"
def confusion(labels, predictions):
    """Rows of the unit matrix: each pair of labels adds one to one place of the product."""
    truth, answers = np.eye(10)[np.asarray(labels)], np.eye(10)[np.asarray(predictions)]
    return truth.T @ answers

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, axs = plt.subplots(1, 2, sharex=True, sharey=True, figsize=(10, 5.5))
for ax, cells, title in zip(axs, (matrix, np.sqrt(matrix)), ("counts", "roots of the counts")):
    ax.imshow(cells, cmap="PuBu")
    ax.set_title(title, fontsize=10)
    ax.set(xticks=range(10), yticks=range(10))
for (i, j), n in np.ndenumerate(matrix):
    axs[0].text(j, i, f"{n:.0f}", ha="center", va="center", size=6, color="w" if i == j else "k")
fig.suptitle(f"Test digits, {test_accuracy:.2%} right")
fig.text(0.5, 0.04, "what the model says", ha="center", va="center")
fig.text(0.06, 0.5, "what the digit is", ha="center", va="center", rotation="vertical")

# %% solution="dense"
k = round((model.count_params() - 10) / (x_train[0].size + 11))
x = layers.Dense(k, "relu")(layers.Flatten()(pixels))
dense_model = keras.Model(pixels, layers.Dense(10, "softmax")(x), name=f"dense_{k}")
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=100, epochs=4, verbose=0)
_, dense_accuracy = dense_model.evaluate(x_test, test_labels, batch_size=1000, verbose=0)
print(*((m.name, m.count_params()) for m in (model, dense_model)), test_accuracy, dense_accuracy)
