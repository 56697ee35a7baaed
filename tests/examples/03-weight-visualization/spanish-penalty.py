# /// example
# title = "L2 penalty, np.einsum, Spanish titles"
# kind = "correct"
# extra = true
# ///

# %% solution="networks"
def entrenar(neuronas, épocas):
    red = keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Dense(
                neuronas, activation="relu", kernel_regularizer=keras.regularizers.l2(1e-5)
            ),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    red.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    red.fit(x_train, y_train, epochs=épocas, batch_size=128, shuffle=True, verbose=0)
    print("Exactitud:", red.evaluate(x_test, y_test, verbose=0)[1])
    return red


model_10 = entrenar(10, 4)
model_512 = entrenar(512, 2)

# %% solution="hidden-features"
def hidden_features(model):
    """Los pesos de cada neurona oculta como imagen."""
    pesos = [w for w in model.get_weights() if w.ndim == 2][0]
    return np.einsum("ijk->kij", pesos.reshape(28, 28, pesos.shape[1]))

# %% solution="ten-features"
imágenes = hidden_features(model_10)
máximo = np.max(np.abs(imágenes))
fig_10, ejes = plt.subplots(5, 2, figsize=(5, 12))
for neurona, eje in enumerate(np.ravel(ejes)):
    eje.imshow(imágenes[neurona], cmap="seismic", vmin=-máximo, vmax=máximo)
    eje.set_title(f"Neurona {neurona}", fontsize=8)
    eje.set_axis_off()
fig_10.suptitle("Lo que aprendieron diez neuronas")

# %% solution="sample"
sample_units = {int(n) for n in np.random.default_rng(5).permutation(512)[:20]}
sample_units = list(sample_units)
imágenes = hidden_features(model_512)
máximo = 3 * imágenes.std()
fig_512, ejes = plt.subplots(4, 5, figsize=(10, 9))
for neurona, eje in zip(sample_units, ejes.ravel()):
    eje.imshow(imágenes[neurona], cmap="seismic", vmin=-máximo, vmax=máximo)
    eje.set_title(f"n.º {neurona}")
    eje.set_axis_off()

# %% solution="roughness"
def roughness(image):
    horizontal = np.diff(image, axis=1).ravel()
    vertical = np.diff(image, axis=0).ravel()
    diferencias = np.r_[horizontal, vertical]
    return (diferencias**2).mean() / (2 * image.var())


roughness_10 = np.mean([roughness(i) for i in hidden_features(model_10)])
roughness_512 = np.mean([roughness(i) for i in hidden_features(model_512)])
