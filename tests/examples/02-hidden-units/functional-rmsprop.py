# /// example
# title = "Functional API, flat images, RMSprop, figure drawn with error bars"
# kind = "correct"
# ///

# %% solution="preprocess"
def preprocess(images):
    flat = np.reshape(images, (len(images), -1))
    return (flat / np.float32(255)).astype(np.float32)


# %% solution="test-accuracy"
def test_accuracy(model):
    correct = 0
    for row, label in zip(model.predict(x_test, batch_size=1000, verbose=0), labels_test):
        if row.argmax() == label:
            correct += 1
    return correct / len(labels_test)


# %% solution="train"
def train(units, seed):
    keras.utils.set_random_seed(seed)
    pixels = keras.Input((784,))
    hidden = keras.layers.Dense(units)(pixels)
    hidden = keras.layers.ReLU()(hidden)
    scores = keras.layers.Dense(10)(hidden)
    model = keras.Model(pixels, scores)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.RMSprop(), loss=loss)
    model.fit(x_train, labels_train, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0)
    return model


# %% solution="sweep"
models = {}
for h in reversed(UNITS):
    models[h] = train(h, 1)

# %% solution="table"
table = [(h, models[h].count_params(), round(test_accuracy(models[h]), 4)) for h in UNITS]

# %% solution="figure"
fig = plt.figure(figsize=(6, 4))
plt.errorbar([row[0] for row in table], [row[2] for row in table], yerr=0.003, marker="s")
plt.xscale("log")
plt.xlabel("number of hidden units")
plt.ylabel("accuracy on the test digits")
plt.grid()

# %% solution="repeats"
repeats = {}
repeat_accuracies = {}
for seed in (7, 8, 9):
    repeats[seed] = train(10, seed)
    repeat_accuracies[seed] = test_accuracy(repeats[seed])
spread = np.ptp(list(repeat_accuracies.values()))

# %% solution="gains"
a = [row[2] for row in table]
h = [row[0] for row in table]
gains = list(np.diff(a) / np.diff(h))

# %% solution="conclusion"
conclusion = "c"
