# /// example
# title = "The weights go up the slope"
# kind = "wrong"
# [loses]
# train-step = "your weights move along the gradient"
# learned = "the steps do not go down the slope"
# ///

# %% solution="train-step"
def train_step(image, target, weights_1, weights_2, alpha):
    gradient_1, gradient_2 = gradients(image, target, weights_1, weights_2)
    return weights_1 + alpha * gradient_1, weights_2 + alpha * gradient_2
