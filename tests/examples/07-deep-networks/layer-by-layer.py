# /// example
# title = "Sigmoid layers trained one after another, slope by a tape, Chinese names"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
缩放 = keras.Sequential([keras.Input((28, 28)), keras.layers.Rescaling(1 / 255), keras.layers.Flatten()])


def preprocess(images):
    # 灰度除以255，再排成一行
    return 缩放.predict(images, batch_size=1000, verbose=0)

# %% solution="parrots"
def parrot_accuracies(labels):
    一热 = tf.one_hot(labels, 10, dtype=tf.float64)
    return tf.reduce_mean(一热, axis=0)

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    网络 = keras.Sequential(name=f"sigmoid_{units}")
    网络.add(keras.Input(shape=x_train[0].shape))
    层数 = 0
    while 层数 < 10:
        网络.add(keras.layers.Dense(units))
        网络.add(keras.layers.Activation(keras.activations.sigmoid))
        层数 += 1
    网络.add(keras.layers.Dense(10))
    网络.add(keras.layers.Activation("softmax"))
    网络.compile("SGD", loss=keras.losses.sparse_categorical_crossentropy, metrics=["acc"])
    return 网络

# %% solution="train"
deep_histories = dict.fromkeys(deep_models)
顺序 = np.random.default_rng(0).permutation(60000)
留出, 学习 = 顺序[:6000], 顺序[6000:]
for 名 in deep_histories:
    deep_histories[名] = deep_models[名].fit(
        x_train[学习],
        labels_train[学习],
        validation_data=(x_train[留出], labels_train[留出]),
        batch_size=128,
        epochs=1,
        verbose=2,
    )

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    层 = [一层 for 一层 in model.layers if isinstance(一层, keras.layers.Dense)]
    核 = tuple(一层.kernel for 一层 in 层)
    with tf.GradientTape() as 带:
        每张 = keras.losses.sparse_categorical_crossentropy(labels, model(x))
    # 逐张图片的平均，等于平均损失的梯度
    梯度 = 带.gradient(每张, 核, output_gradients=tf.ones_like(每张) / len(labels))
    return list(map(lambda g: np.sqrt(np.einsum("ij,ij->", g, g)), 梯度))

# %% solution="figure"
fig, ax = plt.subplots(1, 1)
层号 = np.arange(1, 1 + max(map(len, norms.values())))
线 = []
for 名, 记号 in zip(["wide", "narrow", "middle"], ["*-", "x--", "+:"]):
    线 += ax.plot(层号[: len(norms[名])], norms[名], 记号)
ax.set_yscale("log", base=2)
ax.set_xlabel("layer")
ax.set_ylabel("norm")
ax.set_xticks(层号)
ax.legend(线, ["99 units", "9 units", "49 units"], title="network")
ax.grid(which="both", alpha=0.3)

# %% solution="step-factor"
def step_factor(norms_of_layers):
    比 = [一 / 二 for 一, 二 in zip(norms_of_layers, norms_of_layers[1:])]
    from scipy.stats import gmean

    return gmean(比)


def sigmoid_slope(z):
    变量 = tf.Variable(z, dtype=tf.float64)
    with tf.GradientTape() as 带:
        值 = tf.sigmoid(变量)
    return 带.gradient(值, 变量).numpy()

# %% solution="cure"
keras.utils.set_random_seed(3)
已学 = []
for 宽 in (120, 80, 60, 40):
    已学.append(keras.layers.Dense(宽, activation="sigmoid"))
    cure_model = keras.Sequential([keras.Input((784,)), *已学, keras.layers.Dense(10, "softmax")])
    cure_model.compile(
        keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    cure_history = cure_model.fit(
        x_train, labels_train, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )
changes = ["fewer layers", "optimizer", "other"]
cure_validation_accuracy = np.mean(
    read(cure_model, images_train[54000:]) == labels_train[54000:]
)
cure_test_accuracy = np.mean(read(cure_model, images_test) == labels_test)
