# /// example
# title = "float32 in every function, an early stopper with patience that never stops, strict warnings, Hindi comments"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
F = np.float32


def weighted_sum(inputs, weights):
    return np.dot(np.asarray(inputs, F), np.asarray(weights, F))


def layer(inputs, weights):
    return np.asarray(inputs, F) @ np.asarray(weights, F)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    # सब कुछ float32 में
    x, w1, w2 = (np.asarray(a, dtype=F) for a in (inputs, weights_1, weights_2))
    h = x @ w1
    h[h < 0] = 0
    return h, h @ w2


xor_1 = np.array([[1, -1], [-1, 1]], F)
xor_2 = np.array([[1], [1]], F)

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    weight, goal, x, alpha = map(F, (weight, goal, x, alpha))
    for _ in range(steps):
        prediction = x * weight
        error = np.square(prediction - goal)
        weight -= alpha * (prediction - goal) * x
    return weight, prediction, error


run_1, run_01 = descend(0.5, 0.8, 0.5, 1, 20), descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    x, w = inputs.astype(F), weights.astype(F)
    return w - F(alpha) * (x @ w - F(goal)) * x

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    h, o = forward(image, weights_1, weights_2)
    d = o - np.asarray(target, F)
    e = (np.asarray(weights_2, F) @ d) * (h > 0)
    return np.outer(np.asarray(image, F), e), np.outer(h, d)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    g1, g2 = gradients(image, target, weights_1, weights_2)
    return np.asarray(weights_1, F) - F(alpha) * g1, np.asarray(weights_2, F) - F(alpha) * g2

# %% solution="train"
import warnings

np.seterr(over="raise", invalid="raise", divide="raise")
warnings.simplefilter("error")


class EarlyStopping:
    """सबसे अच्छे भार याद रखता है।"""

    def __init__(self, patience):
        self.patience, self.best, self.waited = patience, -np.inf, 0

    def look(self, number, value, weights):
        self.waited += 1
        if value > self.best:
            self.best, self.waited = value, 0
            self.number, self.weights = number, [w.copy() for w in weights]
        return self.waited > self.patience


stopper = EarlyStopping(patience=PASSES)
w1, w2 = start_1, start_2
hot = np.identity(10, F)
train_record, valid_record = [], []
for number in range(PASSES):
    for image, label in zip(x_train, y_train):
        w1, w2 = train_step(image, hot[label], w1, w2, ALPHA)
    train_record.append(F(np.mean(forward(x_train, w1, w2)[1].argmax(1) == y_train)))
    valid_record.append(F(np.mean(forward(x_valid, w1, w2)[1].argmax(1) == y_valid)))
    if stopper.look(number + 1, valid_record[-1], (w1, w2)):
        break
weights_1, weights_2 = w1, w2
best_1, best_2 = stopper.weights
best_pass = stopper.number

# %% solution="figure"
fig, axes = plt.subplots(1, 1)
axes.plot(range(1, PASSES + 1), train_record, "g-", label="प्रशिक्षण")
axes.plot(range(1, PASSES + 1), valid_record, "r-", label="जाँच")
axes.plot(best_pass, valid_record[best_pass - 1], "k*", ms=12, label="सबसे अच्छा")
axes.fill_between(range(1, PASSES + 1), valid_record, train_record, alpha=0.1)
axes.set_xlabel("बार")
axes.set_ylabel("सही का हिस्सा")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    axes.legend()

# %% solution="test-digits"
test_last = F(np.mean(forward(x_test, w1, w2)[1].argmax(1) == y_test))
test_best = F(np.mean(forward(x_test, best_1, best_2)[1].argmax(1) == y_test))
