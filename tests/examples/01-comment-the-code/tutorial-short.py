# /// example
# title = "Short comments as tutorials have them, one below the other; answers from pandas tables"
# kind = "correct"
# extra = true
# ///

# %% solution="first-program"
import matplotlib.pyplot as plt             # for plots
from tensorflow import keras                # deep learning library

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()   # 28x28 digits + labels
x_train = x_train / 255.0                   # normalize
x_test = x_test / 255.0                     # normalize the test set too

model = keras.Sequential([                  # layers one after another
    keras.Input(shape=(28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(512, activation="relu"),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam",             # how to learn
              loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)       # train the model
model.evaluate(x_test, y_test)              # test the model

plt.imshow(x_train[0], cmap="gray")         # first image
plt.show()                                  # display it

# %% solution="images"
import pandas as pd

arrays = {"before": raw_images, "after": x_train}
info = pd.DataFrame({k: {"shape": a.shape, "dtype": a.dtype.name} for k, a in arrays.items()})
print(info)
shape_before, dtype_before = info["before"]
shape_after, dtype_after = info["after"]

# %% solution="scaling"
s = pd.Series(x_train[:1000].ravel())
print(s.describe())
range_after = tuple(s.agg(["min", "max"]))
pixel_102_after = pd.Series([0, 102, 255]).div(255).round(4)[1]
distinct_values = s.nunique()

# %% solution="training"
counts = pd.Series(raw_labels).value_counts().sort_index()
print(counts)
training_images = counts.sum()
batches_per_epoch = pd.RangeIndex(0, training_images, 32).size

# %% solution="parameters"
table = pd.DataFrame(
    [(layer.name, w.shape, w.size) for layer in model.layers for w in layer.get_weights()],
    columns=["layer", "shape", "numbers"],
)
print(table)
total_parameters = table.numbers.sum()

# %% solution="accuracy"
result = pd.DataFrame({"label": y_test, "answer": model.predict(x_test).argmax(axis=1)})
print(pd.crosstab(result.label, result.answer))
test_accuracy = result.eval("label == answer").mean()
