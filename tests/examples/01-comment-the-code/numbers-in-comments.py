# /// example
# title = "Indonesian comments full of numbers, pairs of like comments; counting with sets and bytes"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# alat gambar (dipakai di baris terakhir)
import matplotlib.pyplot as plt
# alat jaringan saraf
from tensorflow import keras
# 70.000 angka tulisan tangan dari 250 orang, 11 MB
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# 60.000 gambar: 0-255 menjadi 0-1
x_train = x_train / 255.0
# 10.000 gambar: 0-255 menjadi 0-1
x_test = x_test / 255.0
# 784 -> 512 -> 10, jadi 784*512 + 512 + 512*10 + 10 = 407.050 bilangan yang dipelajari
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
# 3 keputusan: cara memperbaiki, cara mengukur salah, apa yang dilaporkan
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# 5 putaran x 1875 kelompok = 9375 perbaikan kecil
model.fit(x_train, y_train, epochs=5)
# 10.000 : 32 = 312,5 -> 313 kelompok, tanpa perbaikan
model.evaluate(x_test, y_test)
# gambar ke-0, sebuah angka 5
plt.imshow(x_train[0], cmap="gray")
# tampilkan!
plt.show()

# %% solution="images"
shape_before = shape_after = (6 * 10**4, 28, 28)
dtype_before = f"{np.min_scalar_type(255)}"
dtype_after = f"{np.result_type(raw_images, 255.0)}"

# %% solution="scaling"
semua = {piksel / 255 for piksel in b"".join(map(bytes, raw_images[:400]))}
range_after = (min(semua), max(semua))
distinct_values = len(semua)
pixel_102_after = {round(255 * x): x for x in semua}[102]

# %% solution="training"
def bagi(sisa, isi=32):
    """Hitung kelompok satu demi satu."""
    banyak = 0
    while sisa > 0:
        banyak, sisa = banyak + 1, sisa - isi
    return banyak


batches_per_epoch = bagi(training_images := sum(1 for _ in y_train))

# %% solution="parameters"
W1, b1, W2, b2 = model.get_weights()
total_parameters = sum(map(len, (W1.flat, b1.flat, W2.flat, b2.flat)))

# %% solution="accuracy"
benar = dict.fromkeys(range(10), 0)
for jawaban, kunci in zip(np.argmax(model.predict_on_batch(x_test), 1).tolist(), y_test.tolist()):
    benar[kunci] += jawaban == kunci
print(benar)
test_accuracy = float(f"{sum(benar.values()) / 10000:.4f}")
