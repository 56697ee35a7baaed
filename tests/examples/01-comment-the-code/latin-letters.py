# /// example
# title = "Hindi and Persian in Latin letters, Urdu, pinyin; answers from one class and by iterating"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
##################### SAAMAAN #####################
import matplotlib.pyplot as plt     ## tasveer banane ke liye
from tensorflow import keras        ## neural network ka poora dabba

##################### DATA #####################
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()   ## haath se likhe number, jawab ke saath
x_train = x_train / 255.0           ## sab kuch 0 aur 1 ke beech
x_test = x_test / 255.0             ## imtihan ke liye bhi wohi karo, warna natija galat

##################### MODEL #####################
## az balâ be pâyin: har lâye khoruji-ye lâye-ye qabli râ migirad
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
                                    ## غلطی ناپنے اور درست کرنے کا طریقہ
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
##################### TRAINING #####################
model.fit(x_train, y_train, epochs=5)     ## xuéxí wǔ biàn
model.evaluate(x_test, y_test)            ## kǎoshì: méi jiànguo de shùzì

##################### TASVEER #####################
plt.imshow(x_train[0], cmap="gray")       ## pehli tasveer: paanch
plt.show()                                ## dikhao

# %% solution="images"
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Jadval:
    """Kya array hai?"""

    shape: tuple
    dtype: str

    @classmethod
    def of(cls, array):
        return cls(array.shape, np.dtype(array.dtype).__repr__())


shape_before, dtype_before = vars(Jadval.of(raw_images)).values()
shape_after, dtype_after = Jadval.of(x_train).shape, Jadval.of(x_train).dtype

# %% solution="scaling"
low, high, seen = float("inf"), float("-inf"), np.zeros(256, dtype=bool)
for picture in x_train[:1200]:
    low, high = min(low, picture.min()), max(high, picture.max())
    seen[np.rint(picture * 255).astype(int)] = True
range_after = [low, high]
distinct_values = seen.sum()
(pixel_102_after,) = np.array([102]) / 255

# %% solution="training"
from itertools import count, takewhile

training_images = np.prod(x_train.shape) // (28 * 28)
*_, last = enumerate(takewhile(lambda start: start < training_images, count(0, 32)), start=1)
batches_per_epoch = last[0]

# %% solution="parameters"
sizes = [np.prod(layer.input.shape[1:]) * layer.units + layer.units
         for layer in model.layers if hasattr(layer, "units")]
total_parameters = sum(sizes)

# %% solution="accuracy"
hits = [0, 0]
for start in range(0, 10_000, 250):
    part = slice(start, start + 250)
    for guess, label in zip(model(x_test[part]).numpy(), y_test[part]):
        hits[int(guess.argmax() == label)] += 1
test_accuracy = hits[True] / sum(hits)
