# /// example
# title = "The answer is the mean of five shifted views, ten sigmoids, a grid of panels, results in a namedtuple, Italian"
# kind = "correct"
# extra = true
# ///

# %% solution="prepare"
from tensorflow.keras import backend as K
from tensorflow.keras.layers import (Average, BatchNormalization, Conv2D, Cropping2D, Dense,
                                     Dropout, Flatten, Input, MaxPool2D, RandomTranslation,
                                     ZeroPadding2D)
from tensorflow.keras.models import Model, Sequential

K.clear_session()


def preprocess(images):
    # nero = 0, bianco = 1
    return images.reshape((-1, 28, 28, 1)) / np.float16(255)


x_train = preprocess(train_images)
x_test = preprocess(test_images)

# %% solution="build"
base = Sequential(name="base")
base.add(Input(shape=(28, 28, 1)))
base.add(RandomTranslation(0.06, 0.06, fill_mode="constant"))
base.add(Conv2D(16, 5, strides=2, activation="relu"))
base.add(BatchNormalization())
base.add(Conv2D(48, 5, activation="relu"))
base.add(BatchNormalization())
base.add(MaxPool2D())
base.add(Flatten())
base.add(Dropout(0.3))
base.add(Dense(10, activation="sigmoid"))

immagine = Input(shape=(28, 28, 1), name="immagine")
larga = ZeroPadding2D(1)(immagine)
viste = [
    base(Cropping2D(((su, 2 - su), (sinistra, 2 - sinistra)))(larga))
    for su, sinistra in ((1, 1), (0, 1), (2, 1), (1, 0), (1, 2))
]
model = Model(immagine, Average()(viste), name="cinque_viste")
model.summary()

# %% solution="train"
y_train = np.zeros((len(train_labels), 10))
y_train[np.arange(len(train_labels)), train_labels] = 1
y_train = 0.98 * y_train + 0.002

base.compile(optimizer="adam", loss="binary_crossentropy", metrics=["categorical_accuracy"])
storia = {}
for epoca, passo in enumerate([0.003, 0.002, 0.001, 0.0003, 0.0001]):
    base.optimizer.learning_rate.assign(passo)
    fatto = base.fit(x_train, y_train, batch_size=100, epochs=1, verbose=0)
    storia[epoca] = fatto.history["categorical_accuracy"][0]
    print(f"epoca {epoca}: {storia[epoca]:.4f}")

# %% solution="measure"
from collections import namedtuple

Esito = namedtuple("Esito", ["risposte", "giuste", "accuratezza"])


def prova(rete):
    risposte = np.hstack([rete(parte).numpy().argmax(-1) for parte in np.split(x_test, 20)])
    giuste = int((risposte == test_labels).sum())
    return Esito(risposte, giuste, giuste / 10_000)


esito = prova(model)
predictions, _, test_accuracy = esito

# %% solution="confusion"
from scipy import sparse


def confusion(labels, predictions):
    uno = np.ones(len(labels), dtype=int)
    return sparse.coo_matrix((uno, (labels, predictions)), shape=(10, 10)).todense()

# %% solution="confusion-figure"
matrix = confusion(test_labels, predictions)
errori = np.asarray(matrix) * (1 - np.eye(10, dtype=int))

fig = plt.figure(figsize=(8, 8), constrained_layout=True)
griglia = fig.add_gridspec(2, 2, width_ratios=(4, 1), height_ratios=(1, 4))
sopra = fig.add_subplot(griglia[0, 0])
sopra.bar(range(10), errori.sum(axis=0), color="tab:red")
sopra.set_ylabel("errori")
centro = fig.add_subplot(griglia[1, 0], sharex=sopra)
centro.imshow(np.log1p(errori), cmap="OrRd", aspect="auto")
for i in range(10):
    for j in range(10):
        if i != j and errori[i, j]:
            centro.annotate(errori[i, j], xy=(j, i), ha="center", va="center")
centro.set_xlabel("risposta della rete")
centro.set_ylabel("cifra vera")
lato = fig.add_subplot(griglia[1, 1], sharey=centro)
lato.barh(range(10), errori.sum(axis=1), color="tab:red")
lato.set_xlabel("errori")
fig.suptitle(f"Matrice di confusione: {errori.sum()} errori su 10.000")

# %% solution="dense"
dense_model = Sequential(
    [Input((28, 28, 1)), Flatten(), Dense(36, activation="relu"), Dropout(0.05), Dense(10, "sigmoid")]
)
dense_model.compile(optimizer="adam", loss="binary_crossentropy")
dense_model.fit(x_train, y_train, batch_size=100, epochs=4, verbose=0)
dense_accuracy = prova(dense_model).accuratezza
print("{:>20} {:>10,} {:.2%}".format("convoluzioni", model.count_params(), test_accuracy))
print("{:>20} {:>10,} {:.2%}".format("densa", dense_model.count_params(), dense_accuracy))
