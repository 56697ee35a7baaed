# /// example
# title = "Colours in the legend, styles of lines in the title, a third panel of differences, German"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
from keras import layers as kl


def build(units: int, layers: int) -> keras.Model:
    """Eingabe 784, verdeckte Schichten mit ReLU, Ausgabe 10 mit Softmax."""
    verdeckt = keras.Sequential(
        [kl.Dense(units, activation="relu", name=f"verdeckt_{k + 1}") for k in range(layers)]
    )
    netz = keras.Sequential([keras.Input((784,)), verdeckt, kl.Dense(10, activation="softmax")])
    netz.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return netz


# %% solution="train"
from datetime import datetime

networks, histories, seconds = [], [], []
for einheiten, schichten in PLAN:
    networks += [build(einheiten, schichten)]
    beginn = datetime.now()
    histories += [
        networks[-1].fit(
            x_train,
            y_train,
            epochs=EPOCHS,
            batch_size=512,
            validation_data=(x_val, y_val),
            verbose=0,
        )
    ]
    seconds += [(datetime.now() - beginn).total_seconds()]
    print(f"{schichten} x {einheiten}: {seconds[-1]:6.1f} s".replace(".", ","))

# %% solution="curves"
from matplotlib.ticker import FuncFormatter

fig_curves, ax = plt.subplots(figsize=(10, 6))
for k, ((einheiten, schichten), verlauf) in enumerate(zip(PLAN, histories)):
    epoche = np.array(verlauf.epoch) + 1
    (linie,) = ax.plot(epoche, verlauf.history["accuracy"], label=f"{schichten} × {einheiten}")
    ax.plot(epoche, verlauf.history["val_accuracy"], color=linie.get_color(), linestyle="--")
ax.set_title("durchgezogen: Training, gestrichelt: Validierung")
ax.set_xlabel("Epoche")
ax.set_ylabel("Anteil richtig gelesener Ziffern")
ax.set_xticks(range(1, EPOCHS + 1))
ax.yaxis.set_major_formatter(FuncFormatter(lambda wert, _: f"{wert:.2f}".replace(".", ",")))
ax.legend(title="Netz", bbox_to_anchor=(1.02, 1), loc="upper left")
fig_curves.tight_layout()

# %% solution="table"
def anteil(netz, x, y):
    gelesen = netz.predict(x, batch_size=2000, verbose=0).argmax(axis=1)
    return round((gelesen == y).mean(), 5)


spalten = ["units", "layers", "parameters", "seconds", "training accuracy", "test accuracy"]
werte = [
    [e, s, n.count_params(), t, anteil(n, x_train, y_train), anteil(n, x_test, y_test)]
    for (e, s), n, t in zip(PLAN, networks, seconds)
]
table = [{name: wert for name, wert in zip(spalten, zeile)} for zeile in werte]
table.sort(key=lambda zeile: zeile["test accuracy"], reverse=True)

# %% solution="predict"
beste = table[0]
pick = PLAN.index((beste["units"], beste["layers"]))


def lies(x, stapel=4000):
    teile = [networks[pick](x[i : i + stapel], training=False) for i in range(0, len(x), stapel)]
    return np.concatenate([np.argmax(teil, axis=1) for teil in teile])


train_predictions, test_predictions = lies(x_train), lies(x_test)

# %% solution="matrices"
def verwechslungen(wahr, gelesen):
    matrix = np.zeros((10, 10), "int64")
    paare, anzahl = np.unique(np.stack([wahr, gelesen]), axis=1, return_counts=True)
    matrix[paare[0], paare[1]] = anzahl
    return matrix


matrix_train, matrix_test = map(
    verwechslungen, (y_train, y_test), (train_predictions, test_predictions)
)
matrix_train.sum(), matrix_test.sum(), matrix_test.sum(axis=1)

# %% solution="matrices-figure"
in_prozent = {
    "Trainingsziffern": 100 * matrix_train / matrix_train.sum(axis=1, keepdims=True),
    "Testziffern": 100 * matrix_test / matrix_test.sum(axis=1, keepdims=True),
}
in_prozent["Unterschied"] = in_prozent["Testziffern"] - in_prozent["Trainingsziffern"]
fig_matrices, achsen = plt.subplots(1, 3, figsize=(16, 5.5))
for ax, (titel, matrix) in zip(achsen, in_prozent.items()):
    ohne_diagonale = np.ma.masked_array(matrix, mask=np.identity(10))
    bild = ax.imshow(ohne_diagonale, cmap="PuBu" if titel != "Unterschied" else "RdBu_r")
    for zeile, spalte in np.argwhere(np.abs(matrix) >= 0.5):
        if zeile != spalte:
            text = f"{matrix[zeile, spalte]:.1f}".replace(".", ",")
            ax.text(spalte, zeile, text, ha="center", va="center", fontsize=7)
    ax.set_xticks(np.arange(10), labels=list("0123456789"))
    ax.set_yticks(np.arange(10), labels=list("0123456789"))
    ax.set_title(titel + " (Prozent der Zeile)")
    ax.set_xlabel("gelesene Ziffer")
    ax.set_ylabel("wahre Ziffer")
    plt.colorbar(bild, ax=ax, fraction=0.046)

# %% solution="digits-figure"
falsch = np.nonzero(test_predictions != y_test)[0]
richtig = np.nonzero(test_predictions == y_test)[0]
shown = [*falsch[:: len(falsch) // 15][:15], *richtig[:: len(richtig) // 10][:10]]
fig_digits = plt.figure(figsize=(8, 9))
gitter = fig_digits.add_gridspec(5, 5, hspace=0.5)
for stelle, platz in enumerate(shown):
    ax = fig_digits.add_subplot(gitter[stelle // 5, stelle % 5])
    ax.imshow(images_test[platz], cmap="gist_yarg")
    ax.set_axis_off()
    farbe = {True: "darkgreen", False: "tab:red"}[bool(test_predictions[platz] == y_test[platz])]
    ax.text(
        *(0.5, 1.08),
        f"$\\mathbf{{{test_predictions[platz]}}}$ ({y_test[platz]})",
        color=farbe,
        transform=ax.transAxes,
        ha="center",
    )

# %% solution="four-nine"
orte = {}
for wahr, gelesen in [(4, 9), (9, 4)]:
    orte[wahr, gelesen] = [
        k for k, (a, b) in enumerate(zip(y_test, test_predictions)) if a == wahr and b == gelesen
    ]
fours_as_nines, nines_as_fours = orte[4, 9], orte[9, 4]
assert len(fours_as_nines) == matrix_test[4, 9]
