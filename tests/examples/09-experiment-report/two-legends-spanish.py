# /// example
# title = "Comentarios en español, one panel with two legends, a bincount, tables by comprehension"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
def build(units, layers):
    # Las capas ocultas primero, la de salida al final.
    modelo = keras.Sequential(name=f"red_{units}_{layers}")
    modelo.add(keras.layers.InputLayer(shape=(784,)))
    for numero in range(1, layers + 1):
        modelo.add(keras.layers.Dense(units, activation="relu", name=f"oculta_{numero}"))
    modelo.add(keras.layers.Dense(10, activation="softmax", name="salida"))
    modelo.compile(
        optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return modelo


# %% solution="train"
def entrenar(unidades, capas):
    keras.utils.set_random_seed(100 * unidades + capas)
    modelo = build(unidades, capas)
    inicio = time.time()
    historia = modelo.fit(
        x=x_train,
        y=y_train,
        validation_data=(x_val, y_val),
        epochs=EPOCHS,
        batch_size=400,
        verbose=0,
    )
    duracion = time.time() - inicio
    print(f"{unidades} x {capas}: {duracion:.1f} s")
    return {"modelo": modelo, "historia": historia, "segundos": duracion}


experimentos = {pareja: entrenar(*pareja) for pareja in PLAN}
networks = [experimento["modelo"] for experimento in experimentos.values()]
histories = [experimento["historia"] for experimento in experimentos.values()]
seconds = [experimento["segundos"] for experimento in experimentos.values()]

# %% solution="curves"
from matplotlib.lines import Line2D

colores = plt.cm.tab10.colors
epocas = np.arange(1, EPOCHS + 1)
fig_curves, ax = plt.subplots(figsize=(9, 6))
for (unidades, capas), historia, color in zip(PLAN, histories, colores):
    nombre = f"{unidades} unidades, {capas} capa{'s' if capas > 1 else ''}"
    ax.plot(epocas, historia.history["accuracy"], color=color, label=nombre)
    ax.plot(epocas, historia.history["val_accuracy"], color=color, linestyle="--")
ax.set_xlabel("época")
ax.set_ylabel("exactitud")
redes = ax.legend(loc="lower right", title="red")
ax.add_artist(redes)
estilos = [Line2D([], [], color="black", linestyle=estilo) for estilo in ("-", "--")]
ax.legend(estilos, ["entrenamiento", "validación"], loc="upper left")

# %% solution="table"
def fila(pareja):
    modelo = experimentos[pareja]["modelo"]
    return dict(
        zip(
            COLUMNAS,
            (
                *pareja,
                int(sum(np.prod(variable.shape) for variable in modelo.trainable_variables)),
                experimentos[pareja]["segundos"],
                modelo.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1],
                modelo.evaluate(x_test, y_test, batch_size=1000, verbose=0)[1],
            ),
        )
    )


COLUMNAS = "units,layers,parameters,seconds,training accuracy,test accuracy".split(",")
table = [fila(pareja) for pareja in PLAN]

# %% solution="predict"
pick = max(range(6), key=lambda i: table[i]["test accuracy"] - table[i]["parameters"] / 1e8)
lector = networks[pick]
train_predictions = lector.predict(x_train, batch_size=1000, verbose=0).argsort(axis=1)[:, -1]
test_predictions = lector.predict(x_test, batch_size=1000, verbose=0).argsort(axis=1)[:, -1]

# %% solution="matrices"
def confusion(labels, predictions):
    pares = 10 * labels.astype(int) + predictions
    return np.bincount(pares, minlength=100).reshape(10, 10)


matrix_train, matrix_test = (
    confusion(verdad, lectura)
    for verdad, lectura in [(y_train, train_predictions), (y_test, test_predictions)]
)

# %% solution="matrices-figure"
fig_matrices = plt.figure(figsize=(12, 6), layout="constrained")
partes = fig_matrices.subfigures(1, 2)
for parte, matriz, titulo in zip(
    partes, (matrix_train, matrix_test), ("Entrenamiento (training)", "Prueba (test)")
):
    parte.suptitle(titulo)
    ax = parte.subplots()
    errores = np.where(np.eye(10, dtype=bool), 0, matriz)
    ax.imshow(errores, cmap="Oranges")
    for (i, j), cuenta in np.ndenumerate(matriz):
        ax.annotate(str(cuenta), (j, i), ha="center", va="center", fontsize=7)
    ax.set_xticks(range(10), range(10))
    ax.set_yticks(range(10), range(10))
    ax.set_xlabel("cifra predicha")
    ax.set_ylabel("cifra verdadera")

# %% solution="digits-figure"
seguridad = lector.predict(x_test, batch_size=1000, verbose=0)
fallos = np.flatnonzero(test_predictions != y_test)
aciertos = np.flatnonzero(test_predictions == y_test)
peores = fallos[np.argsort(-seguridad[fallos].max(axis=1))[:15]]  # los fallos más seguros
dudosos = aciertos[np.argsort(seguridad[aciertos].max(axis=1))[:10]]  # los aciertos más dudosos
shown = np.concatenate((peores, dudosos)).tolist()
fig_digits = plt.figure(figsize=(9, 11))
for k, lugar in enumerate(shown, start=1):
    ax = fig_digits.add_subplot(5, 5, k, xticks=[], yticks=[])
    ax.imshow(255 - images_test[lugar], cmap="gray", vmin=0, vmax=255)
    color = "forestgreen" if lugar in aciertos else "firebrick"
    ax.set_title(f"{test_predictions[lugar]} ({y_test[lugar]})", color=color, fontsize=14)
    tres = np.argsort(-seguridad[lugar])[:3]
    ax.set_xlabel(", ".join(f"{cifra}: {seguridad[lugar][cifra]:.2f}" for cifra in tres), fontsize=7)

# %% solution="four-nine"
def confundidos(verdad, lectura):
    return np.intersect1d(np.where(y_test == verdad)[0], np.where(test_predictions == lectura)[0])


fours_as_nines = confundidos(4, 9)
nines_as_fours = confundidos(9, 4)
