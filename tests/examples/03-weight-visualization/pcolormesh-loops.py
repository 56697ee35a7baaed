# /// example
# title = "Explicit loops, pcolormesh, a list of images, plt.gcf"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
model_512 = keras.Sequential(
    [keras.layers.Dense(512, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
model_512.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
model_512.fit(x_train, y_train, batch_size=256, epochs=2, verbose=0)
model_10 = keras.Sequential()
model_10.add(keras.Input(shape=(784,)))
model_10.add(keras.layers.Dense(10))
model_10.add(keras.layers.Activation("relu"))
model_10.add(keras.layers.Dense(10, activation="softmax"))
model_10.compile("rmsprop", "sparse_categorical_crossentropy")
model_10.fit(x_train, y_train, batch_size=64, epochs=3, verbose=0)

# %% solution="hidden-features"
def hidden_features(model):
    w = np.array(model.layers[0].get_weights()[0], dtype=float)
    result = []
    for unit in range(w.shape[1]):
        image = np.zeros((28, 28))
        for row in range(28):
            for column in range(28):
                image[row, column] = w[row * 28 + column, unit]
        result.append(image)
    return result

# %% solution="ten-features"
f = np.asarray(hidden_features(model_10))
m = np.max(np.abs(f))
plt.figure()
for i in range(10):
    plt.subplot(5, 2, i + 1)
    plt.pcolormesh(f[i], vmin=-m, vmax=m, cmap="coolwarm")
    plt.gca().invert_yaxis()
    plt.text(1, 3, f"unit {i}")
    plt.axis("off")
fig_10 = plt.gcf()

# %% solution="sample"
f = np.asarray(hidden_features(model_512))
sample_units = np.random.permutation(512)[:16]
fig_512, axes = plt.subplots(4, 4)
for n in range(16):
    axes[n // 4, n % 4].pcolormesh(f[sample_units[n]][::-1], vmin=-0.3, vmax=0.3, cmap="coolwarm")
    axes[n // 4, n % 4].set_title(sample_units[n])

# %% solution="roughness"
def roughness(image):
    total = 0.0
    count = 0
    for row in range(28):
        for column in range(28):
            if column > 0:
                total += (image[row][column] - image[row][column - 1]) ** 2
                count += 1
            if row > 0:
                total += (image[row][column] - image[row - 1][column]) ** 2
                count += 1
    return float(total / count / (2 * np.var(image)))


roughness_10 = sum(roughness(image) for image in hidden_features(model_10)) / 10
roughness_512 = sum(roughness(image) for image in hidden_features(model_512)) / 512
