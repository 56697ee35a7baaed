# /// example
# title = "einsum, records as arrays, all weights kept in a dictionary, the best looked up afterwards"
# kind = "correct"
# ///

# %% solution="layer"
weighted_sum = lambda inputs, weights: np.dot(inputs, weights)
layer = lambda inputs, weights: np.einsum("i,ij->j", inputs, weights)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    z = np.tensordot(inputs, weights_1, axes=1)
    h = (z + abs(z)) / 2
    return h, np.tensordot(h, weights_2, axes=1)


xor_1 = np.array([[-1, 1], [1, -1]])
xor_2 = np.ones((2, 1), dtype=int)

# %% solution="learning-step"
learning_step = lambda inputs, weights, goal, alpha: (
    weights + alpha * (goal - np.dot(inputs, weights)) * inputs
)

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    h, o = forward(image, weights_1, weights_2)
    d = o - target
    e = np.einsum("jk,k->j", weights_2, d) * np.sign(h)
    return np.einsum("i,j->ij", image, e), np.einsum("j,k->jk", h, d)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    # Both errors are computed before anything changes.
    hidden, output = forward(image, weights_1, weights_2)
    delta = alpha * (target - output)
    back = (weights_2 @ delta) * (hidden != 0)
    return weights_1 + np.outer(image, back), weights_2 + np.outer(hidden, delta)

# %% solution="train"
targets = np.eye(10, dtype=np.float32)[y_train]
kept = {0: (start_1, start_2)}
train_record, valid_record = np.zeros(PASSES), np.zeros(PASSES)
for number in range(PASSES):
    w1, w2 = kept[number]
    for row in range(1000):
        w1, w2 = train_step(x_train[row], targets[row], w1, w2, np.float32(ALPHA))
    kept[number + 1] = w1, w2
    train_record[number] = (forward(x_train, w1, w2)[1].argmax(1) == y_train).mean()
    valid_record[number] = (forward(x_valid, w1, w2)[1].argmax(1) == y_valid).mean()
best_pass = valid_record.argmax() + 1
best_1, best_2 = kept[best_pass]
weights_1, weights_2 = kept[PASSES]
del kept

# %% solution="figure"
fig, ax = plt.subplots()
ax.step(range(1, PASSES + 1), train_record, label="1,000 digits seen")
ax.step(range(1, PASSES + 1), valid_record, label="1,000 digits not seen")
fig.legend()
fig.supxlabel("pass")
fig.supylabel("accuracy")

# %% solution="test-digits"
share = lambda w1, w2: (forward(x_test, w1, w2)[1].argmax(1) == y_test).mean()
test_last, test_best = share(weights_1, weights_2), share(best_1, best_2)
