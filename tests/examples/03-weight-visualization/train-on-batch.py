# /// example
# title = "Own loop of train_on_batch, dtype float64, French comments"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
# Chaque réseau : une couche cachée, puis dix sorties sans softmax.
def réseau(n):
    modèle = keras.Sequential(
        [keras.Input(shape=(784,)), keras.layers.Dense(n), keras.layers.ReLU(), keras.layers.Dense(10)]
    )
    modèle.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return modèle


model_10, model_512 = réseau(10), réseau(512)
hasard = np.random.default_rng(1)
for modèle, passages in ((model_10, 4), (model_512, 2)):
    for passage in range(passages):
        ordre = hasard.permutation(len(x_train))
        for début in range(0, len(ordre), 500):
            lot = ordre[début : début + 500]
            modèle.train_on_batch(x_train[lot], y_train[lot])

# %% solution="hidden-features"
def hidden_features(model):
    # Une colonne de W par unité.
    W = model.get_weights()[0].astype("float64")
    return np.array([*map(lambda colonne: colonne.reshape((28, 28)), W.T)])

# %% solution="ten-features"
traits = hidden_features(model_10)
m = max(-traits.min(), traits.max())
fig_10, ax = plt.subplots(nrows=2, ncols=5, figsize=(12, 5.5))
for i in range(2):
    for j in range(5):
        ax[i, j].imshow(traits[5 * i + j], cmap=plt.get_cmap("coolwarm"), vmin=-m, vmax=m)
        ax[i, j].set_title("unité {}".format(5 * i + j))
plt.setp(ax, xticks=[], yticks=[]);

# %% solution="sample"
sample_units = hasard.choice(512, 16, replace=False)
traits = hidden_features(model_512)
m = np.abs(traits).max()
fig_512, ax = plt.subplots(nrows=4, ncols=4, figsize=(8, 9))
for k, u in enumerate(sample_units):
    ax.flat[k].imshow(traits[u], cmap="coolwarm", vmin=-m, vmax=m)
    ax.flat[k].set_title("unité %i" % u)
plt.setp(ax, xticks=[], yticks=[])
plt.tight_layout()

# %% solution="roughness"
def roughness(image):
    dx, dy = image[:, :-1] - image[:, 1:], image[:-1] - image[1:]
    paires = dx.size + dy.size
    return ((dx**2).sum() + (dy**2).sum()) / paires / (2 * np.mean((image - np.mean(image)) ** 2))


roughness_10 = np.average([roughness(t) for t in hidden_features(model_10)])
roughness_512 = np.average([roughness(t) for t in hidden_features(model_512)])
