# /// example
# title = "Short comments in Japanese, the same words in other scripts, no empty lines"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# 絵を描く道具
import matplotlib.pyplot as plt
# 学習の枠組み
from tensorflow import keras
# 手書き数字を取り寄せる
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# 画素を零から一に縮める
x_train = x_train / 255.0
# 試験の画像も同じ扱い
x_test = x_test / 255.0
# 層を重ねた網を組む
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
# 直し方と間違いの測り方を決める
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# 五回くり返して学ぶ
model.fit(x_train, y_train, epochs=5)
# 初めて見る数字で試す
model.evaluate(x_test, y_test)
# 最初の一枚を灰色で
plt.imshow(x_train[0], cmap="gray")
# 画面に出す
plt.show()

# %% solution="accuracy"
結果 = model.evaluate(x_test, y_test, verbose=0, return_dict=True)
test_accuracy = 結果["accuracy"]
