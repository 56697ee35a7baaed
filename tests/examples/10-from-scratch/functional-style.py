# /// example
# title = "No loops but reduce and map, partial functions, type hints, Arabic comments, weights drawn anew"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
import operator
from functools import partial, reduce


def weighted_sum(inputs: np.ndarray, weights: np.ndarray) -> float:
    return float(sum(map(operator.mul, inputs, weights)))


def layer(inputs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.apply_along_axis(partial(weighted_sum, inputs), 0, weights)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    # القيم المخفية ثم المخرجات
    hidden = np.fmax(np.inner(inputs, weights_1.T), 0)
    return hidden, np.inner(hidden, weights_2.T)


xor_1 = np.array([[1.0, 1.0], [1.0, 1.0]]) * 0 + [[1, -1], [-1, 1]]
xor_2 = np.ones((2, 1), np.float32)

# %% solution="descend"
def descend(weight: float, goal: float, x: float, alpha: float, steps: int) -> tuple:
    def step(state, _):
        w = state[0]
        return w - alpha * (x * w - goal) * x, x * w, (x * w - goal) ** 2

    return reduce(step, range(steps), (weight, 0.0, 0.0))


run_1, run_01 = map(partial(descend, 0.5, 0.8, 0.5, steps=20), (1.0, 0.1))

# %% solution="learning-step"
learning_step = lambda inputs, weights, goal, alpha: np.subtract(
    weights, np.multiply(alpha * (weighted_sum(inputs, weights) - goal), inputs)
)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    error = output - target
    on = np.heaviside(hidden, 0)
    return np.multiply.outer(image, on * (error @ weights_2.T)), np.multiply.outer(hidden, error)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    return tuple(
        map(
            lambda weight, gradient: weight - alpha * gradient,
            (weights_1, weights_2),
            gradients(image, target, weights_1, weights_2),
        )
    )

# %% solution="train"
dice = np.random.default_rng(2024)
targets = (y_train[:, None] == np.arange(10)) * np.float32(1)
pairs = list(zip(x_train, targets))
one = lambda weights, pair: train_step(*pair, *weights, ALPHA)
share = lambda images, labels, weights: float(
    np.mean(forward(images, *weights)[1].argmax(-1) == labels)
)
weights = tuple(
    dice.normal(0, 0.05, shape).astype("float32") for shape in ((784, 40), (40, 10))
)
states = []
for _ in range(PASSES):
    dice.shuffle(pairs)
    weights = reduce(one, pairs, weights)
    states.append(weights)
train_record, valid_record = (
    [share(images, labels, state) for state in states]
    for images, labels in ((x_train, y_train), (x_valid, y_valid))
)
best_pass = int(np.argmax(valid_record)) + 1
(weights_1, weights_2), (best_1, best_2) = states[-1], states[best_pass - 1]
del states

# %% solution="figure"
fig, panels = plt.subplots(1, 2, sharey=True)
for panel, record, name in zip(panels, (train_record, valid_record), ("seen", "not seen")):
    panel.plot(np.arange(1, len(record) + 1), np.array(record) * 100, label=name)
    panel.set_xlabel("pass")
    panel.legend()
panels[0].set_ylabel("read correctly (%)")

# %% solution="test-digits"
test_last, test_best = (
    np.float64(share(x_test, y_test, w)) for w in ((weights_1, weights_2), (best_1, best_2))
)
