# /// example
# title = "Functional API, one-hot labels, SGD, matshow, colour bar in axes of its own"
# kind = "correct"
# ///

# %% solution="networks"
from tensorflow.keras import layers

one_hot = keras.utils.to_categorical(y_train, 10)


def build(n):
    pixels = keras.Input((784,), name="pixels")
    hidden = layers.Dense(n, "relu", name="hidden")(pixels)
    digits = layers.Dense(10, name="digits")(hidden)
    net = keras.Model(pixels, layers.Softmax()(digits))
    net.compile(keras.optimizers.SGD(0.1, momentum=0.9), "categorical_crossentropy")
    return net


model_10 = build(10)
model_10.fit(x_train, one_hot, batch_size=100, epochs=3, validation_split=0.1, verbose=0)
model_512 = build(512)
model_512.fit(x_train, one_hot, batch_size=256, epochs=2, verbose=0)

# %% solution="hidden-features"
def hidden_features(model):
    kernel = model.get_layer("hidden").kernel.numpy()
    return kernel.T.reshape((-1, 28, 28))

# %% solution="ten-features"
pictures = hidden_features(model_10)
top = float(max(pictures.max(), -pictures.min()))
fig_10 = plt.figure(figsize=(11, 6))
for k in range(10):
    place = fig_10.add_subplot(3, 4, k + 1)
    drawn = place.matshow(pictures[k], cmap=plt.cm.seismic, vmin=-top, vmax=top)
    place.set_title("Einheit " + str(k + 1), loc="left")
    place.set_xticks([])
    place.set_yticks([])
plt.colorbar(drawn, cax=fig_10.add_axes([0.93, 0.1, 0.02, 0.8]))

# %% solution="sample"
sample_units = list(range(18))
pictures = hidden_features(model_512)
top = float(np.percentile(abs(pictures), 99.9))
fig_512, grid = plt.subplots(3, 6, squeeze=False)
for k, place in zip(sample_units, grid.ravel()):
    place.matshow(pictures[k], cmap=plt.cm.seismic, vmin=-top, vmax=top)
    place.set_title(str(k))
