# /// example
# title = "Noms français, the output layer made before the hidden one, a broken axis with texts of the figure"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    """Les niveaux de gris, de 0 à 255, deviennent des nombres de 0 à 1."""
    n = images.shape[0]
    return np.interp(images.reshape(n, 784), (0, 255), (0.0, 1.0)).astype("float32")

# %% solution="test-accuracy"
def test_accuracy(model):
    justes = {vrai: 0 for vrai in range(10)}
    reponses = model.predict(x_test, batch_size=500, verbose=0)
    for reponse, vrai in zip(reponses, labels_test):
        justes[vrai] += reponse.argmax() == vrai
    return sum(justes.values()) / len(labels_test)

# %% solution="train"
class Reseau(keras.Model):
    def __init__(self, unites):
        super().__init__(name=f"reseau_{unites}")
        self.sortie = keras.layers.Dense(10, activation="softmax", name="sortie")
        self.cachee = keras.layers.Dense(unites, activation="relu", name="couche_cachee")

    def call(self, pixels):
        return self.sortie(self.cachee(pixels))


def train(units, seed):
    keras.utils.set_random_seed(seed)
    reseau = Reseau(units)
    reseau.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
    historique = reseau.fit(
        x_train, labels_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0, shuffle=True
    )
    print(f"{units:3d} unités, graine {seed} : perte {historique.history['loss'][-1]:.3f}")
    return reseau

# %% solution="figure"
tailles = [ligne[0] for ligne in table]
exactitudes = [100 * ligne[2] for ligne in table]

# L'axe est coupé entre 110 et 490.
fig, (gauche, droite) = plt.subplots(
    1, 2, sharey=True, gridspec_kw={"width_ratios": [4, 1], "wspace": 0.05}
)
for axe in (gauche, droite):
    axe.plot(tailles, exactitudes, "s-", color="darkgreen", clip_on=True)
    axe.grid(alpha=0.3)
gauche.set_xlim(-5, 110)
droite.set_xlim(490, 530)
gauche.spines["right"].set_visible(False)
droite.spines["left"].set_visible(False)
droite.tick_params(left=False)
fig.text(0.5, 0.01, "nombre d'unités cachées", ha="center")
fig.text(0.02, 0.5, "exactitude (%)", va="center", rotation="vertical")
plt.show()

# %% solution="repeats"
graines = (1, 2, 3)
repeats = {graine: train(10, graine) for graine in graines}
repeat_accuracies = {graine: test_accuracy(repeats[graine]) for graine in graines}
triees = sorted(repeat_accuracies[graine] for graine in graines)
spread = triees[-1] - triees[0]

# %% solution="gains"
gains = []
precedente = None
for unites, _, exactitude in table:
    if precedente is not None:
        gains.append((exactitude - precedente[1]) / (unites - precedente[0]))
    precedente = (unites, exactitude)
