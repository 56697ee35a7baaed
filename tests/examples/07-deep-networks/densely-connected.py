# /// example
# title = "Subclass with tf.sigmoid, every layer sees all before it (ops.concatenate), pandas, ticks of text"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import pandas as pd


def preprocess(images):
    return keras.ops.cast(images, "float32") / 255.0

# %% solution="parrots"
def parrot_accuracies(labels):
    shares = pd.Series(labels).value_counts(normalize=True)
    return shares.reindex(range(10), fill_value=0.0)

# %% solution="deep-network"
class Plain(keras.Model):
    """Ten layers, each followed by the sigmoid."""

    def __init__(self, units, depth):
        super().__init__()
        self.flatten = keras.layers.Flatten()
        for number in range(depth):
            setattr(self, f"hidden_{number}", keras.layers.Dense(units))
        self.depth = depth
        self.digits = keras.layers.Dense(10)

    def call(self, x):
        x = self.flatten(x)
        for number in range(self.depth):
            x = tf.sigmoid(getattr(self, f"hidden_{number}")(x))
        return tf.nn.softmax(self.digits(x))


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    model = Plain(units, depth=10)
    model(x_train[:1])  # makes the weights
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% solution="train"
deep_histories = {}
for key, model in deep_models.items():
    deep_histories[key] = model.fit(
        x_train, labels_train, batch_size=128, epochs=1, validation_split=0.1, verbose=0
    )

# %% solution="symptom"
rows = {}
for key, model in deep_models.items():
    train_answers = pd.Series(read(model, images_train))
    test_answers = pd.Series(read(model, images_test))
    rows[key] = {
        "train": train_answers.eq(labels_train).mean(),
        "test": test_answers.eq(labels_test).mean(),
        "favourite": test_answers.mode()[0],
    }
table = pd.DataFrame(rows)
train_accuracy = table.loc["train"].to_dict()
test_accuracy = table.loc["test"].to_dict()
favourite = table.loc["favourite"].astype(int).to_dict()

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    wanted = {w.path: w.value for w in model.trainable_weights if w.path.endswith("/kernel")}
    with tf.GradientTape() as tape:
        tape.watch(wanted)
        scores = model(tf.constant(np.asarray(x)), training=True)
        chosen = tf.gather(scores, tf.cast(labels, tf.int32), batch_dims=1)
        loss = tf.reduce_mean(-tf.math.log(tf.clip_by_value(chosen, 1e-7, 1.0)))
    found = tape.gradient(loss, wanted)
    return pd.Series({path: float(tf.linalg.global_norm([found[path]])) for path in wanted})

# %% solution="norms"
fresh = {key: deep_network(units, 21) for key, units in (("narrow", 9), ("middle", 49), ("wide", 99))}
norms = pd.DataFrame(
    {key: gradient_norms(net, preprocess(images_sample), labels_sample).to_numpy() for key, net in fresh.items()}
)
norms = norms.to_dict(orient="list")

# %% solution="figure"
names = [str(number) for number in range(1, 12)]
fig, ax = plt.subplots(figsize=(9, 4))
for (key, values), colour in zip(norms.items(), ("tab:red", "tab:green", "tab:blue")):
    ax.plot(names, values, color=colour, marker="D", linewidth=0.8, label=f"fresh, {key}")
ax.set(yscale="log", xlabel="layer number", ylabel="gradient norm")
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
fig.tight_layout()

# %% solution="step-factor"
def step_factor(norms_of_layers):
    return np.prod(np.divide(norms_of_layers[:-1], norms_of_layers[1:])) ** (
        1 / (len(norms_of_layers) - 1)
    )


def sigmoid_slope(z):
    return 1 / (2 + np.exp(z) + np.exp(-z))

# %% solution="cure"
keras.utils.set_random_seed(9)
image = keras.Input((28, 28))
seen = keras.layers.Flatten()(image)
for _ in range(10):
    new = keras.ops.sigmoid(keras.layers.Dense(16)(seen))
    seen = keras.ops.concatenate([seen, new], axis=-1)
cure_model = keras.Model(image, keras.layers.Dense(10, activation="softmax")(seen))
cure_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=100, epochs=3, validation_split=0.1, verbose=0
)
changes = ["optimizer", "skip connections"]
cure_validation_accuracy = pd.DataFrame(cure_history.history)["val_accuracy"].iloc[-1]
cure_test_accuracy = pd.Series(read(cure_model, images_test)).eq(labels_test).mean()
