# /// example
# title = "Comments in Arabic, above the statements; answers typed in as numbers"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
# مكتبة للرسم نستعملها في النهاية
import matplotlib.pyplot as plt

# إطار العمل الذي يبني الشبكة ويدربها
from tensorflow import keras

# نحمل الأرقام المكتوبة باليد: ستون ألفا للتعلم وعشرة آلاف للاختبار
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

# نصغر القيم لتصبح بين الصفر والواحد
x_train = x_train / 255.0

# ونعامل صور الاختبار بالطريقة نفسها
x_test = x_test / 255.0

# نبني الشبكة طبقة بعد طبقة
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])

# نختار طريقة التصحيح ومقياس الخطأ
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

# هنا يحدث التعلم، خمس مرات على كل الصور
model.fit(x_train, y_train, epochs=5)

# نسأل الشبكة عن صور لم ترها من قبل
model.evaluate(x_test, y_test)

# نرسم الصورة الأولى بدرجات الرمادي
plt.imshow(x_train[0], cmap="gray")

# ثم نعرضها على الشاشة
plt.show()

# %% solution="images"
shape_before = (60000, 28, 28)
dtype_before = "uint8"
shape_after = (60000, 28, 28)
dtype_after = "float64"

# %% solution="scaling"
range_after = (0.0, 1.0)
pixel_102_after = 0.4
distinct_values = 256

# %% solution="training"
training_images = 60000
batches_per_epoch = 1875

# %% solution="parameters"
total_parameters = 407050

# %% solution="accuracy"
test_accuracy = round(float(model.evaluate(x_test, y_test, verbose=0)[1]), 3)
