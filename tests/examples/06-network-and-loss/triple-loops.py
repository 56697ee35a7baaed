# /// example
# title = "Pure Python: lists and loops in loops for every formula, counters with while, results as lists"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
layer_inputs = {}
layer_outputs = {}
layer_parameters = {}
numbers = [784, 64, 64, 10]
i = 0
total = 0
for name in ["hidden_1", "hidden_2", "output"]:
    layer_inputs[name] = numbers[i]
    layer_outputs[name] = numbers[i + 1]
    count = 0
    for unit in range(numbers[i + 1]):
        count = count + numbers[i]  # a weight for each input
        count = count + 1  # and a bias
    layer_parameters[name] = count
    total = total + count
    i = i + 1
layer_parameters["total"] = total

# %% solution="model"
model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(keras.layers.Dense(64, activation="relu"))
model.add(keras.layers.Dense(64, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))

# %% solution="forward"
def dense(x, w, b, with_relu):
    result = []
    for image in x:
        row = []
        for unit in range(len(b)):
            s = b[unit]
            for k in range(len(image)):
                if image[k] != 0:
                    s = s + image[k] * w[k][unit]
            if with_relu and s < 0:
                s = 0.0
            row.append(s)
        result.append(row)
    return result


def forward(weights, inputs):
    lists = [w.tolist() for w in weights]
    x = inputs.tolist()
    x = dense(x, lists[0], lists[1], True)
    x = dense(x, lists[2], lists[3], True)
    x = dense(x, lists[4], lists[5], False)
    return x

# %% solution="softmax"
E = 2.718281828459045


def softmax(logits):
    result = []
    for row in logits:
        largest = row[0]
        for z in row:
            if z > largest:
                largest = z
        s = 0.0
        powers = []
        for z in row:
            power = E ** float(z - largest)
            powers.append(power)
            s = s + power
        for j in range(len(powers)):
            powers[j] = powers[j] / s
        result.append(powers)
    return result

# %% solution="cross-entropy"
def one_hot(labels, classes):
    result = []
    for label in labels:
        row = []
        c = 0
        while c < classes:
            if c == label:
                row.append(1)
            else:
                row.append(0)
            c = c + 1
        result.append(row)
    return result


def cross_entropy(probabilities, targets):
    s = 0.0
    i = 0
    while i < len(targets):
        for j in range(len(targets[i])):
            if targets[i][j] == 1:
                p = probabilities[i][j]
                if p < 0.0000001:
                    p = 0.0000001
                s = s - np.log(p)
        i = i + 1
    return s / i

# %% solution="from-logits"
def cross_entropy_from_logits(logits, targets):
    s = 0.0
    for i in range(len(logits)):
        m = logits[i][0]
        for z in logits[i]:
            if z > m:
                m = z
        inside = 0.0
        for z in logits[i]:
            inside = inside + E ** float(z - m)
        for j in range(len(logits[i])):
            if targets[i][j] == 1:
                s = s + (m + np.log(inside) - logits[i][j])
    return s / len(logits)


probabilities = [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
sure_and_right = cross_entropy_from_logits(probabilities, one_hot([0], 10))

# %% solution="train"
loss_function = "categorical_crossentropy"
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss_function, metrics=["accuracy"])
targets = np.array(one_hot(y_train, 10))
history = model.fit(
    x_train, targets, batch_size=128, epochs=10, validation_split=0.1, verbose=0
)

# %% solution="figure"
fig = plt.figure()
ax = fig.add_subplot(1, 1, 1)
e = 0
xs = []
while e < 10:
    e = e + 1
    xs.append(e)
ax.plot(xs, history.history["accuracy"], "b")
ax.plot(xs, history.history["val_accuracy"], "r")
ax.legend(["accuracy", "val_accuracy"])
plt.xlabel("epoch")
plt.ylabel("accuracy")

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = model.evaluate(x_batch, np.array(one_hot(y_batch, 10)), verbose=0)[0]
