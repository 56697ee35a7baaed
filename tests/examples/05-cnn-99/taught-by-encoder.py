# /// example
# title = "An encoder that first learned to draw its digits again, exact fractions, pandas pivot, copied cells without functions"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
from fractions import Fraction

import pandas as pd
from tensorflow.keras import Model, layers, optimizers


class Scale:
    """(pixels - 128) / 64, as a thing that can be called."""

    middle, width = 128.0, 64.0

    def __call__(self, images):
        return np.expand_dims((images - self.middle) / self.width, 3).astype("f4")


preprocess = Scale()
x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
inp = layers.Input(shape=(28, 28, 1), name="in")
h = layers.Conv2D(16, (5, 5), strides=(2, 2), padding="same", activation="relu", name="enc1")(inp)
h = layers.Conv2D(32, (3, 3), strides=(1, 1), padding="same", activation="relu", name="enc2")(h)
h = layers.MaxPooling2D((2, 2), name="code")(h)
encoder = Model(inp, h, name="encoder")

d = layers.Conv2DTranspose(8, (3, 3), strides=2, padding="same", activation="relu")(encoder.output)
d = layers.Conv2DTranspose(1, (5, 5), strides=2, padding="same")(d)
autoencoder = Model(encoder.input, d, name="autoencoder")

c = layers.Flatten()(encoder.output)
c = layers.Dropout(0.4)(c)
c = layers.Dense(64, activation="relu")(c)
c = layers.BatchNormalization()(c)
c = layers.Dense(10, activation="softmax")(c)
model = Model(encoder.input, c, name="classifier")

# %% solution="train"
# 1. the encoder learns what digits look like, without labels
rng = np.random.default_rng(0)
some = rng.choice(60000, 12000, replace=False)
noisy = x_train[some] + rng.normal(0, 0.5, x_train[some].shape)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(noisy, x_train[some], epochs=1, batch_size=100, verbose=0)

# 2. the classifier learns with the encoder as it is
encoder.trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train[some], train_labels[some], epochs=1, batch_size=100, verbose=0)

# 3. everything together, three times, each time with smaller steps
encoder.trainable = True
model.compile(optimizer=optimizers.Adam(2e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, train_labels, epochs=2, batch_size=100, verbose=0)
model.compile(optimizer=optimizers.Adam(7e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, train_labels, epochs=2, batch_size=100, verbose=0)
model.compile(optimizer=optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, train_labels, epochs=1, batch_size=100, verbose=0)

# %% solution="measure"
results = pd.DataFrame({"true": test_labels, "answer": model.predict(x_test, verbose=0).argmax(1)})
predictions = results["answer"]
test_accuracy = Fraction(int((results["true"] == results["answer"]).sum()), len(results))
print(test_accuracy, "=", float(test_accuracy))

# %% solution="confusion"
def confusion(labels, predictions):
    pairs = pd.DataFrame({"true": np.asarray(labels), "answer": np.asarray(predictions), "n": 1})
    counts = pairs.pivot_table(index="true", columns="answer", values="n", aggfunc="sum")
    return counts.reindex(index=range(10), columns=range(10)).fillna(0).astype(int).values

# %% solution="confusion-figure"
matrix = confusion(results["true"], results["answer"])
with plt.style.context("ggplot"):
    fig, ax = plt.subplots()
    ax.grid(False)
    shares = pd.DataFrame(matrix).div(matrix.sum(axis=1), axis=0).mask(np.eye(10, dtype=bool))
    picture = ax.imshow(100 * shares, cmap="Purples", origin="lower")
    plt.colorbar(picture, label="% of the row")
    plt.xlabel("predicted label")
    plt.ylabel("actual label")
    plt.title("Mistakes", loc="left", fontsize=14)
    plt.title(f"accuracy {float(test_accuracy):.4f}".replace(".", ","), loc="right", fontsize=9)

# %% solution="dense"
inp = layers.Input(shape=(28, 28, 1))
h = layers.Flatten()(inp)
h = layers.Dense(96, activation="relu")(h)
h = layers.Dense(32, activation="relu")(h)
dense_model = Model(inp, layers.Dense(10, activation="softmax")(h))
dense_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, epochs=4, batch_size=100, verbose=0)
dense_accuracy = Fraction(
    int((dense_model.predict(x_test, verbose=0).argmax(1) == test_labels).sum()), 10000
)
pd.DataFrame(
    [[model.count_params(), float(test_accuracy)], [dense_model.count_params(), float(dense_accuracy)]],
    index=["convolutional", "dense"],
    columns=["parameters", "accuracy"],
)
