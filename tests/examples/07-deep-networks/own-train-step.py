# /// example
# title = "Models with a train_step of their own, a class of patients with a method fit, a stem plot, Korean"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images, 최대=255.0):
    """(n, 28, 28) 그대로, 0에서 1까지."""
    return tf.image.convert_image_dtype(tf.constant(images), tf.float32)

# %% solution="parrots"
def parrot_accuracies(labels):
    labels = tf.cast(labels, tf.int32)
    return (tf.math.bincount(labels, minlength=10) / tf.size(labels)).numpy().tolist()

# %% solution="deep-network"
class DeepNet(keras.Model):
    """A functional model that trains with its own tape."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        변수 = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, 변수), 변수))
        for metric in self.metrics:
            metric.update_state(loss) if metric.name == "loss" else metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    층 = [keras.layers.Dense(units=units, activation="sigmoid", name=f"layer{k}") for k in range(1, 11)]
    입력 = keras.Input(shape=(28, 28))
    x = keras.layers.Reshape((784,))(입력)
    for l in 층:
        x = l(x)
    출력 = keras.layers.Dense(units=10, activation="softmax", name="output")(x)
    망 = DeepNet(inputs=입력, outputs=출력)
    망.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return 망

# %% solution="deep-models"
크기 = {"narrow": 8, "middle": 16, "wide": 64}
deep_models = {이름: deep_network(units=n, seed=n) for 이름, n in 크기.items()}

# %% solution="train"
class 환자:
    """A network, and what was found out about it."""

    def __init__(self, 이름, 망):
        self.이름, self.망 = 이름, 망

    def fit(self, x, y, epochs=2):
        self.기록 = self.망.fit(
            x, y, batch_size=128, epochs=epochs, validation_split=0.1, verbose=0
        )
        return self

    def 진찰(self, x_test, y_test):
        답 = self.망.predict(x_test, batch_size=1000, verbose=0).argmax(-1)
        return np.mean(답 == y_test), np.bincount(답, minlength=10).argmax()


환자들 = [환자(이름, 망).fit(x_train, labels_train) for 이름, 망 in deep_models.items()]
deep_histories = {p.이름: p.기록 for p in 환자들}

# %% solution="symptom"
train_accuracy = {p.이름: p.진찰(x_train, labels_train)[0] for p in 환자들}
결과 = {p.이름: p.진찰(x_test, labels_test) for p in 환자들}
test_accuracy = {이름: 정확도 for 이름, (정확도, _) in 결과.items()}
favourite = {이름: 숫자 for 이름, (_, 숫자) in 결과.items()}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    x, labels = tf.convert_to_tensor(x), tf.convert_to_tensor(labels)

    def 손실():
        return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, model(x)))

    답 = []
    for 층 in model.layers:
        if isinstance(층, keras.layers.Dense):
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(층.kernel.value)
                L = 손실()
            답.append(tf.linalg.norm(tape.gradient(L, 층.kernel.value)))
    return tf.stack(답).numpy().tolist()

# %% solution="norms"
fresh = {이름: deep_network(units=n, seed=100 + n) for 이름, n in 크기.items()}
norms = {
    이름: gradient_norms(망, preprocess(images_sample), labels_sample) for 이름, 망 in fresh.items()
}

# %% solution="figure"
fig, 축들 = plt.subplots(nrows=3, ncols=1, sharex=True, sharey=True, figsize=(6, 9))
for 축, (이름, 값) in zip(축들, norms.items()):
    선, 줄기, 바닥 = 축.stem(np.arange(1, 12), 값, bottom=1e-10)
    축.plot(np.arange(1, 12), 값, "-", color=선.get_color(), label=f"{이름} ({크기[이름]})")
    축.set_yscale("log")
    축.legend(loc="upper left")
    축.set_xticks(np.arange(1, 12), [f"{k}층" for k in range(1, 11)] + ["출력"])
fig.supxlabel("층")
fig.supylabel("기울기의 노름")
fig.suptitle("훈련 전")

# %% solution="step-factor"
def step_factor(norms_of_layers):
    n_1, n_L = norms_of_layers[0], norms_of_layers[-1]
    걸음 = len(norms_of_layers) - 1
    return np.exp2(np.log2(n_1 / n_L) / 걸음)


def sigmoid_slope(z):
    σ = tf.math.sigmoid(tf.convert_to_tensor(z, dtype=tf.float64))
    return np.array(σ * (1 - σ))

# %% solution="cure"
keras.utils.set_random_seed(300)
입력 = keras.Input((28, 28))
x = keras.layers.Flatten()(입력)
x = keras.layers.Dense(80)(x)
for _ in range(5):
    # pre-activation: 정규화, 활성화, 층
    y = keras.layers.BatchNormalization()(x)
    y = keras.layers.ReLU()(y)
    y = keras.layers.Dense(80)(y)
    y = keras.layers.BatchNormalization()(y)
    y = keras.layers.ReLU()(y)
    y = keras.layers.Dense(80)(y)
    x = x + y
x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
cure_model = DeepNet(입력, keras.layers.Dense(10, activation="softmax")(x))
cure_model.compile(
    keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
주치의 = 환자("cure", cure_model).fit(x_train, labels_train, epochs=2)
cure_history = 주치의.기록
changes = ["activation", "normalization", "skip connections", "optimizer"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy, _ = 주치의.진찰(x_test, labels_test)
