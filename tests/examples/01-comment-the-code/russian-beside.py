# /// example
# title = "Comments in Russian, beside the statements; types from repr, counting by loops"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import matplotlib.pyplot as plt  # рисовать будем в самом конце
from tensorflow import keras  # фреймворк: слои, обучение и даже данные
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()  # шестьдесят тысяч цифр для учёбы, ещё десять тысяч для экзамена
x_train = x_train / 255.0  # маленькие числа учатся спокойнее
x_test = x_test / 255.0  # экзамен готовим так же, как уроки
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])  # пиксели входят, десять вероятностей выходят
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # выбираем правило исправления и меру ошибки
model.fit(x_train, y_train, epochs=5)  # пять проходов по всем картинкам
model.evaluate(x_test, y_test)  # сколько новых цифр прочитано верно?
plt.imshow(x_train[0], cmap="gray")  # первая картинка, это пятёрка
plt.show()  # показать на экране

# %% solution="images"
def describe(array):
    """Форма и тип массива."""
    return array.shape, repr(array.dtype)


(shape_before, dtype_before), (shape_after, dtype_after) = describe(raw_images), describe(x_train)

# %% solution="scaling"
smallest, largest = 1.0, 0.0
seen = set()
for image in x_train[:1500]:
    smallest, largest = min(smallest, image.min()), max(largest, image.max())
    seen |= set(image.flatten())
range_after = smallest, largest
pixel_102_after = round(102 / 255, 2)
distinct_values = len(seen)

# %% solution="training"
training_images, *_ = x_train.shape
batches_per_epoch = -(-training_images // 32)

# %% solution="parameters"
total_parameters = sum(int(np.prod(w.shape)) for w in model.trainable_weights)

# %% solution="accuracy"
right = 0
answers = model.predict(x_test, verbose=0)
for answer, label in zip(answers, y_test):
    right += int(answer.argmax() == label)
test_accuracy = right / len(y_test)
