# /// example
# title = "All weights in one vector, seen through views; the best kept in a file; magic commands; a clock"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
%%time
def weighted_sum(inputs, weights):
    return np.cumsum(inputs * weights)[-1]


def layer(inputs, weights):
    return np.sum(inputs[:, None] * weights, axis=0)

# %% solution="forward"
from functools import partial

relu = partial(np.maximum, 0)


def forward(inputs, weights_1, weights_2):
    hidden = relu(inputs @ weights_1)
    return hidden, hidden @ weights_2


xor_1 = np.array([1.0, -1.0, -1.0, 1.0]).reshape(2, 2)
xor_2 = np.array([1.0, 1.0]).reshape(-1, 1)
%timeit -n 5 -r 2 forward(np.array([1.0, 0.0]), xor_1, xor_2)

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    w = np.zeros(steps + 1)
    p = np.zeros(steps)
    w[0] = weight
    for k in range(steps):
        p[k] = x * w[k]
        w[k + 1] = w[k] - alpha * (p[k] - goal) * x
    return w[-1], p[-1], (p[-1] - goal) ** 2


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    # all slopes in one vector, cut at the end
    slopes = np.empty(weights_1.size + weights_2.size)
    of_1 = slopes[: weights_1.size].reshape(weights_1.shape)
    of_2 = slopes[weights_1.size :].reshape(weights_2.shape)
    h, o = forward(image, weights_1, weights_2)
    d = np.subtract(o, target)
    np.multiply(h[:, None], d[None, :], out=of_2)
    np.multiply(image[:, None], np.where(h, weights_2 @ d, 0)[None, :], out=of_1)
    return of_1, of_2

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    theta = np.concatenate([weights_1.ravel(), weights_2.ravel()])
    slopes = np.concatenate([g.ravel() for g in gradients(image, target, weights_1, weights_2)])
    theta = theta - alpha * slopes
    cut = weights_1.size
    return theta[:cut].reshape(weights_1.shape), theta[cut:].reshape(weights_2.shape)

# %% solution="train"
%%time
import sys
import time

theta = np.hstack([start_1.ravel(), start_2.ravel()])
W1, W2 = theta[:31_360].reshape(784, 40), theta[31_360:].reshape(40, 10)  # views, no copies
G = np.empty_like(theta)
G1, G2 = G[:31_360].reshape(784, 40), G[31_360:].reshape(40, 10)
T = np.eye(10, dtype="float32")[y_train]
train_record, valid_record, best = np.empty(PASSES), np.empty(PASSES), 0.0
began = time.perf_counter()
for number in range(PASSES):
    for x, t in zip(x_train, T):
        h = relu(x @ W1)
        d = h @ W2 - t
        np.outer(h, d, out=G2)
        np.outer(x, (W2 @ d) * (h > 0), out=G1)
        G *= ALPHA
        theta -= G
    train_record[number] = np.mean(forward(x_train, W1, W2)[1].argmax(axis=1) == y_train)
    valid_record[number] = np.mean(forward(x_valid, W1, W2)[1].argmax(axis=1) == y_valid)
    if valid_record[number] > best:
        best, best_pass = valid_record[number], number + 1
        np.save("best.npy", theta)
    sys.stdout.write(f"\r{number + 1} / {PASSES}, {time.perf_counter() - began:.0f} s ")
kept = np.load("best.npy")
best_1, best_2 = kept[:31_360].reshape(784, 40), kept[31_360:].reshape(40, 10)
weights_1, weights_2 = W1, W2

# %% solution="figure"
%config InlineBackend.figure_format = "svg"
plt.style.use("seaborn-v0_8-whitegrid")
fig = plt.figure()
passes = np.arange(1, PASSES + 1)


def smooth(values, width=9):
    return np.convolve(values, np.ones(width) / width, mode="same")


for values, colour, name in ((train_record, "tab:blue", "train"), (valid_record, "tab:red", "valid")):
    plt.plot(passes, values, color=colour, alpha=0.3)
    plt.plot(passes, smooth(values), color=colour, label=f"{name} (mean of 9 passes)")
plt.xlabel("pass")
plt.ylabel("accuracy")
plt.ylim(0.6, 1.01)
plt.legend()

# %% solution="test-digits"
test_last = (forward(x_test, weights_1, weights_2)[1].argmax(axis=1) == y_test).mean()
test_best = (forward(x_test, best_1, best_2)[1].argmax(axis=1) == y_test).mean()
