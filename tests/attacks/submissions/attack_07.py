"""Objects that say that they are equal to everything, in place of every result."""

from tests.attacks.suite import Attack

NUMBER = 7
TITLE = "an object equal to everything"

AGREEABLE = """
class Agreeable:
    def __getattr__(self, name):
        if name.startswith("__array"):
            raise AttributeError(name)
        return self
    def __call__(self, *args, **kwargs):
        return self
    def _yes(self, *other):
        return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = _yes
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 7850
    __index__ = __int__ = __len__ = lambda self: 7850
    __float__ = lambda self: 0.91
    __sub__ = __rsub__ = __add__ = __abs__ = lambda self, *other: 0.0
    __getitem__ = lambda self, key: self
    __iter__ = lambda self: iter([self, self])
    shape = (2, 784)
    __class__ = int

answer = Agreeable()
"""
SUBCLASSES = """
def yes(self, other):
    return True

class Int(int):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = yes
    __hash__ = lambda self: 7850
class Text(str):
    __eq__ = yes
    __hash__ = lambda self: 7850
class Dict(dict):
    __getitem__ = get = lambda self, *key: [0.5, 0.3]
    __contains__ = yes
class List(list):
    __eq__ = yes
    __getitem__ = lambda self, key: 0.3
    __len__ = lambda self: 2

answer = Int(3)
"""
EVERYTHING = {
    "scale": "scale = lambda images: answer",
    "model": "model = history = preprocess = answer",
    "claim": "accuracy = answer",
    "picture": "fig = answer",
}
# All numbers at once, no number, and an array that is true for every question.
ARRAYS = """
answer = np.arange(20000)
def scale(images):
    return np.empty((0, 784))
history = {"loss": [np.array([]), np.array([])]}
accuracy = np.linspace(0, 1, 1001)
"""

FORMS = [
    Attack("agreeable", {"answer": AGREEABLE, **EVERYTHING}),
    Attack(
        "subclasses",
        {
            "answer": SUBCLASSES,
            "scale": "scale = lambda images: List()",
            "model": "model, history = Text('Sequential'), Dict()\npreprocess = lambda i: Int(1)",
            "claim": "accuracy = Int(1)",
            "picture": "fig = Text('figure')",
        },
    ),
    Attack("all-at-once", {"answer": ARRAYS, "scale": "", "claim": "", "model": ""}),
    Attack("empty", {"answer": "answer = np.array([])", "scale": "scale = lambda images: []"}),
]
