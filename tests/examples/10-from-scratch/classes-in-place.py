# /// example
# title = "Weights changed in place, a class, shuffled digits, loops in small functions"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    total = 0.0
    for value, weight in zip(inputs, weights):
        total += value * weight
    return total


def layer(inputs, weights):
    return np.array([weighted_sum(inputs, column) for column in weights.T])

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    hidden = inputs.dot(weights_1)
    hidden[hidden < 0] = 0
    return [hidden, hidden.dot(weights_2)]


xor_1 = [[2, -1], [-2, 1]]
xor_2 = [[0.5], [1]]

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    history = []
    while len(history) < steps:
        p = x * weight
        history.append((p, (goal - p) ** 2))
        weight += alpha * (goal - p) * x
    return [weight, *history[-1]]


run_1, run_01 = (descend(0.5, 0.8, 0.5, a, 20) for a in (1, 0.1))

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    delta = weighted_sum(inputs, weights) - goal
    return np.array([w - alpha * delta * x for x, w in zip(inputs, weights)])

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    sums = image @ weights_1
    hidden = np.where(sums > 0, sums, 0)
    delta = hidden @ weights_2 - target
    back = delta @ weights_2.T
    back[sums <= 0] = 0
    return image[:, None] * back[None, :], hidden[:, None] * delta[None, :]

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    g1, g2 = gradients(image, target, weights_1, weights_2)
    g1 *= alpha
    g2 *= alpha
    weights_1 -= g1
    weights_2 -= g2
    return weights_1, weights_2

# %% solution="train"
class Trainer:
    def __init__(self):
        self.weights = [start_1.copy(), start_2.copy()]
        self.targets = (y_train[:, None] == np.arange(10)).astype("float32")
        self.order = np.arange(len(x_train))
        self.dice = np.random.default_rng(8)

    def one_pass(self):
        self.dice.shuffle(self.order)
        for i in self.order:
            train_step(x_train[i], self.targets[i], *self.weights, ALPHA)

    def share(self, images, labels):
        answers = np.argmax(forward(images, *self.weights)[1], axis=-1)
        return float(np.sum(answers == labels) / len(labels))


trainer = Trainer()
train_record, valid_record = [], []
best_share = -1.0
for p in range(PASSES):
    trainer.one_pass()
    train_record.append(trainer.share(x_train, y_train))
    valid_record.append(trainer.share(x_valid, y_valid))
    if valid_record[-1] > best_share:
        best_share, best_pass = valid_record[-1], p + 1
        best_1, best_2 = (w.copy() for w in trainer.weights)
weights_1, weights_2 = trainer.weights

# %% solution="figure"
fig = plt.figure()
plt.plot(np.arange(PASSES), 100 * np.array(valid_record), "r", lw=0.8)
plt.plot(np.arange(PASSES), 100 * np.array(train_record), "b", lw=0.8)
plt.legend(["validation", "training"])
plt.xlabel("passes done before")
plt.ylabel("accuracy in %")

# %% solution="test-digits"
trainer.weights = [best_1, best_2]
test_best = trainer.share(x_test, y_test)
trainer.weights = [weights_1, weights_2]
test_last = trainer.share(x_test, y_test)
