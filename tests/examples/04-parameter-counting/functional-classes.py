# /// example
# title = "Classes that call keras.Model's constructor, histories that know their models, labels by pandas"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# ağırlıklar, sapmalar, toplam
import pandas as pd

katman = pd.DataFrame([[784, 400], [400, 10]], columns=["giriş", "birim"], index=["gizli", "çıkış"])
katman["ağırlık"] = katman.prod(axis=1)
print(katman)
one_hidden = {"weights": None, "biases": None, "total": None}
one_hidden["weights"] = katman["ağırlık"].sum()
one_hidden["biases"] = katman["birim"].sum()
one_hidden["total"] = katman[["ağırlık", "birim"]].to_numpy().sum()

# %% solution="dense-params"
dense_params = lambda n_in, n_out: (n_out * n_in, 1 * n_out)

# %% solution="mlp-params"
def mlp_params(sizes, /):
    if not (sizes and sizes[1:]):
        return 0, 0
    bu, sonra = dense_params(*sizes[:2]), mlp_params(sizes[1:])
    return tuple(np.add(bu, sonra))

# %% solution="deeper"
totals = {
    "784-512-10": None,
    "784-60-10": None,
    "784-64-64-10": None,
    "784-(4 x 400)-10": None,
    "784-(11 x 9)-10": None,
}
totals["784-512-10"] = 784 * 512 + 512 + 512 * 10 + 10
totals["784-60-10"] = 784 * 60 + 60 + 60 * 10 + 10
totals["784-64-64-10"] = 784 * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10
totals["784-(4 x 400)-10"] = 784 * 400 + 400 + 3 * (400 * 400 + 400) + 400 * 10 + 10
totals["784-(11 x 9)-10"] = 784 * 9 + 9 + 10 * (9 * 9 + 9) + 9 * 10 + 10
for ad, sayı in totals.items():
    print(ad.ljust(20), sayı)

# %% solution="conv2d-params"
def conv2d_params(kernel, channels_in, filters):
    if filters == 0:
        return 0, 0
    ağırlık, sapma = conv2d_params(kernel, channels_in, filters - 1)
    return ağırlık + kernel**2 * channels_in, sapma + 1

# %% solution="output-size"
def output_size(size, kernel, stride, padding):
    pencereler = np.lib.stride_tricks.sliding_window_view(range(size + 2 * padding), kernel)
    return pencereler[::stride].shape[0]

# %% solution="cnn-by-hand"
cnn_1 = {"conv": None, "dense_128": None, "dense_10": None, "total": None}
cnn_2 = {"conv_5x5": None, "conv_3x3": None, "dense_128": None, "dense_10": None, "total": None}
cnn_1["conv"], cnn_2["conv_5x5"], cnn_2["conv_3x3"] = 280, 832, 9248
cnn_1["dense_128"], cnn_2["dense_128"] = 605824.0, 102528.0
cnn_1["dense_10"] = cnn_2["dense_10"] = 1290
for tablo in (cnn_1, cnn_2):
    tablo["total"] = sum(filter(None, tablo.values()))

# %% solution="keras-models"
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPool2D


class Yoğun(keras.Model):
    """İşlevsel ağ, ama bir sınıf olarak."""

    def __init__(self, *genişlik):
        giriş = Input((784,))
        x = giriş
        for birim in genişlik:
            x = Dense(birim, activation="relu")(x)
        super().__init__(inputs=giriş, outputs=Dense(10, activation="softmax")(x))


class Evrişimli(keras.Model):
    def __init__(self, *süzgeçler):
        giriş = Input((28, 28, 1))
        x = giriş
        for sayı, kenar in süzgeçler:
            x = Conv2D(sayı, (kenar, kenar), strides=(1, 1), padding="VALID", activation="relu")(x)
            x = MaxPool2D(pool_size=(2, 2), strides=(2, 2))(x)
        x = Dense(128, activation="relu")(Flatten()(x))
        super().__init__(inputs=[giriş], outputs=[Dense(10, activation="softmax")(x)])


mlp_model = Yoğun(64, 64)
cnn_1_model = Evrişimli((28, 3))
cnn_2_model = Evrişimli((32, 5), (32, 3))

# %% solution="widths"
a, b = np.polyfit([0, 1], [10, 805], deg=1)  # toplam = a * genişlik + b
smallest_large_width = int(np.ceil((300_000 - round(b)) / round(a)))
largest_small_width = int(np.ceil((50_000 - round(b)) / round(a))) - 1

# %% solution="preprocess"
def preprocess(images):
    # karekök: soluk pikseller biraz daha görünür
    return np.sqrt(np.reshape(images, (len(images), 784)) / 255.0, dtype="float32")

# %% solution="build"
class Tek(keras.Model):
    def __init__(self, genişlik):
        giriş = Input((784,), name="piksel")
        gizli = Dense(genişlik, activation="sigmoid", name="gizli")(giriş)
        super().__init__(giriş, Dense(10, activation="softmax", name="rakam")(gizli))
        self.compile(
            optimizer=keras.optimizers.SGD(learning_rate=0.1),
            loss={"rakam": keras.losses.CategoricalCrossentropy()},
            metrics={"rakam": ["accuracy"]},
        )


large_model, small_model = Tek(smallest_large_width), Tek(largest_small_width)

# %% solution="steps"
steps_per_epoch = len(np.array_split(range(54_000), range(128, 54_000, 128)))

# %% solution="train"
Y = pd.get_dummies(y_train, dtype="float32").to_numpy()
Y_test = pd.get_dummies(y_test, dtype="float32").to_numpy()
süre = []


class Süre(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        süre.append(time.perf_counter())

    on_train_end = on_train_begin


geçmiş = [
    model.fit(
        preprocess(x_train),
        Y,
        batch_size=128,
        epochs=10,
        validation_split=0.1,
        callbacks=[Süre(), keras.callbacks.ReduceLROnPlateau(patience=20)],
        verbose=0,
    )
    for model in (large_model, small_model)
]
large_history, small_history = geçmiş
large_model, small_model = (h.model for h in geçmiş)
large_seconds, small_seconds = np.diff(süre)[::2]

# %% solution="results"
from collections import defaultdict

results = defaultdict(dict)
for ad, h, s in zip(("large", "small"), geçmiş, (large_seconds, small_seconds)):
    kayıt = pd.DataFrame(h.history, index=h.epoch)
    results[ad]["width"] = h.model.get_layer("gizli").get_config()["units"]
    results[ad]["parameters"] = h.model.count_params()
    results[ad]["train"], results[ad]["validation"] = kayıt.filter(regex="acc").iloc[-1]
    _, results[ad]["test"] = h.model.evaluate(preprocess(x_test), Y_test, verbose=0)
    results[ad]["seconds_per_epoch"] = s / len(kayıt)
    results[ad]["ms_per_step"] = results[ad]["seconds_per_epoch"] * 1000 / steps_per_epoch
pd.DataFrame(results)
