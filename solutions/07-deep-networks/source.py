# /// assignment
# title = "When deep networks do not learn"
# minutes = 90
# follows = "06-network-and-loss"
# summary = "Ten hidden layers, and it reads nothing: measure why, and cure it."
# ///

# %% [markdown]
# ## The goal
#
# A network with one hidden layer reads more than nine of ten digits. What happens with *ten* hidden
# layers? One would hope for a better reader. In this assignment you build such networks, and they
# fail completely. Then you work like a doctor:
#
# ```text
#   symptom      what do the networks answer?              steps 2 to 5
#   measurement  where does learning get lost?             steps 6 to 9
#   diagnosis    which explanation fits all you measured?  steps 10, 11
#   cure         a deep network that reads more than 92 %  steps 12, 13
# ```
#
# Running everything takes two or three minutes on a laptop.

# %% given="imports"
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras

# %% given="data"
(images_train, labels_train), (images_test, labels_test) = keras.datasets.mnist.load_data()

# A thousand training digits, for measurements in step 7.
images_sample, labels_sample = images_train[:1000], labels_train[:1000]

print("training digits:", images_train.shape, images_train.dtype)
print("test digits:    ", images_test.shape, images_test.dtype)

# %% [markdown]
# ## Step 1: Prepare the images
#
# Write `preprocess(images)`, as in earlier assignments. It gets digits as they come (uint8, shape
# `(n, 28, 28)`, for any `n`, values 0 to 255) and returns what your networks take as input: small
# numbers, in shape `(n, 784)` or `(n, 28, 28)`. We use your function to show new digits to your
# networks.


# %% solution="preprocess"
def preprocess(images):
    """The network's input, made from uint8 images of shape (n, 28, 28) with values 0 to 255."""
    ### BEGIN SOLUTION
    return images.reshape(-1, 784).astype("float32") / 255
    ### END SOLUTION


# %% given="prepare"
x_train = preprocess(images_train)
x_test = preprocess(images_test)


def read(model, images):
    """What a network reads: its most probable digit for each of the (raw) images."""
    return np.argmax(model.predict(preprocess(images), batch_size=500, verbose=0), axis=1)


# %% test="preprocess" title="preprocess turns images into small numbers" points=1
noise_images = np.random.default_rng(0).integers(0, 256, size=(7, 28, 28)).astype("uint8")
scaled = preprocess(noise_images.copy())

assert scaled is not None, "preprocess still returns None: end it with a return of the images."
scaled = np.asarray(scaled)
assert scaled.ndim > 0 and len(scaled) == 7 and scaled.size == 7 * 784, (
    f"preprocess turned 7 images into an array of shape {scaled.shape}. The first axis must "
    "still count the images, and each image must keep its 784 pixels."
)
assert np.abs(scaled).max() < 20, (
    f"preprocess returns values up to {np.abs(scaled).max():.0f}. Scale them to small numbers: for "
    "large inputs a sigmoid is flat, and the network learns badly."
)
assert len(np.unique(scaled)) > 100, (
    f"preprocess leaves only {len(np.unique(scaled))} different values. The shades of grey got "
    "lost: whole-number types cut off what is behind the point."
)
### BEGIN HIDDEN TESTS
from autograder import checks

fresh_images = np.random.default_rng(707).integers(0, 256, size=(3, 28, 28)).astype("uint8")
for count in (1, 3):
    checks.preprocessed(preprocess, fresh_images[:count])
### END HIDDEN TESTS

# %% [markdown]
# ## Step 2: How well does a parrot read?
#
# Before you judge an accuracy, you need something to compare it with. Think of a parrot that has
# learned a single word: whatever digit it sees, it says "five". It is right for every 5, and wrong
# for everything else. So its accuracy is
#
# $$\frac{\text{number of fives}}{\text{number of digits}}$$
#
# Write `parrot_accuracies(labels)`. It gets the labels of some digits (an array of numbers 0 to 9,
# of any length) and returns **ten** accuracies, as shares from 0 to 1: first that of a parrot which
# always says 0, then that of one which always says 1, and so on up to 9.


# %% solution="parrots"
def parrot_accuracies(labels):
    """Ten shares: how many of the labels are 0, how many are 1, ..., how many are 9."""
    ### BEGIN SOLUTION
    return [float(np.mean(labels == digit)) for digit in range(10)]
    ### END SOLUTION


# %% given="show-parrots"
print("always the same answer, accuracy on the test digits:")
parrots = parrot_accuracies(labels_test)
if parrots is not None:
    for digit, accuracy in enumerate(parrots):
        print(f"  always {digit}: {accuracy:.4f}")

