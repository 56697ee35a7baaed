# /// example
# title = "Images made of biases"
# kind = "wrong"
# [loses]
# feature-values = "biases"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    biases = model.get_weights()[1]
    return np.array([np.full((28, 28), bias) for bias in biases])
