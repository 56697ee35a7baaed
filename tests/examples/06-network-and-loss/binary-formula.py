# /// example
# title = "Binary cross-entropy written in NumPy"
# kind = "wrong"
# extra = true
# [loses]
# cross-entropy = "yes-or-no question for each class"
# log-of-zero = "other numbers come out"
# ///

# %% solution="cross-entropy"
def one_hot(labels, classes):
    return np.eye(classes)[labels]


def cross_entropy(probabilities, targets):
    p = np.clip(probabilities, 1e-7, 1 - 1e-7)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))
