# /// example
# title = "Turkish questions and answers with marks of several kinds, regions, a drawing in signs"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
#region Araçlar
#? Neden? -> En sonda bir rakamı çizeceğiz.
import matplotlib.pyplot as plt
#? Neden? -> Ağı kuran, eğiten ve veriyi getiren çerçeve.
from tensorflow import keras
#endregion

#region Veri
#? Ne geliyor? -> 60.000 alıştırma ve 10.000 sınav görüntüsü, her biri yanıtıyla.
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
#? Ne oluyor? -> 0…255 aralığı 0…1 aralığına iner; gri gri kalır.
x_train = x_train / 255.0
#? Sınav için de mi? -> Evet, yoksa haksızlık olur!
x_test = x_test / 255.0
#endregion

#region Ağ
#   ┌─────────┐   ┌─────┐   ┌─────┐   ┌────┐
#   │ 28 × 28 │──▶│ 784 │──▶│ 512 │──▶│ 10 │
#   └─────────┘   └─────┘   └─────┘   └────┘
#    görüntü       sıra      nöron     olasılık
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
#! Dikkat: burada henüz hiçbir şey öğrenilmiyor, yalnızca kurallar seçiliyor.
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
#endregion

#region Eğitim ve sınav
#* Öğrenme: tahmin et, hatayı ölç, ağırlıkları azıcık düzelt, yeniden başla.
model.fit(x_train, y_train, epochs=5)
#* Sınav: daha önce hiç görülmemiş rakamlar.
model.evaluate(x_test, y_test)
#endregion

#NOT: başka bir rakama da bak (şimdilik ilki: 5)
plt.imshow(x_train[0], cmap="gray")
#: göster
plt.show()

# %% solution="images"
olcu = lambda dizi: (len(dizi), *map(len, (dizi[0], dizi[0, 0])))
bit = lambda dizi, ad: f"{ad}{8 * dizi.itemsize}"
shape_before, shape_after = map(olcu, (raw_images, x_train))
dtype_before, dtype_after = bit(raw_images, "uint"), bit(x_train, "float")

# %% solution="scaling"
pikseller = x_train[:1000].flatten()
pikseller.sort()
range_after = pikseller[0], pikseller[-1]
distinct_values = np.count_nonzero(np.diff(pikseller)) + 1
pixel_102_after = np.interp(102, [0, 255], range_after)

# %% solution="training"
training_images = np.bincount(y_train).sum()
tam, kalan = divmod(training_images, 32)
batches_per_epoch = tam + (kalan > 0)

# %% solution="parameters"
total_parameters = 0
girdi = 28 * 28
for katman in model.layers:
    match type(katman).__name__:
        case "Dense":
            total_parameters += (girdi + 1) * katman.units
            girdi = katman.units
        case _:
            pass

# %% solution="accuracy"
yanlis = np.flatnonzero(model.predict(x_test, batch_size=500).argmax(-1) != y_test)
print(f"{len(yanlis)} yanlış:", *yanlis[:10], "...")
test_accuracy = 1 - len(yanlis) / 10_000
