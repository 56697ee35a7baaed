# /// example
# title = "The axis of the units comes last"
# kind = "wrong"
# extra = true
# [loses]
# feature-shape = "gives the shape (28, 28, 10)"
# feature-values = "(28, 28, 3)"
# ///

# %% solution="hidden-features"
def hidden_features(model):
    return model.get_weights()[0].reshape(28, 28, -1)


# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    ax.imshow(features_10[:, :, unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")

# %% solution="sample"
features_512 = hidden_features(model_512)
sample_units = np.arange(0, 512, 30)
limit = np.abs(features_512).max()
fig_512, axes = plt.subplots(3, 6)
for unit, ax in zip(sample_units, axes.flat):
    ax.imshow(features_512[:, :, unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"{unit}")

# %% solution="roughness"
def roughness(image):
    across, down = np.diff(image, axis=1), np.diff(image, axis=0)
    return ((across**2).mean() + (down**2).mean()) / (4 * image.var())


features_10 = hidden_features(model_10)
roughness_10 = np.mean([roughness(features_10[:, :, j]) for j in range(10)])
roughness_512 = np.mean([roughness(features_512[:, :, j]) for j in range(512)])
