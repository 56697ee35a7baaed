# /// example
# title = "Comments in Vietnamese, above and beside in turns, Thai and Greek and Hebrew among them"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import matplotlib.pyplot as plt  # Thư viện để vẽ hình
# Khung làm việc cho mạng nơ-ron
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # Tải chữ số viết tay, kèm đáp án
# ทำให้ค่าพิกเซลเล็กลง
x_train = x_train / 255.0
x_test = x_test / 255.0  # Και οι εικόνες του ελέγχου
# Mạng gồm nhiều lớp nối tiếp nhau
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # כך מתקנים וכך מודדים
# Học năm lượt qua toàn bộ ảnh
model.fit(x_train, y_train, epochs=5)
model.evaluate(x_test, y_test)  # Thử với ảnh chưa từng thấy
# Vẽ ảnh đầu tiên, một số năm
plt.imshow(x_train[0], cmap="gray")
plt.show()  # Hiện ra màn hình

# %% solution="training"
training_images = y_train.size
batches_per_epoch = len(range(0, training_images, 32))

# %% solution="accuracy"
đúng = [int(np.argmax(p)) == int(y) for p, y in zip(model.predict(x_test, verbose=0), y_test)]
test_accuracy = sum(đúng) / len(đúng)
