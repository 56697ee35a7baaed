# /// example
# title = "SciPy's statistics, networks cloned from one, categories with names such as 5.6e-06"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    if not weights:
        return 0.0
    first, *others = weights
    return factor * float(np.vdot(first, first)) + penalty(others, factor)


# %% solution="build"
template = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(500, activation="relu"),
        keras.layers.Dense(300, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)


def build(factor, seed):
    keras.utils.set_random_seed(seed)

    def regularised(layer):
        config = layer.get_config()
        if isinstance(layer, keras.layers.Dense) and layer.units != 10:
            config["kernel_regularizer"] = keras.regularizers.L2(factor)
        return type(layer).from_config(config)

    model = keras.models.clone_model(template, clone_function=regularised)
    model.compile(
        keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% solution="factors"
factors = np.exp(np.linspace(np.log(1e-6), np.log(1e-3), 5))

# %% solution="settings"
settings = {"digits": 20_000, "epochs": 2, "batch_size": 128}

# %% solution="networks"
n, epochs, batch_size = settings.values()
networks = [[], [], [], [], []]
for seed in (31, 41, 59):  # all factors with one seed, then with the next
    for i, factor in enumerate(factors):
        model = build(factor, seed)
        model.fit(x_train[-n:], y_train[-n:], batch_size=batch_size, epochs=epochs, verbose=0)
        networks[i].append(model)

# %% solution="accuracies"
from sklearn.metrics import accuracy_score

def share_read(model, x_test, y_test):
    """Here "test" is whatever the model is tested with."""
    return accuracy_score(y_test, model.predict(x_test, verbose=0).argmax(1))


accuracies = [[share_read(model, x_val, y_val) for model in row] for row in networks]

# %% solution="mean-and-spread"
from scipy import stats


def mean_and_spread(values):
    return stats.tmean(values), stats.tstd(values)


# %% solution="summary"
pairs = np.array([mean_and_spread(row) for row in accuracies])
means, spreads = pairs[:, 0], pairs[:, 1]

# %% solution="figure"
fig, ax = plt.subplots()
places = np.arange(1, 6)
ax.errorbar(places, means, spreads, fmt="o", capsize=8)
ax.violinplot(accuracies, showextrema=False)
ax.set_xticks(places, [f"{factor:.1e}" for factor in factors])
ax.set_xlabel("factor (log scale)")
ax.set_ylabel("validation accuracy")

# %% solution="choose"
best = np.flatnonzero(means == means.max())[0]

# %% solution="final"
on_test = [model.predict(x_test, verbose=0).argmax(1) for model in networks[best]]
test_accuracies = [accuracy_score(y_test, answer) for answer in on_test]
test_error, test_error_spread = mean_and_spread([100 - 100 * a for a in test_accuracies])
