# /// example
# title = "Layers as objects with forward and backward, as frameworks have them; common class names; seaborn"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    return np.vdot(inputs, weights)


class Units:
    """Some units, each with its column of weights."""

    def __init__(self, weights):
        self.columns = list(zip(*weights))

    def answer(self, inputs):
        return [weighted_sum(inputs, np.array(column)) for column in self.columns]


def layer(inputs, weights):
    return Units(weights).answer(inputs)

# %% solution="forward"
class Dense:
    def __init__(self, weights):
        self.weights = weights

    def forward(self, x):
        self.x = x
        return x @ self.weights

    def backward(self, slope):
        self.slope = np.outer(self.x, slope)
        return self.weights @ slope

    def step(self, alpha):
        self.weights = self.weights - alpha * self.slope


class ReLU:
    def forward(self, z):
        self.on = z > 0
        return z * self.on

    def backward(self, slope):
        return slope * self.on

    def step(self, alpha):
        pass


class Error:
    """Half the sum of squares."""

    @staticmethod
    def slope(output, target):
        return output - target


class Network:
    def __init__(self, *weights):
        self.layers = [Dense(weights[0]), ReLU(), Dense(weights[1])]

    def forward(self, x):
        values = []
        for layer in self.layers:
            x = layer.forward(x)
            values.append(x)
        return values

    def backward(self, x, target):
        slope = Error.slope(self.forward(x)[-1], target)
        for layer in reversed(self.layers):
            slope = layer.backward(slope)

    def step(self, alpha):
        for layer in self.layers:
            layer.step(alpha)

    @property
    def weights(self):
        return tuple(layer.weights for layer in self.layers if isinstance(layer, Dense))

    def share(self, inputs, labels):
        return float(np.mean(np.argmax(self.forward(inputs)[-1], axis=1) == labels))


def forward(inputs, weights_1, weights_2):
    _, hidden, output = Network(weights_1, weights_2).forward(inputs)
    return hidden, output


xor_1 = np.asmatrix("1 -1; -1 1")
xor_2 = np.asmatrix("1; 1")

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    descent = Descent(weight, x)
    for _ in range(steps):
        descent.one_step(goal, alpha)
    return descent.weight, descent.prediction, descent.error


class Descent:
    def __init__(self, weight, x):
        self.weight, self.x = weight, x

    def one_step(self, goal, alpha):
        self.prediction = self.weight * self.x
        self.error = (self.prediction - goal) ** 2
        self.weight -= alpha * (self.prediction - goal) * self.x


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    unit = Dense(weights.reshape(-1, 1))
    slope = Error.slope(unit.forward(inputs), np.array([goal]))
    unit.backward(slope)
    unit.step(alpha)
    return unit.weights.ravel()

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    network = Network(weights_1, weights_2)
    network.backward(image, target)
    return network.layers[0].slope, network.layers[2].slope

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    network = Network(weights_1, weights_2)
    network.backward(image, target)
    network.step(alpha)
    return network.weights

# %% solution="train"
two_layers = Network(start_1, start_2)
one_hot = np.eye(10, dtype="float32")
train_record, valid_record = [], []
best = (-1, 0, None)
for number in range(1, PASSES + 1):
    for image, label in zip(x_train, y_train):
        two_layers.backward(image, one_hot[label])
        two_layers.step(np.float32(ALPHA))
    train_record.append(two_layers.share(x_train, y_train))
    valid_record.append(two_layers.share(x_valid, y_valid))
    best = max(best, (valid_record[-1], number, two_layers.weights), key=lambda kept: kept[0])
weights_1, weights_2 = two_layers.weights
_, best_pass, (best_1, best_2) = best

# %% solution="figure"
import pandas as pd
import seaborn as sns

sns.set_theme("notebook", "ticks")
frame = pd.DataFrame({"training": train_record, "validation": valid_record})
frame.index = pd.RangeIndex(1, PASSES + 1, name="pass")
ax = sns.lineplot(frame, dashes=False)
ax.set(ylabel="accuracy")
ax.axvline(best_pass, ls=":", c="0.5")
fig = ax.figure

# %% solution="test-digits"
test_last = two_layers.share(x_test, y_test)
test_best = Network(best_1, best_2).share(x_test, y_test)
