# /// example
# title = "The sample names units twice"
# kind = "wrong"
# extra = true
# [loses]
# sample-units = "different units"
# ///

# %% solution="sample"
features_512 = hidden_features(model_512)
sample_units = [number % 15 for number in range(0, 40, 2)]
fig_512, axes = plt.subplots(4, 5, figsize=(10, 9))
for unit, ax in zip(sample_units, axes.flat):
    limit = np.abs(features_512).max()
    ax.imshow(features_512[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_title(f"unit {unit}")
