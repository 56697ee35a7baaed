# /// example
# title = "All features in one image"
# kind = "wrong"
# extra = true
# [loses]
# ten-panels = "1 panels with an image"
# ///

# %% solution="ten-features"
rows = [np.hstack(hidden_features(model_10)[start : start + 5]) for start in (0, 5)]
picture = np.vstack(rows)
fig_10, ax = plt.subplots()
limit = np.abs(picture).max()
ax.imshow(picture, cmap="RdBu_r", vmin=-limit, vmax=limit)
ax.set_title("units 0 to 9")
