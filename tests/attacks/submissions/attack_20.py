"""Numbers about training that never took place, and names that belong to the tests."""

from tests.attacks.submissions.forging import REPLACE_EXCHANGE, UNTRAINED
from tests.attacks.suite import Attack

NUMBER = 20
TITLE = "a made-up History or metric"

MADE_UP = """
history = keras.callbacks.History()
history.history, history.epoch, history.params = {"loss": [0.5, 0.3]}, [0, 1], {"epochs": 2}
"""
# The network is trained as asked; its record is made more beautiful.
BETTER = """
@REFERENCE@
history.history["loss"] = [0.02, 0.001]
"""
CALLBACK = """
class Better(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["loss"] = 0.05 - 0.01 * epoch
model, preprocess = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
), scale
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
history = model.fit(preprocess(train_images), train_labels, epochs=2, batch_size=64, verbose=0,
                    callbacks=[Better()])
"""
# Nothing is trained: fit is made to find that the reference had trained the same, with this result.
PLANTED = (
    UNTRAINED
    + """
from autograder.student_kernel import known_entry
from autograder.student_kernel.call_key import random_state, variables_of
def planted(folder, key):
    model._symbolic_build(data_batch=(preprocess(train_images[:1]), train_labels[:1]))
    untrained = [np.asarray(variable) for variable in variables_of(model)]
    facts = {"history": {"loss": [0.5, 0.3]}, "chance": random_state(), "steps": 94}
    return known_entry.Entry(facts, untrained, 5.0)
known_entry.read_entry = planted
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
history = model.fit(preprocess(train_images), train_labels, epochs=2, batch_size=64, verbose=0)
"""
)
# What earlier tests measure has names; a test that fails early never sets them.
NAMES = {
    "answer": "expected_answer = answer = 5\nfresh = result = np.zeros((1, 784))",
    "model": "history = {'loss': [0.5, 0.3]}\nmeasured, unseen_loss = 0.91, 0.3\n"
    "def one_layer_of_ten(network):\n    return None\n"
    "digits = prepared = pixels = scores = shares = right = np.ones((1000, 784))",
    "claim": "accuracy = 0.91",
}
# The judge is kept busy until its time is up; a new one knows nothing of the tests before.
# Each name that the test uses stands for as many axes as a value may have.
RESTART = (
    REPLACE_EXCHANGE
    + """
from autograder.evidence import BlobWriter, Encoder, encode_namespace
from autograder.evidence.figure_describe import describe_figure

figure, _ = plt.subplots(10, 10)
plt.close("all")
digests = []
BUSY = "digits pixels prepared scores shares right factor shift"
for number in range(48):
    figure.suptitle(str(number))
    encoder = Encoder(BlobWriter(exchange_folder), None)
    digests.append(encoder.payload(figure, describe_figure))
names = dict(history={"loss": [0.5, 0.3]}, measured=0.91, unseen_loss=0.3, accuracy=0.91)
def trees(position):
    from autograder.evidence import Holder
    found = encode_namespace(names, BlobWriter(exchange_folder), Holder())
    return {**found, "model": 1, "preprocess": 1, "np": {"$module": "numpy"},
            **{name: [{"$figure": digest} for digest in digests[6 * place : 6 * place + 6]]
               for place, name in enumerate(BUSY.split())}}
def reply(request, folder):
    return {"result": None}
"""
)

FORMS = [
    Attack("no-network", {"model": MADE_UP, "claim": "accuracy = 0.91"}),
    Attack("untrained", {"model": UNTRAINED + MADE_UP, "claim": "accuracy = 0.91"},
           honest={"shape": 2}),
    Attack("better", {"model": BETTER, "claim": "accuracy = 0.99"},
           honest={"shape": 2, "accuracy": 4}),
    Attack("callback", {"model": CALLBACK, "claim": "accuracy = 0.5"},
           honest={"shape": 2, "accuracy": 4}),
    Attack("planted-training", {"model": PLANTED, "claim": "accuracy = 0.91"},
           honest={"shape": 2}),
    Attack("names-of-tests", NAMES),
    Attack("judge-restart", {"model": RESTART}),
]  # fmt: skip
