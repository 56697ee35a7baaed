# /// example
# title = "Georgian, Armenian, Amharic, Tamil and other scripts; batches counted by a callback"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# ბოლოს სურათი უნდა დავხატოთ
import matplotlib.pyplot as plt
from tensorflow import keras  # Ցանցերի գրադարան՝ շերտեր, ուսուցում և տվյալներ

# በእጅ የተጻፉ ቁጥሮችን ያመጣል
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# படப்புள்ளிகளைச் சிறிய எண்களாக மாற்றுகிறோம்
x_train = x_train / 255.0
x_test = x_test / 255.0  # পরীক্ষার ছবিও একই রকম হতে হবে

# အလွှာများကို တစ်ခုပြီးတစ်ခု ဆင့်ထားသည်
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
# តើត្រូវកែកំហុសដោយរបៀបណា
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)  # ᏗᏕᎶᏆᏍᏗ
# ᠰᠢᠯᠭᠠᠯᠲᠠ
model.evaluate(x_test, y_test)

# 𞤲𞤢𞤼𞤢𞤤 𞤢𞤪𞤢𞤲𞤮
plt.imshow(x_train[0], cmap="gray")
plt.show()  # ߦߌ߬ߘߊ߬

# %% solution="images"
dtype_before, shape_before, dtype_after, shape_after = (
    fact for array in (raw_images, x_train) for fact in (repr(array.dtype), array.shape)
)

# %% solution="scaling"
histogram, edges = np.histogram(x_train[:1000], bins=256)
range_after = (edges[0], edges[-1])
distinct_values = int((histogram > 0).sum())
pixel_102_after = np.true_divide(np.uint8(102), 255.0)

# %% solution="training"
class Counter(keras.callbacks.Callback):
    """Counts the batches, and the images in them."""

    batches = 0

    def on_test_batch_end(self, batch, logs=None):
        self.batches += 1


counter = Counter()
model.evaluate(x_train, y_train, verbose=0, callbacks=[counter])
batches_per_epoch = counter.batches
training_images = 32 * counter.batches

# %% solution="parameters"
from collections import defaultdict

numbers = defaultdict(int)
for variable in model.trainable_variables:
    numbers[variable.path] += variable.shape.num_elements()
print(dict(numbers))
total_parameters = sum(numbers.values())

# %% solution="accuracy"
per_digit = {}
for digit in range(10):
    chosen = y_test == digit
    per_digit[digit] = model.evaluate(x_test[chosen], y_test[chosen], verbose=0)[1] * chosen.sum()
test_accuracy = sum(per_digit.values()) / len(x_test)
