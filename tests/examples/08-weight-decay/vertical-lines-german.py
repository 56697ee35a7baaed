# /// example
# title = "train_on_batch, deutsche Kommentare, error bars drawn with vlines"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    strafe = 0
    for matrix in weights:
        strafe += (matrix * matrix).sum()
    return strafe * factor


# %% solution="build"
def verdeckte_schicht(einheiten, faktor):
    """Eine Schicht mit ReLU, deren Gewichte etwas kosten."""
    return keras.layers.Dense(
        einheiten, activation="relu", kernel_regularizer=keras.regularizers.L2(faktor)
    )


def build(factor, seed):
    keras.utils.set_random_seed(seed)
    netz = keras.Sequential(
        [
            verdeckte_schicht(500, factor),
            verdeckte_schicht(300, factor),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    netz.build((None, 784))
    netz.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return netz


# %% solution="factors"
# Von 10^-6 bis 10^-3 sind es drei Zehnerpotenzen in vier Schritten.
schritt = 10**0.75
factors = [1e-6 * schritt**k for k in range(5)]

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 3, "batch_size": 100}

# %% solution="networks"
def stapel(ziffern, groesse, zufall):
    """Alle Ziffern einmal, gemischt, in Stapeln."""
    reihenfolge = zufall.permutation(ziffern)
    for anfang in range(0, ziffern, groesse):
        stellen = reihenfolge[anfang : anfang + groesse]
        yield x_train[stellen], y_train[stellen]


def trainiere(faktor, startzahl):
    netz = build(faktor, startzahl)
    zufall = np.random.default_rng(startzahl)
    for epoche in range(settings["epochs"]):
        for x, y in stapel(settings["digits"], settings["batch_size"], zufall):
            netz.train_on_batch(x, y)
    return netz


networks = []
for faktor in factors:
    networks.append([])
    for startzahl in (2024, 2025, 2026):
        networks[-1].append(trainiere(faktor, startzahl))
    print(f"Faktor {faktor:.1e} fertig")

# %% solution="validation-accuracy"
def validation_accuracy(model):
    richtig = 0
    for antwort, wahrheit in zip(model.predict(x_val, batch_size=500, verbose=0), y_val):
        if np.argmax(antwort) == wahrheit:
            richtig += 1
    return richtig / len(y_val)


# %% solution="mean-and-spread"
def mean_and_spread(values):
    werte = np.array(values, dtype=float)
    mittel = werte.sum() / werte.size
    abweichungen = werte - mittel
    return mittel, np.sqrt((abweichungen**2).sum() / (werte.size - 1))


# %% solution="summary"
means, spreads = zip(*(mean_and_spread(zeile) for zeile in accuracies))

# %% solution="figure"
mitte, streuung = np.array(means), np.array(spreads)
with plt.style.context("ggplot"):
    fig, ax = plt.subplots(figsize=(8, 5))
    ax.vlines(factors, mitte - streuung, mitte + streuung, colors="tab:red", linewidth=2)
    ax.plot(factors, mitte, "o", color="tab:red", label="Mittelwert ± Standardabweichung")
    for j in range(3):
        ax.plot(factors, np.array(accuracies)[:, j], "x", color="gray", alpha=0.6)
    ax.set_xscale("log")
    ax.set_xlabel("Stärke der Gewichtsstrafe λ")
    ax.set_ylabel("Genauigkeit (Validierung)")
    ax.legend()

# %% solution="choose"
best = 0
for i in range(1, 5):
    if means[i] > means[best]:
        best = i

# %% solution="final"
test_accuracies, fehler = [], []
for netz in networks[best]:
    antworten = netz.predict(x_test, batch_size=500, verbose=0).argmax(axis=1)
    test_accuracies.append(np.count_nonzero(antworten == y_test) / len(y_test))
    fehler.append(100 * np.count_nonzero(antworten != y_test) / len(y_test))
test_error, test_error_spread = mean_and_spread(fehler)
