# /// example
# title = "Residual and separable blocks with squeeze-and-excitation, mixup in an own train_step"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
def preprocess(images):
    """From -1 (ink) to 1 (paper), as on paper: dark on light."""
    scaler = keras.layers.Rescaling(scale=-1 / 127.5, offset=1.0)
    return scaler(images)


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
from keras import layers, ops


class Mixed(keras.Model):
    """A functional model whose training step blends each digit with another one."""

    def train_step(self, data):
        x, y = data
        share = keras.random.uniform((), 0.0, 0.15)
        x = (1 - share) * x + share * ops.flip(x, axis=0)
        y = (1 - share) * y + share * ops.flip(y, axis=0)
        return super().train_step((x, y))


def squeeze_and_excite(x):
    channels = x.shape[-1]
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(channels // 4, 1, activation="swish")(gate)
    gate = layers.Conv2D(channels, 1, activation="sigmoid")(gate)
    return x * gate


def block(x, channels):
    beside = layers.Conv2D(channels, 1)(x)
    x = layers.SeparableConv2D(channels, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = ops.relu(squeeze_and_excite(x) + beside)
    return layers.MaxPooling2D()(x)


image = keras.Input((28, 28))
x = layers.Reshape((28, 28, 1))(image)
x = layers.Conv2D(16, 5, use_bias=False)(x)
x = ops.relu(layers.BatchNormalization()(x))
x = layers.MaxPooling2D()(x)
x = block(x, 48)
x = layers.Conv2D(64, 3, use_bias=False)(x)
x = ops.relu(layers.BatchNormalization()(x))
x = ops.concatenate([ops.max(x, axis=(1, 2)), ops.mean(x, axis=(1, 2))], axis=-1)
model = Mixed(image, layers.Dense(10, name="logits")(x))

# %% solution="train"
one_hot = np.eye(10, dtype="float32")[train_labels]
model.compile(
    optimizer=keras.optimizers.Lion(keras.optimizers.schedules.CosineDecay(5e-4, 4 * 600)),
    loss=keras.losses.CategoricalCrossentropy(from_logits=True),
)
model.fit(x_train, one_hot, batch_size=100, epochs=4, verbose=0)

# %% solution="measure"
predictions = ops.argmax(model.predict(x_test, verbose=0), axis=-1)
test_accuracy = float(ops.mean(ops.cast(ops.equal(predictions, test_labels), "float32")))

# %% solution="confusion"
def confusion(labels, predictions):
    from collections import Counter

    pairs = Counter(zip(map(int, labels), map(int, predictions)))
    return np.fromiter((pairs[divmod(k, 10)] for k in range(100)), int).reshape(10, 10)

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 5), layout="constrained")
off_diagonal = np.ma.masked_array(matrix, np.eye(10, dtype=bool))
for panel, cells, title in (
    (left, off_diagonal, "confusions, counts"),
    (right, 100 * off_diagonal / matrix.sum(1, keepdims=True), "in % of the row"),
):
    fig.colorbar(panel.imshow(cells, cmap="cividis"), ax=panel)
    panel.set_title(title)
    panel.set_xlabel("predicted class")
    panel.set_ylabel("true class")
fig.suptitle("10,000 test digits")

# %% solution="dense"
image = keras.Input((28, 28))
hidden = layers.Flatten()(image)
hidden = ops.relu(layers.Dense(44)(hidden))
dense_model = keras.Model(image, layers.Dense(10)(ops.relu(layers.Dense(32)(hidden))))
dense_model.compile(
    "adamw", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
dense_model.fit(x_train, one_hot, batch_size=100, epochs=3, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, np.eye(10)[test_labels], verbose=0)[1]
print(model.count_params(), dense_model.count_params())
