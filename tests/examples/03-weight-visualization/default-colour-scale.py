# /// example
# title = "Nothing said about colour scales"
# kind = "wrong"
# extra = true
# [loses]
# ten-one-scale = "different colour scales"
# ten-centred = "middle colour"
# ///

# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    ax.imshow(features_10[unit])
    ax.set_title(f"unit {unit}")
