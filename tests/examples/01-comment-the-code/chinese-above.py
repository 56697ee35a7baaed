# /// example
# title = "Comments in Chinese, above the statements; shapes as lists, types from values"
# kind = "correct"
# ///

# %% solution="first-program"
# 画图工具
import matplotlib.pyplot as plt
# 深度学习框架，帮我们搭建和训练网络
from tensorflow import keras

# 下载手写数字：六万张用来学习，一万张用来考试
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# 把像素缩小到零和一之间，灰度不会丢失
x_train = x_train / 255.0
# 考试图片也要同样处理
x_test = x_test / 255.0

# 一层接一层的神经网络，最后给出十个概率
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
# 规定怎样修正错误、怎样衡量错误
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# 训练
model.fit(x_train, y_train, epochs=5)
# 用没见过的图片考试
model.evaluate(x_test, y_test)

# 画出第一张图片
plt.imshow(x_train[0], cmap="gray")
# 显示
plt.show()

# %% solution="images"
shape_before = list(raw_images.shape)
dtype_before = raw_images.dtype.name
shape_after = [60000, 28, 28]
dtype_after = str(type(x_train[0, 0, 0]))

# %% solution="scaling"
range_after = [np.min(x_train[:2000]), np.max(x_train[:2000])]
pixel_102_after = np.float32(102) / 255
values = set()
for image in x_train[:500]:
    values.update(image.ravel().tolist())
distinct_values = len(values)

# %% solution="training"
training_images = len(x_train)
batches_per_epoch = int(np.ceil(training_images / 32))

# %% solution="parameters"
total_parameters = 0
for layer in model.layers:
    for weights in layer.get_weights():
        total_parameters += weights.size

# %% solution="accuracy"
guesses = np.argmax(model.predict(x_test, verbose=0), axis=1)
test_accuracy = np.mean(guesses == y_test)
