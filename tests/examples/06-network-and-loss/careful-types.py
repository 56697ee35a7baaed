# /// example
# title = "Type hints, asserts, helper functions, log of p plus a tiny number, axes exchanged in bars, French words"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
from __future__ import annotations

from collections import OrderedDict, defaultdict

couches = OrderedDict(hidden_1=(784, 64), hidden_2=(64, 64), output=(64, 10))
layer_inputs = OrderedDict((nom, n) for nom, (n, _) in couches.items())
layer_outputs = defaultdict(int)
layer_parameters = defaultdict(int)
for nom, (n, unités) in couches.items():
    layer_outputs[nom] += unités
    layer_parameters[nom] += n * unités
    layer_parameters[nom] += unités
    layer_parameters["total"] += n * unités + unités

# %% solution="model"
def réseau(entrées: int, *cachées: int, classes: int = 10) -> keras.Sequential:
    modèle = keras.Sequential([keras.Input((entrées,))])
    for unités in cachées:
        modèle.add(keras.layers.Dense(units=unités, activation="relu", kernel_initializer="he_normal"))
    modèle.add(keras.layers.Dense(units=classes, activation="softmax"))
    return modèle


model = réseau(784, 64, 64)

# %% solution="forward"
def dense(x: np.ndarray, poids: np.ndarray, biais: np.ndarray) -> np.ndarray:
    assert x.shape[1] == poids.shape[0], (x.shape, poids.shape)
    return np.matmul(x, poids) + biais[None, :]


def forward(weights: list[np.ndarray], inputs: np.ndarray) -> np.ndarray:
    caché = inputs
    *milieu, (w, b) = [(weights[i], weights[i + 1]) for i in range(0, len(weights), 2)]
    for poids, biais in milieu:
        caché = dense(caché, poids, biais)
        caché = (np.abs(caché) + caché) / 2
    return dense(caché, w, b)

# %% solution="softmax"
def softmax(logits: np.ndarray) -> np.ndarray:
    """p_j = 1 / somme des exp(z_k - z_j), sans dépassement."""
    décalés = logits - np.amax(logits, 1, keepdims=True)
    numérateur = np.power(np.e, décalés)
    dénominateur = numérateur @ np.ones((logits.shape[1], 1))
    assert (dénominateur >= 1 - 1e-6).all()
    return np.divide(numérateur, dénominateur)

# %% solution="cross-entropy"
EPSILON = 1e-7


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    résultat = np.zeros(len(labels) * classes)
    résultat[np.arange(len(labels)) * classes + np.asarray(labels, dtype=np.intp)] = 1.0
    return résultat.reshape(-1, classes)


def cross_entropy(probabilities: np.ndarray, targets: np.ndarray) -> np.floating:
    par_image = -np.sum(targets * np.log(probabilities + EPSILON), axis=1)
    return np.mean(par_image)

# %% solution="from-logits"
def cross_entropy_from_logits(logits: np.ndarray, targets: np.ndarray) -> float:
    total = 0.0
    for z, t in zip(logits, targets):
        juste = z[t == 1][0]
        total += np.logaddexp.reduce(z - juste)
    return total / logits.shape[0]


sure_and_right = np.round(cross_entropy_from_logits(one_hot([0], 10), one_hot([0], 10)), 4)

# %% solution="train"
loss_function = keras.losses.CategoricalCrossentropy(from_logits=False)
model.compile("sgd", loss_function, metrics=["accuracy"])
model.optimizer.learning_rate.assign(0.1)
history = model.fit(
    x_train, one_hot(y_train, 10), batch_size=128, epochs=10, validation_split=1 / 10, verbose=0
)

# %% solution="figure"
époques = np.arange(1, 11)
fig, axe = plt.subplots()
axe.bar(époques - 0.2, history.history["accuracy"], 0.4, label="valeur (entraînement)")
axe.bar(époques + 0.2, history.history["val_accuracy"], 0.4, label="valeur (validation)")
axe.set_ylim(0.7, 1)
axe.set_xticks(époques)
axe.set_xlabel("époque")
axe.set_ylabel("exactitude")
axe.legend()

# %% solution="batch"
cibles = one_hot(y_batch, 10)
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), cibles)
keras_loss = model.test_on_batch(x_batch, cibles)[0]
