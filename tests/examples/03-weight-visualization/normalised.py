# /// example
# title = "Every feature scaled by itself"
# kind = "wrong"
# extra = true
# [loses]
# feature-values = "not the size of the weights"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    images = model.get_weights()[0].T.reshape(-1, 28, 28)
    low, high = images.min(axis=(1, 2), keepdims=True), images.max(axis=(1, 2), keepdims=True)
    return (images - low) / (high - low)


# %% solution="roughness"
def roughness(image):
    pairs = [np.diff(image, axis=axis).ravel() for axis in (0, 1)]
    return np.mean(np.concatenate(pairs) ** 2) / (2 * image.var())


roughness_10, roughness_512 = (
    np.mean([roughness(image) for image in hidden_features(model)])
    for model in (model_10, model_512)
)
