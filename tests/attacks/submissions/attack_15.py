"""Results that run code where they are unpickled."""

from tests.attacks.submissions.forging import REPLACE_EXCHANGE
from tests.attacks.suite import Attack

NUMBER = 15
TITLE = "a pickle in a result"

BOMB = """
import os, pickle
class Bomb:
    def __reduce__(self):
        return os.system, ("touch @CANARY@/pwned-by-15 @TMP@/pwned-by-15 @HOME@/pwned-by-15",)
"""
VALUES = (
    BOMB
    + """
answer = np.array([Bomb(), Bomb()], dtype=object)
def scale(images):
    rows = np.empty((len(images), 784), dtype=object)
    rows[:] = [[Bomb()] * 784] * len(images)
    return rows
"""
)
MORE_VALUES = """
history = {"loss": [Bomb(), pickle.dumps(Bomb())]}
model = Bomb()
preprocess = lambda images: np.array(Bomb(), dtype=object)
"""
# Blobs and trees made by hand: an .npy file of objects, and one whose header is an expression.
FORGED = (
    BOMB
    + REPLACE_EXCHANGE
    + """
import io
buffer = io.BytesIO()
np.save(buffer, np.array([Bomb()], dtype=object), allow_pickle=True)
objects = store(buffer.getvalue(), "npy")
def npy(header):
    header = header.encode() + b" " * (118 - len(header)) + b"\\n"
    return b"\\x93NUMPY\\x01\\x00" + len(header).to_bytes(2, "little") + header
evil = "{'descr': __import__('os').system('touch @CANARY@/pwned-by-15'), 'shape': (1,)}"
expression = store(npy(evil[:117]), "npy")
titled = store(npy("{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,), }") + b"0" * 8,
               "npy")
pickled = store(pickle.dumps(Bomb()), "npy")
as_json = store(pickle.dumps(Bomb()), "json")

def trees(position):
    return {
        "answer": {"$array": {"blob": objects}},
        "scale": {"$function": "h1", "name": "scale"},
        "model": {"$model": {"class": "Bomb", "data": as_json}},
        "history": {"$numbers": {"blob": expression}},
        "preprocess": {"$array": {"blob": pickled}},
        "accuracy": {"$array": {"blob": titled}},
        "fig": {"$figure": as_json},
        "np": {"$array": {"dtype": "|O", "shape": [1], "data": "gASVAAAAAAAAAA=="}},
    }

def reply(request, folder):
    store_in(folder, buffer.getvalue(), "npy")
    return {"result": {"$array": {"blob": objects}}}
"""
)

FORMS = [
    Attack("values", {"answer": VALUES, "model": MORE_VALUES}),
    Attack("forged", {"answer": FORGED}),
]
