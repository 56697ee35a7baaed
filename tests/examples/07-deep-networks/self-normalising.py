# /// example
# title = "SELU with LeCun's initial weights, early stopping, %%time, dots alone in the plot, French"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
MOYENNE, ECART = 33.318, 78.567


def preprocess(images):
    # moyenne 0, écart-type 1, calculés une fois pour toutes
    centrees = images.astype("float32") - MOYENNE
    return (centrees / ECART).reshape(len(images), 28 * 28)

# %% solution="parrots"
def parrot_accuracies(labels):
    return (np.arange(10)[:, None] == np.asarray(labels)[None, :]).mean(axis=1)

# %% solution="deep-network"
from functools import reduce


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    couches = [keras.layers.Dense(units, activation="sigmoid") for _ in range(13)]
    entree = keras.Input(shape=(784,))
    cachee = reduce(lambda x, couche: couche(x), couches, entree)
    model = keras.Model(inputs=entree, outputs=keras.layers.Dense(10, "softmax")(cachee))
    model.compile(
        optimizer=keras.optimizers.get("sgd"),
        loss=keras.losses.get("sparse_categorical_crossentropy"),
        metrics=["accuracy"],
    )
    return model

# %% solution="deep-models"
LARGEURS = {"narrow": 5, "middle": 10, "wide": 100}
deep_models = {}
for nom, largeur in LARGEURS.items():
    deep_models[nom] = deep_network(largeur, seed=42)
    deep_models[nom].summary(print_fn=lambda ligne, **_: None)

# %% solution="train"
%%time
deep_histories = {
    nom: reseau.fit(x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1)
    for nom, reseau in deep_models.items()
}

# %% solution="symptom"
from statistics import mode

train_accuracy, test_accuracy, favourite = {}, {}, {}
for nom, reseau in deep_models.items():
    _, train_accuracy[nom] = reseau.evaluate(x_train, labels_train, batch_size=2000, verbose=0)
    _, test_accuracy[nom] = reseau.evaluate(x_test, labels_test, batch_size=2000, verbose=0)
    favourite[nom] = mode(read(reseau, images_test).tolist())

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    perte = keras.losses.SparseCategoricalCrossentropy(reduction="sum_over_batch_size")
    poids = [w for w in model.trainable_variables if w.name == "kernel"]
    with tf.GradientTape() as ruban:
        valeur = perte(labels, model(x))
    normes = []
    for gradient in ruban.gradient(valeur, poids):
        gradient = tf.reshape(gradient, [-1])
        normes.append(tf.sqrt(tf.tensordot(gradient, gradient, 1)))
    return tf.stack(normes)

# %% solution="norms"
fresh = {nom: deep_network(largeur, seed=43) for nom, largeur in LARGEURS.items()}
norms = {
    nom: gradient_norms(reseau, preprocess(images_sample), labels_sample)
    for nom, reseau in fresh.items()
}

# %% solution="figure"
with plt.style.context("ggplot"):
    fig = plt.figure(dpi=120)
    ax = fig.gca()
    for (nom, valeurs), marque in zip(norms.items(), "o^s"):
        ax.semilogy(range(1, len(valeurs) + 1), valeurs, marque, label=f"{LARGEURS[nom]} unités")
    ax.set_xlabel("couche")
    ax.set_ylabel("norme du gradient")
    fig.legend(loc="outside upper center", ncols=3)

# %% solution="step-factor"
import math


def step_factor(norms_of_layers):
    premiere, derniere = float(norms_of_layers[0]), float(norms_of_layers[-1])
    return math.exp(math.log(premiere / derniere) / (len(norms_of_layers) - 1))


def sigmoid_slope(z):
    return 0.25 / np.cosh(np.asarray(z) / 2) ** 2

# %% solution="cure"
keras.utils.set_random_seed(7)
cure_model = keras.Sequential([keras.Input((784,))])
for _ in range(11):
    cure_model.add(keras.layers.Dense(80, activation="selu", kernel_initializer="lecun_normal"))
cure_model.add(keras.layers.AlphaDropout(0.02))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(
    keras.optimizers.SGD(0.03), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
cure_history = cure_model.fit(
    x_train,
    labels_train,
    batch_size=64,
    epochs=4,
    validation_split=0.1,
    callbacks=[
        keras.callbacks.EarlyStopping(
            monitor="val_accuracy", patience=2, restore_best_weights=True
        )
    ],
    verbose=0,
)
changes = ["initial weights", "activation", "optimizer"]
cure_validation_accuracy = max(cure_history.history["val_accuracy"])
cure_test_accuracy = cure_model.evaluate(x_test, labels_test, verbose=0)[1]
