# /// example
# title = "StandardScaler and train_test_split of scikit-learn, a table of pandas made a dict"
# kind = "correct"
# extra = true
# ///

# %% solution="one-hidden"
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

layer_table = pd.DataFrame({"inputs": [784, 400], "units": [400, 10]}, index=["hidden", "output"])
layer_table["weights"] = layer_table.inputs * layer_table.units
layer_table["biases"] = layer_table.units
one_hidden = layer_table[["weights", "biases"]].sum().to_dict()
one_hidden["total"] = layer_table[["weights", "biases"]].to_numpy().sum()

# %% solution="mlp-params"
def mlp_params(sizes):
    table = pd.DataFrame({"units": sizes})
    table["inputs"] = table.units.shift()
    table = table.dropna().astype(int)
    return int(table.inputs.dot(table.units)), int(table.units.sum())

# %% solution="deeper"
totals = {}
for name in (
    "784-512-10",
    "784-60-10",
    "784-64-64-10",
    "784-(4 x 400)-10",
    "784-(11 x 9)-10",
):
    sizes = []
    for part in name.split("-"):
        if part.startswith("("):
            many, units = part.strip("()").split(" x ")
            sizes += [int(units)] * int(many)
        else:
            sizes.append(int(part))
    totals[name] = sum(mlp_params(sizes))

# %% solution="widths"
candidates = pd.Series({width: sum(mlp_params([784, width, 10])) for width in range(30, 450)})
smallest_large_width = candidates[candidates >= 300_000].index[0]
largest_small_width = candidates[candidates < 50_000].index[-1]

# %% solution="preprocess"
scaler = StandardScaler().fit(x_train.reshape(-1, 784))


def preprocess(images):
    return scaler.transform(images.reshape(-1, 784))

# %% solution="build"
large_model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(int(smallest_large_width), "sigmoid"),
        keras.layers.Dense(10, "softmax"),
    ]
)
small_model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(int(largest_small_width), "sigmoid"),
        keras.layers.Dense(10, "softmax"),
    ]
)
for network in large_model, small_model:
    network.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

# %% solution="train"
X = preprocess(x_train)
X_fit, X_val, y_fit, y_val = train_test_split(
    X, y_train, test_size=0.1, stratify=y_train, random_state=0
)
seconds = {}
histories = {}
for name, network in (("large", large_model), ("small", small_model)):
    seconds[name] = -time.time()
    histories[name] = network.fit(
        X_fit, y_fit, batch_size=128, epochs=10, validation_data=(X_val, y_val), verbose=0
    )
    seconds[name] += time.time()
large_history, small_history = histories["large"], histories["small"]
large_seconds, small_seconds = seconds["large"], seconds["small"]

# %% solution="results"
frame = pd.DataFrame(index=["large", "small"])
frame["width"] = [smallest_large_width, largest_small_width]
frame["parameters"] = [large_model.count_params(), small_model.count_params()]
frame["train"] = [pd.DataFrame(h.history).accuracy.iloc[-1] for h in histories.values()]
frame["validation"] = [pd.DataFrame(h.history).val_accuracy.iloc[-1] for h in histories.values()]
X_test = preprocess(x_test)
frame["test"] = [
    accuracy_score(y_test, network.predict(X_test, verbose=0).argmax(axis=1))
    for network in (large_model, small_model)
]
frame["seconds_per_epoch"] = pd.Series(seconds) / 10
frame["ms_per_step"] = frame.seconds_per_epoch / steps_per_epoch * 1000
results = frame.to_dict(orient="index")
