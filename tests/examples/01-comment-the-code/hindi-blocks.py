# /// example
# title = "Comments in Hindi in several lines, lines of signs between them, answers as NumPy's numbers"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# -----------------
# चित्र बनाने का औज़ार
# =================
import matplotlib.pyplot as plt

# -----------------
# परतें, प्रशिक्षण और आँकड़े यहीं से आते हैं
# =================
from tensorflow import keras

# -----------------
# सीखने के लिए साठ हज़ार अंक, परीक्षा के लिए दस हज़ार
# =================
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

# -----------------
# छोटी संख्याओं से सीखना आसान होता है
# =================
x_train = x_train / 255.0

# -----------------
# परीक्षा के चित्रों के साथ भी वही करना है
# =================
x_test = x_test / 255.0

# -----------------
# एक के बाद एक परत: अंत में दस संभावनाएँ
# =================
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])

# -----------------
# गलती कैसे नापें और कैसे सुधारें
# =================
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

# -----------------
# यहाँ नेटवर्क सीखता है
# =================
model.fit(x_train, y_train, epochs=5)

# -----------------
# नए अंक कितने सही पढ़े गए?
# =================
model.evaluate(x_test, y_test)

# -----------------
# पहला चित्र एक पाँच है
# =================
plt.imshow(x_train[0], cmap="gray")

# -----------------
# चित्र को पर्दे पर दिखाओ
# =================
plt.show()

# %% solution="images"
shape_before, shape_after = np.shape(raw_images), np.shape(x_train)
dtype_before, dtype_after = (np.dtype(type(a.flat[0])).name for a in (raw_images, x_train))

# %% solution="scaling"
range_after = [x_train.min(), x_train.max()]
pixel_102_after = np.float64(102) / np.float64(255)
distinct_values = np.unique(x_train[:3000]).size

# %% solution="training"
training_images = np.int64(60_000)
batches_per_epoch = np.ceil(training_images / 32)

# %% solution="parameters"
total_parameters = np.sum([w.size for w in model.get_weights()])

# %% solution="accuracy"
test_accuracy = np.float32(model.evaluate(x_test, y_test, verbose=0)[1])
