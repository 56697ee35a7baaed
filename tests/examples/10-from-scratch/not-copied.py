# /// example
# title = "The best weights are another name for the last ones, chosen one pass off in the plot"
# kind = "wrong"
# extra = true
# [loses]
# early-stopping = "the weights after the last pass"
# curves = "is not drawn against the number of the pass"
# ///

# %% solution="train"
targets = np.eye(10, dtype="float32")[y_train]
weights_1, weights_2 = start_1.copy(), start_2.copy()
train_record, valid_record, best_pass = [], [], None
for number in range(1, PASSES + 1):
    for image, target in zip(x_train, targets):
        gradient_1, gradient_2 = gradients(image, target, weights_1, weights_2)
        weights_1 -= ALPHA * gradient_1
        weights_2 -= ALPHA * gradient_2
    for record, x, y in ((train_record, x_train, y_train), (valid_record, x_valid, y_valid)):
        record.append(np.mean(forward(x, weights_1, weights_2)[1].argmax(axis=1) == y))
    if best_pass is None or valid_record[-1] > valid_record[best_pass - 1]:
        best_1, best_2, best_pass = weights_1, weights_2, number

# %% solution="figure"
fig, ax = plt.subplots()
ax.plot(range(2, PASSES + 2), train_record, label="training")
ax.plot(range(2, PASSES + 2), valid_record, label="validation")
ax.set(xlabel="pass", ylabel="accuracy")
ax.legend()

# %% solution="test-digits"
share = lambda one, two: np.mean(forward(x_test, one, two)[1].argmax(axis=1) == y_test)
test_last, test_best = share(weights_1, weights_2), share(best_1, best_2)
