# /// example
# title = "The second layer is changed before its error is passed back"
# kind = "wrong"
# [loses]
# train-step = "changed before its error is passed back"
# learned = "the steps do not go down the slope"
# ///

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    hidden, output = forward(image, weights_1, weights_2)
    delta = output - target
    weights_2 = weights_2 - alpha * np.outer(hidden, delta)
    back = (weights_2 @ delta) * (hidden > 0)
    return weights_1 - alpha * np.outer(image, back), weights_2
