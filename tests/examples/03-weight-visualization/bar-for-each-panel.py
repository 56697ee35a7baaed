# /// example
# title = "A scale of colours as a class, a colour bar in axes of its own beside each panel, masked zeros"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
from typing import NamedTuple


class Recipe(NamedTuple):
    units: int
    epochs: int
    batch_size: int = 128


def bake(recipe: Recipe) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(
                recipe.units, activation="relu", kernel_constraint=keras.constraints.MaxNorm(4.0),
                bias_initializer=keras.initializers.Constant(0.01),
            ),
            keras.layers.Dense(10, activation="softmax", name="probabilities"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", steps_per_execution=10)
    history = model.fit(x_train, y_train, recipe.batch_size, epochs=recipe.epochs, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
    return model


model_10, model_512 = (bake(recipe) for recipe in (Recipe(10, 5), Recipe(epochs=2, units=512)))

# %% solution="hidden-features"
def hidden_features(model):
    return np.stack([column.reshape(28, 28) for column in model.weights[0].numpy().T])

# %% solution="ten-features"
from matplotlib.colors import Normalize
from mpl_toolkits.axes_grid1 import make_axes_locatable


class Symmetric(Normalize):
    """A scale with zero in the middle, as far as the largest number."""

    def __init__(self, numbers):
        super().__init__(-np.abs(numbers).max(), np.abs(numbers).max())


features = hidden_features(model_10)
scale = Symmetric(features)
fig_10, axes = plt.subplots(10, 1, figsize=(3, 30))
for number, (axis, feature) in enumerate(zip(axes, features)):
    drawn = axis.imshow(np.ma.masked_equal(feature, 0), norm=scale, cmap="seismic_r")
    axis.set_title(f"unit {number}", y=-0.2)
    axis.set_axis_off()
    bar = make_axes_locatable(axis).append_axes("right", size="5%", pad=0.05)
    fig_10.colorbar(drawn, cax=bar, ticks=[-0.5, 0, 0.5])

# %% solution="sample"
from mpl_toolkits.axes_grid1 import AxesGrid

sample_units = np.r_[0:8, 252:260, 504:512]
features = hidden_features(model_512)[sample_units]
fig_512 = plt.figure(figsize=(12, 5))
grid = AxesGrid(fig_512, 111, (3, 8), axes_pad=0.25, cbar_mode="each", cbar_size="4%", cbar_pad=0.02)
for unit, feature, axis, bar in zip(sample_units, features, grid, grid.cbar_axes):
    drawn = axis.imshow(feature, norm=Symmetric(features), cmap=plt.get_cmap("seismic", 9))
    bar.colorbar(drawn)
    bar.tick_params(labelright=False)
    axis.set(title=unit, xticks=[], yticks=[])

# %% solution="roughness"
def roughness(image):
    pairs = lambda a: np.stack([a[..., 1:], a[..., :-1]]).reshape(2, -1)
    p, q = np.concatenate([pairs(image), pairs(image.T)], axis=1)
    return np.dot(p - q, p - q) / p.size / 2 / np.var(image)


roughness_10 = round(float(np.mean([roughness(f) for f in hidden_features(model_10)])), 3)
roughness_512 = round(float(np.mean([roughness(f) for f in hidden_features(model_512)])), 3)
