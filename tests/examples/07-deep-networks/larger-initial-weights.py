# /// example
# title = "Only initial weights, optimizer and depth changed: sigmoid with an initializer written by hand; Greek"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def scale(images):
    return images * (1 / 255)


def flatten(images):
    return np.reshape(images, (-1, 784), order="C")


def preprocess(images):
    return flatten(scale(images)).astype(np.float32)

# %% solution="parrots"
def parrot_accuracies(labels):
    σωστές = np.full(10, 0.0)
    np.add.at(σωστές, labels, 1 / len(labels))
    return σωστές

# %% solution="deep-network"
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model


def κρυφά(x, μονάδες, πλήθος):
    """Ένα στρώμα, και μετά τα υπόλοιπα."""
    return x if πλήθος == 0 else κρυφά(Dense(μονάδες, activation="sigmoid")(x), μονάδες, πλήθος - 1)


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    είσοδος = Input(shape=(784,))
    δίκτυο = Model(είσοδος, Dense(10, activation="softmax")(κρυφά(είσοδος, units, 10 + (units < 10))))
    δίκτυο.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return δίκτυο

# %% solution="deep-models"
κλειδιά = "narrow middle wide".split()
μεγέθη = 8, 40, 80
deep_models = {}
for κ, μ in zip(κλειδιά, μεγέθη):
    deep_models[κ] = deep_network(μ, len(κ))
    print(κ, deep_models[κ].count_params(), "παράμετροι")

# %% solution="train"
deep_histories = {
    κ: deep_models[κ].fit(
        x_train,
        labels_train,
        validation_split=0.1,
        epochs=2,
        batch_size=128,
        verbose=0,
        callbacks=keras.callbacks.LambdaCallback(on_epoch_end=lambda e, logs: print(e, logs)),
    )
    for κ in κλειδιά
}

# %% solution="symptom"
from sklearn.metrics import accuracy_score

train_accuracy, test_accuracy, favourite = {}, {}, {}
for κ in κλειδιά:
    απαντήσεις = read(deep_models[κ], images_test).astype(np.uint8)
    train_accuracy[κ] = accuracy_score(labels_train, read(deep_models[κ], images_train))
    test_accuracy[κ] = accuracy_score(labels_test, απαντήσεις)
    (favourite[κ],) = np.flatnonzero(np.bincount(απαντήσεις) == np.bincount(απαντήσεις).max())[:1]

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    x, labels = tf.Variable(x, dtype=tf.float32), np.array(labels, dtype="int32")
    weights = [layer.trainable_weights[0] for layer in model.layers if "units" in layer.get_config()]
    with tf.GradientTape() as tape:
        tape.watch(x)
        logp = tf.math.log(model(x))
        loss = -tf.reduce_mean(tf.gather_nd(logp, np.stack([np.arange(len(labels)), labels], axis=1)))
    return [np.linalg.norm(np.asarray(g), "fro") for g in tape.gradient(loss, weights)]

# %% solution="norms"
fresh = {κ: deep_network(μ, seed=1 + len(κ)) for κ, μ in zip(κλειδιά, μεγέθη)}
norms = {κ: gradient_norms(fresh[κ], preprocess(images_sample), labels_sample) for κ in κλειδιά}

# %% solution="figure"
import pandas as pd

# Το στενό δίκτυο έχει ένα στρώμα παραπάνω.
πίνακας = pd.DataFrame({κ: pd.Series(norms[κ]) for κ in κλειδιά})
πίνακας.index += 1
with plt.xkcd(scale=0.3):
    fig, ax = plt.subplots(figsize=(8, 5))
    πίνακας.plot(ax=ax, marker="o", logy=True, legend=False)
ax.set(xlabel="στρώμα", ylabel=r"$\sqrt{\sum_i g_i^2}$", xticks=πίνακας.index)
ax.secondary_yaxis("right")
fig.legend(ax.get_lines(), [f"{κ}: {μ}" for κ, μ in zip(κλειδιά, μεγέθη)], loc="upper left", ncols=3)

# %% solution="step-factor"
def step_factor(norms_of_layers, *, from_layer=0):
    *_, last = norms_of_layers
    steps = sum(1 for _ in norms_of_layers[from_layer:]) - 1
    return float(norms_of_layers[from_layer] / last) ** np.true_divide(1, steps)


def sigmoid_slope(z):
    return np.divide(1, 2 + 2 * np.cosh(z))

# %% solution="diagnosis"
diagnosis = "C".lower()

# %% solution="cure"
def μεγάλα_βάρη(shape, dtype=None):
    """Τέσσερις φορές τα βάρη του Glorot: αντισταθμίζουν την κλίση 1/4 της σιγμοειδούς."""
    όριο = 4 * np.sqrt(6 / sum(shape))
    return tf.random.uniform(shape, -όριο, όριο, dtype=dtype or tf.float32)


keras.utils.set_random_seed(6)
είσοδος = Input(shape=(784,))
x = είσοδος
for μονάδες in (100, 60, 40):
    x = Dense(μονάδες, activation="sigmoid", kernel_initializer=μεγάλα_βάρη)(x)
cure_model = Model(είσοδος, Dense(10, activation="softmax")(x))
cure_model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=64, epochs=3, validation_split=0.1, verbose=0
)
changes = ["initial weights", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = accuracy_score(labels_test, read(cure_model, images_test))
