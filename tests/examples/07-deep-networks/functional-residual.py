# /// example
# title = "Functional API, skip connections by Add, Counter for answers, one panel for each network"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    pixels = np.asarray(images, dtype=np.float32) / 255.0
    return (pixels - 0.1307) / 0.3081

# %% solution="parrots"
def parrot_accuracies(labels):
    labels = list(labels)
    return [labels.count(digit) / len(labels) for digit in range(10)]

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((28, 28))
    x = keras.layers.Flatten()(inputs)
    for number in range(1, 11):
        x = keras.layers.Dense(units, name=f"hidden{number}")(x)
        x = keras.layers.Activation("sigmoid")(x)
    outputs = keras.layers.Dense(10, activation="softmax", name="digits")(x)
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% solution="deep-models"
deep_models = dict(zip(("narrow", "middle", "wide"), (deep_network(n, 3) for n in (8, 30, 80))))

# %% solution="train"
deep_histories = {
    key: deep_models[key].fit(
        x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )
    for key in deep_models
}

# %% solution="symptom"
from collections import Counter

train_accuracy, test_accuracy, favourite = dict(), dict(), dict()
for key in ("narrow", "middle", "wide"):
    train_accuracy[key] = deep_models[key].evaluate(x_train, labels_train, 1000, verbose=0)[1]
    test_accuracy[key] = deep_models[key].evaluate(x_test, labels_test, 1000, verbose=0)[1]
    (favourite[key], _), *_ = Counter(read(deep_models[key], images_test).tolist()).most_common()

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as recorder:
        loss = tf.math.reduce_mean(
            keras.losses.sparse_categorical_crossentropy(labels, model(x, training=False))
        )
    gradients = recorder.gradient(loss, model.trainable_weights)
    pairs = zip(model.trainable_weights, gradients)
    return [np.sqrt(np.sum(np.square(g))) for w, g in pairs if len(w.shape) == 2]

# %% solution="norms"
fresh, norms = {}, {}
for key, n in (("narrow", 8), ("middle", 30), ("wide", 80)):
    fresh[key] = deep_network(n, 4)
    norms[key] = gradient_norms(fresh[key], preprocess(images_sample), labels_sample)

# %% solution="figure"
fig, panels = plt.subplots(1, 3, sharey=True, figsize=(12, 4))
for panel, key in zip(panels, norms):
    panel.semilogy(np.arange(1, 12), norms[key], marker="s", linestyle=":", color="black")
    panel.set(title=key, xlabel="number of the layer")
panels[0].set_ylabel("gradient norm")

# %% solution="step-factor"
def step_factor(norms_of_layers):
    first, *_, last = norms_of_layers
    return np.exp((np.log(first) - np.log(last)) / (len(norms_of_layers) - 1))


def sigmoid_slope(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2

# %% solution="diagnosis"
diagnosis = "c"

# %% solution="cure"
inputs = keras.Input((28, 28))
x = keras.layers.Dense(64)(keras.layers.Flatten()(inputs))
for _ in range(10):
    x = keras.layers.Add()([x, keras.layers.Dense(64, activation="sigmoid")(x)])
cure_model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
cure_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=3, validation_split=0.1, verbose=2
)
changes = ("skip connections", "optimizer")
cure_validation_accuracy = max(cure_history.history["val_accuracy"])
cure_test_accuracy = cure_model.evaluate(x_test, labels_test, verbose=0)[1]
