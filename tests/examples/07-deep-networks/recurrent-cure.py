# /// example
# title = "The rows of an image as a sequence: three GRU layers cure; nested Sequential, Portuguese"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
# Um modelo sem pesos também é uma função: model(imagens).
preprocess = keras.Sequential(
    [keras.Input(shape=(28, 28)), keras.layers.Rescaling(scale=1.0 / 255)], name="preparar"
)

# %% solution="parrots"
from collections import Counter


def parrot_accuracies(labels):
    vezes = Counter(np.asarray(labels).tolist())
    total = sum(vezes.values())
    return [vezes[algarismo] / total for algarismo in range(10)]

# %% solution="deep-network"
camadas = tf.keras.layers


def deep_network(units: int, seed: int) -> keras.Model:
    keras.utils.set_random_seed(seed)
    ocultas = tf.keras.Sequential(
        [camadas.Dense(units, activation=tf.nn.sigmoid) for _ in range(10)], name="ocultas"
    )
    rede = tf.keras.Sequential(
        [
            tf.keras.Input(shape=x_train.shape[1:]),
            camadas.Flatten(),
            ocultas,
            camadas.Dense(10, activation=tf.nn.softmax, name="saida"),
        ]
    )
    rede.compile(
        loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"]
    )
    return rede

# %% solution="deep-models"
nomes = np.array(["narrow", "middle", "wide"])
tamanhos = np.array([8, 32, 72])
deep_models = {nome: deep_network(int(n), seed=2024) for nome, n in zip(nomes, tamanhos)}
for nome in nomes:
    deep_models[nome].summary()

# %% solution="train"
%%time
deep_histories = {}
for nome in nomes:
    print(f"A treinar {nome}…")
    deep_histories[nome] = deep_models[nome].fit(
        x_train, labels_train, epochs=2, batch_size=128, validation_split=0.1, verbose=2
    )

# %% solution="symptom"
def acerto(rede, imagens, rotulos):
    medida = keras.metrics.SparseCategoricalAccuracy()
    medida.update_state(rotulos, rede.predict(preprocess(imagens), batch_size=1000, verbose=0))
    return medida.result()


train_accuracy = {nome: acerto(deep_models[nome], images_train, labels_train) for nome in nomes}
test_accuracy = {nome: acerto(deep_models[nome], images_test, labels_test) for nome in nomes}
favourite = {}
for nome in nomes:
    respostas, vezes = np.unique(read(deep_models[nome], images_test), return_counts=True)
    favourite[nome] = sorted(zip(vezes, respostas))[-1][1]

# %% solution="gradient-norms"
def densas(modelo):
    """Todas as camadas densas, também as de dentro de outro modelo."""
    for camada in modelo.layers:
        if isinstance(camada, keras.Model):
            yield from densas(camada)
        elif isinstance(camada, keras.layers.Dense):
            yield camada


def gradient_norms(model, x, labels):
    pesos = [camada.kernel for camada in densas(model)]
    with tf.GradientTape() as fita:
        perda = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, model(x)))
    return [tf.norm(g).numpy().item() for g in fita.gradient(perda, pesos)]

# %% solution="norms"
fresh = {}
norms = {}
for nome, n in zip(nomes, tamanhos):
    fresh[nome] = deep_network(units=int(n), seed=7)
    norms[nome] = gradient_norms(fresh[nome], preprocess(images_sample), labels_sample)

# %% solution="figure"
fig, eixo = plt.subplots(figsize=(9, 5))
for nome, marcador in zip(nomes, "o^s"):
    numero = np.arange(1, len(norms[nome]) + 1)
    eixo.plot(numero, norms[nome], marker=marcador, label=f"{nome}: $n_1 = {norms[nome][0]:.1e}$")
# Um float32 tem cerca de sete algarismos.
eixo.plot([0, 12], [1.2e-7, 1.2e-7], "k--", linewidth=0.8, label="precisão de um float32")
eixo.set_xlim(0, 12)
eixo.set_yscale("log")
eixo.set_xlabel("camada (1 = junto da imagem)")
eixo.set_ylabel(r"$\Vert \partial L / \partial W \Vert$")
eixo.set_title("Gradientes antes do treino")
eixo.legend(loc="lower right", frameon=False)
plt.show()

# %% solution="step-factor"
from scipy.stats import logistic


def step_factor(norms_of_layers):
    n_1, n_L, L = norms_of_layers[0], norms_of_layers[-1], len(norms_of_layers)
    return (n_1 / n_L) ** (1.0 / (L - 1))


# A densidade da distribuição logística é a derivada da sigmoide.
sigmoid_slope = logistic.pdf

# %% solution="cure"
keras.utils.set_random_seed(5)
cure_model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        # quatro linhas da imagem são um passo de tempo
        camadas.Reshape((7, 112)),
        camadas.GRU(32, return_sequences=True),
        camadas.GRU(32, return_sequences=True),
        camadas.GRU(32),
        camadas.Dense(10, activation="softmax"),
    ]
)
cure_model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.003),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=256, epochs=2, validation_split=0.1, verbose=2
)
changes = ["activation", "optimizer", "fewer layers", "other"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
