# /// example
# title = "Drawn upside down by pcolormesh"
# kind = "wrong"
# extra = true
# [loses]
# ten-panels = "upside down"
# ///

# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    ax.pcolormesh(features_10[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")
