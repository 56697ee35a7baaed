# /// example
# title = "Subclass of keras.Model that calls standard layers; loops; images without channel axis"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
mean, deviation = train_images.mean(), train_images.std()


def preprocess(images):
    """Centre and scale with the numbers of the training digits."""
    return ((images - mean) / deviation).astype(np.float32)


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
class Reader(keras.Model):
    def __init__(self):
        super().__init__()
        self.channel = keras.layers.Reshape((28, 28, 1))
        self.first = keras.layers.Conv2D(16, 5, activation="relu")
        self.second = keras.layers.Conv2D(32, 5, activation="relu")
        self.pool_first = keras.layers.MaxPooling2D()
        self.pool_second = keras.layers.MaxPooling2D()
        self.flat = keras.layers.Flatten()
        self.drop = keras.layers.Dropout(0.4)
        self.hidden = keras.layers.Dense(100, activation="relu")
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, images):
        maps = self.pool_first(self.first(self.channel(images)))
        maps = self.pool_second(self.second(maps))
        return self.out(self.hidden(self.drop(self.flat(maps))))


model = Reader()

# %% solution="train"
def rate(epoch, current):
    return [0.002, 0.001, 0.0005, 0.0001][epoch]


model.compile(
    optimizer=keras.optimizers.Nadam(),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(
    x_train,
    train_labels,
    batch_size=100,
    epochs=4,
    callbacks=[keras.callbacks.LearningRateScheduler(rate)],
    verbose=0,
)

# %% solution="measure"
predictions = []
for start in range(0, len(x_test), 1000):
    for scores in model.predict_on_batch(x_test[start : start + 1000]):
        predictions.append(int(scores.argmax()))
test_accuracy = sum(p == t for p, t in zip(predictions, test_labels.tolist())) / 10000

# %% solution="confusion"
def confusion(labels, predictions):
    table = [[0] * 10 for _ in range(10)]
    for truth, answer in zip(labels, predictions):
        table[int(truth)][int(answer)] += 1
    return table

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
mistakes = np.array(matrix, dtype=float)
np.fill_diagonal(mistakes, np.nan)
fig, axes = plt.subplots(1, 1)
drawing = axes.matshow(mistakes, cmap="viridis")
fig.colorbar(drawing, label="images")
axes.set(xlabel="digit predicted", ylabel="digit in the image", title="Mistakes only")

# %% solution="dense"
dense_model = keras.Sequential()
dense_model.add(keras.layers.Input(shape=(28, 28)))
dense_model.add(keras.layers.Flatten())
dense_model.add(keras.layers.Dense(80, activation="tanh"))
dense_model.add(keras.layers.Dense(10, activation="softmax"))
dense_model.compile(
    keras.optimizers.SGD(0.1, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
dense_model.fit(x_train, train_labels, batch_size=128, epochs=3, verbose=0)
dense_accuracy = dense_model.evaluate(x_test, test_labels, verbose=0, return_dict=True)["accuracy"]
