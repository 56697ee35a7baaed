# /// example
# title = "Panels without titles"
# kind = "wrong"
# [loses]
# ten-titles = "no title"
# ///

# %% solution="ten-features"
features_10 = hidden_features(model_10)
limit = np.abs(features_10).max()
fig_10, axes = plt.subplots(2, 5, figsize=(12, 5))
for unit, ax in enumerate(axes.flat):
    ax.imshow(features_10[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
fig_10.suptitle("What 10 hidden units have learned")
