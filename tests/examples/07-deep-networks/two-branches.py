# /// example
# title = "Two branches averaged, digits in a namedtuple, named panels of a mosaic, Turkish"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    # Her pikselden 128 çıkar, 128'e böl.
    sonuç = images.astype(np.float64)
    sonuç -= 128
    sonuç /= 128
    return sonuç

# %% solution="parrots"
def parrot_accuracies(labels):
    oranlar = {}
    for rakam in range(10):
        oranlar[rakam] = (np.array(labels) == rakam).sum() / np.array(labels).size
    return list(oranlar.values())

# %% solution="deep-network"
from keras import Input, Model, Sequential
from keras.layers import Activation, Average, BatchNormalization, Dense, Flatten


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    ağ = Sequential([Input(shape=(28, 28)), Flatten()])
    [ağ.add(Dense(units=units, activation="sigmoid")) for _ in range(12)]
    ağ.add(Dense(units=10, activation="softmax"))
    ağ.compile(optimizer="SGD", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return ağ

# %% solution="deep-models"
dar, orta, geniş = deep_network(9, 77), deep_network(21, 77), deep_network(60, 77)
deep_models = {"narrow": dar, "middle": orta, "wide": geniş}

# %% solution="train"
from collections import defaultdict, namedtuple

Veri = namedtuple("Veri", ["x", "y", "x_son", "y_son"])
veri = Veri(x_train, labels_train, x_test, labels_test)
deep_histories = defaultdict(lambda: None)
for anahtar, ağ in deep_models.items():
    deep_histories[anahtar] = ağ.fit(
        veri.x, veri.y, batch_size=128, epochs=2, validation_split=0.1, verbose=0
    )

# %% solution="symptom"
train_accuracy, test_accuracy, favourite = {}, {}, {}
for anahtar in deep_models.keys():
    yanıt_son = read(deep_models[anahtar], images_test)
    yanıt = read(deep_models[anahtar], images_train)
    train_accuracy[anahtar] = round(float(np.average(yanıt == labels_train)), 4)
    test_accuracy[anahtar] = round(float(np.average(yanıt_son == labels_test)), 4)
    favourite[anahtar] = int(np.median(yanıt_son)) if len(set(yanıt_son)) == 1 else int(np.bincount(yanıt_son).argmax())

# %% solution="gradient-norms"
@tf.function(reduce_retracing=True)
def ortalama_hata(model, x, labels):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, model(x)))


def gradient_norms(model, x, labels):
    x, labels = tf.constant(x, tf.float32), tf.constant(labels, tf.int32)
    yoğun = [k for k in model.layers if "Dense" in str(type(k))]
    with tf.GradientTape() as bant:
        hata = ortalama_hata(model, x, labels)
    eğimler = bant.gradient(hata, {k.name: k.kernel for k in yoğun})
    return [float(tf.linalg.norm(eğimler[k.name], ord="fro", axis=(0, 1))) for k in yoğun]

# %% solution="norms"
fresh = {"narrow": deep_network(9, 78), "middle": deep_network(21, 78), "wide": deep_network(60, 78)}
norms = dict()
for anahtar in fresh:
    norms[anahtar] = gradient_norms(fresh[anahtar], preprocess(images_sample), labels_sample)

# %% solution="figure"
fig, yer = plt.subplot_mosaic([["log", "log", "oran"]], figsize=(11, 4), layout="tight")
for anahtar in norms:
    yer["log"].plot(range(1, 14), norms[anahtar], label=anahtar, marker="o", markersize=4)
    adım = np.array(norms[anahtar][:-1]) / np.array(norms[anahtar][1:])
    yer["oran"].step(range(1, 13), adım, where="mid")
yer["log"].set_yscale("log")
yer["log"].set_xlabel("katman")
yer["log"].set_ylabel("gradyanın normu")
yer["log"].legend(title="ağ", ncol=3)
yer["log"].axhline(1, color="0.7", lw=0.5)
yer["oran"].axhline(0.25, ls=":", color="k")
yer["oran"].set_xlabel("katman")
yer["oran"].set_title("bir adımın çarpanı")

# %% solution="step-factor"
import operator
from itertools import accumulate


def step_factor(norms_of_layers):
    adımlar = [float(a) / float(b) for a, b in zip(norms_of_layers, norms_of_layers[1:])]
    *_, çarpım = accumulate(adımlar, operator.mul)
    return çarpım ** (1 / len(adımlar))


def sigmoid_slope(z):
    s = np.reciprocal(1.0 + np.exp(np.negative(z)))
    return np.subtract(s, np.power(s, 2))

# %% solution="cure"
keras.utils.set_random_seed(79)


def dal(x, birim):
    for _ in range(3):
        x = Dense(birim, use_bias=False)(x)
        x = BatchNormalization()(x)
        x = Activation("sigmoid")(x)
    return Dense(10)(x)


giriş = Input((28, 28))
düz = Flatten()(giriş)
# Yan yana iki dal, sonunda ortalamaları alınır; hiçbir yol bir katmanı atlamaz.
cure_model = Model(giriş, Activation("softmax")(Average()([dal(düz, 64), dal(düz, 32)])))
cure_model.compile(
    optimizer=keras.optimizers.AdamW(weight_decay=1e-4),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    veri.x, veri.y, batch_size=128, epochs=3, validation_split=0.1, verbose=0
)
changes = ["normalization", "optimizer", "fewer layers", "other"]
cure_validation_accuracy = np.round(cure_history.history["val_accuracy"][-1], 4)
cure_test_accuracy = np.round(cure_model.evaluate(veri.x_son, veri.y_son, verbose=0)[1], 4)
