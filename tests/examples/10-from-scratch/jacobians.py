# /// example
# title = "Jacobians by the chain rule, all images of a pass prepared in one array, records as arrays of one table, subplots"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
def weighted_sum(inputs, weights):
    result = np.zeros(())
    for product in np.multiply(inputs, weights):
        result = result + product
    return result


def layer(inputs, weights):
    return np.hstack([weighted_sum(inputs, weights[:, [unit]].ravel()) for unit in range(np.shape(weights)[1])])

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    sums = np.matmul(inputs, weights_1)
    hidden = np.maximum.reduce([sums, np.zeros_like(sums)])
    return np.array(hidden), np.matmul(hidden, weights_2)


one_minus_two = np.array([1.0, -1.0])
xor_1 = np.column_stack([-one_minus_two, one_minus_two])
xor_2 = np.linalg.pinv(np.array([[0.5, 0.5]]))

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    for left in reversed(range(steps)):
        prediction, error = weight * x, 0
        error += (prediction - goal) ** 2
        slope = (prediction - goal) * x
        if not left:
            return weight - alpha * slope, prediction, error
        weight -= alpha * slope


run_1 = list(descend(0.5, 0.8, 0.5, 1, 20))
run_01 = list(descend(0.5, 0.8, 0.5, 0.1, 20))

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    d_prediction = inputs  # for each weight
    d_error = np.dot(inputs, weights) - goal  # for the prediction
    return np.copy(weights) - alpha * (d_error * d_prediction)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    """dE/dW = dE/do · do/dh · dh/dz · dz/dW, every factor written down as an array."""
    hidden, output = forward(image, weights_1, weights_2)
    n_in, n_hidden, n_out = len(image), len(hidden), len(output)
    dE_do = output - target  # (n_out,)
    do_dh = weights_2.T  # (n_out, n_hidden)
    dh_dz = np.diag(np.where(hidden > 0, 1.0, 0.0))  # (n_hidden, n_hidden)
    dz_dW1 = np.einsum("i,jl->lij", image, np.eye(n_hidden))  # (n_hidden, n_in, n_hidden)
    do_dW2 = np.einsum("j,kl->ljk", hidden, np.eye(n_out))  # (n_out, n_hidden, n_out)
    gradient_1 = np.tensordot(dE_do @ do_dh @ dh_dz, dz_dW1, axes=1)
    gradient_2 = np.tensordot(dE_do, do_dW2, axes=1)
    assert gradient_1.shape == (n_in, n_hidden) and gradient_2.shape == (n_hidden, n_out)
    return gradient_1, gradient_2

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    if weights_1.size < 1000:  # with the arrays of above
        slopes = gradients(image, target, weights_1, weights_2)
    else:  # the same without the many zeros
        hidden, output = forward(image, weights_1, weights_2)
        error = output - target
        back = np.where(hidden > 0, np.dot(error, weights_2.T), 0)
        slopes = np.outer(image, back), np.outer(hidden, error)
    return weights_1 - alpha * slopes[0], weights_2 - alpha * slopes[1]

# %% solution="train"
answers_wanted = np.zeros((len(y_train), 10), dtype=x_train.dtype)
np.put_along_axis(answers_wanted, y_train[:, None].astype(int), 1, axis=1)
together = np.concatenate([x_train, answers_wanted], axis=1)  # images and targets stay together
dice = np.random.default_rng(99)
measured = np.zeros((2, PASSES))
history_1, history_2 = start_1[None].repeat(2, axis=0), start_2[None].repeat(2, axis=0)
best_pass = 1
for number in range(1, PASSES + 1):
    dice.shuffle(together)
    for row in together:
        history_1[0], history_2[0] = train_step(
            row[:784], row[784:], history_1[0], history_2[0], ALPHA
        )
    for place, (x, y) in enumerate([(x_train, y_train), (x_valid, y_valid)]):
        outputs = forward(x, history_1[0], history_2[0])[1]
        measured[place, number - 1] = np.equal(outputs.argmax(axis=1), y).mean()
    if number == 1 or measured[1, number - 1] > measured[1, best_pass - 1]:
        best_pass = number
        history_1[1], history_2[1] = history_1[0], history_2[0]
(weights_1, best_1), (weights_2, best_2) = history_1, history_2
train_record, valid_record = measured

# %% solution="figure"
fig, axes = plt.subplots(2, 1, sharex=True, figsize=(7, 6))
for ax, (low, high) in zip(axes, [(0, 1), (0.75, 1)]):
    ax.plot(np.arange(1, PASSES + 1), measured[0], "k", label="learned from")
    ax.plot(np.arange(1, PASSES + 1), measured[1], "k--", label="watched")
    ax.set_ylim(low, high)
    ax.set_ylabel("accuracy")
axes[0].legend()
axes[1].set_xlabel("pass")

# %% solution="test-digits"
def share_of_test(*weights):
    right = 0
    for start in range(0, 10_000, 1_000):
        outputs = forward(x_test[start : start + 1_000], *weights)[1]
        right += int((outputs.argmax(axis=1) == y_test[start : start + 1_000]).sum())
    return right / 10_000


test_last = share_of_test(weights_1, weights_2)
test_best = share_of_test(best_1, best_2)
