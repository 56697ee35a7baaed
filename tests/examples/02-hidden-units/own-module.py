# /// example
# title = "Functions in a module written from the notebook, networks kept in files, catplot of seaborn, Chinese comments"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
from pathlib import Path
import importlib

# 把函数放进单独的模块,方便以后使用
Path("my_network.py").write_text(
    '''
import numpy as np
from tensorflow import keras


def scale(images):
    return (np.asarray(images).astype("float32") - 127.5) / 127.5


class Net(keras.Sequential):
    """一个隐藏层的网络"""

    def __init__(self, units):
        super().__init__(name=f"net{units}")
        self.add(keras.layers.InputLayer(shape=(28, 28)))
        self.add(keras.layers.Flatten())
        self.add(keras.layers.Dropout(0.02))
        self.add(keras.layers.Dense(units, "relu", kernel_regularizer=keras.regularizers.L2(1e-6)))
        self.add(keras.layers.Dense(10, "softmax"))


def share_right(model, x, y):
    return np.mean([np.argmax(p) == t for p, t in zip(model.predict(x, verbose=0), y)])
''',
    encoding="utf-8",
)
importlib.invalidate_caches()
import my_network

preprocess = my_network.scale

# %% solution="test-accuracy"
from functools import partial

test_accuracy = partial(my_network.share_right, x=x_test, y=labels_test)

# %% solution="train"
def train(units, seed):
    keras.utils.set_random_seed(seed)
    网络 = my_network.Net(units)
    网络.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    网络.fit(
        x_train,
        labels_train,
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        verbose=0,
        callbacks=[
            keras.callbacks.CSVLogger(f"log_{units}_{seed}.csv"),
            keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=1),
            keras.callbacks.EarlyStopping(monitor="loss", patience=2),
        ],
    )
    return 网络

# %% solution="sweep"
# 训练后保存到文件,再读出来
for units in UNITS:
    train(units, 1).save_weights(f"net{units}.weights.h5")

models = dict()
for units in UNITS:
    models[units] = my_network.Net(units)
    models[units].load_weights(f"net{units}.weights.h5")

# %% solution="table"
import pandas as pd

df = pd.DataFrame(
    [(u, models[u].count_params(), test_accuracy(models[u])) for u in UNITS],
    columns=["units", "parameters", "accuracy"],
)
display(df.style.format({"accuracy": "{:.2%}"}))
table = list(df.itertuples(index=False))

# %% solution="figure"
import seaborn as sns

sns.set_theme(style="whitegrid")
grid = sns.catplot(data=df, x="units", y="accuracy", s=12, height=4, aspect=1.5)
grid.set_axis_labels("隐藏单元数", "测试准确率")
fig = grid.figure

# %% solution="repeats"
repeats = {}
for seed in 1, 2, 3:
    repeats[seed] = models[10] if seed == 1 else train(units=10, seed=seed)
    repeats[seed].save(f"seed{seed}.keras")
repeat_accuracies = pd.Series(repeats).map(test_accuracy).to_dict()
spread = np.ptp(np.fromiter(repeat_accuracies.values(), float))

# %% solution="gains"
gains = df.diff().eval("accuracy / units").iloc[1:].to_numpy()
