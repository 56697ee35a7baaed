# /// example
# title = "A table of all weights and seaborn's FacetGrid, heatmaps that share one colour bar"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
import functools


@functools.cache
def trained(units):
    keras.utils.set_random_seed(units)
    network = keras.Sequential([keras.Input((784,))])
    for size, activation in ((units, "relu"), (10, "linear")):
        network.add(keras.layers.Dense(size, activation))
    network.add(keras.layers.Softmax())
    network.compile(optimizer=keras.optimizers.RMSprop(0.001), loss="sparse_categorical_crossentropy")
    network.fit(x_train, y_train, 128, 3, 0)
    return network


model_10, model_512 = trained(10), trained(512)

# %% solution="hidden-features"
import pandas as pd


def hidden_features(model):
    table = pd.DataFrame(model.get_weights()[0])
    return np.array([table[unit].to_numpy().reshape(28, 28) for unit in table])

# %% solution="ten-features"
import seaborn as sns

rows, columns = np.divmod(np.arange(784), 28)
weights = pd.concat(
    pd.DataFrame({"unit": unit, "row": rows, "column": columns, "weight": image.ravel()})
    for unit, image in enumerate(hidden_features(model_10))
)
most = weights["weight"].abs().max()


def picture(data, **options):
    square = data.pivot(index="row", columns="column", values="weight")
    plt.imshow(square, cmap=sns.diverging_palette(240, 10, as_cmap=True), vmin=-most, vmax=most)


panels = sns.FacetGrid(weights, col="unit", col_wrap=5, height=2)
panels.map_dataframe(picture)
panels.set(xticks=[], yticks=[])
fig_10 = panels.figure

# %% solution="sample"
sample_units = np.unique(np.random.default_rng(2).integers(0, 512, 60))[:30]
features = hidden_features(model_512)
most = np.abs(features[sample_units]).max()
fig_512, axes = plt.subplots(5, 6, figsize=(13, 11))
bar = fig_512.add_axes([0.93, 0.2, 0.015, 0.6])
for unit, ax in zip(sample_units, axes.flat):
    sns.heatmap(
        pd.DataFrame(features[unit]), ax=ax, cbar_ax=bar, vmin=-most, vmax=most, square=True,
        cmap=sns.color_palette("RdBu", as_cmap=True), xticklabels=False, yticklabels=False,
    ).set_title(f"unit {unit}")
