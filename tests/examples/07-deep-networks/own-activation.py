# /// example
# title = "An activation written as a formula, lambdas for functions, try/except, an inset axes, Italian"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
preprocess = lambda immagini: np.interp(immagini, (0, 255), (-0.5, 0.5)).astype(np.float32)

# %% solution="parrots"
parrot_accuracies = lambda labels: [sum(1 for y in labels if y == cifra) / len(labels) for cifra in range(10)]

# %% solution="deep-network"
def deep_network(units, seed, profondità=11):
    keras.utils.set_random_seed(seed)
    ingresso = keras.Input(shape=x_train.shape[1:], name="immagine")
    strati = [keras.layers.Flatten(name="pixel")]
    strati += [keras.layers.Dense(units, "sigmoid", name=f"nascosto{k:02d}") for k in range(1, profondità + 1)]
    strati += [keras.layers.Dense(10, "softmax", name="uscita")]
    x = ingresso
    for strato in strati:
        x = strato(x)
    rete = keras.Model(ingresso, x, name=f"rete_{units}")
    rete.compile(
        optimizer=keras.optimizers.SGD(learning_rate=1e-2),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return rete

# %% solution="deep-models"
UNITÀ = dict(narrow=6, middle=24, wide=96)
deep_models = {}
for chiave in UNITÀ:
    try:
        deep_models[chiave] = deep_network(UNITÀ[chiave], seed=8)
    except ValueError as errore:
        print("rete non costruita:", errore)

# %% solution="train"
inizio = tf.timestamp()
deep_histories = {
    chiave: rete.fit(
        x_train,
        labels_train,
        epochs=2,
        batch_size=128,
        validation_split=0.1,
        verbose=0,
        callbacks=[keras.callbacks.TerminateOnNaN()],
    )
    for chiave, rete in deep_models.items()
}
print(f"{float(tf.timestamp() - inizio):.0f} s")

# %% solution="symptom"
def misura(rete, immagini, etichette):
    risposte = read(rete, immagini)
    return 1 - np.count_nonzero(risposte - etichette) / len(etichette)


train_accuracy, test_accuracy, favourite = ({} for _ in range(3))
for chiave, rete in deep_models.items():
    train_accuracy |= {chiave: misura(rete, images_train, labels_train)}
    test_accuracy |= {chiave: misura(rete, images_test, labels_test)}
    istogramma, _ = np.histogram(read(rete, images_test), bins=range(11))
    favourite |= {chiave: list(istogramma).index(max(istogramma))}

# %% solution="gradient-norms"
import math


def gradient_norms(model, x, labels):
    perdita = keras.losses.SparseCategoricalCrossentropy()
    with tf.GradientTape(persistent=True) as nastro:
        valore = perdita(labels, model(x))
    return [
        math.hypot(*np.ravel(nastro.gradient(valore, strato.kernel)))
        for strato in filter(lambda s: isinstance(s, keras.layers.Dense), model.layers)
    ]

# %% solution="norms"
fresh = {chiave: deep_network(UNITÀ[chiave], seed=9) for chiave in UNITÀ}
norms = {
    chiave: gradient_norms(fresh[chiave], preprocess(images_sample), labels_sample) for chiave in fresh
}

# %% solution="figure"
fig, ax = plt.subplots(figsize=(8, 5))
piccolo = ax.inset_axes([0.1, 0.55, 0.3, 0.35])
for (chiave, valori), linea in zip(norms.items(), ["-o", "--s", ":D"]):
    for dove in (ax, piccolo):
        dove.plot([*range(1, len(valori) + 1)], valori, linea, ms=4, label=f"{UNITÀ[chiave]} unità")
ax.set(
    yscale="log",
    xlabel="numero dello strato",
    ylabel="norma del gradiente",
    title="Prima dell'allenamento (riquadro: scala lineare)",
)
ax.fill_between(range(1, 13), 1e-10, norms["wide"], alpha=0.1)
ax.legend()

# %% solution="step-factor"
step_factor = lambda norme: (norme[0] / norme[-1]) ** (len(norme) - 1) ** -1
sigma = lambda z: np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), 1 - 1 / (1 + np.exp(-np.abs(z))))
sigmoid_slope = lambda z: sigma(z) * (1 - sigma(z))

# %% solution="cure"
def quasi_relu(z):
    """Pendenza 1 a destra, 0,1 a sinistra."""
    return keras.ops.maximum(z, 0.1 * z)


keras.utils.set_random_seed(10)
immagine = keras.Input(shape=(28, 28))
x = keras.layers.Flatten()(immagine)
for _ in range(4):
    x = quasi_relu(keras.layers.Dense(64, kernel_initializer="he_normal")(x))
cure_model = keras.Model(immagine, keras.layers.Dense(10, activation="softmax")(x))
cure_model.compile(
    optimizer=keras.optimizers.Nadam(),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    x_train, labels_train, epochs=3, batch_size=128, validation_split=0.1, verbose=0
)
changes = ["activation", "initial weights", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = misura(cure_model, images_test, labels_test)
