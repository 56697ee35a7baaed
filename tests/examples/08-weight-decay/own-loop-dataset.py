# /// example
# title = "Own loop with a tape and tf.data, losses of the layers added by hand, pandas draws"
# kind = "correct"
# extra = true
# ///

# %% solution="penalty"
def penalty(weights, factor):
    flat = np.concatenate([np.asarray(w).reshape(-1) for w in weights])
    return factor * np.dot(flat, flat)


# %% solution="build"
def build(factor, seed):
    keras.utils.set_random_seed(seed)
    x = inputs = keras.Input(shape=x_train.shape[1:])
    for units in [500, 300]:
        x = keras.layers.Dense(
            units,
            activation="relu",
            kernel_initializer="he_normal",
            kernel_regularizer=keras.regularizers.L2(l2=factor),
        )(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs=inputs, outputs=outputs, name=f"replicate_{seed}")
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% solution="factors"
factors = np.geomspace(1e-6, 1e-3, num=5).tolist()

# %% solution="settings"
settings = {}
settings["digits"] = 12_000
settings["epochs"] = 2
settings["batch_size"] = 50

# %% solution="networks"
import tensorflow as tf

digits = settings["digits"]
dataset = tf.data.Dataset.from_tensor_slices((x_train[:digits], y_train[:digits]))


def make_step(model):
    """One training step of this model, compiled to a graph."""
    cross_entropy = keras.losses.SparseCategoricalCrossentropy()

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = cross_entropy(y, model(x, training=True))
            loss += tf.add_n(model.losses)  # the price of large weights
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return step


networks = []
for factor in factors:
    row = []
    for seed in (11, 12, 13):
        model = build(factor, seed)
        step = make_step(model)
        for epoch in range(settings["epochs"]):
            batches = dataset.shuffle(digits).batch(settings["batch_size"], drop_remainder=True)
            for x, y in batches:
                loss = step(x, y)
        print(f"{factor:.2e}  seed {seed}  last loss {float(loss):.3f}")
        row.append(model)
    networks.append(row)

# %% solution="validation-accuracy"
def validation_accuracy(model):
    metric = keras.metrics.SparseCategoricalAccuracy()
    for start in range(0, len(x_val), 1000):
        metric.update_state(y_val[start : start + 1000], model(x_val[start : start + 1000]))
    return float(metric.result())


# %% solution="accuracies"
import pandas as pd

accuracies = pd.DataFrame(
    [[validation_accuracy(model) for model in row] for row in networks],
    index=pd.Index(factors, name="factor"),
    columns=["seed 11", "seed 12", "seed 13"],
)
display(accuracies)
accuracies = accuracies.to_numpy()

# %% solution="mean-and-spread"
def mean_and_spread(values):
    column = pd.Series(list(values))
    return column.mean(), column.std()  # pandas divides by r - 1


# %% solution="summary"
summary = pd.DataFrame(
    [mean_and_spread(row) for row in accuracies], index=factors, columns=["mean", "sd"]
)
means, spreads = summary["mean"], summary["sd"]

# %% solution="figure"
ax = summary["mean"].plot(yerr=summary["sd"], logx=True, marker="o", capsize=4, legend=False)
ax.set_xlabel("L2 factor")
ax.set_ylabel("validation accuracy")
ax.grid(alpha=0.3)
fig = ax.get_figure()

# %% solution="choose"
best = int(means.reset_index(drop=True).idxmax())

# %% solution="final"
metrics = [model.evaluate(x_test, y_test, batch_size=1000, verbose=0) for model in networks[best]]
test_accuracies = [accuracy for _, accuracy in metrics]
errors = pd.Series([100 * (1 - accuracy) for accuracy in test_accuracies])
test_error, test_error_spread = errors.mean(), errors.std()
