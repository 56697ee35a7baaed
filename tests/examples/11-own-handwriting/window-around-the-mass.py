# /// example
# title = "A window around the centre of mass, cut and resized in one step; all disagreements in one figure"
# kind = "correct"
# extra = true
# ///

# %% solution="save-and-load"
print(fresh.save("fresh.keras"))
again = keras.models.load_model(filepath="fresh.keras", custom_objects=None, compile=True)
again.summary()

# %% solution="prepare"
def prepare(path):
    # 1. Lesen, 2. Umkehren
    foto = read_photo(path).astype("float32")
    tinte = np.median(foto) - foto
    tinte[tinte < 0.2 * tinte.max()] = 0
    # 3. Ränder der Ziffer; ein Pixel von MNIST ist so breit wie `pixel` Pixel des Fotos
    y, x = np.nonzero(tinte > 0.4 * tinte.max())
    pixel = max(np.ptp(y) + 1, np.ptp(x) + 1) / 20
    # 6. Schwerpunkt schon im großen Bild, denn Verkleinern verschiebt ihn nicht
    ys, xs = np.mgrid[: tinte.shape[0], : tinte.shape[1]]
    my, mx = np.average(ys, weights=tinte), np.average(xs, weights=tinte)
    # 4. und 6.: das Fenster von 28 x 28 solchen Pixeln um den Schwerpunkt
    rand = int(30 * pixel)
    tinte = np.pad(tinte, rand)
    oben, links = (int(round(m + rand - 14 * pixel)) for m in (my, mx))
    seite = int(round(28 * pixel))
    fenster = tinte[oben : oben + seite, links : links + seite]
    klein = resize(fenster, 28, 28)
    # 5. Skalieren
    return (klein / klein.max()).reshape(1, 28, 28, 1)

# %% solution="bars"
fig, axes = plt.subplots(
    len(disagreements), 2, figsize=(9, 2 * len(disagreements)), squeeze=False,
    gridspec_kw={"width_ratios": [1, 4]}, constrained_layout=True,
)
for (bild, balken), name in zip(axes, disagreements):
    i = PHOTOGRAPHS.index(name)
    bild.imshow(prepare(name)[0, :, :, 0], cmap="gray")
    bild.axis("off")
    balken.bar(np.arange(10) - 0.2, p_large[i], width=0.4)
    balken.bar(np.arange(10) + 0.2, p_small[i], width=0.4)
    balken.set_xticks(np.arange(10))
    balken.set_title(name)
fig.supxlabel("Ziffer")
fig.supylabel("Wahrscheinlichkeit")
fig.legend(["large", "small"], loc="outside upper right")
