# /// example
# title = "Each panel of the sample has its own colour scale"
# kind = "wrong"
# extra = true
# [loses]
# sample-readable = "different colour scales"
# ///

# %% solution="sample"
features_512 = hidden_features(model_512)
sample_units = list(range(100, 120))
fig_512, axes = plt.subplots(4, 5, figsize=(10, 9))
for unit, ax in zip(sample_units, axes.flat):
    limit = np.abs(features_512[unit]).max()
    ax.imshow(features_512[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")
