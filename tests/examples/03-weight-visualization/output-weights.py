# /// example
# title = "Images filled with weights of the output layer"
# kind = "wrong"
# [loses]
# feature-values = "output layer"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    weights = model.get_weights()[2]  # (units, 10)
    return np.array([np.resize(row, (28, 28)) for row in weights])
