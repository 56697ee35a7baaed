# /// example
# title = "A PyDataset of batches, Russian comments and labels, networks rebuilt from their weights"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    # Пиксели от 0 до 255 становятся числами от 0 до 1.
    return (images * (1.0 / 255.0)).astype("float32")

# %% solution="test-accuracy"
def test_accuracy(model):
    ответы = model.predict(x_test, batch_size=500, verbose=0).argmax(axis=-1)
    верно = sum(1 for ответ, метка in zip(ответы, labels_test) if ответ == метка)
    return верно / len(labels_test)

# %% solution="train"
class Пачки(keras.utils.PyDataset):
    def __init__(self, размер):
        super().__init__()
        self.размер = размер

    def __len__(self):
        return len(x_train) // self.размер

    def __getitem__(self, номер):
        место = slice(номер * self.размер, (номер + 1) * self.размер)
        return x_train[место], labels_train[место]


def train(units, seed):
    keras.utils.set_random_seed(seed)
    сеть = keras.Sequential(
        [
            keras.layers.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    сеть.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    сеть.fit(Пачки(200), epochs=EPOCHS, verbose=0)
    return сеть

# %% solution="sweep"
веса = {}
for units in UNITS:
    веса[units] = train(units, 1).get_weights()


def сеть_из_весов(веса):
    сеть = keras.Sequential(
        [
            keras.layers.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(веса[0].shape[1], activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    сеть.set_weights(веса)
    return сеть


models = {units: сеть_из_весов(веса[units]) for units in UNITS}

# %% solution="figure"
fig, ax = plt.subplots()
ax.plot(*zip(*[(строка[0], строка[2]) for строка in table]), marker="o", ls="--")
ax.set_xscale("log", base=2)
ax.set_xlabel("число скрытых нейронов")
ax.set_ylabel("точность на тестовых цифрах")
