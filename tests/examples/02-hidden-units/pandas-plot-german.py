# /// example
# title = "Deutsche Namen, a table that pandas draws, networks cloned from one for each size"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    """Graustufen von 0 bis 255 werden zu Zahlen von 0 bis 1."""
    return keras.layers.Rescaling(1 / 255)(images).numpy()

# %% solution="test-accuracy"
def test_accuracy(model):
    antworten = [int(np.argmax(zeile)) for zeile in model.predict(x_test, verbose=0)]
    treffer = [antwort == int(ziffer) for antwort, ziffer in zip(antworten, labels_test)]
    return treffer.count(True) / len(treffer)

# %% solution="train"
def netz(einheiten):
    return keras.Sequential(
        [
            keras.Input(shape=x_train.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(einheiten, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


vorlagen = {einheiten: netz(einheiten) for einheiten in UNITS}


def train(units, seed):
    keras.utils.set_random_seed(seed)
    kopie = keras.models.clone_model(vorlagen[units])  # gleicher Bau, neue Anfangsgewichte
    kopie.compile(
        optimizer=keras.optimizers.Adam(learning_rate=2e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(),
    )
    kopie.fit(x_train, labels_train, epochs=EPOCHS, batch_size=2 * BATCH_SIZE, verbose=0)
    return kopie

# %% solution="table"
import pandas as pd

tabelle = pd.DataFrame(
    {
        "Einheiten": UNITS,
        "Parameter": [models[h].count_params() for h in UNITS],
        "Genauigkeit": [test_accuracy(models[h]) for h in UNITS],
    }
)
table = [list(zeile) for zeile in tabelle.itertuples(index=False, name=None)]

# %% solution="figure"
with plt.style.context("bmh"):
    achse = tabelle.plot(x="Einheiten", y="Genauigkeit", style="o--", logx=True, legend=False)
achse.set_xlabel("verdeckte Einheiten")
achse.set_ylabel("Genauigkeit auf den Testziffern")
fig = achse.figure

# %% solution="repeats"
seeds = range(1, 4)
repeats = dict(zip(seeds, (models[10], train(10, 2), train(10, 3))))
genauigkeit = pd.Series({seed: test_accuracy(model) for seed, model in repeats.items()})
repeat_accuracies = genauigkeit.to_dict()
spread = genauigkeit.max() - genauigkeit.min()

# %% solution="gains"
gains = tabelle["Genauigkeit"].diff()[1:] / tabelle["Einheiten"].diff()[1:]
