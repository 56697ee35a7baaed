"""The functions that tests compare with are replaced by some that always agree."""

from tests.attacks.suite import Attack

NUMBER = 6
TITLE = "replace numpy.testing"

PATCH = """
import sys, types
import numpy.testing

agree = lambda *args, **kwargs: True
for name in dir(numpy.testing):
    if name.startswith("assert"):
        setattr(numpy.testing, name, agree)
for name in ("allclose", "array_equal", "isclose", "all", "equal"):
    setattr(np, name, agree)
for name in ("numpy.testing", "autograder.checks", "autograder.checks.registry", "unittest"):
    module = sys.modules[name] = types.ModuleType(name)
    module.__getattr__ = lambda attribute: agree
answer = 1
"""
AGREEING_SCALE = """
def scale(images):
    return np.zeros((len(images), 784))
"""
# The judge has modules of its own; but which one a name stands for is said by the student.
OTHER_MODULE = """
import numpy.testing as np
import keras.utils as checks
import keras.ops as context
answer = 1
"""
# A class, or a function, in the place of the module.
FUNCTION = """
class np:
    full = shape = asarray = allclose = staticmethod(lambda *args, **kwargs: True)
    int64 = object
def checks(*args, **kwargs):
    return True
checks.require = checks
context = str = tuple = isinstance = checks
answer = 1
"""

FORMS = [
    Attack("patch", {"answer": PATCH, "scale": AGREEING_SCALE}),
    Attack("other-module", {"answer": OTHER_MODULE, "scale": "scale = np.assert_allclose"}),
    Attack("class", {"answer": FUNCTION, "scale": "def scale(images):\n    return True"}),
]
