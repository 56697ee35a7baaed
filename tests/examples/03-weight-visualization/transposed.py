# /// example
# title = "Every image transposed"
# kind = "wrong"
# [loses]
# feature-values = "transposed"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    weights = model.get_weights()[0]
    return np.array([column.reshape(28, 28, order="F") for column in weights.T])
