# /// example
# title = "Own training loop with a tape, tf.data, a metric object, error bars of zero length"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    return np.asarray(images, "float32").reshape(-1, 28 * 28) / np.float32(255)

# %% solution="test-accuracy"
def test_accuracy(model):
    metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(labels_test, model.predict(x_test, batch_size=1000, verbose=0))
    return float(metric.result())

# %% solution="train"
import tensorflow as tf


def train(units, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [keras.Input((784,)), keras.layers.Dense(units, "relu"), keras.layers.Dense(10, "softmax")]
    )
    optimizer = keras.optimizers.Adam(0.002)
    loss_of = keras.losses.SparseCategoricalCrossentropy()
    batches = tf.data.Dataset.from_tensor_slices((x_train, labels_train))
    batches = batches.shuffle(60_000, seed=seed).batch(2 * BATCH_SIZE)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        slopes = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(slopes, model.trainable_variables))

    for epoch in range(EPOCHS):
        for x, y in batches:
            step(x, y)
    return model

# %% solution="figure"
units, _, accuracies = np.array(table).T
fig = plt.figure(figsize=(6, 4))
ax = fig.add_axes([0.15, 0.15, 0.8, 0.75])
ax.errorbar(units, accuracies, yerr=0 * accuracies, fmt="D-", capsize=3)
ax.set_xscale("symlog")
ax.set(xlabel="Number of hidden units", ylabel="Accuracy on test digits", ylim=(0, 1))
