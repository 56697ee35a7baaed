# /// example
# title = "The slope of ReLU is taken of the error that comes back"
# kind = "wrong"
# [loses]
# gradient-hidden = "Whose sign decides"
# learned = "the steps do not go down the slope"
# ///

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    delta = output - target
    back = weights_2 @ delta
    return np.outer(image, back * (back > 0)), np.outer(hidden, delta)
