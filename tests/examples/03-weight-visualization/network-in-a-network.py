# /// example
# title = "The hidden layer as a network of its own inside the other, a figure without pyplot, Polish comments"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
# Warstwa ukryta jest osobną siecią: dzięki temu widać, co z niej wychodzi.
def sieć(jednostki, epoki):
    ukryta = keras.Sequential(
        [keras.Input(shape=(784,)), keras.layers.Dense(jednostki, activation="relu")], name="ukryta"
    )
    cała = keras.Sequential([ukryta, keras.layers.Dense(10, activation="softmax")])
    cała.compile(
        optimizer=keras.optimizers.Nadam(), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    cała.fit(x_train, y_train, epochs=epoki, batch_size=128, verbose=0)
    return cała


model_10 = sieć(10, 4)
model_512 = sieć(512, 2)

# %% solution="hidden-features"
def hidden_features(model):
    wagi, progi = model.layers[0].get_weights()
    return np.array([np.array_split(wagi[:, j], 28) for j in range(len(progi))])

# %% solution="ten-features"
from IPython.display import display
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

cechy = hidden_features(model_10)
skala = Normalize(-np.abs(cechy).max(), np.abs(cechy).max())
fig_10 = Figure(figsize=(12, 5), layout="constrained")
osie = fig_10.subplot_mosaic("01234;56789")
for nazwa, oś in osie.items():
    oś.imshow(cechy[int(nazwa)], norm=skala, cmap="PRGn")
    oś.set_title(f"jednostka {nazwa}")
    oś.axis("off")
fig_10.colorbar(ScalarMappable(skala, "PRGn"), ax=list(osie.values()))
display(fig_10)

# %% solution="sample"
sample_units = list(np.random.default_rng(8).permutation(512)[:16])
cechy = hidden_features(model_512)
skala = Normalize(-0.35, 0.35, clip=True)
fig_512 = Figure(figsize=(9, 9))
for k, j in enumerate(sample_units):
    oś = fig_512.add_axes((k % 4 / 4, 0.75 - k // 4 / 4, 0.22, 0.22), xticks=[], yticks=[])
    oś.imshow(cechy[j], norm=skala, cmap="PRGn")
    oś.annotate(f"jednostka {j}", (0.5, 1), xycoords="axes fraction", ha="center")
display(fig_512)

# %% solution="roughness"
def roughness(image):
    image -= image.mean()
    image /= image.std()
    # Dla obrazu o wariancji 1: r = 1 - średni iloczyn sąsiadów, poza poprawką na brzegach.
    sąsiedzi = [(image[:, 1:], image[:, :-1]), (image[1:], image[:-1])]
    return float(sum(np.mean(a * a + b * b) / 2 - np.mean(a * b) for a, b in sąsiedzi) / 2)


roughness_10 = np.mean([roughness(cecha) for cecha in hidden_features(model_10).copy()])
roughness_512 = np.mean([roughness(cecha) for cecha in hidden_features(model_512).copy()])
