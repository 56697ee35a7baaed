# /// example
# title = "The logarithm of zero is taken"
# kind = "wrong"
# [loses]
# log-of-zero = "the logarithm of zero"
# ///

# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.eye(classes)[labels]


def cross_entropy(probabilities, targets):
    return -np.sum(targets * np.log(probabilities), axis=1).mean()
