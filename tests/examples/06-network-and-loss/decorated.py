# /// example
# title = "Decorators, other names of the arguments, Japanese words, np.vectorize, all pairs of logits, seaborn's relplot"
# kind = "correct"
# extra = true
# ///

# %% solution="layers"
import itertools

大きさ = [784, 64, 64, 10]
名前 = "hidden_1 hidden_2 output".split()
組 = list(itertools.pairwise(大きさ))
layer_inputs = {名: 前 for 名, (前, _) in zip(名前, 組)}
layer_outputs = {名: 後 for 名, (_, 後) in zip(名前, 組)}
layer_parameters = dict.fromkeys([*名前, "total"], 0)
for 名 in 名前:
    重み, バイアス = layer_inputs[名] * layer_outputs[名], layer_outputs[名]
    layer_parameters[名] = 重み + バイアス
    layer_parameters["total"] += 重み + バイアス

# %% solution="model"
入力 = keras.Input((784,))
層 = [keras.layers.Dense(64, "relu"), keras.layers.Dense(64, "relu"), keras.layers.Dense(10, "softmax")]
値 = 入力
for 一層 in 層:
    値 = 一層(値)
model = keras.Model(inputs=[入力], outputs=[値])

# %% solution="forward"
import functools


def 形を見せる(関数):
    """最初の呼び出しで形を表示する。"""

    @functools.wraps(関数)
    def 包み(*引数):
        結果 = 関数(*引数)
        if not 包み.済み:
            print(関数.__name__, "->", np.shape(結果))
            包み.済み = True
        return 結果

    包み.済み = False
    return 包み


relu = np.vectorize(lambda z: z if z > 0 else 0.0, otypes=[float])


@形を見せる
def forward(重み, 画像):
    (W1, b1), (W2, b2), (W3, b3) = np.array_split(np.array([*重み], dtype=object), 3)
    隠れ1 = relu(np.einsum("ij,jk->ik", 画像, W1) + b1)
    隠れ2 = relu(np.einsum("ij,jk->ik", 隠れ1, W2) + b2)
    return np.einsum("ij,jk->ik", 隠れ2, W3) + b3

# %% solution="softmax"
@形を見せる
def softmax(z):
    """p_j = 1 / Σ_k exp(z_k - z_j): too large only where p_j is zero anyway."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)

# %% solution="cross-entropy"
@形を見せる
def one_hot(ラベル, 種類):
    行 = np.zeros((len(ラベル), 種類), dtype=np.float16)
    np.add.at(行, (np.arange(len(ラベル)), ラベル), 1)
    return 行


@形を見せる
def cross_entropy(確率, 正解):
    損失 = np.vectorize(
        lambda p, t: -np.log(max(p.max(where=t > 0, initial=0.0), 1e-7)), signature="(c),(c)->()"
    )
    return 損失(確率, 正解).mean()

# %% solution="from-logits"
@形を見せる
def cross_entropy_from_logits(z, 正解):
    """Σ_k exp(z_k - z_y), as a logarithm: never leaves the logarithms."""
    z_正解 = np.sum(z * 正解, axis=1, keepdims=True)
    return np.logaddexp.reduce(z - z_正解, axis=1).mean(dtype=float)


一つ = one_hot([0], 10).astype(float)
sure_and_right = cross_entropy_from_logits(一つ, 一つ)

# %% solution="train"
loss_function = keras.losses.CategoricalCrossentropy()
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1),
    loss=loss_function,
    metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(3, name="three_best")],
)


def 学ぶ(模型, 画像, 正解, **ほか):
    return 模型.fit(画像, 正解, batch_size=128, epochs=10, verbose=0, **ほか)


history = 学ぶ(model, x_train, one_hot(y_train, 10), validation_split=0.1)

# %% solution="figure"
import pandas as pd
import seaborn as sns

表 = pd.concat(
    [
        pd.DataFrame({"epoch": range(1, 11), "accuracy": history.history[key], "digits": 名})
        for key, 名 in (("accuracy", "train"), ("val_accuracy", "validation"))
    ]
)
図 = sns.relplot(data=表, x="epoch", y="accuracy", hue="digits", kind="line", height=3.5, aspect=1.5)
fig = 図.figure

# %% solution="batch"
own_loss = cross_entropy(softmax(forward(model.get_weights(), x_batch)), one_hot(y_batch, 10))
keras_loss = loss_function(one_hot(y_batch, 10), model.predict(x_batch, verbose=0))
