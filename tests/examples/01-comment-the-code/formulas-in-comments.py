# /// example
# title = "Italian comments with formulas, links and lists; scikit-learn and a confusion matrix"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# -*- coding: utf-8 -*-
# Autore: G. R., matricola 12345  (vedi https://keras.io/api/ )
# 1) strumenti
#    - per le figure:
import matplotlib.pyplot as plt  # noqa: E402
#    - per le reti neurali:
from tensorflow import keras  # type: ignore

# 2) dati: $X \in \{0,\dots,255\}^{60000 \times 28 \times 28}$ e le etichette $y \in \{0,\dots,9\}$
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# $x \mapsto x/255$, quindi $0 \le x \le 1$: gradienti più tranquilli
x_train = x_train / 255.0
# stessa trasformazione $x \mapsto x/255$ anche per la verifica
x_test = x_test / 255.0

# 3) modello: $\hat y = \mathrm{softmax}(W_2\,\mathrm{relu}(W_1 x + b_1) + b_2)$
model = keras.Sequential([
    keras.Input(shape=(28, 28)),  # $x$
    keras.layers.Flatten(),  # $\mathrm{vec}(x) \in \mathbb{R}^{784}$
    keras.layers.Dense(512, activation="relu"),  # $h = \max(0, W_1 x + b_1)$
    keras.layers.Dropout(0.2),  # $h_i \to 0$ con $p = 0{,}2$
    keras.layers.Dense(10, activation="softmax"),  # $\sum_k \hat y_k = 1$
])
# 4) $L = -\log \hat y_{k}$ dove $k$ è la cifra giusta;
#    # model.compile(optimizer="sgd", ...)   <- provato, più lento
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# 5) $\theta \leftarrow \theta - \eta \nabla L$, per ogni gruppo di 32 immagini, 5 volte tutto
model.fit(x_train, y_train, epochs=5)
# 6) quante cifre nuove su 10 000 sono lette bene?
model.evaluate(x_test, y_test)

# 7) la figura: $x_0$
plt.imshow(x_train[0], cmap="gray")
# fine: la finestra si apre
plt.show()

# %% solution="images"
shape_before, shape_after = ([int(n) for n in a.shape] for a in (raw_images, x_train))
dtype_before, dtype_after = np.array([raw_images.dtype.name, x_train.dtype.name])

# %% solution="scaling"
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.preprocessing import MinMaxScaler

scala = MinMaxScaler().fit(np.array([[0.0], [255.0]]))
pixel_102_after = scala.transform([[102.0]]).item()
range_after = tuple(scala.transform([[0.0], [255.0]]).ravel().tolist())
distinct_values = len(set(raw_images[:1000].tobytes()))

# %% solution="training"
from sklearn.utils import gen_batches

lotti = list(gen_batches(len(x_train), 32))
batches_per_epoch = len(lotti)
training_images = lotti[-1].stop

# %% solution="parameters"
pesi, soglie = model.get_weights()[0::2], model.get_weights()[1::2]
total_parameters = np.concatenate([v.ravel() for v in (*pesi, *soglie)]).size

# %% solution="accuracy"
risposte = model.predict(x_test).argmax(axis=1)
matrice = confusion_matrix(y_test, risposte)
print(matrice)
assert accuracy_score(y_test, risposte) == matrice.trace() / matrice.sum()
test_accuracy = matrice.trace() / matrice.sum()
