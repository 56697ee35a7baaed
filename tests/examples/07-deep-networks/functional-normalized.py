# /// example
# title = "Functional API, images with Flatten, ten sigmoid layers cured by normalization and Adam"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    return np.asarray(images, dtype=np.float32) / 255.0

# %% solution="parrots"
def parrot_accuracies(labels):
    return np.bincount(labels, minlength=10) / len(labels)

# %% solution="deep-network"
L = keras.layers


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    image = keras.Input((28, 28))
    x = L.Flatten()(image)
    for _ in range(10):
        x = L.Dense(units)(x)
        x = L.Activation("sigmoid")(x)
    model = keras.Model(image, L.Dense(10, activation="softmax")(x))
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model

# %% solution="deep-models"
sizes = {"narrow": 5, "middle": 30, "wide": 60}
deep_models = {key: deep_network(n, seed=11) for key, n in sizes.items()}

# %% solution="train"
deep_histories = {
    key: net.fit(x_train, labels_train, 128, 4, verbose=0, validation_split=0.1)
    for key, net in deep_models.items()
}

# %% solution="symptom"
from collections import Counter

train_accuracy = {k: np.mean(read(m, images_train) == labels_train) for k, m in deep_models.items()}
test_accuracy = {k: np.mean(read(m, images_test) == labels_test) for k, m in deep_models.items()}
favourite = {
    k: Counter(read(m, images_test).tolist()).most_common(1)[0][0] for k, m in deep_models.items()
}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    loss_of = keras.losses.SparseCategoricalCrossentropy()
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(x, training=False))
    gradients = tape.gradient(loss, model.trainable_weights)
    pairs = zip(model.trainable_weights, gradients)
    return np.array([np.sqrt(np.sum(g.numpy() ** 2)) for w, g in pairs if len(w.shape) == 2])

# %% solution="norms"
fresh, norms = {}, {}
for key, n in sizes.items():
    fresh[key] = deep_network(n, 12)
    norms[key] = gradient_norms(fresh[key], preprocess(images_sample), labels_sample)

# %% solution="figure"
fig = plt.figure()
for key in norms:
    plt.semilogy(np.arange(1, 12), norms[key], marker="s", label=f"{sizes[key]} units")
plt.xlabel("number of the layer")
plt.ylabel("gradient norm")
plt.legend()
plt.show()

# %% solution="step-factor"
def step_factor(norms_of_layers):
    values = np.asarray(norms_of_layers, dtype=float)
    return np.exp(np.mean(np.diff(np.log(values[::-1]))))


def sigmoid_slope(z):
    return np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2

# %% solution="diagnosis"
diagnosis = "c"

# %% solution="cure"
keras.utils.set_random_seed(5)
image = keras.Input((28, 28))
x = L.Flatten()(image)
for _ in range(10):
    x = L.Activation("sigmoid")(L.BatchNormalization()(L.Dense(60, use_bias=False)(x)))
cure_model = keras.Model(image, L.Dense(10, activation="softmax")(x))
cure_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=6, validation_split=0.1, verbose=0
)
changes = ["normalization", "optimizer"]
cure_validation_accuracy = cure_model.evaluate(x_train[54000:], labels_train[54000:], verbose=0)[1]
cure_test_accuracy = cure_model.evaluate(x_test, labels_test, verbose=0)[1]
