# /// example
# title = "Sums normalised by arithmetic on tensors, swish by hand, a plot by seaborn from a long table, Hindi"
# kind = "correct"
# extra = true
# ///

# %% solution="preprocess"
import pandas as pd
import seaborn as sns
from keras import ops


def preprocess(images):
    """हर चित्र का माध्य 0 और विचलन 1"""
    pixels = images.reshape(images.shape[0], 784) / 255.0
    mean, deviation = pixels.mean(axis=1, keepdims=True), pixels.std(axis=1, keepdims=True)
    return ((pixels - mean) / (deviation + 1e-3)).astype("float32")

# %% solution="parrots"
def parrot_accuracies(labels):
    return pd.Categorical(labels, categories=range(10)).value_counts().to_numpy() / len(labels)

# %% solution="deep-network"
class DeepNet(keras.Sequential):
    """दस छिपी परतें"""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.add(keras.Input((784,)))
        for number in range(10):
            self.add(keras.layers.Dense(units, name=f"layer_{number}"))
            self.add(keras.layers.Activation("sigmoid"))
        self.add(keras.layers.Dense(10, activation="softmax"))


def deep_network(units, seed):
    keras.utils.set_random_seed(seed)
    net = DeepNet(units)
    net.compile("sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return net

# %% solution="deep-models"
deep_models = pd.Series({"narrow": 5, "middle": 35, "wide": 85}).map(lambda n: deep_network(n, 5)).to_dict()

# %% solution="train"
deep_histories = {}
for key in ["wide", "middle", "narrow"]:
    history = deep_models[key].fit(
        x_train, labels_train, validation_split=0.1, batch_size=128, epochs=2, verbose=0
    )
    deep_histories[key] = history
    frame = pd.DataFrame(history.history)
    display(frame.tail(1))

# %% solution="symptom"
answers = pd.DataFrame({key: read(net, images_test) for key, net in deep_models.items()})
learned = pd.DataFrame({key: read(net, images_train) for key, net in deep_models.items()})
test_accuracy = answers.eq(labels_test, axis="index").mean().to_dict()
train_accuracy = learned.eq(labels_train, axis="index").mean().to_dict()
favourite = answers.apply(lambda column: column.value_counts().idxmax()).to_dict()

# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    kernels = [layer.weights[0] for layer in model.layers if type(layer) is keras.layers.Dense]
    with tf.GradientTape() as tape:
        p = model(x)
        right = ops.take_along_axis(p, ops.expand_dims(ops.cast(labels, "int32"), 1), axis=1)
        loss = -ops.mean(ops.log(right))
    return [ops.convert_to_numpy(ops.sqrt(ops.sum(g * g))) for g in tape.gradient(loss, kernels)]

# %% solution="norms"
fresh = pd.Series({"narrow": 5, "middle": 35, "wide": 85}).map(lambda n: deep_network(n, 6)).to_dict()
norms = {key: gradient_norms(fresh[key], preprocess(images_sample), labels_sample) for key in fresh}

# %% solution="figure"
long = pd.concat(
    [
        pd.DataFrame({"परत": range(1, len(norms[key]) + 1), "मान": np.array(norms[key]), "जाल": key})
        for key in norms
    ]
)
grid = sns.relplot(
    long, x="परत", y="मान", hue="जाल", style="जाल", kind="line", markers=True, dashes=False, height=4, aspect=1.5
)
grid.set(yscale="log", xticks=range(1, 12))
grid.set_axis_labels("layer / परत", "norm of the gradient")
fig = grid.figure

# %% solution="step-factor"
def step_factor(norms_of_layers):
    ratios = pd.Series([float(n) for n in norms_of_layers]).pct_change().dropna() + 1
    return 1 / ratios.prod() ** (1 / len(ratios))


def sigmoid_slope(z):
    z = ops.convert_to_tensor(z, dtype="float64")
    return ops.convert_to_numpy(ops.sigmoid(z) * ops.sigmoid(-z))

# %% solution="cure"
def normalised(sums):
    centred = sums - ops.mean(sums, axis=-1, keepdims=True)
    return centred / ops.sqrt(ops.mean(ops.square(centred), axis=-1, keepdims=True) + 1e-5)


keras.utils.set_random_seed(4)
image = keras.Input((784,))
x = image
for _ in range(5):
    x = normalised(keras.layers.Dense(60)(x))
    x = x * ops.sigmoid(1.7 * x)  # swish
cure_model = keras.Model(image, keras.layers.Dense(10, activation="softmax")(x))
cure_model.compile(
    keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
cure_history = cure_model.fit(
    x_train, labels_train, validation_split=0.1, batch_size=128, epochs=3, verbose=0
)
changes = ["normalization", "activation", "optimizer", "fewer layers"]
cure_validation_accuracy = pd.DataFrame(cure_history.history)["val_accuracy"].iat[-1]
cure_test_accuracy = pd.Series(read(cure_model, images_test)).eq(labels_test).mean()
