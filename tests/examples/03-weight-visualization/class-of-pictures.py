# /// example
# title = "A class that draws, callbacks, a generator of panels, weights stacked unit by unit"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
def make(units, name):
    model = keras.models.Sequential(name=name)
    model.add(keras.layers.Input((784,)))
    model.add(keras.layers.Dense(units=units, activation="relu", name=f"hidden_{units}"))
    model.add(keras.layers.Dense(units=10, activation="softmax", name="output"))
    model.compile(optimizer="nadam", loss="sparse_categorical_crossentropy", metrics=["acc"])
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    history = model.fit(
        x_train, y_train, epochs=4, batch_size=256, validation_split=1 / 6, callbacks=[stop],
        verbose=0,
    )
    print(name, "validation accuracy", max(history.history["val_acc"]))
    return model


model_10 = make(10, "small_network")
model_512 = make(512, "large_network")

# %% solution="hidden-features"
def hidden_features(model):
    columns = model.get_weights()[0].T
    return np.stack([np.stack(np.split(column, 28)) for column in columns], axis=0)

# %% solution="ten-features"
class Gallery:
    """Pictures in a grid, with one scale of colours around zero."""

    def __init__(self, images, titles, columns):
        self.images, self.titles = np.asarray(images), titles
        self.columns = columns
        self.rows = -(-len(images) // columns)

    def draw(self):
        limit = np.ceil(np.max(np.abs(self.images)) * 10) / 10
        figure, axes = plt.subplots(self.rows, self.columns, figsize=(2 * self.columns, 2.4 * self.rows))
        for axis in axes.flat:
            axis.axis("off")
        for axis, image, title in zip(axes.flat, self.images, self.titles):
            axis.imshow(image, cmap="bwr", vmin=-limit, vmax=limit)
            axis.set_title(title, fontsize=9)
        return figure


fig_10 = Gallery(hidden_features(model_10), [f"Neuron {j}" for j in range(10)], 4).draw()

# %% solution="sample"
np.random.seed(12)
sample_units = np.random.choice(np.arange(512), 25, replace=False).tolist()
fig_512 = Gallery(
    [hidden_features(model_512)[j] for j in sample_units], [f"Neuron {j}" for j in sample_units], 5
).draw()

# %% solution="roughness"
def roughness(image):
    neighbours = []
    for y in range(len(image)):
        for x in range(len(image[0])):
            for down, right in ((0, 1), (1, 0)):
                if y + down < 28 and x + right < 28:
                    neighbours.append(image[y][x] - image[y + down][x + right])
    return np.dot(neighbours, neighbours) / len(neighbours) / (2 * np.std(image) ** 2)


roughness_10 = roughness_512 = 0
for feature in hidden_features(model_10):
    roughness_10 += roughness(feature) / 10
for feature in hidden_features(model_512):
    roughness_512 += roughness(feature) / 512
