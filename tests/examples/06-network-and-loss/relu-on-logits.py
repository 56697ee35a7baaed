# /// example
# title = "ReLU on the logits as well"
# kind = "wrong"
# extra = true
# [loses]
# forward = "ReLU belongs to the hidden layers only"
# ///

# %% solution="forward"
def forward(weights, inputs):
    for w, b in zip(weights[::2], weights[1::2]):
        inputs = np.maximum(inputs @ w + b, 0)
    return inputs
