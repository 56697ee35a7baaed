# /// example
# title = "Subclassed networks, one-hot labels, L1L2 with l2 alone, a bar chart over categories"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    return np.float32(factor * np.square(np.concatenate([np.ravel(w) for w in weights])).sum())


# %% solution="build"
class Network(keras.Model):
    def __init__(self, factor):
        super().__init__()
        decay = keras.regularizers.L1L2(l2=factor)
        self.one = keras.layers.Dense(500, "relu", kernel_regularizer=decay)
        self.two = keras.layers.Dense(300, "relu", kernel_regularizer=decay)
        self.out = keras.layers.Dense(10, "softmax")

    def call(self, x):
        return self.out(self.two(self.one(x)))


def build(factor, seed):
    keras.utils.set_random_seed(seed)
    model = Network(float(factor))
    model(x_train[:1])  # makes the weights
    model.compile(keras.optimizers.SGD(0.1), "categorical_crossentropy", metrics=["accuracy"])
    return model


# %% solution="factors"
factors = 10.0 ** np.linspace(-6, -3, 5)

# %% solution="settings"
settings = {"digits": 10_000, "epochs": 3, "batch_size": 64}

# %% solution="networks"
one_hot = keras.utils.to_categorical(y_train[:10_000], 10)
networks = []
for number, factor in enumerate(factors):
    row = tuple(build(factor, seed) for seed in (7, 8, 9))
    for net in row:
        net.fit(x_train[:10_000], one_hot, batch_size=64, epochs=3, verbose=0)
    networks.append(row)

# %% solution="accuracies"
accuracies = [tuple(round(validation_accuracy(net), 4) for net in row) for row in networks]

# %% solution="summary"
table = np.array(accuracies)
means, spreads = table.mean(axis=1), table.std(axis=1, ddof=1)

# %% solution="figure"
fig, ax = plt.subplots()
ax.bar([f"{factor:.8f}" for factor in factors], means, yerr=spreads, capsize=5)
ax.set_ylim(0.85, 1)
ax.set(xlabel="L2 factor (each 5.6 times the one before)", ylabel="validation accuracy")

# %% solution="conclusion"
conclusion = "c"
