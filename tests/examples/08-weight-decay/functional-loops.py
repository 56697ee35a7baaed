# /// example
# title = "Functional API, momentum, other seeds, plain loops, error bars point by point in percent"
# kind = "correct"
# ///

# %% solution="penalty"
def penalty(weights, factor):
    total = 0.0
    for array in weights:
        for number in np.ravel(array):
            total += float(number) ** 2
    return factor * total


# %% solution="build"
def build(factor, seed):
    keras.utils.set_random_seed(seed)
    decay = keras.regularizers.l2(factor)
    pixels = keras.Input((784,))
    x = keras.layers.Dense(500, kernel_regularizer=decay)(pixels)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Dense(300, kernel_regularizer=decay)(x)
    x = keras.layers.Activation("relu")(x)
    model = keras.Model(pixels, keras.layers.Dense(10, activation="softmax")(x))
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.5),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


# %% solution="factors"
factors = [1e-6]
for _ in range(4):
    factors.append(factors[-1] * 1000 ** (1 / 4))

# %% solution="settings"
settings = dict(digits=12_000, epochs=2, batch_size=64)

# %% solution="networks"
networks = [[build(factors[i], seed=10 * i + j) for j in range(3)] for i in range(5)]
for row in networks:
    for net in row:
        net.fit(x_train[:12_000], y_train[:12_000], batch_size=64, epochs=2, verbose=0)

# %% solution="accuracies"
accuracies = []
for row in networks:
    accuracies.append([])
    for net in row:
        accuracies[-1].append(validation_accuracy(net))

# %% solution="mean-and-spread"
def mean_and_spread(values):
    r = len(values)
    mean = sum(values) / r
    return [mean, (sum((value - mean) ** 2 for value in values) / (r - 1)) ** 0.5]


# %% solution="figure"
fig = plt.figure(figsize=(7, 4))
for factor, mean, spread in zip(factors, means, spreads):
    plt.errorbar(factor, 100 * mean, yerr=100 * spread, marker="s", color="black", capsize=3)
plt.xscale("log")
plt.xlabel("factor of the penalty")
plt.ylabel("validation accuracy in %")

# %% solution="choose"
best = means.index(max(means))