# %% test="parrots" title="parrot_accuracies gives the accuracy of each constant answer" points=2
shares = parrot_accuracies(np.array([3, 3, 7, 3]))
assert shares is not None, "parrot_accuracies still returns None: end it with a return."
assert np.shape(shares) == (10,), (
    f"parrot_accuracies returns something of shape {np.shape(shares)}. It must give ten numbers, "
    "one for each digit, also for digits that do not occur."
)
assert max(shares) <= 1, "parrot_accuracies must give shares from 0 to 1, no counts and no percent."
assert shares[3] > 0 and shares[7] > 0, (
    "Among the labels 3, 3, 7, 3 the parrots that say 3 and 7 are sometimes right. Your shares for "
    "them are 0."
)
assert abs(sum(shares) - 1) < 1e-6, (
    f"Your ten shares add up to {sum(shares):.3g}. Each digit has exactly one right answer, so for "
    "each digit exactly one parrot is right. What must the shares add up to?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(77)
for tested in (random.integers(0, 10, 1234), np.array([9, 9, 0, 4, 4]), np.array([6])):
    given = np.asarray(parrot_accuracies(tested), dtype=float)
    checks.require(
        given.shape == (10,)
        and np.allclose(given, np.bincount(tested, minlength=10) / len(tested), atol=1e-6),
        observed=f"For {len(tested)} labels of ours your shares are not right.",
        expected="Each should be the number of labels with that digit, divided by all labels.",
        concept="A constant answer is right exactly where the label is that answer.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 3: Build deep networks
#
# Write `deep_network(units, seed)`. It
#
# 1. calls `keras.utils.set_random_seed(seed)`,
# 2. builds a network with **at least ten hidden layers** in a row. Each is a `Dense` layer with
#    `units` units and the activation `"sigmoid"`. The output layer has 10 units and softmax. There
#    is nothing else that learns;
# 3. compiles it with the optimizer `"sgd"`, the loss `"sparse_categorical_crossentropy"` (for
#    labels 0 to 9), and `metrics=["accuracy"]`,
# 4. returns the network, untrained.
#
# *Hint:* start with `model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])`. Then call
# `model.add(...)` in a loop. If `preprocess` keeps the shape `(n, 28, 28)`, add a `Flatten` layer
# first.


# %% solution="deep-network"
def deep_network(units, seed):
    """An untrained, compiled network with at least ten hidden layers of that many sigmoid units."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])
    for _ in range(11):
        model.add(keras.layers.Dense(units, activation="sigmoid"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION


# %% [markdown]
# Perhaps the number of units matters? Build three networks and keep them in the dictionary
# `deep_models`:
#
# | key | units in each hidden layer |
# | --- | --- |
# | `"narrow"` | 5 to 9 |
# | `"middle"` | 10 to 50 |
# | `"wide"` | 51 to 100 |

# %% solution="deep-models"
deep_models = None
### BEGIN SOLUTION
deep_models = {
    "narrow": deep_network(9, seed=1),
    "middle": deep_network(49, seed=1),
    "wide": deep_network(99, seed=1),
}
### END SOLUTION

# %% test="deep-models" title="Three networks have ten or more hidden sigmoid layers" points=3
assert deep_models is not None, "deep_models is still None: build the three networks."
assert isinstance(deep_models, dict) and {"narrow", "middle", "wide"} <= set(deep_models), (
    'deep_models must be a dictionary with the keys "narrow", "middle", and "wide".'
)
for name in ("narrow", "middle", "wide"):
    tested = deep_models[name]
    assert hasattr(tested, "get_weights"), (
        f'deep_models["{name}"] is {type(tested).__name__}, not a network. Does deep_network end '
        "with return model?"
    )
    matrices = [array.shape for array in tested.get_weights() if array.ndim == 2]
    assert len(matrices) >= 11, (
        f'deep_models["{name}"] has {len(matrices)} dense layers, with the output layer. Ten hidden '
        "layers or more are asked for, and the output layer is not hidden."
    )
### BEGIN HIDDEN TESTS
from autograder import checks

for name, (fewest, most) in {"narrow": (5, 9), "middle": (10, 50), "wide": (51, 100)}.items():
    place = f'deep_models["{name}"]'
    tested = deep_models[name]
    hidden = checks.hidden_units(tested)
    checks.require(
        len(hidden) >= 10,
        observed=f"{place} has {len(hidden)} hidden layers.",
        expected="Ten or more are asked for.",
        concept="A hidden layer stands between the input and the output layer; neither of them "
        "counts.",
    )
    checks.require(
        all(fewest <= units <= most for units in hidden),
        observed=f"{place} has hidden layers of {min(hidden)} to {max(hidden)} units.",
        expected="The table in step 3 says how many units each hidden layer should have.",
        concept="Three sizes show whether the trouble comes from the width.",
    )
    checks.ten_outputs(tested, place)
    checks.hidden_activation(tested, "sigmoid", place)
    other = set(checks.layer_sequence(tested)) - {"Dense", "Activation", "Softmax"}
    checks.require(
        not other,
        observed=f"{place} has other layers too: {', '.join(sorted(other))}.",
        expected="It should have dense layers alone.",
        concept="First look at the plain network: cures come later.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 4: Train them
#
# Train each of the three networks on `x_train` and `labels_train`: 10 epochs, `batch_size=128`,
# `validation_split=0.1`. Keep what `fit` returns in the dictionary `deep_histories`, under the same
# three keys. This takes a minute or two. `verbose=2` prints one line for each epoch.

# %% solution="train"
deep_histories = None
### BEGIN SOLUTION
deep_histories = {}
for name, model in deep_models.items():
    print(name)
    deep_histories[name] = model.fit(
        x_train, labels_train, batch_size=128, epochs=10, validation_split=0.1, verbose=2
    )
### END SOLUTION

# %% test="trained" title="The three networks are trained" points=2
assert deep_models is not None, "deep_models is still None: build the three networks in step 3."
assert deep_histories is not None, "deep_histories is still None: train the three networks."
assert isinstance(deep_histories, dict) and {"narrow", "middle", "wide"} <= set(deep_histories), (
    'deep_histories must have the keys "narrow", "middle", and "wide".'
)
for name in ("narrow", "middle", "wide"):
    kept = deep_histories[name]
    assert hasattr(kept, "history") and "loss" in kept.history, (
        f'deep_histories["{name}"] must be what fit returns.'
    )
    assert any(key.startswith("val_") for key in kept.history), (
        f'deep_histories["{name}"] has no validation results: give fit a validation_split.'
    )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

digits = context().holdout
count = min(2000, len(digits.labels))
inputs = np.concatenate(
    [checks.preprocessed(preprocess, digits.images[i : i + 500]) for i in range(0, count, 500)]
)[:count]
for name in ("narrow", "middle", "wide"):
    tested, place = deep_models.get(name), f'deep_models["{name}"]'
    scores = np.asarray(tested.predict(inputs, batch_size=500, verbose=0), dtype=float)
    accuracy = float(np.mean(scores.argmax(axis=1) == digits.labels[:count]))
    checks.require(
        checks.at_most(accuracy, "stuck"),
        observed=f"{place} reads {checks.percent(accuracy)} of the digits that it never saw.",
        expected="A plain network of ten sigmoid layers, trained with SGD, does not get that far.",
        concept="First look at the illness: the cure comes in step 12.",
    )
    if not np.allclose(scores.sum(axis=1), 1, atol=1e-3):
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores = scores / scores.sum(axis=1, keepdims=True)
    right = scores[np.arange(len(inputs)), digits.labels[:count].astype(int)]
    checks.require(
        checks.at_most(-np.mean(np.log(np.maximum(right, 1e-9))), "trained-loss"),
        observed=f"The loss of {place} is as high as before training.",
        expected="Even a network that reads no digit learns how frequent each digit is.",
        concept="Only fit changes the weights. Is each of the three networks trained, and is it "
        "the same network that stands in the dictionary?",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 5: What do they answer?
#
# Look closely at the symptom. For each of the three networks fill in
#
# * `train_accuracy`: its accuracy on **all training digits**, from 0 to 1,
# * `test_accuracy`: its accuracy on **all test digits**, from 0 to 1,
# * `favourite`: the digit that it answers most often on the test digits.
#
# All three are dictionaries with the keys `"narrow"`, `"middle"`, and `"wide"`.
#
# *Hints:* the function `read(model, images)` in the cell under step 1 gives a network's answers.
# `np.bincount(answers, minlength=10)` counts how often each digit occurs in an array.

# %% solution="symptom"
train_accuracy = None
test_accuracy = None
favourite = None
### BEGIN SOLUTION
train_accuracy, test_accuracy, favourite = {}, {}, {}
for name, model in deep_models.items():
    answers = read(model, images_test)
    train_accuracy[name] = float(np.mean(read(model, images_train) == labels_train))
    test_accuracy[name] = float(np.mean(answers == labels_test))
    favourite[name] = int(np.argmax(np.bincount(answers, minlength=10)))
### END SOLUTION

# %% given="show-symptom"
print("accuracy on training digits:", train_accuracy)
print("accuracy on test digits:    ", test_accuracy)
print("most frequent answer:       ", favourite)

# %% test="symptom" title="Accuracies and favourite answers belong to the three networks" points=3
for word, kept in (
    ("train_accuracy", train_accuracy),
    ("test_accuracy", test_accuracy),
    ("favourite", favourite),
):
    assert kept is not None, f"{word} is still None: fill it in for each network."
    assert isinstance(kept, dict) and {"narrow", "middle", "wide"} <= set(kept), (
        f'{word} must be a dictionary with the keys "narrow", "middle", and "wide".'
    )
for name in ("narrow", "middle", "wide"):
    for word, kept in (("train_accuracy", train_accuracy), ("test_accuracy", test_accuracy)):
        assert np.ndim(kept[name]) == 0 and 0 <= kept[name] <= 1, (
            f'{word}["{name}"] must be a share from 0 to 1: no percentage and no count.'
        )
    assert np.ndim(favourite[name]) == 0 and favourite[name] in range(10), (
        f'favourite["{name}"] must be one digit from 0 to 9.'
    )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

digits = context().holdout
count = min(2000, len(digits.labels))
inputs = np.concatenate(
    [checks.preprocessed(preprocess, digits.images[i : i + 500]) for i in range(0, count, 500)]
)[:count]
for name in ("narrow", "middle", "wide"):
    scores = np.asarray(deep_models.get(name).predict(inputs, batch_size=500, verbose=0))
    answers = scores.argmax(axis=1)
    accuracy = float(np.mean(answers == digits.labels[:count]))
    counts = np.bincount(answers, minlength=10)
    checks.require(
        checks.compared(
            "favourite answer", counts[int(favourite[name])] / counts.max(), 0.9, "at least"
        ),
        observed=f'favourite["{name}"] is {int(favourite[name])}, and on new digits this network '
        "nearly always answers something else.",
        expected="It should be the digit that the network answers most often.",
        concept="The favourite answer is the network's, whatever the labels say.",
    )
    for word, kept, claimed_on in (
        ("train_accuracy", train_accuracy, 60_000),
        ("test_accuracy", test_accuracy, 10_000),
    ):
        checks.claimed_accuracy(
            kept[name],
            accuracy,
            name=f'{word}["{name}"]',
            claimed_on=claimed_on,
            measured_on=len(answers),
            shift=checks.threshold("symptom-shift"),
        )
### END HIDDEN TESTS

# %% [markdown]
# Compare these accuracies with your parrots of step 2. Then you know what the networks have
# learned: next to nothing, and the same for every image.
#
# ## Step 6: How training pulls at a weight
#
# Training moves each weight a little against its *gradient*. The gradient says how much the loss
# changes when this weight changes:
#
# $$w \leftarrow w - \text{learning rate} \cdot \frac{\partial\, \text{loss}}{\partial w}$$
#
# If the gradient is almost zero, the weight hardly moves. So measure the gradients, layer by layer!
#
# TensorFlow works gradients out with a *tape*. The tape records a calculation, and afterwards you
# ask it for derivatives. Here is an example: the derivatives of $a^2 + 3b$ at $a = 5$, $b = 2$.

# %% given="tape"
a = tf.Variable(5.0)
b = tf.Variable(2.0)
with tf.GradientTape() as tape:
    result = a**2 + 3 * b
print([float(slope) for slope in tape.gradient(result, [a, b])])

# %% [markdown]
# A layer has many weights, and each has its own gradient. To get **one number for a layer**, take
# the norm of all its gradients $g_1, g_2, \dots$:
#
# $$\text{norm} = \sqrt{g_1^2 + g_2^2 + \dots}$$
#
# Write `gradient_norms(model, x, labels)`:
#
# * `x` are prepared images, as the model takes them, and `labels` the right digits;
# * the loss is the **mean** of `keras.losses.sparse_categorical_crossentropy(labels, model(x))`;
# * for each `Dense` layer take the gradient of the loss with respect to the layer's **weights**
#   (`layer.kernel`), not its biases;
# * return a list with one norm for each `Dense` layer, in order: the layer next to the image comes
#   first, the output layer last.
#
# *Hints:* `[layer.kernel for layer in model.layers if isinstance(layer, keras.layers.Dense)]`
# collects the weights. Use `tf.reduce_mean` for the mean, and `tf.norm(g)` or `np.linalg.norm(g)`
# for the norm. The tests try your function on other networks too, some of which were not compiled.


# %% solution="gradient-norms"
def gradient_norms(model, x, labels):
    """The norm of the gradient of the mean loss for the weights of each Dense layer, in order."""
    ### BEGIN SOLUTION
    kernels = [layer.kernel for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(labels, model(x))
        loss = tf.reduce_mean(losses)
    return [float(tf.norm(gradient)) for gradient in tape.gradient(loss, kernels)]
    ### END SOLUTION


# %% test="gradient-norms" title="gradient_norms measures the pull at each layer's weights" points=4
def small_network(*sizes):
    """A network that was never trained, for trying gradient_norms on."""
    return keras.Sequential(
        [keras.Input(shape=(sizes[0],))]
        + [keras.layers.Dense(size, activation="sigmoid") for size in sizes[1:-1]]
        + [keras.layers.Dense(sizes[-1], activation="softmax")]
    )


tried = small_network(6, 4, 5, 10)
x_tried = np.random.default_rng(1).normal(size=(8, 6)).astype("float32")
labels_tried = np.array([0, 1, 2, 3, 4, 5, 6, 7])
measured = gradient_norms(tried, x_tried, labels_tried)

assert measured is not None, "gradient_norms still returns None: end it with a return of the list."
assert np.ndim(measured) == 1 and len(measured) != 6, (
    "gradient_norms returns 6 numbers for a network of 3 dense layers. Its biases are in the list "
    "too: take layer.kernel alone."
)
assert np.shape(measured) == (3,), (
    f"gradient_norms returns something of shape {np.shape(measured)} for a network of 3 dense "
    "layers. It should be a list of 3 numbers."
)
measured = np.array([float(norm) for norm in measured])
sizes_of_weights = [np.linalg.norm(array) for array in tried.get_weights() if array.ndim == 2]
assert not np.allclose(measured, sizes_of_weights, rtol=0.01), (
    "gradient_norms returns the norms of the weights themselves. The norms of their gradients are "
    "wanted: how does the loss change when a weight changes?"
)
twice = np.array(
    [
        float(norm)
        for norm in gradient_norms(
            tried, np.concatenate([x_tried, x_tried]), np.concatenate([labels_tried, labels_tried])
        )
    ]
)
assert np.allclose(twice, measured, rtol=0.02), (
    "When each image is given twice, gradient_norms returns other norms. The loss must be the mean "
    "over the images: then copies change nothing."
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(7)
for seed, shape in ((1, [12, 7, 5, 10]), (2, [20, 9, 9, 6, 4, 10]), (3, [9, 8, 10])):
    checks.measures_gradients(
        gradient_norms,
        checks.random_dense_model(shape, seed, activation="sigmoid"),
        random.normal(size=(40, shape[0])).astype("float32"),
        random.integers(0, 10, 40),
        name="gradient_norms",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## Step 7: Measure at the start
#
# Where does learning get lost? Look at the networks at the moment before training starts. The three
# networks in `deep_models` are trained already, so build **fresh** ones with `deep_network`.
#
# * `fresh`: a dictionary with the three keys, one untrained network each, of the same sizes as
#   before;
# * `norms`: a dictionary with the three keys; under each, the list that `gradient_norms` gives for
#   the fresh network and the 1,000 digits `images_sample`, `labels_sample` of the second cell.
#
# *Hint:* the network takes prepared images: `preprocess(images_sample)`.
#
# The marks for `norms` need a right `gradient_norms`.

# %% solution="norms"
fresh = None
norms = None
### BEGIN SOLUTION
fresh = {
    "narrow": deep_network(9, seed=2),
    "middle": deep_network(49, seed=2),
    "wide": deep_network(99, seed=2),
}
x_sample = preprocess(images_sample)
norms = {name: gradient_norms(model, x_sample, labels_sample) for name, model in fresh.items()}
### END SOLUTION

# %% given="show-norms"
for name in norms or {}:
    print(name, [float(f"{float(norm):.2g}") for norm in norms[name]])

# %% test="norms" title="The norms are those of three networks that were never trained" points=2
assert fresh is not None, "fresh is still None: build three untrained networks."
assert norms is not None, "norms is still None: measure the three untrained networks."
for name in ("narrow", "middle", "wide"):
    assert name in fresh and name in norms, f'fresh and norms both need the key "{name}".'
    assert hasattr(fresh[name], "get_weights"), f'fresh["{name}"] is not a network.'
    layers = sum(array.ndim == 2 for array in fresh[name].get_weights())
    assert np.shape(norms[name]) == (layers,), (
        f'norms["{name}"] should be a list of {layers} numbers: one for each dense layer.'
    )
    assert all(float(norm) >= 0 for norm in norms[name]), (
        f'norms["{name}"] has negative numbers. A norm is the root of a sum of squares.'
    )
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

digits = context().holdout
inputs = checks.preprocessed(preprocess, images_sample)
for name in ("narrow", "middle", "wide"):
    checks.require(
        len(checks.hidden_units(fresh[name])) >= 10,
        observed=f'fresh["{name}"] has {len(checks.hidden_units(fresh[name]))} hidden layers.',
        expected="It should be as deep as the network that failed.",
        concept="Measure where the trouble is.",
    )
    biases = [layer.bias for layer in checks.dense_layers(fresh[name])]
    checks.require(
        all(bias is None or not np.any(np.asarray(bias)) for bias in biases),
        observed=f'fresh["{name}"] has been trained: its biases are not zero any more.',
        expected="It should be as deep_network returns it.",
        concept="Keras starts biases at zero; training moves them. The question is what happens at "
        "the start.",
    )
    right = checks.gradient_norms(fresh[name], inputs, labels_sample)
    given = np.array([float(norm) for norm in norms[name]])
    allowed = checks.threshold("norm-tolerance")
    checks.require(
        not np.allclose(given[::-1], right, rtol=allowed, atol=0),
        observed=f'norms["{name}"] begins with the output layer.',
        expected="The layer next to the image should come first.",
        concept="Layers are counted in the direction in which an image goes through the network.",
    )
    furthest = np.max(np.abs(given - right) / np.maximum(np.abs(right), 1e-30))
    checks.require(
        checks.at_most(furthest, "norm-tolerance"),
        observed=f'norms["{name}"] does not fit fresh["{name}"]: measured again on the same digits, '
        "its gradients have other norms.",
        expected="Each number should be the norm of a layer's weight gradient, for images_sample.",
        concept="A measurement that can't be repeated is none.",
    )
# The same function on digits that nobody has measured yet.
checks.measures_gradients(
    gradient_norms,
    fresh["middle"],
    checks.preprocessed(preprocess, digits.images[:500]),
    digits.labels[:500],
    name="gradient_norms",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 8: Plot the norms
#
# Draw the norms of all three networks into one figure:
#
# * along x the number of the layer: 1 is the layer next to the image, the last is the output layer;
# * along y the norm, on a **logarithmic scale**: `ax.set_yscale("log")`;
# * one line with markers for each network, both axes labelled, and a legend that says which line
#   belongs to which network.
#
# Keep the figure in the name `fig`. Look at it with a linear scale first, and you see why the
# logarithmic one is needed.

# %% solution="figure"
fig = None
### BEGIN SOLUTION
fig, ax = plt.subplots()
for name, values in norms.items():
    ax.plot(range(1, len(values) + 1), values, "o-", label=name)
ax.set_yscale("log")
ax.set_xlabel("layer (1 is next to the image)")
ax.set_ylabel("norm of the gradient")
ax.set_title("Before training, eleven hidden sigmoid layers")
ax.legend()
### END SOLUTION

# %% test="figure" title="The plot shows the norms of all layers on a log scale" points=3
assert fig is not None, "fig is still None: keep your figure in the name fig."
assert hasattr(fig, "savefig"), (
    "fig is not a figure. plt.subplots() returns two things: the figure first, then its axes."
)
assert len(fig.axes) > 0, "fig is empty: draw the norms into it."
assert any(axes.get_yscale() != "linear" for axes in fig.axes), (
    "The y axis has a linear scale. On it, all norms but the largest lie on the bottom line: what "
    "is a thousandth, and what is a millionth? On a log scale equal distances mean equal factors."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    isinstance(norms, dict) and {"narrow", "middle", "wide"} <= set(norms),
    observed="norms has no lists for three networks.",
    expected="The plot is compared with them.",
    concept="A plot and a table of the same results must agree.",
)
checks.log_scale(fig, "y")
checks.axis_labels(fig)
shown = [one for one in checks.series(fig) if len(one.x)]
# A line that guides the eye may begin anywhere: it has not as many points as there are layers.
numbers = {len(norms[name]) for name in ("narrow", "middle", "wide")}
shown = [one for one in shown if len(one.x) in numbers] or shown
first = 0 if shown and min(one.x.min() for one in shown) == 0 else 1
for name in ("narrow", "middle", "wide"):
    checks.shows_points(
        fig,
        [(first + place, float(norm)) for place, norm in enumerate(norms[name])],
        x_name="the number of the layer",
        y_name=f'the norms of norms["{name}"]',
    )
if len(checks.panels(fig)) < 3:
    checks.has_legend(fig, 3)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 9: From layer to layer
#
# On the log scale your lines are nearly straight (but for the layer next to the image: it has 784
# inputs, many more than the others). So from each layer to the one before it, the gradient is
# multiplied by about the same factor. Which factor?
#
# Say the norms are $n_1$ (next to the image), $n_2$, ..., $n_L$ (output layer). Going back from the
# last layer to the first takes $L - 1$ steps. If each step multiplies by the factor $f$, then
#
# $$n_1 = n_L \cdot f^{\,L-1}$$
#
# Solve this for $f$ and write `step_factor(norms_of_layers)`. It gets the list of one network's
# norms, two or more, and returns $f$. *Example:* for the norms `[0.01, 0.1, 1.0]` it is 0.1.
#
# (Why does it shrink at all? On its way back the gradient is multiplied, in each layer, by the
# slope of the sigmoid. So write the slope as a function, too.)
#
# Write `sigmoid_slope(z)`, for numbers and arrays: the derivative of
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}, \qquad \sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$


# %% solution="step-factor"
def step_factor(norms_of_layers):
    """By which factor the norm changes on one step from a layer to the one before it."""
    ### BEGIN SOLUTION
    steps = len(norms_of_layers) - 1
    return (norms_of_layers[0] / norms_of_layers[-1]) ** (1 / steps)
    ### END SOLUTION


def sigmoid_slope(z):
    """The derivative of the sigmoid at z, a number or an array."""
    ### BEGIN SOLUTION
    sigmoid = 1 / (1 + np.exp(-z))
    return sigmoid * (1 - sigmoid)
    ### END SOLUTION


# %% given="show-step-factor"
for name in norms or {}:
    print(name, "factor for each layer:", step_factor(norms[name]))
print("slope of the sigmoid at -4, -2, 0, 2, 4:", sigmoid_slope(np.array([-4.0, -2, 0, 2, 4])))

# %% test="step-factor" title="step_factor and sigmoid_slope follow from their formulas" points=2
given_factor = step_factor([0.01, 0.1, 1.0])
assert given_factor is not None, "step_factor still returns None: solve the formula for f."
assert np.ndim(given_factor) == 0, "step_factor must return one number."
assert abs(float(given_factor) - 10) > 1e-6, (
    "step_factor([0.01, 0.1, 1.0]) is 10: the factor of a step towards the output. Going back, the "
    "norm gets smaller in this example."
)
assert abs(float(given_factor) - 0.01 ** (1 / 3)) > 1e-6, (
    "Your factor takes as many steps as there are layers. Count the steps between the layers."
)
assert abs(float(given_factor) - 0.1) < 1e-6, (
    f"step_factor([0.01, 0.1, 1.0]) is {float(given_factor):.4g}. Each step back should multiply "
    "by the same factor and lead from the last norm to the first."
)
slopes = sigmoid_slope(np.array([0.0, 1.0, -1.0]))
assert slopes is not None, "sigmoid_slope still returns None: end it with a return."
assert np.shape(slopes) == (3,), (
    f"For an array of 3 numbers sigmoid_slope returns something of shape {np.shape(slopes)}."
)
assert abs(slopes[1] - slopes[2]) < 1e-6, (
    "sigmoid_slope gives different slopes for 1 and -1. The sigmoid is equally steep at both: did "
    "you return the sigmoid itself?"
)
### BEGIN HIDDEN TESTS
from autograder import checks

random = np.random.default_rng(79)
for length in (2, 3, 6, 12):
    tested = [float(value) for value in 10.0 ** random.uniform(-6, 1, length)]
    checks.require(
        np.isclose(float(step_factor(tested)), (tested[0] / tested[-1]) ** (1 / (length - 1))),
        observed=f"For {length} norms of ours step_factor gives another factor than the formula.",
        expected="L - 1 equal steps should lead from the last norm to the first.",
        concept="Factors multiply, so their average is a root, not a mean of differences.",
    )
places = random.normal(0, 3, 40)
checks.require(
    np.allclose(
        np.asarray(sigmoid_slope(places), dtype=float),
        (np.tanh((places + 1e-5) / 2) - np.tanh((places - 1e-5) / 2)) / 4e-5,
        atol=1e-6,
    ),
    observed="sigmoid_slope does not give the slope of the sigmoid.",
    expected="It should agree with the rise of the sigmoid over a tiny step.",
    concept="A derivative is a slope: rise divided by step.",
)
### END HIDDEN TESTS

# %% [markdown]
# ## Step 10: Diagnosis
#
# Four students explain why the deep networks read so badly. Three of the explanations are *refuted*
# by something that you measured in this assignment or in an earlier one. Set `diagnosis` to the
# letter of the one that is not.
#
# * **A**: "They overfit. Ten layers can learn the training digits by heart, so they fail on
#   others."
# * **B**: "They have too few parameters. A network needs many of them to read digits."
# * **C**: "Hardly any gradient reaches the layers next to the image, so these layers stay as random
#   as they were. What they pass on tells the later layers nothing about the image."
# * **D**: "The gradients are too large. The weights jump about, and training can't settle."

# %% solution="diagnosis"
diagnosis = None
### BEGIN SOLUTION
diagnosis = "C"
### END SOLUTION

# %% test="diagnosis" title="The diagnosis is not refuted by what was measured" points=1
assert diagnosis is not None, "diagnosis is still None: choose one of the four letters."
assert str(diagnosis).strip().upper() in {"A", "B", "C", "D"}, (
    'diagnosis must be one of the letters "A", "B", "C", "D".'
)
### BEGIN HIDDEN TESTS
from autograder import checks

letter = str(diagnosis).strip().upper()
problems = {
    "A": (
        "You blame overfitting. Look at train_accuracy: how well do the networks know the digits "
        "that they were trained on?",
        "Overfitting means good on training digits and worse on new ones.",
    ),
    "B": (
        "You blame too few parameters. Compare the wide network with the one of 10 hidden units in "
        "assignment 2: which has more, and which reads better?",
        "An explanation must fit all that was measured.",
    ),
    "D": (
        "You blame gradients that are too large. Read the scale of your plot again.",
        "The step of a weight is its gradient times the learning rate.",
    ),
}
observed, concept = problems.get(letter, ("", ""))
checks.require(
    letter not in problems,
    observed=observed,
    expected="Choose the explanation that no measurement refutes.",
    concept=concept,
)
### END HIDDEN TESTS

# %% [markdown] written="hypothesis" title="A hypothesis, and how it could have failed" points=5
# ## Step 11: Your hypothesis
#
# State in your own words why these networks learn nothing. Write six to ten sentences.
#
# * What exactly do the networks answer, and why is their accuracy just what it is? (Compare step 5
#   with step 2.)
# * What do your plot and your factor show? What has the slope of the sigmoid to do with it?
# * A student says: "This is overfitting." Which of your numbers refutes this, and how?
# * What could you have measured that would have refuted *your* hypothesis?
#
# === BEGIN MARK SCHEME ===
# * 1 point: one and the same answer for every image (often 1, the most frequent digit); the
#   accuracy is the share of this digit, 0.1135 for always 1, 0.0980 for always 0.
# * 1 point: the norm falls from layer to layer towards the image by about the same factor (about
#   0.25 to 0.3), so in the first layers it is about a million times smaller than in the last.
# * 1 point: the reason: in each layer the gradient is multiplied by the sigmoid's slope, which is
#   0.25 at most (and by weights, which are not large enough to make up for it).
# * 1 point: overfitting is refuted: training accuracy is as low as test accuracy.
# * 1 point: a measurement that could have refuted the hypothesis: norms of the same size in all
#   layers; a shallow network of the same kind that does not learn either; first-layer weights that
#   did change.
#
# A good answer: All three networks give the same answer for each image. Mine say "1", and 1,135 of
# the 10,000 test digits are ones, so they reach 0.1135: they learned only which digit is most
# frequent. The plot shows why. In the output layer the norm is about 1, and with each layer towards
# the image it shrinks to about a quarter, down to about 0.0000005. The slope of the sigmoid is at
# most 0.25, and each layer multiplies the gradient by it. So the first layers are not trained and
# stay random, and what comes out of them hardly depends on the image. It is no overfitting: then
# the training accuracy would be high, but it is 0.11 as well. Had I found equal norms in all
# layers, or had a network with one hidden sigmoid layer failed in the same way, my hypothesis would
# be wrong.
# === END MARK SCHEME ===

# %% [markdown]
# ## Step 12: The cure
#
# Now build a deep network that learns. It must have **at least three hidden layers** and read
# **more than 92 %** of the validation digits and of the test digits. Everything else is up to you.
# Here are some ideas; one or two are enough:
#
# | word | what you change |
# | --- | --- |
# | `"activation"` | another activation than the sigmoid in hidden layers |
# | `"initial weights"` | another `kernel_initializer` |
# | `"normalization"` | layers such as `BatchNormalization` or `LayerNormalization` |
# | `"skip connections"` | paths that bypass layers (`keras.layers.Add` or `Concatenate`) |
# | `"optimizer"` | another optimizer than plain SGD, or another learning rate |
# | `"fewer layers"` | fewer than ten hidden layers |
# | `"other"` | something else |
#
# * `cure_model`: the trained network;
# * `cure_history`: what `fit` returned; train with `validation_split=0.1`;
# * `changes`: a list of words from the table: **all** that you changed, compared with
#   `deep_network`, and nothing that you did not change;
# * `cure_validation_accuracy` and `cure_test_accuracy`: shares from 0 to 1, after training.
#
# Please use the layers of Keras, not layers or activations of your own making (functions and models
# that put layers of Keras together are fine).
#
# The test digits are only for the end: neither train on them nor validate with them. If your first
# try fails, measure its gradient norms before you try the next.

# %% solution="cure"
cure_model = None
cure_history = None
changes = None
cure_validation_accuracy = None
cure_test_accuracy = None
### BEGIN SOLUTION
keras.utils.set_random_seed(1)
cure_model = keras.Sequential([keras.Input(shape=x_train.shape[1:])])
for _ in range(5):
    cure_model.add(keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"))
cure_model.add(keras.layers.Dense(10, activation="softmax"))
cure_model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cure_history = cure_model.fit(
    x_train, labels_train, batch_size=128, epochs=5, validation_split=0.1, verbose=2
)
changes = ["activation", "initial weights", "optimizer", "fewer layers"]
cure_validation_accuracy = cure_history.history["val_accuracy"][-1]
cure_test_accuracy = float(np.mean(read(cure_model, images_test) == labels_test))
### END SOLUTION

# %% given="show-cure"
print("changed:", changes)
print("validation accuracy:", cure_validation_accuracy, " test accuracy:", cure_test_accuracy)

# %% test="cure-depth" title="The cured network has three hidden layers or more" points=1
assert cure_model is not None, "cure_model is still None: build and train it."
assert hasattr(cure_model, "get_weights"), "cure_model must be a Keras model."
assert sum(array.ndim >= 2 for array in cure_model.get_weights()) >= 4, (
    "cure_model has fewer than four layers with weights. Three hidden layers are asked for, and the "
    "output layer comes on top."
)
### BEGIN HIDDEN TESTS
from autograder import checks

checks.ten_outputs(cure_model, "cure_model")
learning = len(checks.kernel_layers(cure_model))
checks.require(
    learning >= 4,
    observed=f"cure_model has {learning - 1} hidden layers.",
    expected="Three or more are asked for.",
    concept="A shallow network avoids the problem: the question is how a deep one can learn.",
)
### END HIDDEN TESTS

# %% test="cure-accuracy" title="The cured network reads more than 92 % of new digits" points=4
assert cure_model is not None, "cure_model is still None: build and train it."
assert cure_history is not None, "cure_history is still None: keep what fit returns."
assert hasattr(cure_history, "history") and any(
    key.startswith("val_") for key in cure_history.history
), "cure_history has no validation results: give fit a validation_split."
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

checks.accuracy_steps(
    checks.holdout_accuracy(cure_model, preprocess),
    [(checks.threshold("cure"), 1), (checks.threshold("cure-half"), 0.5)],
    shift=checks.threshold("cure-shift"),
)
### END HIDDEN TESTS

# %% test="cure-claims" title="The accuracies are measured on digits kept apart" points=1
for word, share in (
    ("cure_validation_accuracy", cure_validation_accuracy),
    ("cure_test_accuracy", cure_test_accuracy),
):
    assert share is not None, f"{word} is still None: fill it in."
    assert np.ndim(share) == 0 and 0 <= share <= 1, f"{word} must be a share from 0 to 1."
### BEGIN HIDDEN TESTS
from autograder import checks
from autograder.checks.context import context

test_names = ("images_test", "labels_test", "x_test", "y_test")
for call in checks.fit_calls(In, test_names) + checks.fit_calls(
    context().sources.values(), test_names
):
    checks.require(
        not call.trains_on_test,
        observed=f"A network is trained on the test digits: {call.code}",
        expected="fit should be called on training digits only.",
        concept="After training on them, the test digits show nothing any more.",
    )
    checks.require(
        not call.validates_on_test,
        observed=f"The test digits are used for validation: {call.code}",
        expected="validation_split should take a part of the training digits.",
        concept="What you look at while you train is no longer unseen when you test.",
    )
accuracy = checks.holdout_accuracy(cure_model, preprocess)
for word, share, count in (
    ("cure_validation_accuracy", cure_validation_accuracy, 6_000),
    ("cure_test_accuracy", cure_test_accuracy, 10_000),
):
    checks.claimed_accuracy(
        share, accuracy, name=word, claimed_on=count, shift=checks.threshold("claim-shift")
    )
### END HIDDEN TESTS

# %% test="cure-named" title="The cure is named, and the network shows it" points=1
assert changes is not None, "changes is still None: list what you changed."
assert isinstance(changes, (list, tuple, set)) and len(changes) > 0, (
    "changes must be a list of words from the table."
)
known_words = {
    *("activation", "initial weights", "normalization", "skip connections", "optimizer"),
    *("fewer layers", "other"),
}
for word in changes:
    assert word in known_words, f"{word!r} is not a word of the table. Copy it exactly."
assert cure_model is not None, "cure_model is still None: build and train it."
### BEGIN HIDDEN TESTS
from autograder import checks

learning = len(checks.kernel_layers(cure_model))
# A layer without an activation may get it behind an Add layer: then nothing is said of it.
hidden = set(checks.activations(cure_model)[:-1]) - {"linear"}
seen = {
    "activation": bool(hidden - {"sigmoid"}) if hidden else None,
    "normalization": checks.normalizes(cure_model),
    "skip connections": checks.bypasses_layers(cure_model),
    "fewer layers": learning - 1 < 10,
}
for word, visible in seen.items():
    if visible is None:
        continue
    checks.require(
        visible or word not in changes,
        observed=f'changes names "{word}", but cure_model does not show it.',
        expected="It should name what was really changed.",
        concept="Who reads your result wants to know which change made the difference.",
    )
    checks.require(
        not visible or word in changes,
        observed=f'cure_model shows a change that changes does not name: "{word}".',
        expected="It should name all that was changed, compared with deep_network.",
        concept="If two things change and one is named, the wrong one gets the credit.",
    )
### END HIDDEN TESTS

# %% [markdown] written="why-it-works" title="Why the cure works" points=5
# ## Step 13: Why does it work?
#
# Explain your cure to a friend who has solved step 11. Write five to eight sentences.
#
# * What did you change, and what does each change do to the gradients? (Measure: build your cured
#   network afresh and call `gradient_norms` before training. Give numbers.)
# * Is your result better than chance? Validation and test accuracy are shares of 6,000 and 10,000
#   digits; near 0.95 they vary by chance by about 0.003 and 0.002.
# * If you changed several things: which of them do you think was needed? How would you find out?
#
# === BEGIN MARK SCHEME ===
# * 1 point: the changes are named completely (also the number of layers and the learning rate).
# * 1 point: it is explained what a change does to gradients: ReLU has slope 1 for positive sums;
#   He's initial weights keep the size of signals; normalization keeps sums where the sigmoid is
#   steep; a skip connection lets the gradient pass by a layer; fewer layers mean fewer factors;
#   Adam divides by the gradient's own size, so that small gradients move weights too.
# * 1 point: own gradient norms of the cured network, before training, compared with those of step
#   7.
# * 1 point: validation and test accuracy are given and compared with 0.92, with chance in mind.
# * 1 point: a control experiment is named: take back one change at a time, all else equal (and more
#   than one seed).
#
# A good answer: I used 5 hidden layers of 64 ReLU units with He's initial weights, and a learning
# rate of 0.1. ReLU has the slope 1 where it is active, so a layer does not shrink the gradient as
# the sigmoid does. Before training, my norms lie between 0.3 and 0.9 in all layers; in the sigmoid
# network the first one was 0.0000005. With fewer layers there are also fewer factors. The network
# reads 97 % of the validation digits and 96.5 % of the test digits. Chance makes 0.2 or 0.3 points,
# so both are far above 92 %. I changed four things at once, so I can't say which was needed. I
# would take back one at a time: first ReLU in eleven layers, then sigmoid in five layers, each with
# three seeds.
# === END MARK SCHEME ===
