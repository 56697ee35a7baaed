# /// example
# title = "Python's random module, copies by deepcopy, a heap for the best, error rates turned into shares, one-hot rows in a dict"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    if len(inputs) == 0:
        return 0.0
    return inputs[0] * weights[0] + weighted_sum(inputs[1:], weights[1:])


def layer(inputs, weights):
    return sum(x * row for x, row in zip(inputs, weights))

# %% solution="forward"
def relu(z):
    z = np.array(z)
    np.putmask(z, z < 0, 0)
    return z


def forward(inputs, weights_1, weights_2):
    return (h := relu(inputs @ weights_1)), h @ weights_2


xor_1 = ((1.0, -1.0), (-1.0, 1.0))
xor_2 = ((1.0,), (1.0,))

# %% solution="descend"
from collections import deque


def descend(weight, goal, x, alpha, steps):
    last = deque([(weight, None, None)], maxlen=1)
    for _ in range(steps):
        (w, _, _), = last
        last.append((w - alpha * (w * x - goal) * x, w * x, (w * x - goal) ** 2))
    return last.pop()


settings = {"weight": 0.5, "goal": 0.8, "x": 0.5, "steps": 20}
run_1, run_01 = descend(**settings, alpha=1), descend(**settings, alpha=0.1)

# %% solution="learning-step"
from copy import deepcopy


def learning_step(inputs, weights, goal, alpha):
    new = deepcopy(weights)
    too_much = inputs @ weights - goal
    np.subtract.at(new, range(len(new)), alpha * too_much * inputs)
    return new

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    h, o = forward(image, weights_1, weights_2)
    delta = np.array([a - b for a, b in zip(o, target)])
    on = np.flatnonzero(h)
    g1 = np.zeros(np.shape(weights_1))
    g1[:, on] = np.outer(image, np.take(weights_2, on, axis=0) @ delta)
    return g1, np.array([value * delta for value in h])

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    """Only the units that are on get a step."""
    h, o = forward(image, weights_1, weights_2)
    delta, on = o - target, h > 0
    new_1, new_2 = weights_1.copy(), weights_2.copy()
    new_1[:, on] -= alpha * np.outer(image, weights_2[on] @ delta)
    new_2[on] -= alpha * np.outer(h[on], delta)
    return new_1, new_2

# %% solution="train"
import heapq
import random

random.seed(2026)
rows = {digit: np.array([float(digit == k) for k in range(10)], "float32") for digit in range(10)}
cards = [(x, rows[y]) for x, y in zip(x_train, y_train.tolist())]


def error_rate(x, y, weights):
    return np.count_nonzero(forward(x, *weights)[1].argmax(axis=-1) - y.astype(int)) / len(y)


now = (start_1, start_2)
errors_train, errors_valid, heap = [], [], []
for number in range(1, 1 + PASSES):
    for x, t in random.sample(cards, k=len(cards)):
        now = train_step(x, t, *now, ALPHA)
    errors_train.append(error_rate(x_train, y_train, now))
    errors_valid.append(error_rate(x_valid, y_valid, now))
    heapq.heappush(heap, (errors_valid[-1], number, deepcopy(now)))
    heap = heap[:1]
_, best_pass, (best_1, best_2) = heap[0]
weights_1, weights_2 = now
train_record = [1 - error for error in errors_train]
valid_record = [1 - error for error in errors_valid]

# %% solution="figure"
from matplotlib.figure import Figure

fig = Figure(figsize=(8, 5), layout="constrained")
ax = fig.add_subplot()
ax.plot([], [], " ", label="784-40-10")
ax.plot(range(1, PASSES + 1), [100 * share for share in train_record], label="train")
ax.plot(range(1, PASSES + 1), [100 * share for share in valid_record], label="validation")
ax.axhline(100 * max(valid_record), color="k", lw=0.5)
ax.grid(True)
ax.set_xlabel("number of the pass")
ax.set_ylabel("read correctly (%)")
ax.legend()
fig

# %% solution="test-digits"
test_last = 1 - error_rate(x_test, y_test, (weights_1, weights_2))
test_best = 1 - error_rate(x_test, y_test, (best_1, best_2))
