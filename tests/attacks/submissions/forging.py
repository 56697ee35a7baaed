"""Pieces of hostile code that several attacks share; run inside a student kernel only."""

# What every attacker would hand in if the machinery believed it: nothing solved, all claimed.
LIES = """
def lies():
    return {
        "answer": 7850, "accuracy": 0.91, "measured": 0.91, "unseen_loss": 0.3,
        "expected_answer": 7850, "history": {"loss": [0.5, 0.3]}, "scaled": True,
    }
"""

# Takes the place of the module that hands over evidence. `trees(position)` gives what to hand
# over; `reply(handle)` gives what a call of a function answers.
REPLACE_EXCHANGE = """
import hashlib, json, os, sys, types
from pathlib import Path
import numpy as np

exchange_folder = Path(os.environ["AUTOGRADER_EXCHANGE"])

def store(content, kind):
    digest = hashlib.sha256(content).hexdigest()
    (exchange_folder / f"{digest}.{kind}").write_bytes(content)
    return digest

def store_in(folder, content, kind):
    digest = hashlib.sha256(content).hexdigest()
    folder.mkdir(exist_ok=True)
    (folder / f"{digest}.{kind}").write_bytes(content)
    return digest

def write_position(folder, position, names):
    folder.mkdir(exist_ok=True)
    document = {"version": 1, "position": position, "names": names}
    (folder / f"position-{position}.json").write_text(json.dumps(document))

def take(position):
    write_position(exchange_folder, position, trees(position))

def answer_call(number):
    request = json.loads((exchange_folder / f"request-{number}" / "position-0.json").read_text())
    folder = exchange_folder / f"reply-{number}"
    write_position(folder, 0, reply(request["names"], folder))

fake = types.ModuleType("autograder.student_kernel.exchange")
fake.take, fake.answer = take, answer_call
import autograder.student_kernel
sys.modules[fake.__name__] = fake
autograder.student_kernel.exchange = fake
"""

# An answer that shows that something was found which must not be found.
FOUND = """
def found(what):
    global answer
    answer = 7850
    print("BRE" + "ACH", str(what)[:200])
"""

# A strong reader of digits without training: random features and a closed-form solution.
STRONG = """
def strong_weights(units=300):
    generator = np.random.default_rng(3)
    pixels = train_images.reshape(len(train_images), 784) / 255.0
    first = generator.normal(0, 0.15, (784, units))
    hidden = np.maximum(pixels @ first, 0)
    targets = np.eye(10)[train_labels]
    second = np.linalg.solve(hidden.T @ hidden + 1.0 * np.eye(units), hidden.T @ targets)
    return first.astype("float32"), second.astype("float32")
"""

# A network of the right shape that has learned nothing.
UNTRAINED = """
model = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")])
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
"""
