# /// example
# title = "Twelve small plots by DataFrame.plot, closures, hist of codes, coordinates in points, Chinese"
# kind = "correct"
# extra = true
# ///

# %% solution="build"
def 造层(units):
    """返回一个函数：在 x 后面加一层。"""

    def 加(x):
        z = keras.layers.Dense(units, kernel_initializer="glorot_uniform")(x)
        return keras.activations.relu(z)

    return 加


def build(units, layers):
    输入 = keras.Input(shape=(784,), dtype="float32")
    x = 输入
    for 加 in [造层(units)] * layers:
        x = 加(x)
    输出 = keras.ops.softmax(keras.layers.Dense(10)(x))
    网络 = keras.Model(输入, 输出)
    网络.compile(
        loss=keras.losses.sparse_categorical_crossentropy,
        optimizer=keras.optimizers.RMSprop(weight_decay=None),
        metrics=["accuracy"],
    )
    return 网络


# %% solution="train"
import pandas as pd
from timeit import default_timer as 钟

记录 = pd.DataFrame(PLAN, columns=["units", "layers"])


def 训练(行):
    网络 = build(int(行["units"]), int(行["layers"]))
    开始 = 钟()
    历史 = 网络.fit(
        x=x_train, y=y_train, batch_size=512, epochs=EPOCHS, validation_data=[x_val, y_val], verbose=0
    )
    结束 = 钟()
    return pd.Series({"网络": 网络, "历史": 历史, "seconds": 结束 - 开始})


记录 = 记录.join(pd.DataFrame([训练(行) for _, 行 in 记录.iterrows()]))
networks = 记录["网络"].tolist()
histories = 记录["历史"].tolist()
seconds = 记录["seconds"].tolist()

# %% solution="curves"
曲线 = pd.concat(
    {
        f"{层数}x{单元}": pd.DataFrame(历史.history)[["accuracy", "val_accuracy"]].set_axis(
            ["train", "val"], axis="columns"
        )
        for (单元, 层数), 历史 in zip(PLAN, histories)
    },
    axis="columns",
)
曲线.index = 曲线.index + 1
图 = 曲线.plot(subplots=True, layout=(6, 2), figsize=(9, 14), sharex=True, sharey=True, style=".-", grid=True)
fig_curves = 图[0, 0].figure
fig_curves.supxlabel("epoch 轮")
fig_curves.supylabel("accuracy 准确率")

# %% solution="table"
for 列, x, y in (("training accuracy", x_train, y_train), ("test accuracy", x_test, y_test)):
    记录[列] = 记录["网络"].map(lambda 网络: 网络.evaluate(x, y, batch_size=2000, verbose=0)[-1])
记录["parameters"] = 记录["网络"].map(lambda 网络: sum(int(w.numpy().size) for w in 网络.weights))
table = 记录.drop(columns=["网络", "历史"])

# %% solution="predict"
pick = next(i for i, 大小 in enumerate(PLAN) if 大小 == (128, 2))
读 = lambda x: keras.ops.convert_to_numpy(
    keras.ops.argmax(networks[pick].predict(x, batch_size=2000, verbose=0), axis=-1)
)
train_predictions = 读(x_train)
test_predictions = 读(x_test)

# %% solution="matrices"
def 混淆(真, 读出):
    编码 = np.add(np.multiply(真, 10, dtype=np.int64), 读出)
    次数, _ = np.histogram(编码, bins=100, range=(-0.5, 99.5))
    return np.array_split(次数, 10)


matrix_train = np.vstack(混淆(y_train, train_predictions))
matrix_test = np.vstack(混淆(y_test, test_predictions))

# %% solution="matrices-figure"
from matplotlib.colors import PowerNorm

fig_matrices = plt.figure(figsize=(12, 6))
for 位置, (名, 矩阵) in enumerate(dict(train=matrix_train, test=matrix_test).items(), start=121):
    plt.subplot(位置)
    plt.imshow(矩阵, norm=PowerNorm(0.3), cmap=plt.get_cmap("Greens", 12), extent=(0, 10, 10, 0))
    plt.title(f"{名} digits, n = {矩阵.sum():,}")
    plt.xlabel("predicted label 读出")
    plt.ylabel("true label 真")
    plt.xticks(np.arange(10) + 0.5, np.arange(10))
    plt.yticks(np.arange(10) + 0.5, np.arange(10))
    for (行, 列), 次数 in np.ndenumerate(矩阵):
        plt.text(列 + 0.5, 行 + 0.5, 次数 or "", ha="center", va="center", size=7)

# %% solution="digits-figure"
对错 = pd.Series(test_predictions == y_test)
shown = pd.concat([对错[~对错].sample(7, random_state=1), 对错[对错].sample(18, random_state=1)]).index.tolist()
fig_digits, 格 = plt.subplots(5, 5, figsize=(8, 8), gridspec_kw=dict(wspace=0.1, hspace=0.6))
for 编号, ax in zip(shown, np.ravel(格)):
    ax.imshow(images_test[编号], cmap="inferno", origin="upper", vmin=-50, vmax=255)
    ax.tick_params(axis="both", which="both", length=0, labelsize=0)
    对 = bool(对错[编号])
    ax.annotate(
        f"{test_predictions[编号]} ({y_test[编号]})",
        xy=(0.5, 1),
        xycoords="axes fraction",
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        color=(0, 0.6, 0) if 对 else (0.8, 0, 0),
        weight="bold",
    )

# %% solution="four-nine"
位 = pd.DataFrame({"真": y_test, "读": test_predictions}).groupby(["真", "读"]).indices
fours_as_nines = 位.get((4, 9), [])
nines_as_fours = 位.get((9, 4), [])
