# /// example
# title = "One colour scale, but zero is not in its middle"
# kind = "wrong"
# [loses]
# ten-centred = "middle colour"
# ///

# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    ax.imshow(features_10[unit], cmap="RdBu_r", vmin=features_10.min(), vmax=2 * limit)
    ax.set_title(f"unit {unit}")
