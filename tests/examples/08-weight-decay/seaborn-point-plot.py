# /// example
# title = "A table with a row for each network, seaborn's pointplot with standard deviations"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    return sum(factor * np.linalg.norm(w) ** 2 for w in weights)


# %% solution="build"
from functools import partial

from tensorflow.keras import layers, models, optimizers, regularizers


def build(factor, seed):
    keras.utils.set_random_seed(seed)
    Hidden = partial(layers.Dense, activation="relu", kernel_regularizer=regularizers.l2(factor))
    model = models.Sequential()
    model.add(layers.Input((784,)))
    model.add(Hidden(500))
    model.add(Hidden(300))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(
        optimizers.SGD(learning_rate=0.1), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


# %% solution="factors"
exponents = np.linspace(-6, -3, 5)
factors = np.power(10.0, exponents)

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 100}

# %% solution="networks"
def train_on(digits, epochs, batch_size, *, factor, seed):
    model = build(factor, seed)
    # Other digits for each replicate: chance in the choice of digits counts as well.
    chosen = np.random.permutation(len(x_train))[:digits]
    model.fit(x_train[chosen], y_train[chosen], batch_size, epochs, verbose=0)
    return model


networks = [
    [train_on(**settings, factor=factor, seed=seed) for seed in range(3)] for factor in factors
]

# %% solution="accuracies"
import itertools

import pandas as pd

long = pd.DataFrame(
    [
        {"factor": factors[i], "seed": j, "accuracy": validation_accuracy(networks[i][j])}
        for i, j in itertools.product(range(5), range(3))
    ]
)
accuracies = long.pivot(index="factor", columns="seed", values="accuracy").values

# %% solution="mean-and-spread"
import statistics


def mean_and_spread(values):
    values = [float(value) for value in values]
    return statistics.mean(values), statistics.stdev(values)


# %% solution="summary"
grouped = long.groupby("factor")["accuracy"]
means = grouped.mean().tolist()
spreads = grouped.std().tolist()

# %% solution="figure"
import seaborn as sns

fig, ax = plt.subplots(figsize=(7, 4))
sns.stripplot(
    long, x="factor", y="accuracy", log_scale=(True, False), native_scale=True, color="0.7", ax=ax
)
sns.pointplot(
    long,
    x="factor",
    y="accuracy",
    errorbar="sd",
    capsize=0.2,
    native_scale=True,
    log_scale=(True, False),
    ax=ax,
)
ax.set_xlabel("weight decay factor")
ax.set_ylabel("accuracy on the validation digits")

# %% solution="choose"
best = long.groupby("factor")["accuracy"].mean().argmax()

# %% solution="final"
test_accuracies = np.zeros(3)
for j, model in enumerate(networks[best]):
    test_accuracies[j] = np.mean(model.predict(x_test, verbose=0).argmax(axis=-1) == y_test)
test_error = statistics.mean(100 * (1 - test_accuracies))
test_error_spread = statistics.stdev(100 * (1 - test_accuracies))
