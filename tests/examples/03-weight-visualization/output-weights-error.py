# /// example
# title = "Weights of the output layer do not fit into images"
# kind = "wrong"
# extra = true
# [loses]
# feature-shape = "stopped with an error"
# feature-values = "output layer"
# ten-panels = "still None"
# ten-one-scale = "still None"
# ten-centred = "still None"
# ten-titles = "still None"
# sample-panels = "still None"
# sample-readable = "still None"
# sample-units = "still None"
# roughness-values = "still None"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    return model.layers[-1].get_weights()[0].T.reshape(-1, 28, 28)
