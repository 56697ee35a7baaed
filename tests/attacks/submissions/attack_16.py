"""Models that run code where they are loaded: as files, as layers, as descriptions."""

import zipfile
from pathlib import Path

from tests.attacks.submissions.forging import REPLACE_EXCHANGE
from tests.attacks.suite import Attack

NUMBER = 16
TITLE = "a malicious .keras"

LAYERS = """
import os
def write(tensor):
    for folder in ("@CANARY@", "@TMP@", "@HOME@"):
        try:
            open(f"{folder}/pwned-by-16", "w").close()
        except OSError:
            pass
    return tensor
inputs = keras.Input(shape=(784,))
model = keras.Model(inputs, keras.layers.Dense(10)(keras.layers.Lambda(write)(inputs)))
model.save("model.keras")
loaded = keras.models.load_model("model.keras", safe_mode=False, custom_objects={"write": write})
def preprocess(images):
    return write(images).reshape(len(images), 784) / 255.0
"""
# Descriptions that name what must not be named, in each place where something is named.
FORGED = (
    REPLACE_EXCHANGE
    + """
from autograder.evidence import BlobWriter, Encoder

command = "touch @CANARY@/pwned-by-16"
code = {"class_name": "__lambda__", "config": {"code": "4wEAAAA=", "defaults": None}}
system = {"class_name": "function", "config": "system", "module": "os", "registered_name": "x"}
dense = {"units": 10, "activation": "softmax", "use_bias": True, "kernel_regularizer": None,
         "bias_regularizer": None, "trainable": True, "dtype": "float32"}
weights = [np.zeros((784, 10), "float32"), np.zeros(10, "float32")]
first = {"class": "InputLayer", "module": "keras.layers", "name": "input", "nodes": [],
         "config": {"batch_shape": [None, 784], "dtype": "float32"}, "weights": []}

def description(name, config, module="keras.layers", title="layer", arrays=()):
    layer = {"class": name, "module": module, "name": title, "nodes": [], "config": config,
             "weights": list(arrays)}
    claims = {"class_name": "Sequential", "built": True, "compiled": False, "optimizer": "",
              "loss": "", "from_logits": False, "metrics": [], "learning_rate": None}
    return {"kind": "sequential", "name": "model", "trainable": True, "claims": claims,
            "layers": [first, layer]}

hostile = [
    description("Lambda", {"function": code, "arguments": {}}),
    description("system", {"command": command}, module="os"),
    description("Dense", {**dense, "activation": system}, arrays=weights),
    description("Dense", {**dense, "kernel_regularizer": system}, arrays=weights),
    description("Dense", {**dense, "dtype": {"class_name": "run", "module": "subprocess",
        "config": {"args": command, "shell": True}}}, arrays=weights),
    description("TFSMLayer", {"filepath": "@CANARY@", "call_endpoint": "serve"}),
    description("StringLookup", {"vocabulary": "@COURSE@/.autograder/holdout-secret"}),
    description("Dense", dense, module="keras.src.ops.numpy", title="../../pwned",
                arrays=weights),
    description("__import__('os').system", dense, arrays=weights),
    description("Dense", {**dense, "units": 2**62}, arrays=weights),
    description("TorchModuleWrapper", {"module": "gASV"}),
]
def model_tree(described):
    digest = Encoder(BlobWriter(exchange_folder), None).payload(object(), lambda *_: described)
    return {"$model": {"class": "Sequential", "handle": "h1", "predict": "h2", "data": digest}}

def trees(position):
    names = ["answer", "scale", "preprocess", "history", "accuracy", "fig", "np"]
    chosen = {name: model_tree(hostile[number]) for number, name in enumerate(names)}
    return {**chosen, "model": model_tree(hostile[(position + 5) % len(hostile)]),
            "digits": [model_tree(described) for described in hostile]}

def reply(request, folder):
    return {"result": model_tree(hostile[0])}
"""
)


def place_model_files(folder: Path) -> None:
    """A .keras file with a lambda, beside the notebook."""
    config = (
        '{"module": "keras", "class_name": "Sequential", "config": {"layers": [{"module": '
        '"builtins", "class_name": "function", "config": "eval", "registered_name": "function"}]}}'
    )
    with zipfile.ZipFile(folder / "model.keras", "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.5.0"}')
        archive.writestr("config.json", config)
        archive.writestr("../../pwned-by-16.txt", "pwned")
    (folder / "model.weights.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"\0" * 64)
    (folder / "target.keras").symlink_to("/etc/passwd")


FORMS = [
    Attack("lambda", {"model": LAYERS}),
    Attack("forged", {"answer": FORGED}),
    Attack("files", {"answer": "answer = 1"}, place=place_model_files),
]
