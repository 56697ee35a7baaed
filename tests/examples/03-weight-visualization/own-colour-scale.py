# /// example
# title = "Each panel has its own colour scale"
# kind = "wrong"
# [loses]
# ten-one-scale = "different colour scales"
# ///

# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    limit = np.abs(features_10[unit]).max()
    ax.imshow(features_10[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")
