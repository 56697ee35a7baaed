# /// example
# title = "Layers added one by one, logits, a falling learning rate, tensors for numbers"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
import tensorflow as tf


def penalty(weights, factor):
    return tf.add_n([factor * tf.reduce_sum(tf.square(array)) for array in weights])


# %% solution="build"
def build(factor, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential()
    model.add(keras.layers.InputLayer(shape=(784,)))
    for units in (500, 300):
        layer = keras.layers.Dense(units, activation=tf.nn.relu)
        layer.kernel_regularizer = keras.regularizers.L2(factor)
        model.add(layer)
    model.add(keras.layers.Dense(10))
    falling = keras.optimizers.schedules.ExponentialDecay(0.1, 200, 0.7)
    model.compile(
        optimizer=keras.optimizers.SGD(falling, momentum=0.8),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model


# %% solution="factors"
factors = [10 ** (-6 + 0.75 * place) for place in range(5)]

# %% solution="settings"
settings = {"digits": 15_000, "epochs": 2, "batch_size": 100}

# %% solution="networks"
def train(factor, seed):
    net = build(factor, seed)
    net.fit(x_train[:15_000], y_train[:15_000], batch_size=100, epochs=2, verbose=0)
    return net


networks = [[train(factor, seed) for seed in (100, 200, 300)] for factor in factors]

# %% solution="validation-accuracy"
def validation_accuracy(model):
    hits = 0
    for start in range(0, 5000, 1000):
        scores = np.asarray(model(x_val[start : start + 1000]))
        hits += int((scores.argmax(axis=1) == y_val[start : start + 1000]).sum())
    return hits / 5000


# %% solution="figure"
fig, ax = plt.subplots()
ax.plot(factors, means, "k--", label="mean")
ax.errorbar(factors, means, spreads, fmt="none", label="standard deviation")
ax.semilogx()
ax.legend()
ax.set_xlabel("L2 factor")
ax.set_ylabel("validation accuracy")

# %% solution="final"
test_accuracies = np.array(
    [(np.asarray(net(x_test)).argmax(axis=1) == y_test).mean() for net in networks[best]]
)
test_error = 100 - 100 * test_accuracies.mean()
test_error_spread = (100 * test_accuracies).std(ddof=1)
