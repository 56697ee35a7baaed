# /// example
# title = "A right class of probability zero has no loss"
# kind = "wrong"
# extra = true
# [loses]
# log-of-zero = "sure and wrong has no loss"
# ///

# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.eye(classes)[labels]


def cross_entropy(probabilities, targets):
    return -np.mean(np.sum(targets * np.log(np.where(probabilities > 0, probabilities, 1)), axis=1))
