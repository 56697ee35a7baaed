# /// example
# title = "Roughness looks at neighbours side by side only"
# kind = "wrong"
# extra = true
# [loses]
# roughness-function = "one direction only"
# ///

# %% solution="roughness"
def roughness(image):
    return np.mean(np.diff(image, axis=1) ** 2) / (2 * np.var(image))


roughness_10 = np.mean([roughness(image) for image in hidden_features(model_10)])
roughness_512 = np.mean([roughness(image) for image in hidden_features(model_512)])
