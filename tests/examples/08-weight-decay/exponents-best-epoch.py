# /// example
# title = "Weights of the best epoch kept, tf.keras, the axis counts powers of ten"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    return sum(factor * np.tensordot(w, w, axes=w.ndim) for w in weights)


# %% solution="build"
import tensorflow as tf


def build(factor, seed):
    tf.keras.utils.set_random_seed(seed)
    l2 = tf.keras.regularizers.L2(factor)
    dense = tf.keras.layers.Dense
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=[784]),
            dense(500, activation=tf.keras.activations.relu, kernel_regularizer=l2, name="hidden1"),
            dense(300, activation=tf.keras.activations.relu, kernel_regularizer=l2, name="hidden2"),
            dense(10, activation=tf.keras.activations.softmax, name="output"),
        ]
    )
    model.compile(
        loss=tf.keras.losses.sparse_categorical_crossentropy,
        optimizer=tf.keras.optimizers.SGD(learning_rate=0.1),
        metrics=["accuracy"],
    )
    return model


# %% solution="factors"
exponents = [-6 + 3 * k / 4 for k in range(5)]
factors = [10.0**e for e in exponents]

# %% solution="settings"
settings = dict(digits=10_000, epochs=3, batch_size=128)

# %% solution="networks"
x_part, y_part = x_train[: settings["digits"]], y_train[: settings["digits"]]


def with_best_epoch(model):
    """Train, and go back to the weights with the lowest validation loss."""
    stopping = tf.keras.callbacks.EarlyStopping(patience=1, restore_best_weights=True)
    model.fit(
        x_part,
        y_part,
        epochs=settings["epochs"],
        batch_size=settings["batch_size"],
        validation_data=(x_val, y_val),
        callbacks=[stopping],
        verbose=0,
    )
    return model


networks = [
    [with_best_epoch(build(factor, 1000 * k + i)) for k in range(1, 4)]
    for i, factor in enumerate(factors)
]

# %% solution="validation-accuracy"
def validation_accuracy(model):
    answers = tf.argmax(model.predict(x_val, verbose=0), axis=-1)
    hits = tf.equal(answers, tf.cast(y_val, answers.dtype))
    return tf.reduce_mean(tf.cast(hits, tf.float32)).numpy()


# %% solution="accuracies"
accuracies = np.empty((5, 3))
for (i, j), _ in np.ndenumerate(accuracies):
    accuracies[i, j] = validation_accuracy(networks[i][j])

# %% solution="mean-and-spread"
def mean_and_spread(values):
    a = np.asarray(values)
    return a.mean(), a.std(ddof=1)


# %% solution="summary"
means, spreads = np.apply_along_axis(mean_and_spread, 1, accuracies).T

# %% solution="figure"
fig, ax = plt.subplots(layout="constrained")
ax.errorbar(exponents, 100 * means, 100 * spreads, fmt="ks", capsize=6)
ax.set_xticks(exponents)
ax.set_title("Three replicates for each factor, mean and standard deviation")
ax.set_xlabel(r"strength of weight decay, $\log_{10}\lambda$")
ax.set_ylabel("validation accuracy (%)")

# %% solution="choose"
best = np.argmax(means)

# %% solution="final"
test_accuracies = [m.evaluate(x_test, y_test, verbose=0)[1] for m in networks[best]]
test_errors = 100.0 - 100.0 * np.array(test_accuracies)
test_error = np.mean(test_errors)
test_error_spread = np.std(test_errors, ddof=1)
