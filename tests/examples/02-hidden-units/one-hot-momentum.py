# /// example
# title = "One-hot labels, images with a channel, SGD with momentum, percent in the plot"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    with_channel = np.expand_dims(images, axis=-1)
    return with_channel.astype("float32") * (1 / 255)


# %% solution="test-accuracy"
one_hot_test = keras.utils.to_categorical(labels_test, 10)


def test_accuracy(model):
    guess = np.argmax(model.predict(x_test, batch_size=256, verbose=0), axis=1)
    truth = np.argmax(one_hot_test, axis=1)
    return np.sum(guess == truth) / guess.size


# %% solution="train"
one_hot_train = keras.utils.to_categorical(labels_train, 10)


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=(28, 28, 1)))
    model.add(keras.layers.Dense(units, activation=keras.activations.relu))
    model.add(keras.layers.Dense(10, activation=keras.activations.softmax))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9),
        loss=keras.losses.CategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    model.fit(x_train, one_hot_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    return model


# %% solution="sweep"
models = dict(zip(UNITS, [train(units, 1) for units in UNITS]))

# %% solution="table"
rows = []
for units, model in models.items():
    rows.append([units, 784 * units + units + 10 * units + 10, test_accuracy(model)])
table = sorted(rows)

# %% solution="figure"
x, parameters, y = zip(*table)
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.semilogx(x, 100 * np.array(y), "k.--", label="5 epochs")
left.set(xlabel="hidden units", ylabel="test accuracy in %")
left.legend()
right.loglog(parameters, 1 - np.array(y), "o")
right.set_xlabel("parameters")
right.set_ylabel("test error")
