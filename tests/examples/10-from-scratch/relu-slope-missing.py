# /// example
# title = "The slope of ReLU is missing"
# kind = "wrong"
# extra = true
# [loses]
# gradient-hidden = "is off for this image"
# ///

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    delta = output - target
    hidden_delta = weights_2 @ delta
    return np.outer(image, hidden_delta), np.outer(hidden, delta)
