# /// example
# title = "Maxout units, backpropagation by hand in NumPy, a zip of three sizes, Japanese"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    # 0〜255 → 0〜1、ガンマ補正
    return np.sqrt(np.float32(images) / 255).reshape(-1, 28 * 28)

# %% solution="parrots"
def parrot_accuracies(labels):
    正解率, 枚数 = [], 0
    正解率 = np.zeros(10)
    for ラベル in labels:
        枚数 += 1
        正解率 += (np.arange(10) == ラベル)
    return list(正解率 / 枚数)

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(units, input_shape=(784,), activation=keras.ops.sigmoid))
    i = 1
    while i < 10:
        model.add(keras.layers.Dense(units, activation=keras.ops.sigmoid))
        i += 1
    model.add(keras.layers.Dense(10))
    model.add(keras.layers.Softmax())
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    return model

# %% solution="deep-models"
狭い, 中間, 広い = 9, 40, 90
deep_models = dict(
    zip(["narrow", "middle", "wide"], [deep_network(u, seed=0) for u in (狭い, 中間, 広い)])
)

# %% solution="train"
deep_histories = {}
for 名前 in deep_models:
    deep_models[名前].fit(
        x=x_train, y=labels_train, batch_size=128, epochs=2, verbose=0, validation_split=0.1
    )
    deep_histories[名前] = deep_models[名前].history  # fit が返すものと同じ

# %% solution="symptom"
train_accuracy = {}
test_accuracy = {}
favourite = {}
for 名前 in ("narrow", "middle", "wide"):
    混同 = tf.math.confusion_matrix(labels_test, read(deep_models[名前], images_test), 10).numpy()
    test_accuracy[名前] = np.trace(混同) / 混同.sum()
    favourite[名前] = 混同.sum(axis=0).argmax()
    学習 = deep_models[名前].evaluate(x_train, labels_train, batch_size=1000, verbose=0, return_dict=True)
    train_accuracy[名前] = 学習["accuracy"]

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    """逆伝播を自分で計算する（隠れ層はシグモイド、出力層はソフトマックス）。"""
    層 = [l for l in model.layers if isinstance(l, keras.layers.Dense)]
    W = [np.array(l.kernel, dtype=float) for l in 層]
    b = [np.array(l.bias, dtype=float) for l in 層]
    a = [np.asarray(x, dtype=float)]
    for w, c in zip(W[:-1], b[:-1]):
        a.append(1 / (1 + np.exp(-(a[-1] @ w + c))))
    z = a[-1] @ W[-1] + b[-1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    delta = (p - np.eye(10)[labels]) / len(labels)
    ノルム = []
    for k in range(len(W))[::-1]:
        ノルム.append(np.linalg.norm(a[k].T @ delta))
        delta = (delta @ W[k].T) * a[k] * (1 - a[k])
    return ノルム[::-1]

# %% solution="norms"
fresh = {名前: deep_network(u, seed=10) for 名前, u in zip(deep_models, (狭い, 中間, 広い))}
norms = {}
for 名前, 新しい in fresh.items():
    norms[名前] = gradient_norms(新しい, preprocess(images_sample), labels_sample)

# %% solution="figure"
fig = plt.figure(figsize=(7, 4))
plt.title("勾配のノルム")
for 名前, 印 in zip(norms, [".", "x", "+"]):
    plt.plot(1 + np.arange(len(norms[名前])), norms[名前], 印 + "-", lw=1)
plt.gca().set_yscale("log")
plt.xticks(range(1, 12), ["1\n(784)"] + [str(k) for k in range(2, 11)] + ["出力"])
plt.xlabel("層")
plt.ylabel("ノルム")
plt.legend([f"{名前}（{u}）" for 名前, u in zip(norms, (狭い, 中間, 広い))])

# %% solution="step-factor"
def step_factor(norms_of_layers):
    n = np.array([float(v) for v in norms_of_layers])
    return np.prod(n[:-1] / n[1:]) ** (1 / (n.size - 1))


def sigmoid_slope(z):
    h = 1e-5
    s = lambda t: 1 / (1 + np.exp(-t))
    return (s(z + h) - s(z - h)) / (2 * h)

# %% solution="cure"
keras.utils.set_random_seed(3)
入力 = keras.Input(shape=(784,))
x = 入力
for _ in range(4):
    # マックスアウト：二つの一次関数の大きい方
    x = keras.ops.maximum(keras.layers.Dense(48)(x), keras.layers.Dense(48)(x))
出力 = keras.layers.Dense(10, activation="softmax")(x)
cure_model = keras.Model(inputs=入力, outputs=出力, name="maxout")
cure_model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9, nesterov=True),
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=4, validation_split=0.1, verbose=0
)
changes = ["activation", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = np.mean(read(cure_model, images_test) == labels_test)
