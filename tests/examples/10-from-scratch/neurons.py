# /// example
# title = "Neurons as objects and loops over weights in the small functions, another and fast way in the training cell, curves from before training"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
class Neuron:
    def __init__(self, weights):
        self.weights = [float(w) for w in weights]

    def sum(self, inputs):
        total = 0.0
        for i, weight in enumerate(self.weights):
            total += weight * float(inputs[i])
        return total

    def fire(self, inputs):
        return max(0.0, self.sum(inputs))


def weighted_sum(inputs, weights):
    return Neuron(weights).sum(inputs)


def neurons(weights):
    return [Neuron(weights[:, unit]) for unit in range(weights.shape[1])]


def layer(inputs, weights):
    return tuple(neuron.sum(inputs) for neuron in neurons(weights))

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    if inputs.ndim == 2:
        both = [forward(one, weights_1, weights_2) for one in inputs]
        return np.array([h for h, _ in both]), np.array([o for _, o in both])
    hidden = [neuron.fire(inputs) for neuron in neurons(weights_1)]
    return np.array(hidden), np.array([neuron.sum(hidden) for neuron in neurons(weights_2)])


xor_1 = np.zeros((2, 2))
xor_2 = np.zeros((2, 1))
xor_1[0, 0] = xor_1[1, 1] = 1
xor_1[0, 1] = xor_1[1, 0] = -1
xor_2[:, 0] = 1

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    neuron = Neuron([weight])
    step = 1
    while step <= steps:
        prediction = neuron.sum([x])
        error = pow(prediction - goal, 2)
        neuron.weights[0] -= alpha * (prediction - goal) * x
        step += 1
    return neuron.weights[0], prediction, error


run_1 = descend(0.5, 0.8, 0.5, 1.0, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    neuron = Neuron(weights)
    distance = neuron.sum(inputs) - goal
    for i in range(len(neuron.weights)):
        neuron.weights[i] = neuron.weights[i] - alpha * distance * inputs[i]
    return np.array(neuron.weights)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    gradient_1 = np.zeros(weights_1.shape)
    gradient_2 = np.zeros(weights_2.shape)
    for j in range(len(hidden)):
        error = 0
        for k in range(len(output)):
            delta = output[k] - target[k]
            gradient_2[j][k] = hidden[j] * delta
            error += weights_2[j][k] * delta
        if hidden[j] > 0:
            for i in range(len(image)):
                gradient_1[i][j] = image[i] * error
    return gradient_1, gradient_2

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    gradient_1, gradient_2 = gradients(image, target, weights_1, weights_2)
    new_1, new_2 = weights_1.copy(), weights_2.copy()
    for new, gradient in ((new_1, gradient_1), (new_2, gradient_2)):
        for place in np.ndindex(*new.shape):
            new[place] -= alpha * gradient[place]
    return [new_1, new_2]

# %% solution="train"
# The functions above go over every single weight: too slow here. The same with arrays:
def fast_pass(w1, w2):
    for x, y in zip(x_train, y_train):
        h = x @ w1
        h *= h > 0
        d = h @ w2
        d[y] -= np.float32(1)
        e = (w2 @ d) * (h > 0)
        w2 = w2 - np.float32(ALPHA) * np.outer(h, d)
        w1 = w1 - np.float32(ALPHA) * np.outer(x, e)
    return w1, w2


def read(x, w1, w2):
    h = x @ w1
    return ((h * (h > 0)) @ w2).argmax(axis=1)


w1, w2 = start_1.copy(), start_2.copy()
small = x_train[0][300:304].astype(float), np.eye(3)[1], w1[300:304, :5].astype(float), w2[:5, :3]
assert np.allclose(train_step(*small, 0.1)[0] - small[2], -0.1 * gradients(*small)[0])
train_record = []
valid_record = []
best = 0
for number in range(PASSES):
    w1, w2 = fast_pass(w1, w2)
    train_record.append(float((read(x_train, w1, w2) == y_train).mean()))
    valid_record.append(float((read(x_valid, w1, w2) == y_valid).mean()))
    if valid_record[number] > best:
        best = valid_record[number]
        best_pass = number + 1
        best_1 = w1
        best_2 = w2
weights_1 = w1
weights_2 = w2

# %% solution="figure"
plt.figure()
for record, x, y in ((train_record, x_train, y_train), (valid_record, x_valid, y_valid)):
    untrained = float((read(x, start_1, start_2) == y).mean())
    plt.plot(range(PASSES + 1), [untrained, *record], linewidth=1)
plt.legend(["train_record", "valid_record"])
plt.xlabel("pass")
plt.ylabel("accuracy")
plt.title(f"best pass: {best_pass}")
fig = plt.gcf()
plt.savefig("overfitting.pdf")

# %% solution="test-digits"
test_last = float((read(x_test, weights_1, weights_2) == y_test).mean())
test_best = float((read(x_test, best_1, best_2) == y_test).mean())
