# /// example
# title = "Nothing but convolutions, train_on_batch, three channels, Hindi names and labels"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
def preprocess(images):
    # तीनों रंगों में वही चित्र
    रंगीन = np.repeat(images[:, :, :, np.newaxis], 3, axis=3)
    return (रंगीन.astype(np.float64) - 33.3) / 78.6


x_train = preprocess(train_images).astype(np.float32)
x_test = preprocess(test_images).astype(np.float32)

# %% solution="build"
परतें = keras.layers
model = keras.models.Sequential()
model.add(परतें.Input(shape=(28, 28, 3), dtype="float32"))
model.add(परतें.ZeroPadding2D(1))
model.add(परतें.Conv2D(16, (5, 5), groups=1, dilation_rate=(1, 1)))
model.add(परतें.PReLU(shared_axes=[1, 2]))
model.add(परतें.MaxPooling2D((2, 2)))
model.add(परतें.Conv2D(32, (5, 5), activation="mish"))
model.add(परतें.MaxPooling2D((2, 2)))
model.add(परतें.GaussianDropout(0.2))
model.add(परतें.Conv2D(64, (4, 4), activation="relu"))
model.add(परतें.Conv2D(10, (1, 1)))
model.add(परतें.GlobalMaxPooling2D())
model.add(परतें.Softmax())

# %% solution="train"
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.002, clipnorm=1.0),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
क्रम = np.random.default_rng(8)
for युग in range(3):
    model.optimizer.learning_rate.assign(0.002 / 3**युग)
    for भाग in np.array_split(क्रम.permutation(60000), 600):
        हानि, सटीकता = model.train_on_batch(x_train[भाग], train_labels[भाग])
    print("युग", युग, "हानि", round(float(हानि), 3))

# %% solution="measure"
predictions = np.empty(len(x_test), dtype=np.uint8)
for शुरू in range(0, len(x_test), 500):
    टुकड़ा = slice(शुरू, शुरू + 500)
    predictions[टुकड़ा] = np.argmax(model(x_test[टुकड़ा], training=False), axis=-1)
गलत = np.flatnonzero(predictions != test_labels)
test_accuracy = 1 - गलत.size / test_labels.size

# %% solution="confusion"
def confusion(labels, predictions):
    तालिका = np.zeros(100, dtype=np.uint16)
    कुंजी = np.asarray(labels, np.intp) * 10 + np.asarray(predictions, np.intp)
    मान, बार = np.unique(कुंजी, return_counts=True)
    तालिका[मान] = बार
    return तालिका.reshape(10, 10)

# %% solution="confusion-figure"
import warnings

warnings.simplefilter("ignore")  # फ़ॉन्ट में ये अक्षर नहीं हैं
matrix = confusion(test_labels, predictions)
plt.matshow(np.log1p(matrix))
plt.xlabel("उत्तर")
plt.ylabel("सही अंक")
plt.title("भ्रम")
for i in range(10):
    for j in range(10):
        plt.text(j, i, matrix[i, j], ha="center", va="center", color="w" if i != j else "k")
fig = plt.gcf()

# %% solution="dense"
dense_model = keras.models.Sequential()
dense_model.add(परतें.Input(shape=(28, 28, 3)))
dense_model.add(परतें.Flatten())
dense_model.add(परतें.Dense(20, activation="relu"))
dense_model.add(परतें.Dense(30, activation="relu"))
dense_model.add(परतें.Dense(10, activation="softmax"))
dense_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
dense_model.fit(x_train, train_labels, batch_size=100, epochs=3, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0)[1]
