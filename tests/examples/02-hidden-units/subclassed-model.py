# /// example
# title = "A model class of one's own, float16 images, a plot made point by point"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
preprocess = lambda images: (images / 255.0).astype("float16")


# %% solution="test-accuracy"
def test_accuracy(model):
    answers = []
    for start in range(0, 10_000, 2_500):
        scores = model(x_test[start : start + 2_500])
        answers.append(keras.ops.convert_to_numpy(keras.ops.argmax(scores, axis=-1)))
    return 1 - np.count_nonzero(np.concatenate(answers) != labels_test) / 10_000


# %% solution="train"
class OneHiddenLayer(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.flatten = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, images):
        return self.out(self.hidden(self.flatten(images)))


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = OneHiddenLayer(units)
    model.compile("nadam", "sparse_categorical_crossentropy")
    model.fit(x_train, labels_train, batch_size=256, epochs=EPOCHS, verbose=0)
    return model


# %% solution="figure"
fig, ax = plt.subplots()
for units, _, accuracy in table:
    ax.plot(units, accuracy, marker="o", color="tab:blue")
ax.set_xlabel("units in the hidden layer")
ax.set_ylabel("test accuracy")

# %% solution="repeats"
seeds = [1, 2, 3]
repeats = {seed: models[10] if seed == 1 else train(10, seed) for seed in seeds}
values = [test_accuracy(repeats[seed]) for seed in seeds]
repeat_accuracies = dict(zip(seeds, values))
low, *_, high = sorted(values)
spread = round(high - low, 4)
