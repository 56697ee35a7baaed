# /// example
# title = "German names, loops, gradients of each layer from nested tapes, a convolutional cure"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    vorbereitet = np.zeros((len(images), 28, 28), dtype="float32")
    for nummer, bild in enumerate(images):
        vorbereitet[nummer] = bild / 127.5 - 1
    return vorbereitet

# %% solution="parrots"
def parrot_accuracies(labels):
    anzahl = [0] * 10
    for ziffer in labels:
        anzahl[int(ziffer)] += 1
    return [a / len(labels) for a in anzahl]

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    netz = keras.models.Sequential()
    netz.add(keras.layers.Flatten(input_shape=(28, 28)))
    for schicht in range(12):
        netz.add(keras.layers.Dense(units=units, activation=keras.activations.sigmoid))
    netz.add(keras.layers.Dense(units=10, activation=keras.activations.softmax))
    netz.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.01),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return netz

# %% solution="deep-models"
deep_models = {}
deep_models["narrow"] = deep_network(6, 100)
deep_models["middle"] = deep_network(20, 200)
deep_models["wide"] = deep_network(64, 300)

# %% solution="train"
deep_histories = {}
deep_histories["narrow"] = deep_models["narrow"].fit(
    x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
)
deep_histories["middle"] = deep_models["middle"].fit(
    x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
)
deep_histories["wide"] = deep_models["wide"].fit(
    x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
)

# %% solution="symptom"
train_accuracy = {}
test_accuracy = {}
favourite = {}
for schlüssel in ["narrow", "middle", "wide"]:
    gelesen = read(deep_models[schlüssel], images_train)
    train_accuracy[schlüssel] = np.count_nonzero(gelesen == labels_train) / 60000
    gelesen = read(deep_models[schlüssel], images_test)
    test_accuracy[schlüssel] = np.count_nonzero(gelesen == labels_test) / 10000
    ziffern, anzahlen = np.unique(gelesen, return_counts=True)
    favourite[schlüssel] = ziffern[anzahlen.argmax()]

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    schichten = [s for s in model.layers if isinstance(s, tf.keras.layers.Dense)]
    normen = []
    with tf.GradientTape(persistent=True) as band:
        verlust = tf.reduce_sum(
            tf.keras.losses.sparse_categorical_crossentropy(labels, model(x))
        ) / len(labels)
    for s in schichten:
        g = band.gradient(verlust, s.kernel)
        normen.append(np.linalg.norm(g))
    del band
    return normen

# %% solution="norms"
fresh = {"narrow": deep_network(6, 1), "middle": deep_network(20, 2), "wide": deep_network(64, 3)}
norms = {}
for schlüssel in fresh:
    norms[schlüssel] = gradient_norms(fresh[schlüssel], preprocess(images_sample), labels_sample)

# %% solution="figure"
plt.figure(figsize=(8, 5))
for schlüssel, zeichen in zip(norms, ("v", "o", "^")):
    plt.plot(list(range(len(norms[schlüssel]))), norms[schlüssel], marker=zeichen, label=schlüssel)
plt.yscale("log")
plt.xlabel("Schicht (0: beim Bild)")
plt.ylabel("Norm des Gradienten")
plt.legend(title="Netz")
fig = plt.gcf()

# %% solution="step-factor"
def step_factor(norms_of_layers):
    schritte = len(norms_of_layers) - 1
    produkt = 1.0
    for k in range(schritte):
        produkt *= norms_of_layers[k] / norms_of_layers[k + 1]
    return produkt ** (1 / schritte)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)

# %% solution="cure"
cure_model = keras.Sequential(
    [
        keras.layers.Input((28, 28)),
        keras.layers.Reshape((28, 28, 1)),
        keras.layers.Conv2D(8, 3, strides=2, activation="relu"),
        keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cure_model.compile(
    optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
)
changes = ["activation", "optimizer", "fewer layers", "other"]
cure_validation_accuracy = round(cure_history.history["val_accuracy"][-1], 4)
cure_test_accuracy = round(cure_model.evaluate(x_test, labels_test, verbose=0)[1], 4)
