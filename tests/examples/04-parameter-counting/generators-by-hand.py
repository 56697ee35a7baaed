# /// example
# title = "Python generators, float64 all over, pixels from 0.01 to 1, a Sequential of one's own, German, %%time"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
from collections import Counter

zaehler = Counter()
for rein, raus in ((784, 400), (400, 10)):
    zaehler.update(weights=rein * raus, biases=raus)
zaehler["total"] = zaehler.total()
one_hidden = zaehler
print(one_hidden.most_common())

# %% solution="dense-params"
def dense_params(n_in, n_out):
    """Jede Einheit wird einzeln gezählt."""
    zaehler = Counter()
    for _ in range(n_out):
        zaehler["Gewichte"] += n_in
        zaehler["Schwellen"] += 1
    return zaehler["Gewichte"], zaehler["Schwellen"]


# %% solution="mlp-params"
def mlp_params(sizes):
    match sizes:
        case [n_in, n_out]:
            return dense_params(n_in, n_out)
        case [n_in, n_out, *rest]:
            w, b = mlp_params([n_out, *rest])
            return n_in * n_out + w, n_out + b


# %% solution="deeper"
import re

totals = {}
for zeile in """
784-512-10
784-60-10
784-64-64-10
784-(4 x 400)-10
784-(11 x 9)-10
""".split("\n"):
    if not zeile:
        continue
    lang = re.sub(r"\((\d+) x (\d+)\)", lambda m: "-".join([m[2]] * int(m[1])), zeile)
    totals[zeile] = sum(mlp_params(list(map(int, lang.split("-")))))
    print(f"{zeile:>18}: {totals[zeile]:>9,}".replace(",", "."))

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    gewichte = np.zeros(shape=(kernel, kernel, channels_in, filters))
    return gewichte.size, len(gewichte.T)


# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    zeile = np.pad(np.zeros(size), padding)
    return len(np.convolve(zeile, np.ones(kernel), mode="valid")[::stride])


# %% solution="cnn-by-hand"
def durchlauf(*faltungen, seite=28, kanaele=1):
    """Das Bild durch das Netz verfolgen; eine Zahl je Schicht."""
    for filter_, kern in faltungen:
        yield kern * kern * kanaele * filter_ + filter_
        seite, kanaele = (seite - kern + 1) // 2, filter_
    for n_in, n_out in ((seite * seite * kanaele, 128), (128, 10)):
        yield n_in * n_out + n_out


cnn_1 = dict(zip(("conv", "dense_128", "dense_10"), durchlauf((28, 3))))
cnn_2 = dict(zip(("conv_5x5", "conv_3x3", "dense_128", "dense_10"), durchlauf((32, 5), (32, 3))))
for netz in cnn_1, cnn_2:
    netz |= {"total": sum(netz.values())}

# %% solution="keras-models"
from keras import layers as L


class Netz(keras.Sequential):
    """Ein Sequential, das seine Aktivierungen selbst einsetzt."""

    def __init__(self, eingang, *schichten, **rest):
        super().__init__([keras.Input(eingang)], **rest)
        for schicht in schichten:
            self.add(schicht)
            if isinstance(schicht, (L.Conv2D, L.Dense)):
                self.add(L.Softmax() if schicht is schichten[-1] else L.ReLU())

    @property
    def anzahl(self):
        return f"{self.count_params():,}".replace(",", ".")


mlp_model = Netz((28, 28), L.Flatten(), L.Dense(64), L.Dense(64), L.Dense(10), name="dicht")
cnn_1_model = Netz(
    (28, 28, 1), L.Conv2D(28, 3), L.MaxPool2D(), L.Flatten(), L.Dense(128), L.Dense(10)
)
cnn_2_model = Netz(
    (28, 28, 1),
    *(L.Conv2D(32, 5), L.MaxPool2D(), L.Conv2D(32, 3), L.MaxPool2D()),
    *(L.Flatten(), L.Dense(128), L.Dense(10)),
)
print(mlp_model.anzahl, cnn_1_model.anzahl, cnn_2_model.anzahl, sep="\n")

# %% solution="widths"
from itertools import count

gesamt = lambda breite: sum(mlp_params([784, breite, 10]))
smallest_large_width = next(b for b in count(1) if gesamt(b) >= 300_000)
largest_small_width = next(b for b in count(1) if gesamt(b + 1) >= 50_000)

# %% solution="preprocess"
keras.config.set_floatx("float64")


def preprocess(images):
    """Wie im Buch: von 0.01 bis 1.00, keine Null."""
    return np.array([(bild.ravel() / 255.0 * 0.99) + 0.01 for bild in images])


# %% solution="build"
def baue(breite):
    netz = keras.Sequential([
        keras.Input((784,)),
        L.Dense(breite, activation="sigmoid"),
        L.Dense(10, activation="softmax"),
    ])
    netz.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.01),
        metrics=["accuracy", "mean_squared_error"],
    )
    return netz


large_model, small_model = baue(378), baue(62)

# %% solution="steps"
steps_per_epoch, rest = divmod(60_000 * 90 // 100, 128)
if rest:
    steps_per_epoch += 1

# %% solution="train"
%%time
ziele = np.eye(10)


def haeppchen(bilder, antworten, groesse=128, zufall=np.random.default_rng(7)):
    """Endlos: mischen, in Häppchen austeilen, wieder mischen."""
    while True:
        reihe = zufall.permutation(len(bilder))
        for i in range(0, len(reihe), groesse):
            auswahl = reihe[i : i + groesse]
            yield bilder[auswahl], ziele[antworten[auswahl]]


alle = preprocess(x_train)
lernen, pruefen = np.split(alle, [54_000])
y_lernen, y_pruefen = np.split(y_train, [54_000])

start = time.perf_counter()
large_history = large_model.fit(
    haeppchen(lernen, y_lernen),
    steps_per_epoch=steps_per_epoch,
    epochs=10,
    validation_data=(pruefen, ziele[y_pruefen]),
    verbose=2,
)
large_seconds = time.perf_counter() - start

start = time.perf_counter()
small_history = small_model.fit(
    haeppchen(lernen, y_lernen),
    steps_per_epoch=steps_per_epoch,
    epochs=10,
    validation_data=(pruefen, ziele[y_pruefen]),
    verbose=2,
)
small_seconds = time.perf_counter() - start

# %% solution="results"
def richtig(netz, bilder, antworten):
    treffer = []
    for bild, antwort in zip(netz.predict(bilder, batch_size=1000, verbose=0), antworten):
        treffer.append(1 if np.argmax(bild) == antwort else 0)
    return np.asarray(treffer).sum() / len(treffer)


tabelle = {}
tabelle["large"], tabelle["small"] = (
    {
        "width": netz.layers[-1].input.shape[-1],
        "parameters": netz.count_params(),
        "train": verlauf.history["accuracy"][-1],
        "validation": verlauf.history["val_accuracy"][-1],
        "test": richtig(netz, preprocess(x_test), y_test),
        "seconds_per_epoch": sekunden / len(verlauf.epoch),
        "ms_per_step": sekunden / len(verlauf.epoch) / verlauf.params["steps"] / 1e-3,
    }
    for netz, verlauf, sekunden in (
        (large_model, large_history, large_seconds),
        (small_model, small_history, small_seconds),
    )
)
results = tabelle
