# /// example
# title = "Weights turned: images as columns inside, rows per unit, Fortran order, named pairs, French words, raw and smooth curves"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    """Somme pondérée, par une trace."""
    return np.trace(np.outer(inputs, weights))


def layer(inputs, weights):
    colonne = inputs.reshape(-1, 1)
    return (weights.T @ colonne).flatten()

# %% solution="forward"
from collections import namedtuple

Sorties = namedtuple("Sorties", "cachées sorties")
Gradients = namedtuple("Gradients", ["premier", "second"])


def forward(inputs, weights_1, weights_2):
    x = np.atleast_2d(inputs).T  # une image par colonne
    a = weights_1.T @ x
    h = np.clip(a, 0, None)
    o = weights_2.T @ h
    if np.ndim(inputs) == 1:
        return Sorties(h[:, 0], o[:, 0])
    return Sorties(h.T, o.T)


xor_1 = np.array([[1, -1], [-1, 1]], order="F", dtype=float)
xor_2 = np.ones((1, 2)).T

# %% solution="descend"
Marche = namedtuple("Marche", "poids prédiction erreur")


def descend(weight, goal, x, alpha, steps):
    marches = [Marche(weight, 0.0, 0.0)]
    while len(marches) <= steps:
        p = marches[-1].poids * x
        écart = p - goal
        marches.append(Marche(marches[-1].poids - alpha * écart * x, p, écart**2))
    return marches[-1]


run_1 = descend(weight=0.5, goal=0.8, x=0.5, alpha=1, steps=20)
run_01 = run_1._replace(**descend(0.5, 0.8, 0.5, 0.1, 20)._asdict())

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    x, w = inputs[:, None], weights[:, None]
    p = (w.T @ x)[0, 0]
    return (w - alpha * (p - goal) * x)[:, 0]

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    x, t = np.reshape(image, (-1, 1)), np.reshape(target, (-1, 1))
    v1, v2 = np.asfortranarray(weights_1).T, np.asfortranarray(weights_2).T
    a = v1 @ x
    h = np.clip(a, 0, None)
    δ2 = v2 @ h - t
    δ1 = v2.T @ δ2
    δ1[a < 0] = 0
    return Gradients((δ1 @ x.T).T, (δ2 @ h.T).T)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    g = gradients(image, target, weights_1, weights_2)
    return Gradients(weights_1 - alpha * g.premier, weights_2 - alpha * g.second)

# %% solution="train"
v1, v2 = np.ascontiguousarray(start_1.T), np.ascontiguousarray(start_2.T)
train_record, valid_record, meilleurs = [], [], []


def exactitude(x, y, v1, v2):
    return (np.argmax(v2 @ np.clip(v1 @ x.T, 0, None), axis=0) == y).mean()


for passe in range(1, PASSES + 1):
    for i in range(len(x_train)):
        x = x_train[i][:, None]
        a = v1 @ x
        h = np.clip(a, 0, None)
        δ2 = v2 @ h
        δ2[y_train[i]] -= 1
        δ1 = v2.T @ δ2
        δ1[a < 0] = 0
        v2 = v2 - ALPHA * (δ2 @ h.T)
        v1 = v1 - ALPHA * (δ1 @ x.T)
    train_record += [exactitude(x_train, y_train, v1, v2)]
    valid_record += [exactitude(x_valid, y_valid, v1, v2)]
    if valid_record[-1] == max(valid_record):
        meilleurs = [passe, v1, v2]
best_pass, best_1, best_2 = meilleurs[0], meilleurs[1].T, meilleurs[2].T
weights_1, weights_2 = v1.T, v2.T

# %% solution="figure"
def lisse(valeurs):
    autour = np.pad(valeurs, 5, mode="edge")
    return [np.mean(autour[i : i + 11]) for i in range(len(valeurs))]


fig, axe = plt.subplots(figsize=(8, 4))
for valeurs, nom, couleur in (
    (train_record, "apprentissage", "C0"),
    (valid_record, "hors entraînement", "C1"),
):
    axe.plot(range(1, PASSES + 1), valeurs, color=couleur, lw=0.5, label=nom)
    axe.plot(range(1, PASSES + 1), lisse(valeurs), color=couleur, lw=2)
axe.set(xlabel="passe", ylabel="exactitude", xscale="log")
axe.legend()

# %% solution="test-digits"
test_last = exactitude(x_test, y_test, weights_1.T, weights_2.T)
test_best = exactitude(x_test, y_test, best_1.T, best_2.T)
