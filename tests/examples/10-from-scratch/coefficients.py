# /// example
# title = "Training by products of images: each image has coefficients, the weights are made of them after a pass"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
weighted_sum = np.inner


def layer(inputs, weights):
    return np.inner(weights.T, inputs)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    hidden = np.inner(inputs, np.transpose(weights_1))
    hidden = 0.5 * (hidden + np.abs(hidden))
    return hidden, np.inner(hidden, np.transpose(weights_2))


d = np.array([1.0, -1.0])
xor_1, xor_2 = np.stack([d, -d], axis=1), np.stack([abs(d)], axis=1)

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    # Each step adds a multiple of x, so it is enough to know how often x is in the weight.
    often, start = 0.0, weight
    for _ in range(steps):
        prediction = x * start + often * x * x
        error = (prediction - goal) * (prediction - goal)
        often -= alpha * (prediction - goal)
    return start + often * x, prediction, error


run_1, run_01 = [descend(0.5, 0.8, 0.5, 10.0**-k, 20) for k in (0, 1)]

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    h, o = forward(image, weights_1, weights_2)
    error = np.asarray(o - target)
    on = np.diag((h > 0).astype(float))
    return np.kron(image[:, None], error @ weights_2.T @ on), np.kron(h[:, None], error)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    g1, g2 = gradients(image, target, weights_1, weights_2)
    return np.add(weights_1, -alpha * g1), np.add(weights_2, -alpha * g2)

# %% solution="train"
# A step adds a multiple of its image to each column of weights_1. So after any number of steps
#     weights_1 = start_1 + x_train.T @ c
# with one row of c for each image, and the hidden sums of image i are
#     x_train[i] @ start_1 + products[i] @ c:
# train_step for one image only changes its row of c.
products = x_train @ x_train.T
from_start = x_train @ start_1
c = np.zeros((1000, 40), dtype="float32")
w2 = start_2.copy()
step = np.float32(ALPHA)
train_record, valid_record = [], []
after = {}
for number in range(1, PASSES + 1):
    for i, y in enumerate(y_train):
        h = np.maximum(from_start[i] + products[i] @ c, 0)
        delta = h @ w2
        delta[y] -= 1
        c[i] -= step * np.where(h > 0, w2 @ delta, 0)
        w2 -= step * h[:, None] * delta
    w1 = start_1 + x_train.T @ c
    for record, x, y in ((train_record, x_train, y_train), (valid_record, x_valid, y_valid)):
        record.append(np.mean(forward(x, w1, w2)[1].argmax(axis=1) == y))
    if valid_record[-1] >= max(valid_record):
        after["best"] = number, w1, w2.copy()
best_pass, best_1, best_2 = after["best"]
weights_1, weights_2 = w1, w2

# %% solution="figure"
fig, ax = plt.subplots()
ax2 = ax.twinx()
(one,) = ax.plot(range(PASSES), train_record, "C3", label="read of the 1,000 learned from")
(two,) = ax2.plot(range(PASSES), valid_record, "C4", label="read of 1,000 others")
ax.legend(handles=[one, two])
ax.set_ylim(0.6, 1.01)
ax2.set_ylim(0.6, 1.01)
ax.set_xlabel("passes before")
ax.set_ylabel("accuracy")

# %% solution="test-digits"
test_last, test_best = (
    1 - np.mean(forward(x_test, *pair)[1].argmax(axis=1) != y_test)
    for pair in ((weights_1, weights_2), (best_1, best_2))
)
