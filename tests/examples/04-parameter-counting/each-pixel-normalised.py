# /// example
# title = "A Normalization layer for every pixel by itself, default progress bars, Portuguese"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# entradas, neurônios escondidos, saídas
n, m, k = 784, 400, 10
pesos = n * m + m * k
vieses = m + k
one_hidden = {}
one_hidden["weights"], one_hidden["biases"] = pesos, vieses
one_hidden.update(total=pesos + vieses)
print(one_hidden)

# %% solution="mlp-params"
def mlp_params(sizes):
    # uma camada e, por recursão, o resto da rede
    if len(sizes) < 2:
        return 0, 0
    pesos, vieses = dense_params(sizes[0], sizes[1])
    outros_pesos, outros_vieses = mlp_params(sizes[1:])
    return pesos + outros_pesos, vieses + outros_vieses

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    pesos = vieses = 0
    for _ in range(filters):
        for _ in range(channels_in):
            pesos += kernel**2
        vieses += 1
    return pesos, vieses

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    livre = size + 2 * padding - kernel
    if livre < 0:
        return 0
    passos, _ = divmod(livre, stride)
    return passos + 1

# %% solution="preprocess"
def preprocess(images):
    """A camada de normalização faz o resto, dentro da rede."""
    return images.astype(np.float32).reshape(images.shape[0], -1)

# %% solution="build"
# cada pixel com a sua própria média e o seu próprio desvio
normaliza = keras.layers.Normalization(axis=-1)
normaliza.adapt(preprocess(x_train))


def rede(largura):
    entrada = keras.Input(shape=(784,), name="pixels")
    x = normaliza(entrada)
    x = keras.layers.Dense(largura, activation="sigmoid", name="escondida")(x)
    saida = keras.layers.Dense(10, activation="softmax", name="digitos")(x)
    modelo = keras.Model(entrada, saida)
    modelo.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    modelo.summary()
    return modelo


large_model = rede(smallest_large_width)
small_model = rede(largest_small_width)

# %% solution="train"
inicio = time.perf_counter()
large_history = large_model.fit(
    preprocess(x_train), y_train, batch_size=128, epochs=10, validation_split=0.1
)
large_seconds = time.perf_counter() - inicio
inicio = time.perf_counter()
small_history = small_model.fit(
    preprocess(x_train), y_train, batch_size=128, epochs=10, validation_split=0.1
)
small_seconds = time.perf_counter() - inicio

# %% solution="results"
def linha(modelo, historia, segundos):
    ultimo = {nome: valores[-1] for nome, valores in historia.history.items()}
    perda, acerto = modelo.evaluate(preprocess(x_test), y_test)
    por_epoca = segundos / len(historia.epoch)
    return {
        "width": modelo.get_layer("escondida").units,
        "parameters": modelo.count_params(),
        "train": ultimo["accuracy"],
        "validation": ultimo["val_accuracy"],
        "test": acerto,
        "seconds_per_epoch": por_epoca,
        "ms_per_step": por_epoca * 1000 / historia.params["steps"],
    }


results = {}
results["large"] = linha(large_model, large_history, large_seconds)
results["small"] = linha(small_model, small_history, small_seconds)
