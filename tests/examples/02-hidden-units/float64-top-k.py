# /// example
# title = "Everything in float64, tf.math.in_top_k, learning rate by cosine, sizes drawn as their logarithms"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import tensorflow as tf

# Without this line Keras warns that it casts float64 to float32.
tf.keras.backend.set_floatx("float64")


def preprocess(images):
    return images / 255.0

# %% solution="test-accuracy"
def test_accuracy(model):
    probs = model.predict(x_test, batch_size=500, verbose=0)
    hits = tf.math.in_top_k(labels_test, tf.cast(probs, tf.float32), k=1)
    return tf.reduce_mean(tf.cast(hits, tf.float64))

# %% solution="train"
def train(units, seed):
    keras.utils.set_random_seed(seed)
    initial = tf.keras.initializers.RandomNormal(stddev=0.05)
    model = tf.keras.models.Sequential()
    model.add(tf.keras.layers.Flatten())
    model.add(tf.keras.layers.Dense(units, activation=tf.nn.relu, kernel_initializer=initial))
    model.add(tf.keras.layers.Dense(10, activation=tf.nn.softmax))
    steps = EPOCHS * int(np.ceil(len(x_train) / BATCH_SIZE))
    rate = tf.keras.optimizers.schedules.CosineDecay(0.005, decay_steps=steps, alpha=0.02)
    model.compile(
        tf.keras.optimizers.Adam(rate),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=False),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
    )
    model.fit(x_train, labels_train, BATCH_SIZE, EPOCHS, verbose=0)
    return model

# %% solution="sweep"
%%time
models = {}
for i, units in enumerate(UNITS):
    print(f"[{i + 1}/{len(UNITS)}] {units} units")
    models[units] = train(units, seed=1)
    models[units].summary()

# %% solution="table"
table = []
for units in UNITS:
    layers = models[units].layers[1:]
    parameters = sum(int(tf.size(w)) for layer in layers for w in layer.trainable_weights)
    table.append((units, parameters, float(test_accuracy(models[units]))))
table = tuple(table)

# %% solution="figure"
fig = plt.figure()
plt.plot(np.log2([row[0] for row in table]), [row[2] for row in table], "x--", mew=2)
plt.xticks(np.log2(UNITS), [f"$h = {units}$" for units in UNITS])
plt.yticks(np.arange(0, 1.01, 0.1), [f"{round(10 * tick)}0 %" for tick in np.arange(0, 1.01, 0.1)])
plt.xlabel(r"hidden units ($\log_2$ scale)")
plt.ylabel("accuracy on the test set")
plt.tight_layout()
plt.show()

# %% solution="repeats"
repeats, repeat_accuracies = {}, {}
for seed in [1, 2, 3]:
    repeats[seed] = models[10] if seed == 1 else train(10, seed)
    repeat_accuracies[seed] = test_accuracy(repeats[seed])
stacked = tf.stack(list(repeat_accuracies.values()))
spread = tf.reduce_max(stacked) - tf.reduce_min(stacked)

# %% solution="gains"
h = tf.constant([row[0] for row in table], tf.float64)
a = tf.constant([row[2] for row in table], tf.float64)
gains = (a[1:] - a[:-1]) / (h[1:] - h[:-1])
