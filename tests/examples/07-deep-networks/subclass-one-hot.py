# /// example
# title = "Subclassed models, one-hot labels, own validation digits, fig with three panels"
# kind = "correct"
# extra = true
# ///

# %% solution="parrots"
def parrot_accuracies(labels):
    counts = {digit: 0 for digit in range(10)}
    for label in labels:
        counts[int(label)] += 1
    return tuple(counts[digit] / len(labels) for digit in counts)

# %% solution="deep-network"
class Deep(keras.Model):
    def __init__(self, units, depth=12):
        super().__init__()
        self.stack = [keras.layers.Dense(units, activation=tf.nn.sigmoid) for _ in range(depth)]
        self.final = keras.layers.Dense(10, activation=tf.nn.softmax)

    def call(self, x):
        for layer in self.stack:
            x = layer(x)
        return self.final(x)


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    model = Deep(units)
    model(x_train[:1])  # makes the weights
    model.compile(
        optimizer=keras.optimizers.SGD(0.05),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model

# %% solution="deep-models"
deep_models = dict(
    narrow=deep_network(7, 3), middle=deep_network(15, 3), wide=deep_network(51, 3)
)

# %% solution="train"
deep_histories = {}
for key in deep_models:
    deep_histories[key] = deep_models[key].fit(
        x_train, labels_train, epochs=3, batch_size=128, validation_split=0.1, verbose=0
    )

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    x = tf.convert_to_tensor(x)
    one_hot = tf.one_hot(labels, 10)
    kernels = []
    for weight in model.trainable_variables:
        if "kernel" in weight.name:
            kernels.append(weight)
    with tf.GradientTape() as tape:
        answers = model(x)
        loss = -tf.reduce_mean(tf.reduce_sum(one_hot * tf.math.log(answers + 1e-9), axis=1))
    found = []
    for gradient in tape.gradient(loss, kernels):
        found.append(tf.norm(gradient))
    return found

# %% solution="norms"
fresh = dict(narrow=deep_network(7, 4), middle=deep_network(15, 4), wide=deep_network(51, 4))
norms = {}
for key in fresh:
    norms[key] = gradient_norms(fresh[key], x_train[:1000], labels_train[:1000])

# %% solution="figure"
fig, places = plt.subplots(1, 3, figsize=(12, 4), sharey=True)
for place, key in zip(places, norms):
    place.scatter(np.arange(len(norms[key])), [float(norm) for norm in norms[key]])
    place.set_yscale("log")
    place.set_title(key)
fig.supxlabel("layer, counted from 0")
fig.supylabel("norm of the gradient")

# %% solution="step-factor"
def step_factor(norms_of_layers):
    first, *_, last = [float(norm) for norm in norms_of_layers]
    return np.power(first / last, 1 / (len(norms_of_layers) - 1))


def sigmoid_slope(z):
    return (1 - np.tanh(z / 2) ** 2) / 4

# %% solution="cure"
keras.utils.set_random_seed(8)
inputs = keras.Input((784,))
x = keras.layers.Dense(64, activation="selu", kernel_initializer="lecun_normal")(inputs)
for _ in range(10):
    inner = keras.layers.Dense(64, activation="selu", kernel_initializer="lecun_normal")(x)
    x = keras.layers.Add()([x, inner])
cure_model = keras.Model(inputs, keras.layers.Dense(10)(x))
cure_model.compile(
    optimizer=keras.optimizers.Adam(0.0005),
    loss=keras.losses.CategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
one_hot = keras.utils.to_categorical(labels_train, 10)
order = np.random.default_rng(0).permutation(60000)
learn, check = order[:54000], order[54000:]
cure_history = cure_model.fit(
    x_train[learn],
    one_hot[learn],
    batch_size=128,
    epochs=4,
    validation_data=(x_train[check], one_hot[check]),
    verbose=0,
)
changes = ("activation", "initial weights", "skip connections", "optimizer")
cure_validation_accuracy = float(np.mean(read(cure_model, images_train[check]) == labels_train[check]))
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
