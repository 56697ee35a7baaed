# /// example
# title = "A network class whose methods the functions call, dataclass, generator of passes, Spanish words"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    return inputs @ weights


def layer(inputs, weights):
    """Una suma por unidad."""
    unidades = range(weights.shape[-1])
    return np.array([weighted_sum(inputs, weights[:, u]) for u in unidades])

# %% solution="forward"
from dataclasses import dataclass


@dataclass
class Red:
    w1: np.ndarray
    w2: np.ndarray

    def ocultas(self, x):
        return np.clip(np.dot(x, self.w1), 0, np.inf)

    def adelante(self, x):
        h = self.ocultas(x)
        return h, np.dot(h, self.w2)

    def pendientes(self, x, t):
        h, o = self.adelante(x)
        d2 = o - t
        d1 = np.where(h > 0, np.dot(d2, self.w2.T), 0)
        return x.reshape(-1, 1) * d1.reshape(1, -1), h.reshape(-1, 1) * d2.reshape(1, -1)

    def paso(self, x, t, alfa):
        g1, g2 = self.pendientes(x, t)
        return Red(self.w1 - alfa * g1, self.w2 - alfa * g2)


forward = lambda inputs, weights_1, weights_2: Red(weights_1, weights_2).adelante(inputs)
xor_1, xor_2 = np.array([[1, 1], [-1, -1]]) * [[1, -1]], np.full((2, 1), 1.0)

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    historia = [(weight, None, None)]
    for paso in range(steps):
        peso = historia[-1][0]
        p = peso * x
        historia.append((peso - alpha * (p - goal) * x, p, np.square(p - goal)))
    return historia[-1]


inicio = dict(weight=0.5, goal=0.8, x=0.5, steps=20)
run_1, run_01 = [descend(alpha=a, **inicio) for a in (1, 0.1)]

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    nuevos = weights.copy()
    nuevos -= alpha * (np.sum(inputs * weights) - goal) * inputs
    return nuevos

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    return Red(weights_1, weights_2).pendientes(image, target)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    red = Red(weights_1, weights_2).paso(image, target, alpha)
    return red.w1, red.w2

# %% solution="train"
def pasadas(red):
    """La red después de cada pasada."""
    objetivos = np.zeros((len(y_train), 10), "float32")
    objetivos[np.arange(len(y_train)), y_train] = 1
    while True:
        for x, t in zip(x_train, objetivos):
            red = red.paso(x, t, np.float32(ALPHA))
        yield red


def aciertos(red, x, y):
    return float((red.adelante(x)[1].argmax(axis=1) == y).mean())


train_record, valid_record, mejor = [], [], None
for número, red in zip(range(1, PASSES + 1), pasadas(Red(start_1, start_2))):
    train_record.append(aciertos(red, x_train, y_train))
    valid_record.append(aciertos(red, x_valid, y_valid))
    if mejor is None or valid_record[-1] > mejor[0]:
        mejor = valid_record[-1], red, número
weights_1, weights_2 = red.w1, red.w2
_, mejor_red, best_pass = mejor
best_1, best_2 = mejor_red.w1, mejor_red.w2

# %% solution="figure"
fig, eje = plt.subplots()
eje.plot(train_record, label="entrenamiento")
eje.plot(valid_record, label="validación")
eje.set(xlabel="pasada", ylabel="valor de aciertos", ylim=(0.5, 1))
eje.legend()

# %% solution="test-digits"
test_last, test_best = (aciertos(r, x_test, y_test) for r in (red, mejor_red))
