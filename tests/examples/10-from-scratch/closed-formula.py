# /// example
# title = "Many steps by one formula, the gradient compared with slopes measured in the same cell, assertions, Portuguese words"
# kind = "correct"
# extra = true
# ///

# %% solution="layer"
import math


def weighted_sum(inputs, weights):
    return math.fsum(x * w for x, w in zip(inputs, weights, strict=True))


def layer(inputs, weights):
    n_entradas, unidades = weights.shape
    assert inputs.shape == (n_entradas,), "cada entrada precisa de uma linha"
    return np.fromiter((weighted_sum(inputs, weights[:, u]) for u in range(unidades)), float)

# %% solution="forward"
def forward(inputs, weights_1, weights_2):
    somas = np.matmul(inputs, weights_1)
    ocultos = np.where(np.signbit(somas), 0, somas)
    saídas = np.matmul(ocultos, weights_2)
    return ocultos, saídas


xor_1 = 4.0 * np.array([[1, -1], [-1, 1]])
xor_2 = 0.25 * np.ones((2, 1))
tabela = forward(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), xor_1, xor_2)[1]
assert tabela.ravel().tolist() == [0, 1, 1, 0]

# %% solution="descend"
def descend(weight, goal, x, alpha, steps):
    """Cada passo multiplica a distância até o objetivo pelo mesmo fator, 1 - alpha x².

    Por isso: distância depois de k passos = distância no começo · fator^k.
    """
    fator = 1 - alpha * x**2
    distância = (weight * x - goal) * fator ** (steps - 1)
    previsão = goal + distância
    soma = (1 - fator**steps) / (1 - fator) if fator != 1 else steps
    return weight - alpha * x * (weight * x - goal) * soma, previsão, distância**2


run_1 = descend(0.5, 0.8, 0.5, 1, 20)
run_01 = descend(0.5, 0.8, 0.5, 0.1, 20)

# %% solution="learning-step"
def learning_step(inputs, weights, goal, alpha):
    # (I - alpha x xᵀ) w + alpha g x
    mapa = np.eye(len(weights)) - alpha * np.outer(inputs, inputs)
    return mapa @ weights + alpha * goal * inputs

# %% solution="gradients"
def gradients(image, target, weights_1, weights_2):
    ocultos, saídas = forward(image, weights_1, weights_2)
    erro = saídas - target
    volta = weights_2.dot(erro)
    volta[ocultos == 0] = 0.0
    return image.reshape(-1, 1).dot(volta.reshape(1, -1)), ocultos[:, None].dot(erro[None, :])


def medida(image, target, w1, w2, h=1e-5):
    """Inclinações medidas, peso por peso."""
    def erro(a, b):
        return 0.5 * np.sum((forward(image, a, b)[1] - target) ** 2)

    medidas = np.zeros_like(w1), np.zeros_like(w2)
    for qual, (w, m) in enumerate(zip((w1, w2), medidas)):
        for lugar in np.ndindex(w.shape):
            par = []
            for passo in (h, -h):
                mudado = w.copy()
                mudado[lugar] += passo
                par.append(erro(mudado, w2) if qual == 0 else erro(w1, mudado))
            m[lugar] = (par[0] - par[1]) / (2 * h)
    return medidas


dado = np.random.default_rng(3)
caso = dado.normal(size=4), dado.normal(size=2), dado.normal(size=(4, 3)), dado.normal(size=(3, 2))
for minha, dela in zip(gradients(*caso), medida(*caso)):
    assert np.allclose(minha, dela, atol=1e-6)

# %% solution="train"
alvos = np.eye(10, dtype=np.float32)[y_train]
w1, w2 = start_1, start_2
train_record, valid_record, guardados = [], [], {}


def acerto(x, y, pesos):
    _, saídas = forward(x, *pesos)
    return sum(saída.argmax() == resposta for saída, resposta in zip(saídas, y)) / len(y)


for volta in range(1, PASSES + 1):
    ordem = np.random.permutation(len(x_train))
    for x, t in zip(x_train[ordem], alvos[ordem]):
        w1, w2 = train_step(x, t, w1, w2, ALPHA)
    train_record.append(acerto(x_train, y_train, (w1, w2)))
    valid_record.append(acerto(x_valid, y_valid, (w1, w2)))
    guardados.setdefault(valid_record[-1], (volta, w1.copy(), w2.copy()))
    guardados = {max(guardados): guardados[max(guardados)]}
weights_1, weights_2 = w1, w2
((best_pass, best_1, best_2),) = guardados.values()

# %% solution="figure"
fig, ax = plt.subplots()
voltas = [f"{volta}ª" for volta in range(1, PASSES + 1)]
ax.plot(voltas, train_record, drawstyle="steps-mid", label="treino")
ax.plot(voltas, valid_record, drawstyle="steps-mid", label="validação")
ax.set_xticks(voltas[::50])
ax.set(xlabel="volta", ylabel="acertos")
ax.legend()

# %% solution="test-digits"
test_last = round(float(acerto(x_test, y_test, (weights_1, weights_2))), 3)
test_best = round(float(acerto(x_test, y_test, (best_1, best_2))), 3)
