# /// example
# title = "Subclasses whose call uses functions of TensorFlow, Japanese names, layers in lists"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import tensorflow as tf

層 = [784, 400, 10]
重み = int(tf.reduce_sum(tf.constant(層[:-1]) * tf.constant(層[1:])))
バイアス = sum(層) - 層[0]
one_hidden = {"weights": 重み, "biases": バイアス, "total": 重み + バイアス}

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    フィルタ = tf.zeros([kernel, kernel, channels_in, filters])
    return int(tf.size(フィルタ)), フィルタ.shape[-1]

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    # 実際に畳み込んで、結果の長さを見る
    画像 = tf.zeros([1, size + 2 * padding, 1])
    結果 = tf.nn.conv1d(画像, tf.zeros([kernel, 1, 1]), stride=stride, padding="VALID")
    return 結果.shape[1]

# %% solution="keras-models"
class Mlp(tf.keras.Model):
    def __init__(self, 幅):
        super().__init__()
        self.途中 = [tf.keras.layers.Dense(n) for n in 幅[:-1]]
        self.最後 = tf.keras.layers.Dense(幅[-1])

    def call(self, x):
        x = tf.reshape(x, [-1, 784])
        for 層 in self.途中:
            x = tf.nn.relu(層(x))
        return tf.nn.softmax(self.最後(x))


class Cnn(tf.keras.Model):
    def __init__(self, フィルタ):
        super().__init__()
        self.畳み込み層 = [tf.keras.layers.Conv2D(n, k) for n, k in フィルタ]
        self.平ら = tf.keras.layers.Flatten()
        self.中 = tf.keras.layers.Dense(128)
        self.出 = tf.keras.layers.Dense(10)

    def call(self, x, training=None):
        for 層 in self.畳み込み層:
            x = tf.nn.max_pool2d(tf.nn.relu(層(x)), ksize=2, strides=2, padding="VALID")
        return tf.nn.softmax(self.出(tf.nn.relu(self.中(self.平ら(x)))))


mlp_model = Mlp([64, 64, 10])
cnn_1_model = Cnn([(28, 3)])
cnn_2_model = Cnn([(32, 5), (32, 3)])
mlp_model(tf.zeros([1, 28, 28]))
for モデル in (cnn_1_model, cnn_2_model):
    モデル(tf.zeros([1, 28, 28, 1]))
    モデル.summary()

# %% solution="preprocess"
@tf.function
def preprocess(images):
    return tf.image.convert_image_dtype(images, tf.float32)

# %% solution="build"
class OneLayer(tf.keras.Model):
    def __init__(self, 幅):
        super().__init__()
        self.幅 = 幅
        self.隠れ = tf.keras.layers.Dense(幅)
        self.出力 = tf.keras.layers.Dense(10)

    def call(self, images):
        x = tf.reshape(images, (-1, 28 * 28))
        return self.出力(tf.math.sigmoid(self.隠れ(x)))


large_model, small_model = OneLayer(smallest_large_width), OneLayer(largest_small_width)
for モデル in (large_model, small_model):
    モデル.compile(
        optimizer=tf.keras.optimizers.SGD(0.1, momentum=0.5),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )

# %% solution="train"
学習画像, 学習ラベル = preprocess(x_train), tf.constant(y_train)


def 学習(モデル):
    始め = time.monotonic_ns()
    履歴 = モデル.fit(
        学習画像, 学習ラベル, batch_size=128, epochs=10, validation_split=0.1, verbose=0
    )
    return 履歴, (time.monotonic_ns() - 始め) / 1e9


large_history, large_seconds = 学習(large_model)
small_history, small_seconds = 学習(small_model)

# %% solution="results"
results = {"large": {}, "small": {}}
for 名前, モデル, 履歴, 秒 in (
    ("large", large_model, large_history, large_seconds),
    ("small", small_model, small_history, small_seconds),
):
    答え = tf.argmax(モデル(preprocess(x_test)), axis=1)
    results[名前]["width"] = モデル.幅
    results[名前]["parameters"] = sum(int(tf.size(w)) for w in モデル.trainable_variables)
    results[名前]["train"] = 履歴.history["accuracy"][-1]
    results[名前]["validation"] = 履歴.history["val_accuracy"][-1]
    results[名前]["test"] = float(tf.reduce_mean(tf.cast(答え == y_test.astype("int64"), tf.float32)))
    results[名前]["seconds_per_epoch"] = 秒 / 10
    results[名前]["ms_per_step"] = 秒 / 10 / 422 * 1000
