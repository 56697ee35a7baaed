# /// example
# title = "A search over activations picks the cure, norms against a reversed axis, Russian, walrus"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    x = tf.convert_to_tensor(images)
    x = tf.cast(x, tf.float32) / 127.5 - 1.0
    return tf.reshape(x, [tf.shape(x)[0], 28 * 28]).numpy()

# %% solution="parrots"
def parrot_accuracies(labels):
    return [len(np.where(np.asarray(labels) == цифра)[0]) / len(labels) for цифра in np.arange(10)]

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    слои = [keras.layers.InputLayer(shape=(784,))]
    for i in range(10):
        слои.extend(
            [keras.layers.Dense(units, activation=None), keras.layers.Activation(tf.keras.activations.sigmoid)]
        )
    слои.append(keras.layers.Dense(10, activation="softmax"))
    сеть = keras.models.Sequential(слои)
    сеть.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.01, momentum=0.0),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy("accuracy")],
    )
    return сеть

# %% solution="deep-models"
ширина = {"narrow": 9, "middle": 50, "wide": 100}
deep_models = dict((имя, deep_network(n, seed=42)) for имя, n in ширина.items())

# %% solution="train"
deep_histories = {}
for имя, сеть in deep_models.items():
    print((история := сеть.fit(x_train, labels_train, 128, 2, verbose=0, validation_split=0.1)).history)
    deep_histories[имя] = история

# %% solution="symptom"
train_accuracy, test_accuracy, favourite = {}, {}, {}
for куда, images, labels in (
    (train_accuracy, images_train, labels_train),
    (test_accuracy, images_test, labels_test),
):
    for имя, сеть in deep_models.items():
        y = read(сеть, images)
        куда[имя] = (y == labels).sum() / len(labels)
        # в последнем круге — тестовые цифры
        favourite[имя] = np.argmax([np.count_nonzero(y == цифра) for цифра in range(10)])

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    y = keras.utils.to_categorical(labels, num_classes=10)
    with tf.GradientTape() as лента:
        p = model(tf.constant(x))
        потеря = tf.reduce_mean(keras.losses.categorical_crossentropy(y, p))
    производные = лента.gradient(потеря, model.trainable_variables)
    нормы = []
    for переменная, g in zip(model.trainable_variables, производные):
        if переменная.path.split("/")[-1] == "kernel":
            нормы += [np.sum(g.numpy().astype("float64") ** 2) ** 0.5]
    return np.array(нормы)

# %% solution="norms"
fresh = dict((имя, deep_network(n, seed=43)) for имя, n in ширина.items())
norms = dict(
    (имя, gradient_norms(сеть, preprocess(images_sample), labels_sample)) for имя, сеть in fresh.items()
)

# %% solution="figure"
plt.style.use("seaborn-v0_8-darkgrid")
fig = plt.figure(figsize=(8, 5))
оси = fig.add_axes([0.1, 0.12, 0.85, 0.8])
for имя, цвет in zip(norms, plt.cm.viridis(np.linspace(0, 0.8, 3))):
    номера = np.arange(len(norms[имя])) + 1
    оси.plot(номера, norms[имя], c=цвет, marker="o", mfc="white", label=f"{имя}: {ширина[имя]} нейронов")
    f = (norms[имя][1] / norms[имя][-1]) ** (1 / 9)
    оси.plot([0, 11], norms[имя][-1] * f ** np.array([11, 0]), c=цвет, ls=":", lw=0.7)
оси.set_yscale("log")
оси.invert_xaxis()  # сигнал ошибки идёт от выхода к входу
оси.set_xlabel("номер слоя (1 — у изображения)")
оси.set_ylabel("норма градиента")
оси.annotate("вход", (1, norms["narrow"][0]), xytext=(2, 1e-3), arrowprops={"arrowstyle": "->"})
plt.legend(loc=3, fancybox=True, shadow=True)
plt.show()

# %% solution="step-factor"
def step_factor(norms_of_layers):
    l = np.log10(np.array(norms_of_layers, dtype="float64"))
    return 10 ** ((l[0] - l[-1]) / (len(l) - 1))


@np.vectorize
def sigmoid_slope(z):
    if z < 0:
        z = -z
    e = np.exp(-z)
    return e / (1 + e) ** 2

# %% solution="diagnosis"
diagnosis = list("ABCD")[2]

# %% solution="cure"
def попытка(активация, скорость=0.05):
    keras.utils.set_random_seed(44)
    сеть = keras.Sequential([keras.Input((784,))])
    for n in (128, 64, 32):
        сеть.add(keras.layers.Dense(n, activation=активация))
    сеть.add(keras.layers.Dropout(0.05))
    сеть.add(keras.layers.Dense(10, activation="softmax"))
    сеть.compile(
        keras.optimizers.SGD(
            keras.optimizers.schedules.CosineDecay(скорость, decay_steps=1300), momentum=0.9
        ),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    история = сеть.fit(x_train, labels_train, 128, 3, verbose=0, validation_split=0.1)
    return история.history["val_accuracy"][-1], активация, сеть, история


попытки = [попытка(активация) for активация in ("tanh", "elu")]
cure_validation_accuracy, лучшая, cure_model, cure_history = max(попытки, key=lambda t: t[0])
print("выбрана", лучшая)
changes = ["activation", "optimizer", "fewer layers", "other"]  # other: Dropout
cure_test_accuracy = np.mean(read(cure_model, images_test) == labels_test)
