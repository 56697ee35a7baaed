# /// example
# title = "Eleven ReLU layers from he_uniform, one-hot labels in the cure, seaborn"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    return keras.utils.normalize(images.reshape(len(images), 784).astype("float32"), axis=1) * 3

# %% solution="parrots"
def parrot_accuracies(labels):
    return keras.utils.to_categorical(labels, 10).mean(axis=0).tolist()

# %% solution="deep-network"
def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(units, activation="sigmoid") for _ in range(10)]
    layers += [keras.layers.Dense(10), keras.layers.Softmax()]
    model = keras.Sequential([keras.Input((784,))] + layers)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# %% solution="train"
from functools import partial

train = partial(
    keras.Model.fit, x=x_train, y=labels_train, batch_size=200, epochs=2, validation_split=0.1,
    verbose=0,
)
deep_histories = {name: train(model) for name, model in deep_models.items()}

# %% solution="symptom"
answers = {
    name: (read(model, images_train), read(model, images_test))
    for name, model in deep_models.items()
}
train_accuracy = {name: np.mean(train == labels_train) for name, (train, _) in answers.items()}
test_accuracy = {name: np.mean(test == labels_test) for name, (_, test) in answers.items()}
favourite = {name: max(range(10), key=list(test).count) for name, (_, test) in answers.items()}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    @tf.function
    def slopes():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, model(x)))
        return tape.gradient(loss, [v for v in model.trainable_variables if v.path.endswith("kernel")])

    return [tf.norm(slope).numpy() for slope in slopes()]

# %% solution="figure"
import seaborn as sns

sns.set_theme(style="darkgrid")
fig, ax = plt.subplots(figsize=(7, 5))
for name in norms:
    sns.lineplot(x=np.arange(1, len(norms[name]) + 1), y=norms[name], marker="o", label=name, ax=ax)
ax.set(yscale="log", xlabel="Layer", ylabel="Norm of gradient", title="Vanishing gradients")

# %% solution="step-factor"
def step_factor(norms_of_layers):
    return float(np.power(norms_of_layers[0] / norms_of_layers[-1], 1 / (len(norms_of_layers) - 1)))


def sigmoid_slope(z):
    return tf.sigmoid(z).numpy() * (1 - tf.sigmoid(z).numpy())

# %% solution="cure"
one_hot = keras.utils.to_categorical(labels_train)
cure_model = keras.Sequential([keras.Input((784,))])
for _ in range(11):
    cure_model.add(keras.layers.Dense(60, kernel_initializer="he_uniform"))
    cure_model.add(keras.layers.LeakyReLU())
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(
    keras.optimizers.SGD(0.05, momentum=0.9), "categorical_crossentropy", metrics=["accuracy"]
)
cure_history = cure_model.fit(
    x_train, one_hot, batch_size=128, epochs=4, validation_split=0.1, verbose=0,
    callbacks=[keras.callbacks.ReduceLROnPlateau(patience=1)],
)
changes = ["activation", "initial weights", "optimizer"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = np.mean(read(cure_model, images_test) == labels_test)
