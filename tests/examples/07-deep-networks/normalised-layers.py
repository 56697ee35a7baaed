# /// example
# title = "LayerNormalization, keras.ops, a subclass of Callback, a DataFrame that plots itself"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
def preprocess(images):
    n = images.shape[0]
    return np.divide(images, 255, dtype="float32").reshape((n, -1))

# %% solution="parrots"
def parrot_accuracies(labels):
    return np.bincount(labels, minlength=10) / np.size(labels)

# %% solution="deep-network"
SIZES = {"narrow": 5, "middle": 50, "wide": 100}


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    hidden = [keras.layers.Dense(units, "sigmoid", name=f"h{i}") for i in range(10)]
    model = keras.Sequential(
        [keras.Input(x_train.shape[1:]), *hidden, keras.layers.Dense(10, "softmax", name="out")]
    )
    model.compile(
        loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(), metrics=["accuracy"]
    )
    return model

# %% solution="deep-models"
deep_models = {name: deep_network(units, seed=11) for name, units in SIZES.items()}

# %% solution="train"
class Dots(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(".", end="", flush=True)


deep_histories = {}
for name in SIZES:
    deep_histories[name] = deep_models[name].fit(
        x_train, labels_train, batch_size=256, epochs=2, validation_split=0.1, verbose=0,
        callbacks=[Dots()],
    )

# %% solution="symptom"
def share(model, images, labels):
    return (read(model, images) == labels).mean().item()


train_accuracy = {name: share(model, images_train, labels_train) for name, model in deep_models.items()}
test_accuracy = {name: share(model, images_test, labels_test) for name, model in deep_models.items()}
favourite = {
    name: np.bincount(read(model, images_test)).argmax() for name, model in deep_models.items()
}

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    dense = [layer for layer in model.layers if layer.__class__.__name__ == "Dense"]
    result = []
    for layer in dense:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(layer.kernel.value)
            loss = keras.ops.mean(keras.losses.sparse_categorical_crossentropy(labels, model(x)))
        slopes = tape.gradient(loss, layer.kernel.value)
        result.append(float(keras.ops.norm(slopes)))
    return result

# %% solution="norms"
fresh = {name: deep_network(units, 12) for name, units in SIZES.items()}
norms = {
    name: np.array(gradient_norms(fresh[name], preprocess(images_sample), labels_sample))
    for name in SIZES
}

# %% solution="figure"
import pandas as pd

table = pd.DataFrame(norms, index=range(1, 12))
ax = table.plot(style="o--", logy=True, xlabel="layer", ylabel="norm of the gradient", grid=True)
fig = ax.get_figure()

# %% solution="step-factor"
import math


def step_factor(norms_of_layers):
    return math.pow(norms_of_layers[0] / norms_of_layers[-1], 1 / (len(norms_of_layers) - 1))


def sigmoid_slope(z):
    s = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return s - s**2

# %% solution="cure"
cure_model = keras.Sequential([keras.Input(x_train.shape[1:])])
for _ in range(4):
    cure_model.add(keras.layers.Dense(100))
    cure_model.add(keras.layers.LayerNormalization())
    cure_model.add(keras.layers.Activation("gelu"))
cure_model.add(keras.layers.Dense(10, "softmax"))
cure_model.compile(
    keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"]
)
cure_history = cure_model.fit(
    x_train, labels_train, validation_split=0.1, epochs=3, batch_size=256, verbose=0
)
changes = ["normalization", "activation", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = (read(cure_model, images_test) == labels_test).mean()
