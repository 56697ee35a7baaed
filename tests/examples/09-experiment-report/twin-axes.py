# /// example
# title = "Training at the left, validation at the right axis of each panel, tables of arrays, Polish"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
import tensorflow as tf


def build(units, layers):
    wejście = tf.keras.layers.Input(shape=(784,), name="piksele")
    x = wejście
    for numer in range(layers):
        x = tf.keras.layers.Dense(units, activation=tf.nn.relu, name=f"ukryta{numer}")(x)
    wyjście = tf.keras.layers.Dense(10, activation=tf.nn.softmax, name="cyfry")(x)
    sieć = tf.keras.models.Model(inputs=[wejście], outputs=[wyjście])
    sieć.compile(
        optimizer=tf.keras.optimizers.RMSprop(learning_rate=0.001, rho=0.9),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return sieć


# %% solution="train"
from contextlib import contextmanager


@contextmanager
def stoper(czasy):
    początek = time.perf_counter_ns()
    try:
        yield
    finally:
        czasy.append((time.perf_counter_ns() - początek) / 1e9)


seconds = []
networks = {}
histories = {}
for para in PLAN:
    tf.keras.backend.clear_session()
    tf.keras.utils.set_random_seed(para[0])
    networks[para] = build(*para)
    with stoper(seconds):
        histories[para] = networks[para].fit(
            x_train, y_train, 512, EPOCHS, verbose=0, validation_data=(x_val, y_val)
        )
networks, histories = list(networks.values()), list(histories.values())

# %% solution="curves"
fig_curves, panele = plt.subplots(2, 3, figsize=(14, 8), constrained_layout=True)
for (jednostki, warstwy), przebieg, lewa in zip(PLAN, histories, panele.flatten()):
    prawa = lewa.twinx()
    epoki = list(range(1, EPOCHS + 1))
    lewa.plot(epoki, przebieg.history["accuracy"], "b-o", ms=3)
    prawa.plot(epoki, przebieg.history["val_accuracy"], "r-s", ms=3)
    lewa.set_xlabel("epoka")
    lewa.set_ylabel("dokładność: trening", color="b")
    prawa.set_ylabel("dokładność: walidacja", color="r")
    for oś in (lewa, prawa):
        oś.set_ylim(0.88, 1.0)
    lewa.set_title(rf"${warstwy}\times{jednostki}$")

# %% solution="table"
dokładności = np.array(
    [
        [np.mean(sieć.predict(x, 1000, 0).argmax(1) == y) for x, y in ((x_train, y_train), (x_test, y_test))]
        for sieć in networks
    ]
)
import pandas as pd

table = pd.DataFrame(
    np.column_stack([PLAN, [sieć.count_params() for sieć in networks], seconds, dokładności]),
    columns=["units", "layers", "parameters", "seconds", "training accuracy", "test accuracy"],
    index=pd.Index([f"{w}x{j}" for j, w in PLAN], name="sieć"),
)
table.style.format(precision=4)

# %% solution="predict"
ocena = table["test accuracy"] - 0.0001 * table["seconds"]
pick = int(ocena.to_numpy().argmax())
wyjścia = {"train": networks[pick].predict(x_train, verbose=0), "test": networks[pick].predict(x_test, verbose=0)}
train_predictions = tf.math.argmax(wyjścia["train"], axis=-1, output_type=tf.int32).numpy()
test_predictions = tf.math.argmax(wyjścia["test"], axis=-1, output_type=tf.int32).numpy()

# %% solution="matrices"
def macierz(prawda, odczyt):
    """Wiersze: prawda, kolumny: odczyt."""
    return pd.DataFrame({"p": prawda, "o": odczyt, "n": 1}).pivot_table(
        index="p", columns="o", values="n", aggfunc="sum", fill_value=0
    ).reindex(index=range(10), columns=range(10), fill_value=0).to_numpy()


matrix_train = macierz(y_train, train_predictions)
matrix_test = macierz(y_test, test_predictions)

# %% solution="matrices-figure"
fig_matrices, (ax1, ax2, pasek) = plt.subplots(
    1, 3, figsize=(13, 6), gridspec_kw={"width_ratios": [1, 1, 0.05]}
)
for ax, macierz_, tytuł in ((ax1, matrix_train, "Zbiór treningowy"), (ax2, matrix_test, "Zbiór testowy")):
    obraz = ax.imshow(np.log10(macierz_ + 1), cmap="cividis", vmin=0, vmax=4, aspect="equal")
    for i in range(10):
        for j in range(10):
            if 0 < macierz_[i][j] and i != j:
                ax.annotate(f"{macierz_[i][j]}", xy=(j, i), ha="center", va="center", c="w")
    ax.set(title=tytuł, xlabel="odczytana cyfra", ylabel="prawdziwa cyfra")
    ax.set(xticks=range(10), yticks=range(10))
fig_matrices.colorbar(obraz, cax=pasek, label=r"$\log_{10}(n + 1)$")

# %% solution="digits-figure"
pewność = wyjścia["test"].max(axis=1)
porządek = np.argsort(pewność)
błędne = [int(k) for k in porządek if test_predictions[k] != y_test[k]][-9:]
dobre = [int(k) for k in porządek if test_predictions[k] == y_test[k]][:16]
shown = [None] * 25
shown[::2], shown[1::2] = dobre[:13], [*błędne, *dobre[13:]]
with plt.rc_context({"axes.titlesize": 11, "xtick.bottom": False, "ytick.left": False}):
    fig_digits, panele = plt.subplots(5, 5, figsize=(7, 8.5), sharex=True, sharey=True)
    for panel, k in zip(panele.ravel(), shown):
        panel.imshow(images_test[k].astype(float) / 255, cmap="Purples", interpolation="nearest")
        panel.set(xticklabels=[], yticklabels=[])
        trafione = test_predictions[k] == y_test[k]
        panel.set_title(
            f"{test_predictions[k]} ({y_test[k]})\n{pewność[k]:.0%} pewności".replace("%", " %"),
            color="xkcd:kelly green" if trafione else "xkcd:scarlet",
        )
        for bok in panel.spines.values():
            bok.set_color("xkcd:kelly green" if trafione else "xkcd:scarlet")

# %% solution="four-nine"
pary = pd.MultiIndex.from_arrays([y_test, test_predictions])
fours_as_nines = np.where(pary == (4, 9))[0].tolist()
nines_as_fours = np.where(pary == (9, 4))[0].tolist()
