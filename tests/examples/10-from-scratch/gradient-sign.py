# /// example
# title = "The gradient has the wrong sign, and the step adds it"
# kind = "wrong"
# extra = true
# [loses]
# gradient-output = "the wrong sign"
# gradient-hidden = "weights_1 has the wrong sign"
# ///

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    hidden, output = forward(image, weights_1, weights_2)
    delta = target - output
    hidden_delta = (weights_2 @ delta) * (hidden > 0)
    return np.outer(image, hidden_delta), np.outer(hidden, delta)

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    gradient_1, gradient_2 = gradients(image, target, weights_1, weights_2)
    return weights_1 + alpha * gradient_1, weights_2 + alpha * gradient_2
