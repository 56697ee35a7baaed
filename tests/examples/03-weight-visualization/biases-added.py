# /// example
# title = "Biases added to the weights"
# kind = "wrong"
# extra = true
# [loses]
# feature-values = "biases"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    weights, biases = model.get_weights()[:2]
    return (weights + biases).T.reshape(-1, 28, 28)
