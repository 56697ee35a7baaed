# /// example
# title = "Weights reshaped across units"
# kind = "wrong"
# [loses]
# feature-values = "cuts across units"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    return model.get_weights()[0].reshape(-1, 28, 28)
