# /// example
# title = "Classical Chinese, one sign for most statements; typed answers in other spellings"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import matplotlib.pyplot as plt  # 筆
from tensorflow import keras  # 器
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # 集
x_train = x_train / 255.0  # 縮
x_test = x_test / 255.0  # 亦縮
model = keras.Sequential([
    keras.Input(shape=(28, 28)),  # 入
    keras.layers.Flatten(),  # 展
    keras.layers.Dense(512, activation="relu"),  # 察
    keras.layers.Dropout(0.2),  # 忘
    keras.layers.Dense(10, activation="softmax"),  # 斷
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # 法
model.fit(x_train, y_train, epochs=5)  # 習
model.evaluate(x_test, y_test)  # 試
plt.imshow(x_train[0], cmap="gray")  # 畫
plt.show()  # 示

# %% solution="images"
shape_before = [60_000, 28, 28]
dtype_before = "np.uint8"
shape_after = [6e4, 2.8e1, 2.8e1]
dtype_after = "numpy.float64"

# %% solution="scaling"
range_after = (0., 1.)
pixel_102_after = 4e-1
distinct_values = 2 ** 8

# %% solution="training"
training_images = 6e4
batches_per_epoch = 1_875.

# %% solution="parameters"
total_parameters = 4_07_050

# %% solution="accuracy"
loss, acc = model.evaluate(x=x_test, y=y_test, batch_size=1000)
test_accuracy = round(acc * 100, 2) / 100
