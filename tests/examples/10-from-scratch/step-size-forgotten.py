# /// example
# title = "The step size is not used, like in print; biases of a sign in one step; XOR by one unit"
# kind = "wrong"
# extra = true
# [loses]
# one-weight = "the step size"
# runs = "although their step sizes differ"
# learning-step = "The sign of the step is wrong"
# xor = "For the inputs 0, 1"
# ///

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    alpha = 0.1
    for _ in range(steps):
        prediction = x * weight
        error = (prediction - goal) ** 2
        weight = weight - (prediction - goal) * x
    return weight, prediction, error


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    return weights + alpha * (weighted_sum(inputs, weights) - goal) * inputs

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    hidden = np.maximum(inputs @ weights_1, 0)
    return hidden, hidden @ weights_2


xor_1 = np.array([[1.0, 0.0], [-1.0, 0.0]])
xor_2 = np.array([[1.0], [1.0]])
