# /// example
# title = "A keras.utils.PyDataset of batches, strings parsed, Hindi comments, tables by pandas"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
# हर परत के भार और झुकाव
परतें = [(784, 400), (400, 10)]
one_hidden = {"weights": 0, "biases": 0}
for भीतर, बाहर in परतें:
    one_hidden["weights"] += भीतर * बाहर
    one_hidden["biases"] += बाहर
one_hidden["total"] = one_hidden["weights"] + one_hidden["biases"]

# %% solution="dense-params"
def dense_params(n_in, n_out):
    return [n_in * n_out, n_out]

# %% solution="mlp-params"
def mlp_params(sizes):
    rows = [dense_params(*pair) for pair in zip(sizes, sizes[1:])]
    return [sum(column) for column in zip(*rows)]

# %% solution="deeper"
def sizes_of(text):
    """'784-(4 x 400)-10' becomes [784, 400, 400, 400, 400, 10]."""
    sizes = []
    for part in text.split("-"):
        if "x" in part:
            times, units = part.strip("()").split("x")
            sizes += [int(units)] * int(times)
        else:
            sizes.append(int(part))
    return sizes


for name in ["784-512-10", "784-60-10", "784-64-64-10", "784-(4 x 400)-10", "784-(11 x 9)-10"]:
    try:
        totals[name] = sum(mlp_params(sizes_of(name)))
    except NameError:
        totals = {name: sum(mlp_params(sizes_of(name)))}

# %% solution="preprocess"
def preprocess(images):
    return (images.astype(np.float32) - 127.5) / 127.5

# %% solution="build"
def build(width):
    model = keras.Sequential()
    model.add(keras.Input(shape=(28, 28)))
    model.add(keras.layers.Reshape((784,)))
    model.add(keras.layers.Dense(width, activation=keras.activations.sigmoid, use_bias=True))
    model.add(keras.layers.Dense(10, activation=keras.activations.softmax))
    model.compile(optimizer=keras.optimizers.SGD(0.1),
                  loss=keras.losses.sparse_categorical_crossentropy,
                  metrics=[keras.metrics.sparse_categorical_accuracy])
    return model


large_model = build(378)
small_model = build(20)

# %% solution="train"
class Batches(keras.utils.PyDataset):
    """१२८ अंकों के समूह"""

    def __init__(self, images, labels, size=128):
        super().__init__()
        self.images, self.labels, self.size = images, labels, size

    def __len__(self):
        return -(-len(self.images) // self.size)

    def __getitem__(self, i):
        part = slice(i * self.size, (i + 1) * self.size)
        return self.images[part], self.labels[part]


x, v = preprocess(x_train[:54000]), preprocess(x_train[54000:])
started = time.time()
large_history = large_model.fit(
    Batches(x, y_train[:54000]), validation_data=(v, y_train[54000:]), epochs=10, verbose=0
)
middle = time.time()
small_history = small_model.fit(
    Batches(x, y_train[:54000]), validation_data=(v, y_train[54000:]), epochs=10, verbose=0
)
ended = time.time()
large_seconds, small_seconds = middle - started, ended - middle

# %% solution="results"
import pandas as pd

rows = []
for model, history, seconds in [
    (large_model, large_history, large_seconds),
    (small_model, small_history, small_seconds),
]:
    last = pd.DataFrame(history.history).iloc[-1]
    rows.append(
        {
            "width": model.layers[1].units,
            "parameters": model.count_params(),
            "train": last["sparse_categorical_accuracy"],
            "validation": last["val_sparse_categorical_accuracy"],
            "test": model.evaluate(preprocess(x_test), y_test, verbose=0)[1],
            "seconds_per_epoch": seconds / 10,
            "ms_per_step": 1000 * seconds / 10 / 422,
        }
    )
table = pd.DataFrame(rows, index=["large", "small"])
print(table.round(3))
results = table.to_dict(orient="index")
