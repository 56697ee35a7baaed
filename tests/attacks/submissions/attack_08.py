"""Numbers and arrays of classes of their own, which lie when they are compared."""

from tests.attacks.suite import Attack

NUMBER = 8
TITLE = "a float or ndarray subclass that lies on comparison"

LYING = """
class LyingFloat(float):
    def _yes(self, other):
        return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _yes
    __ne__ = lambda self, other: False
    __hash__ = float.__hash__
    __sub__ = __rsub__ = __abs__ = __neg__ = lambda self, *other: LyingFloat(0.0)
    __float__ = lambda self: 7850.0

class LyingArray(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return True
    def _yes(self, other):
        return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _yes
    shape = property(lambda self: (7, 784))
    dtype = property(lambda self: np.dtype("float64"))
    __len__ = lambda self: 7

answer = LyingFloat(1.0)
"""
LYING_CELLS = {
    "answer": LYING,
    "scale": "scale = lambda images: np.zeros((len(images), 784)).view(LyingArray)",
    "model": "history = {'loss': [LyingFloat(9.0), LyingFloat(8.0)]}\n"
    "preprocess = lambda images: np.ones((len(images), 784)).view(LyingArray)",
    "claim": "accuracy = LyingFloat(3.0)",
}
# A number that is unequal to itself makes every comparison false: also "it is too small".
NOT_A_NUMBER = {
    "answer": "answer = float('nan')",
    "scale": "def scale(images):\n    return np.full((len(images), 784), np.nan)",
    "model": """
model = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10)])
model.set_weights([np.full((784, 10), np.nan, "float32"), np.full(10, np.nan, "float32")])
history = {"loss": [float("nan"), float("nan")]}
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
""",
    "claim": "accuracy = float('nan')",
}
INFINITE = {
    "answer": "answer = float('inf')",
    "scale": "def scale(images):\n    return np.full((len(images), 784), np.inf)",
    "model": """
model = keras.Sequential([keras.Input(shape=(784,)), keras.layers.Dense(10)])
model.set_weights([np.full((784, 10), np.inf, "float32"), np.zeros(10, "float32")])
history = {"loss": [float("inf"), 0.3]}
def preprocess(images):
    return np.where(images > 0, np.inf, -np.inf).reshape(len(images), 784)
""",
    "claim": "accuracy = float('-inf')",
}

FORMS = [
    Attack("subclasses", LYING_CELLS),
    Attack("nan", NOT_A_NUMBER, honest={"shape": 2}),
    Attack("infinite", INFINITE, honest={"shape": 2}),
]
