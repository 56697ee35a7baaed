# /// example
# title = "Comments inside long statements, in many languages and scripts"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# Библиотека для рисунков
import matplotlib.pyplot as plt
# यह ढाँचा हमारे लिए नेटवर्क बनाता है
from tensorflow import keras

(x_train, y_train), (
    x_test,  # 手書きの数字を読み込む
    y_test,
) = keras.datasets.mnist.load_data()
# نقسم كل بكسل لتصبح القيم صغيرة
x_train = x_train / 255.0
# Aynı işlem sınav resimleri için de gerekli
x_test = x_test / 255.0

model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    # Le image devient une seule ligne de 784 nombres.
    keras.layers.Flatten(),
    # Les neurones cherchent des formes...
    keras.layers.Dense(512, activation="relu"),
    # ... et quelques-uns dorment au hasard.
    keras.layers.Dropout(0.2),
    # Dix sorties : une probabilité par chiffre.
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(
    optimizer="adam",  # 작은 걸음으로 배운다
    loss="sparse_categorical_crossentropy",  # 얼마나 틀렸는지
    metrics=["accuracy"],
)
# Πέντε φορές όλες οι εικόνες
model.fit(x_train, y_train, epochs=5)
# ¿Cuántas cifras nuevas lee bien?
model.evaluate(x_test, y_test)

# זו הספרה הראשונה
plt.imshow(x_train[0], cmap="gray")
# แสดงภาพบนหน้าจอ
plt.show()
