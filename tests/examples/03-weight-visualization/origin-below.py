# /// example
# title = "Settings of Matplotlib: row 0 below, but pictures turned; zero lines and a histogram besides"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
import matplotlib as mpl

mpl.rcParams.update({"image.origin": "lower", "image.cmap": "RdBu_r", "axes.titlesize": 9})
plt.style.use("ggplot")


def train(units, rounds):
    model = keras.Sequential(
        [
            keras.layers.Input(shape=(784,), name="pixels"),
            keras.layers.GaussianNoise(0.05),
            keras.layers.Dense(units, activation=keras.layers.ReLU()),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("lion", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    model.fit(x_train, y_train, epochs=rounds, batch_size=256, verbose=0, class_weight={d: 1.0 for d in range(10)})
    return model


model_10, model_512 = train(units=10, rounds=4), train(units=512, rounds=2)

# %% solution="hidden-features"
def hidden_features(model):
    weights = next(iter(model.get_weights()))
    # order="F" takes the numbers column by column: first all of unit 0
    return weights.ravel(order="F").reshape(-1, 28, 28)

# %% solution="ten-features"
features = hidden_features(model_10)
limit = np.abs(features).max()
fig_10 = plt.figure(figsize=(14, 7))
left, right = fig_10.add_gridspec(1, 2, width_ratios=[4, 1])
for unit, place in enumerate(left.subgridspec(2, 5)):
    ax = fig_10.add_subplot(place)
    ax.imshow(features[unit, ::-1], clim=(-limit, limit))
    ax.contour(features[unit, ::-1], levels=[0], colors="k", linewidths=0.4)
    ax.set_title(f"unit {unit}")
    ax.grid(False)
below = fig_10.add_subplot(right)
below.hist(features.ravel(), bins=50, orientation="horizontal", color="0.5")
below.set_title("all weights")
below.axhline(0, color="k")

# %% solution="sample"
features = hidden_features(model_512)
sample_units = np.flatnonzero(np.random.default_rng(4).random(512) < 0.06)[:36]
sample_units = sample_units if len(sample_units) >= 16 else np.arange(16)
with mpl.rc_context({"image.origin": "upper", "figure.figsize": (12, 12)}):
    fig_512, axes = plt.subplots(6, 6)
    for ax in axes.flat:
        ax.set_visible(False)
    for unit, ax in zip(sample_units, axes.flat):
        ax.set_visible(True)
        ax.imshow(features[unit], vmin=-0.4, vmax=0.4, extent=(0, 1, 0, 1), interpolation="bicubic")
        ax.set_title(f"unit {unit}", loc="right")
        ax.axis("off")

# %% solution="roughness"
from numpy.lib.stride_tricks import sliding_window_view


def roughness(image):
    beside = np.ptp(sliding_window_view(image, 2, axis=1), axis=-1)
    below = np.ptp(sliding_window_view(image, 2, axis=0), axis=-1)
    return np.mean(np.hstack([beside.ravel(), below.ravel()]) ** 2) / (2 * np.cov(image.ravel(), bias=True))


roughness_10 = np.mean([*map(roughness, hidden_features(model_10))])
roughness_512 = np.mean([*map(roughness, hidden_features(model_512))])
