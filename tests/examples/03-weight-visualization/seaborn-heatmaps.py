# /// example
# title = "Heatmaps of seaborn, features by np.transpose, roughness by np.roll"
# kind = "correct"
# extra = true
# ///

# %% solution="hidden-features"
def hidden_features(model):
    (matrix, *_) = model.get_weights()
    pixels, units = matrix.shape
    return np.transpose(matrix).reshape(units, 28, 28)

# %% solution="ten-features"
import seaborn as sns

features = hidden_features(model_10)
end = np.abs(features).max()
fig_10, axs = plt.subplots(2, 5, figsize=(15, 6))
for j in range(10):
    ax = axs[j // 5][j % 5]
    sns.heatmap(
        features[j], ax=ax, vmin=-end, vmax=end, center=0, cmap="vlag", cbar=False, square=True,
        xticklabels=False, yticklabels=False,
    )
    ax.set_title(f"hidden unit {j}")
plt.tight_layout()

# %% solution="sample"
import random

sample_units = sorted(random.sample(range(512), 24))
features = hidden_features(model_512)
fig_512, axs = plt.subplots(4, 6, figsize=(14, 10))
for j, ax in zip(sample_units, axs.flatten()):
    sns.heatmap(features[j], ax=ax, center=0, vmin=-0.5, vmax=0.5, cmap="icefire", cbar=False)
    ax.set(title=f"Unit {j}", xticks=[], yticks=[])

# %% solution="roughness"
def roughness(image):
    squares = np.concatenate([
        ((image - np.roll(image, 1, axis)) ** 2).take(range(1, 28), axis).ravel()
        for axis in (0, 1)
    ])
    return squares.mean() / (2 * image.var())


roughness_10, roughness_512 = (
    np.mean(list(map(roughness, hidden_features(m)))) for m in (model_10, model_512)
)
