# /// example
# title = "A Normalization layer that was adapted, subclasses with call, Arabic comments, float64 images"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# الأوزان والانحيازات لكل طبقة
الأوزان = 784 * 400 + 400 * 10
الانحيازات = 400 + 10
one_hidden = {"weights": الأوزان, "biases": الانحيازات, "total": الأوزان + الانحيازات}

# %% solution="mlp-params"
def mlp_params(sizes):
    w = b = 0
    for i, n in enumerate(sizes):
        if i == 0:
            continue  # الطبقة الأولى هي المدخلات
        w, b = w + n * sizes[i - 1], b + n
    return w, b

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    answer = (size - kernel + 2 * padding) / stride
    return int(answer) + 1

# %% solution="keras-models"
class Perceptron(keras.Model):
    def __init__(self, **options):
        super().__init__(**options)
        self.one = keras.layers.Dense(64, activation="relu")
        self.two = keras.layers.Dense(64, activation="relu")
        self.three = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        return self.three(self.two(self.one(x)))


mlp_model = Perceptron()
mlp_model(np.zeros((1, 784), "float32"))


def tail():
    return [
        keras.layers.Flatten(),
        keras.layers.Dense(units=128, activation="relu"),
        keras.layers.Dense(units=10, activation="softmax"),
    ]


def block(filters, size):
    return [
        keras.layers.Conv2D(filters=filters, kernel_size=size, activation="relu"),
        keras.layers.MaxPool2D(pool_size=2),
    ]


cnn_1_model = keras.Sequential([keras.Input((28, 28, 1)), *block(28, 3), *tail()])
cnn_2_model = keras.Sequential([keras.Input((28, 28, 1)), *block(32, 5), *block(32, 3), *tail()])

# %% solution="preprocess"
def preprocess(images):
    # الشبكة نفسها تقوم بالتطبيع
    return np.array(images, dtype=np.float64).reshape((images.shape[0], 784))

# %% solution="build"
scaler = keras.layers.Normalization(axis=None)
scaler.adapt(preprocess(x_train[:20000]))


class Network(keras.Model):
    def __init__(self, width):
        super().__init__()
        self.scaler = scaler
        self.hidden = keras.layers.Dense(width)
        self.squash = keras.layers.Activation("sigmoid")
        self.answer = keras.layers.Dense(10)

    def call(self, inputs, training=False):
        return self.answer(self.squash(self.hidden(self.scaler(inputs))))


large_model, small_model = Network(400), Network(60)
for m in (large_model, small_model):
    m.compile(
        keras.optimizers.SGD(0.1),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )

# %% solution="results"
results = {}
for name, model, history, seconds in (
    ("large", large_model, large_history, large_seconds),
    ("small", small_model, small_history, small_seconds),
):
    record = history.history
    results[name] = {
        "width": 400 if name == "large" else 60,
        "parameters": model.count_params(),
        "train": record["sparse_categorical_accuracy"][-1],
        "validation": record["val_sparse_categorical_accuracy"][-1],
        "test": model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
        "seconds_per_epoch": seconds / 10,
        "ms_per_step": seconds * 100 / 422,
    }
