# /// example
# title = "Global weights changed in place, recursion, walrus, prints, Russian comments, records as tuples"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
# сумма произведений
def weighted_sum(inputs, weights):
    total = 0
    for i in range(len(inputs)):
        total = total + inputs[i] * weights[i]
    print("сумма", total)
    return total


def layer(inputs, weights):
    return np.dot(weights.T, inputs)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    sums = inputs @ weights_1
    hidden = np.where(sums < 0, 0, sums)
    return hidden, (outputs := hidden @ weights_2)


xor_1 = np.array([[1, -1], [-1, 1]], dtype="int8")
xor_2 = np.array([1, 1]).reshape(2, 1)

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    p = x * weight
    new = weight - alpha * (p - goal) * x
    if steps == 1:
        return new, p, (p - goal) ** 2
    return descend(new, goal, x, alpha, steps - 1)


runs = {a: descend(0.5, 0.8, 0.5, a, 20) for a in (1, 0.1)}
run_1, run_01 = runs[1], runs[0.1]
print(runs)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    mistake = np.dot(weights, inputs) - goal
    return np.array([w - alpha * mistake * x for w, x in zip(weights, inputs)], dtype=float)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    error = output - target
    gradient_2 = np.outer(hidden, error)
    back = np.zeros(len(hidden))
    for k in range(len(error)):
        back += weights_2[:, k] * error[k]
    mask = (hidden > 0).astype(float)
    gradient_1 = np.outer(image, back * mask)
    return [gradient_1, gradient_2]

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    hidden, output = forward(image, weights_1, weights_2)
    delta_2 = output - target
    delta_1 = weights_2.dot(delta_2) * (hidden > 0)
    return (
        weights_1 - alpha * image[:, None] * delta_1,
        weights_2 - alpha * hidden[:, None] * delta_2,
    )

# %% solution="train"
W1, W2 = np.array(start_1), np.array(start_2)
best_so_far = 0


def one_pass():
    """Меняет W1 и W2 на месте, только там, где пиксели не нулевые."""
    for x, y in zip(x_train, y_train):
        h = np.maximum(x @ W1, 0)
        d = h @ W2
        d[y] -= 1
        back = (W2 @ d) * (h > 0)
        W2[...] -= ALPHA * np.outer(h, d).astype("float32")
        ink = x > 0
        W1[ink] -= ALPHA * np.outer(x[ink], back).astype("float32")


def share(x, y, a, b):
    return np.mean(np.argmax(np.maximum(x @ a, 0) @ b, axis=-1) == y)


train, valid = (), ()
for number in range(PASSES):
    one_pass()
    train += (share(x_train, y_train, W1, W2),)
    valid += (share(x_valid, y_valid, W1, W2),)
    if valid[-1] > best_so_far:
        best_so_far = valid[-1]
        best_pass = number + 1
        best_1, best_2 = np.copy(W1), np.copy(W2)
    if number % 50 == 0:
        print(f"проход {number}: {train[-1]:.3f} {valid[-1]:.3f}")
train_record, valid_record = train, valid
weights_1, weights_2 = W1, W2

# %% solution="figure"
plt.figure(figsize=(9, 4))
plt.plot(range(1, PASSES + 1), train_record, "g", range(1, PASSES + 1), valid_record, "m")
plt.axvline(best_pass)
plt.annotate("стоп", (best_pass, max(valid_record)))
plt.legend(("учебные", "проверочные"))
plt.ylabel("доля верных")
plt.xlabel("проход")
fig = plt.gcf()

# %% solution="test-digits"
test_last = share(x_test, y_test, weights_1, weights_2)
test_best = share(x_test, y_test, best_1, best_2)
