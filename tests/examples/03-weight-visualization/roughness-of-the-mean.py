# /// example
# title = "Roughness of the mean image"
# kind = "wrong"
# extra = true
# [loses]
# roughness-values = "mean image"
# ///

# %% solution="roughness"
def roughness(image):
    squares = np.concatenate([np.diff(image, axis=axis).ravel() ** 2 for axis in (0, 1)])
    return squares.mean() / (2 * np.var(image))


roughness_10 = roughness(hidden_features(model_10).mean(axis=0))
roughness_512 = roughness(hidden_features(model_512).mean(axis=0))
