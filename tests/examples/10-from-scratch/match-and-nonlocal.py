# /// example
# title = "match, nonlocal, arguments by position only, names that tests use as well, small helpers in every cell, German words"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(eingaben, gewichte, /):
    match len(eingaben):
        case 0:
            return 0.0
        case 1:
            return eingaben[0] * gewichte[0]
        case n:
            mitte = n // 2
            links = weighted_sum(eingaben[:mitte], gewichte[:mitte])
            return links + weighted_sum(eingaben[mitte:], gewichte[mitte:])


def layer(eingaben, gewichte, /):
    summen = np.empty(gewichte.shape[1])
    for einheit, spalte in enumerate(np.rollaxis(gewichte, 1)):
        summen[einheit] = weighted_sum(eingaben, spalte)
    return summen

# %% solution="forward"
def two_layers(*gewichte):
    """Macht aus zwei Matrizen eine Funktion."""

    def rechne(x):
        h = x @ gewichte[0]
        h = np.piecewise(h, [h > 0], [lambda z: z, 0])
        return h, h @ gewichte[1]

    return rechne


def forward(x, v, w, /):
    return two_layers(v, w)(x)


xor_1, xor_2 = np.array([[-3, 3], [3, -3]]), np.array([[1 / 3], [1 / 3]])
corners = answers = drawn = None

# %% solution="descend"
def descent(w, g, x):
    """Ein Gewicht, das sich seinen Stand merkt."""
    p = fehler = None

    def schritt(alpha):
        nonlocal w, p, fehler
        p = w * x
        fehler = (p - g) ** 2
        w -= alpha * (p - g) * x
        return w, p, fehler

    return schritt


def descend(w, g, x, alpha, n, /):
    schritt = descent(w, g, x)
    return [schritt(alpha) for _ in range(n)][-1]


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def one_step(x, w):
    return lambda g, alpha: w - (alpha * (weighted_sum(x, w) - g)) * np.array(x)


def learning_step(x, w, g, alpha, /):
    return one_step(x, w)(g, alpha)

# %% solution="gradients"
def case_of(h):
    return np.array([1.0 if wert > 0 else 0.0 for wert in np.ravel(h)])


def true_gradients(x, t, v, w, /):
    h, o = forward(x, v, w)
    match o - t:
        case np.ndarray() as delta:
            zurück = np.array([zeile @ delta for zeile in w]) * case_of(h)
    return np.array([pixel * zurück for pixel in x]), np.outer(delta, h).T


gradients = true_gradients
errors_of = step_by = own_gradients = measured_slope = None

# %% solution="train-step"
def step_by(alpha):
    return lambda gewicht, steigung: gewicht - alpha * steigung


def train_step(x, t, v, w, alpha, /):
    neu = map(step_by(alpha), (v, w), gradients(x, t, v, w))
    return tuple(neu)


wanted = np.eye(10, dtype="float32")[y_train]

# %% solution="train"
# Dieselbe Rechnung, ohne Schleife über Pixel.
def gradients_schnell(x, t, v, w):
    h, o = forward(x, v, w)
    delta = o - t
    return np.outer(x, (w @ delta) * (h > 0)), np.outer(h, delta)


class Network:
    def __init__(self, v, w):
        self.v, self.w = v, w

    def learn(self, x, t):
        g, h = gradients_schnell(x, t, self.v, self.w)
        self.v, self.w = self.v - ALPHA * g, self.w - ALPHA * h

    def share(self, x, y):
        return np.mean(forward(x, self.v, self.w)[1].argmax(axis=1) == y)


own = last = Network(start_1, start_2)
unseen = final = again = highest = chosen = next_to = best = None
train_record, valid_record = [], []
for number in range(PASSES):
    for x, t in zip(x_train, wanted):
        last.learn(x, t)
    train_record.append(last.share(x_train, y_train))
    valid_record.append(last.share(x_valid, y_valid))
    match valid_record:
        case [*davor, wert] if not davor or wert > max(davor):
            best_1, best_2, best_pass = last.v, last.w, len(valid_record)
weights_1, weights_2 = last.v, last.w

# %% solution="figure"
def zeichne(ax, werte, name):
    ax.plot(range(1, len(werte) + 1), werte, label=name)


fig, ax = plt.subplots()
zeichne(ax, train_record, "Lernziffern")
zeichne(ax, valid_record, "nie zum Training benutzt")
ax.set_xlabel("Durchgang")
ax.set_ylabel("richtig gelesen")
ax.legend()

# %% solution="test-digits"
test_last = Network(weights_1, weights_2).share(x_test, y_test)
test_best = Network(best_1, best_2).share(x_test, y_test)
