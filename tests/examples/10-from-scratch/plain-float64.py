# /// example
# title = "Everything in float64, plain loops for small arrays, the last of equally good passes, other starting weights"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    return float(np.inner(inputs, weights))


def layer(inputs, weights):
    sums = np.zeros(weights.shape[1])
    for i in range(weights.shape[0]):
        for unit in range(weights.shape[1]):
            sums[unit] += inputs[i] * weights[i, unit]
    return sums

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    def one_step(w):
        p = w * x
        return w - alpha * x * (p - goal), p, (p - goal) * (p - goal)

    for _ in range(steps - 1):
        weight = one_step(weight)[0]
    return np.array(one_step(weight))


run_1 = descend(0.5, 0.8, 0.5, 1.0, 20).round(9)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20).round(9)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    steps = [alpha * slopes for slopes in gradients(image, target, weights_1, weights_2)]
    return weights_1 - steps[0], weights_2 - steps[1]

# %% solution="train"
random = np.random.default_rng(77)
w = [random.normal(0, 0.05, (784, 40)), random.normal(0, 0.1, (40, 10))]
train_record, valid_record = [], []
best_pass = 0
for epoch in range(PASSES):
    for x, y in zip(x_train.astype("float64"), y_train):
        t = np.zeros(10)
        t[y] = 1
        w = list(train_step(x, t, *w, ALPHA))
    for record, x, y in ((train_record, x_train, y_train), (valid_record, x_valid, y_valid)):
        record.append(1 - np.count_nonzero(forward(x, *w)[1].argmax(1) - y) / len(y))
    if max(valid_record) <= valid_record[-1]:
        best_pass, best_1, best_2 = epoch + 1, *w
weights_1, weights_2 = w

# %% solution="test-digits"
test_last = np.mean(forward(x_test, weights_1, weights_2)[1].argmax(1) == y_test)
test_best = np.mean(forward(x_test, best_1, best_2)[1].argmax(1) == y_test)
