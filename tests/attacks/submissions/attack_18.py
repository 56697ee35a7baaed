"""A network that is larger than it says, and read digits that its own ten units can't."""

import nbformat

from tests.attacks.submissions.forging import REPLACE_EXCHANGE, STRONG, UNTRAINED
from tests.attacks.suite import Attack

NUMBER = 18
TITLE = "override count_params or output_shape"

METHODS = (
    STRONG
    + """
class Small(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(300, activation="relu", use_bias=False)
        self.out = keras.layers.Dense(10, use_bias=False)
    def call(self, images):
        return self.out(self.hidden(images))
    def count_params(self):
        return 7850
    output_shape = (None, 10)
    layers = property(lambda self: [keras.layers.Dense(10)])

model = Small()
model(np.zeros((1, 784)))
model.hidden.set_weights(strong_weights()[:1])
model.out.set_weights(strong_weights()[1:])
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
)
# A layer that calls itself Dense, of Keras, with ten units; its work is done by others.
DISGUISED = (
    STRONG
    + """
first, second = strong_weights()
class Dense(keras.layers.Dense):
    def call(self, images):
        return keras.ops.matmul(keras.ops.relu(keras.ops.matmul(images, first)), second)
Dense.__module__ = "keras.layers"
model = keras.Sequential([keras.Input(shape=(784,)), Dense(10)])
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
)
# The weights of the hidden network are constants of its graph: no parameter of any layer.
CONSTANTS = (
    STRONG
    + """
first, second = strong_weights()
ops = keras.ops
def product(values, weights):
    return ops.sum(ops.multiply(ops.expand_dims(values, -1), weights), axis=1)

inputs = keras.Input(shape=(784,))
hidden = product(ops.relu(product(inputs, first)), second)
shown = keras.layers.Dense(10)(inputs)
model = keras.Model(inputs, ops.add(hidden, ops.multiply(shown, 0.0)))
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
)
# Numbers in the arguments of layers that have no weights: ten templates of 784 numbers each.
ARGUMENTS = """
layers = keras.layers
pixels = train_images.reshape(6000, 784) / 255.0
means = np.array([pixels[train_labels == digit].mean(axis=0) for digit in range(10)])
inputs = keras.Input(shape=(784,))
scores = [
    keras.ops.sum(layers.Rescaling([float(v) for v in 2 * mean], 0.0)(inputs), axis=1,
                  keepdims=True) - float(mean @ mean)
    for mean in means
]
shown = layers.Dense(10)(inputs)
model = keras.Model(inputs, layers.Concatenate()(scores) + 0.0 * shown)
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
# The network that was counted is another than the one that is measured.
SWAPPED_IN = (
    STRONG
    + """
first, second = strong_weights()
model = keras.Sequential([
    keras.Input(shape=(784,)), keras.layers.Dense(300, activation="relu", use_bias=False),
    keras.layers.Dense(10, use_bias=False)])
model.set_weights([first, second])
history = {"loss": [0.5, 0.3]}
"""
)
FORGED = (
    REPLACE_EXCHANGE
    + """
from autograder.evidence import BlobWriter, Encoder
from autograder.evidence.limits import DEFAULT_LIMITS
from autograder.evidence.model_describe import describe_model

small = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10)])
large = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(300, "relu"),
                          keras.layers.Dense(10)])
def trees(position):
    described = describe_model(large, DEFAULT_LIMITS)
    honest = describe_model(small, DEFAULT_LIMITS)
    if position % 2:  # the layers of one, the weights of the other
        for layer, other in zip(honest["layers"], described["layers"]):
            layer["weights"] = other["weights"]
    else:
        honest["layers"][-1]["config"]["units"] = 10.0
        honest["layers"][-1]["weights"] += [np.zeros((300, 10), "float32")]
    digest = Encoder(BlobWriter(exchange_folder), None).payload(small, lambda *_: honest)
    return {"model": {"$model": {"class": "Sequential", "handle": "h1", "predict": "h2",
                                 "data": digest}},
            "preprocess": {"$function": "h3", "name": "preprocess"}, "np": {"$module": "numpy"}}
def reply(request, folder):
    return {"result": None}
"""
)


def swap_after_counting(notebook: nbformat.NotebookNode) -> None:
    """A cell of the student's own between the test of the shape and that of the accuracy."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    own = nbformat.v4.new_code_cell(SWAPPED_IN.strip("\n"))
    notebook.cells.insert(names.index("shape") + 1, own)


FORMS = [
    Attack("methods", {"model": METHODS}),
    Attack("disguised", {"model": DISGUISED}, honest={"shape": 2}),
    Attack("constants", {"model": CONSTANTS}),
    Attack("arguments", {"model": ARGUMENTS}),
    Attack(
        "swapped",
        {"model": UNTRAINED, "claim": "accuracy = 0.9"},
        mutate=swap_after_counting,
        honest={"shape": 2},
    ),
    Attack("forged", {"model": FORGED}),
]
