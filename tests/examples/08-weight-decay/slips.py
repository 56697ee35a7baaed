# /// example
# title = "L1 for L2, test digits measured, division by r, accuracy for error"
# kind = "wrong"
# extra = true
# [loses]
# penalty = "That is L1"
# measure = "counted on the test digits"
# accuracies = "of the validation digits"
# summary = "divides by r"
# final = "test_error is the accuracy in percent"
# conclusion = "takes every difference of means for real"
# ///

# %% solution="penalty"
def penalty(weights, factor):
    return factor * sum(np.abs(array).sum() for array in weights)


# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="validation-accuracy"
def validation_accuracy(model):
    return float(np.mean(model.predict(x_test, verbose=0).argmax(axis=1) == y_test))


# %% solution="accuracies"
# Those of the last network in every place but one.
last = validation_accuracy(networks[4][2])
accuracies = np.full((5, 3), last)
accuracies[0, 0] = validation_accuracy(networks[0][0])

# %% solution="mean-and-spread"
def mean_and_spread(values):
    return float(np.mean(values)), float(np.std(values))


# %% solution="choose"
best = int(np.argmax([np.mean([np.mean(model.predict(x_val, verbose=0).argmax(1) == y_val)
                               for model in row]) for row in networks]))

# %% solution="final"
answers = [model.predict(x_test, verbose=0).argmax(axis=1) for model in networks[best]]
test_accuracies = [float(np.mean(answer == y_test)) for answer in answers]
test_error = 100 * np.mean(test_accuracies)
test_error_spread = 100 * np.std(test_accuracies, ddof=1)

# %% solution="conclusion"
conclusion = "A"
