# /// example
# title = "Classes for experiment and replicate, batches by a PyDataset, rounded tick labels"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    return factor * float(sum(map(np.sum, map(np.square, weights))))


# %% solution="build"
CONFIGURATION = [(500, True), (300, True), (10, False)]


def build(factor, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((784,))])
    for units, hidden in CONFIGURATION:
        extra = {"kernel_regularizer": keras.regularizers.L2(factor)} if hidden else {}
        activation = "relu" if hidden else "softmax"
        model.add(keras.layers.Dense(units, activation=activation, **extra))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% solution="factors"
factors = [10**exponent for exponent in (-6, -5.25, -4.5, -3.75, -3)]

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 2, "batch_size": 64}

# %% solution="networks"
import math
from dataclasses import dataclass, field


class Batches(keras.utils.PyDataset):
    def __init__(self, digits, batch_size):
        super().__init__()
        self.digits, self.batch_size = digits, batch_size

    def __len__(self):
        return math.ceil(self.digits / self.batch_size)

    def __getitem__(self, number):
        part = slice(number * self.batch_size, min(self.digits, (number + 1) * self.batch_size))
        return x_train[part], y_train[part]


@dataclass
class Experiment:
    factor: float
    seeds: tuple = (5, 6, 7)
    models: list = field(default_factory=list)

    def run(self, digits, epochs, batch_size):
        for seed in self.seeds:
            model = build(self.factor, seed)
            model.fit(Batches(digits, batch_size), epochs=epochs, verbose=0)
            self.models.append(model)
        return self

    def accuracies(self):
        return [validation_accuracy(model) for model in self.models]


experiments = [Experiment(factor).run(**settings) for factor in factors]
networks = [experiment.models for experiment in experiments]

# %% solution="validation-accuracy"
def validation_accuracy(model):
    probabilities = np.concatenate([model.predict_on_batch(part) for part in np.split(x_val, 10)])
    return (probabilities.argmax(-1) == y_val).mean()


# %% solution="accuracies"
accuracies = [experiment.accuracies() for experiment in experiments]

# %% solution="mean-and-spread"
from typing import NamedTuple


class Summary(NamedTuple):
    mean: float
    spread: float


def mean_and_spread(values):
    return Summary(np.mean(values), np.sqrt(np.var(values, ddof=1)))


# %% solution="summary"
summaries = [mean_and_spread(row) for row in accuracies]
means = [summary.mean for summary in summaries]
spreads = [summary.spread for summary in summaries]

# %% solution="figure"
plt.figure(figsize=(6, 4))
plt.errorbar(
    factors,
    means,
    yerr=[spreads, spreads],
    marker="D",
    linestyle="none",
    ecolor="black",
    elinewidth=1,
    capsize=5,
)
plt.semilogx()
plt.xticks(factors, [f"{factor:.1e}" for factor in factors], rotation=30)
plt.minorticks_off()
plt.xlabel(r"$\lambda$")
plt.ylabel("validation accuracy")
plt.tight_layout()
fig = plt.gcf()

# %% solution="choose"
best = max(range(5), key=means.__getitem__)

# %% solution="final"
def share_of_test_digits(model):
    return float((model.predict(x_test, verbose=0).argmax(-1) == y_test).mean())


test_accuracies = tuple(share_of_test_digits(model) for model in experiments[best].models)
final = mean_and_spread([(1 - accuracy) * 100 for accuracy in test_accuracies])
test_error, test_error_spread = final.mean, final.spread

# %% solution="conclusion"
conclusion = " C "
