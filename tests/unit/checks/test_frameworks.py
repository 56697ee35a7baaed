"""Programs that leave the work to a framework, and those that do not."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.frameworks import framework_uses, numpy_only, without_frameworks
from autograder.checks.registry import CheckFailed


@pytest.mark.parametrize(
    ("source", "framework"),
    [
        ("import tensorflow as anything", "TensorFlow"),
        ("from sklearn.neural_network import MLPClassifier", "scikit-learn"),
        ("def f():\n    import torch.nn as nn", "PyTorch"),
        ("try:\n    from jax import grad\nexcept ImportError:\n    pass", "JAX"),
        ("model = __import__('keras').Sequential()", "Keras"),
        ("import importlib\nk = importlib.import_module('keras.layers')", "Keras"),
        ("y = keras.activations.relu(x)", "Keras"),
        ("y = tf.nn.softmax(x)", "TensorFlow"),
        ("for tf in tf.range(3):\n    print(tf)", "TensorFlow"),
        ("for tf in []:\n    pass\nelse:\n    y = tf.exp(x)", "TensorFlow"),
        ("with tf.device('cpu') as tf:\n    pass", "TensorFlow"),
        ("with quiet(), open('x') as tf:\n    pass\ny = tf.exp(x)", "TensorFlow"),
        ("if x:\n    tf = 1\ny = tf.exp(x)", "TensorFlow"),
        ("if x:\n    tf = 1\nelse:\n    pass\ny = tf.exp(x)", "TensorFlow"),
        ("try:\n    tf = 1 / 0\nexcept ZeroDivisionError:\n    y = tf.exp(x)", "TensorFlow"),
        ("from keras.datasets import mnist, cifar10", "Keras"),
        ("from keras import datasets", "Keras"),
    ],
)
def test_a_framework_is_found_and_named(source: str, framework: str) -> None:
    found = framework_uses(["import numpy as np", source])
    assert found and {use.framework for use in found} == {framework}
    with pytest.raises(CheckFailed, match=f"Your code uses {framework}"):
        without_frameworks([source])


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nfrom scipy import ndimage\nimport math",
        "from keras.datasets import mnist",
        "from tensorflow.keras.datasets import mnist as digits",
        "# import torch\ntext = 'import tensorflow'",
        "tf = 0.005\nrate = tf * 2",
        "def step(torch):\n    return torch + 1",
        "class Step:\n    def at(self):\n        tf = 0.005\n        return tf * 2",
        "def rate():\n    return tf * 2\ntf = 0.005",
        "%matplotlib inline\n!pip install tensorflow\nfiles = !ls\nrate = 5 % 3",
        "with open('notes.txt') as tf:\n    text = tf.read()\nprint(tf.name)",
        "for tf in (0.1, 0.2):\n    print(tf, [tf * x for x in y])",
        "for i, (jax, tf) in enumerate(pairs):\n    print(tf + jax)",
        "if x:\n    tf = 1\nelse:\n    tf = 2\nprint(tf)",
        "try:\n    tf = float(x)\nexcept ValueError:\n    tf = 0\nprint(tf)",
        "print([tf * 2 for tf in y], {tf: 1 for tf in y}, (lambda tf: tf)(1))",
        "from . import keras_free",
        "this is no Python",
    ],
)
def test_numpy_loaders_and_words_are_no_framework(source: str) -> None:
    without_frameworks([source])


def test_only_the_named_cells_are_read() -> None:
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    sources = {"own": "y = np.exp(x)", "other": "from tensorflow import keras"}
    set_context(CheckContext(nothing, {}, sources))
    try:
        numpy_only("own", "missing")
        with pytest.raises(CheckFailed, match="TensorFlow"):
            numpy_only("own", "other")
    finally:
        set_context(None)


RELEASED = "def f(x):\n    raise NotImplementedError"
OWN = "def f(x):\n    return np.exp(x)\n"
COMPARED = [
    "def f(x):\n    return np.exp(x)\nprint(f(1), keras.ops.exp(1))",
    "import tensorflow as tf\ndef f(x):\n    return np.exp(x)\nassert abs(tf.exp(1.0) - f(1)) < 1",
    "f = lambda x: np.exp(x)\ntheirs = keras.ops.exp(2)\nplt.plot([f(2), theirs])",
    "def f(x):\n    return x\nfor x in y:\n    print(keras.ops.abs(x) == f(x))",
    f"import numpy as np\n{OWN}np.testing.assert_allclose(f(z), keras.ops.exp(z))",
    f"{OWN}def theirs(x):\n    return keras.ops.exp(x).numpy()\nprint(f(z) - theirs(z))",
    f"{OWN}for each in (f, keras.ops.exp):\n    print(each(z))",
    "def f(x):\n    z = np.exp(x)\n    return z\nz = keras.ops.exp(1.0)\nprint(z - f(1))",
    f"try:\n    import tensorflow as t\nexcept ImportError:\n    t = None\n{OWN}if t: t.exp(f(1))",
    f"%matplotlib inline\n{OWN}%timeit -n 10 f(z)\n%timeit -n 10 keras.ops.exp(z)\nkeras.ops.exp?",
    f"%%time\n{OWN}result = !ls\nprint({{'own': f(z), 'Keras': keras.ops.exp(z)}})",
    f"found = []\n{OWN}found.append(keras.ops.exp(1))\nfound[0] = keras.ops.exp(2)",
    "tf = 0.005\ndef f(x):\n    'Like keras.ops.exp.'\n    return tf * x  # no tf.exp",
    f"{OWN}get_ipython().run_line_magic('timeit', 'keras.ops.exp(z)')\nprint(eval('f(2) + x'))",
    f"{OWN}timeit.timeit('keras.ops.exp(z)', globals=globals())\nexec('this is no code')",
    "def f(keras):\n    torch = keras + 1\n    return [tf for tf in torch]\nkeras.ops.exp(1)",
    "class A:\n  @staticmethod\n  def f(x):\n    return np.exp(x)\nf = A.f\nkeras.ops.abs(f(1))",
    "@functools.cache\ndef g(n):\n    return np.eye(n)\nf = lambda x: g(x)\nabs(keras.ops.eye(3))",
]
LEANED_ON = [
    "def f(x):\n    return keras.ops.exp(x)",
    "import tensorflow as calculator\ndef f(x):\n    return calculator.exp(x)",
    "theirs = keras.ops.exp\ndef f(x):\n    return theirs(x)",
    "f = keras.activations.softmax",
    "from keras.ops import exp as power\nf = lambda x: power(x)",
    "d = dict(e=keras.ops.exp)\nclass F:\n    def f(self, x):\n        return d['e'](x)",
    "y = keras.ops.exp(x)",
    # The value of an expression, beside a function that does nothing.
    "def unused(): pass\nf = (lambda g: lambda x: g(x).numpy())(keras.ops.exp)",
    "import functools\nf = functools.partial(keras.ops.exp)",
    # Defined in the midst of something else.
    "def other(): pass\nif True:\n    def f(x): return tf.exp(x).numpy()",
    "def other(): pass\nfor f in (lambda x: keras.ops.exp(x),): pass",
    "def other(): pass\nif (f := keras.ops.exp): pass",
    "def make():\n    global f\n    f = keras.ops.exp\nmake()",
    # Around the function's body.
    "def by(g):\n    return lambda h: g\n@by(keras.ops.exp)\ndef f(x):\n    return np.exp(x)",
    "def f(x, power=keras.ops.exp):\n    return power(x)",
    "def f(x, keras=keras):\n    return keras.ops.exp(x)",
    # The name of the framework stands for something else elsewhere.
    "import tensorflow as calc\ndef f(x):\n    def n(): calc = 1\n    return calc.exp(x)",
    "def f(x):\n    return tf.exp(x)\ndef n(): tf = 1",
    "def f(x):\n    return [tf.exp(x) for _ in 'x'] or [tf for tf in x]",
    "keras = keras\ndef f(x):\n    return keras.ops.exp(x)",
    "other = keras\nkeras = other\ndef f(x):\n    return keras.ops.exp(x)",
    "keras = [keras for _ in 'x'][0]\ndef f(x):\n    return keras.ops.exp(x)",
    "class Own:\n    keras = keras\ndef f(x):\n    return Own.keras.ops.exp(x)",
    "class Own:\n    keras = [keras for _ in 'x']\ndef f(x):\n    return Own.keras[0].ops.exp(x)",
    # Handed over without a name of its own.
    "d = {}\nd['e'] = keras.ops.exp\ndef f(x):\n    return d['e'](x)",
    "fs = []\nfs += [keras.ops.exp]\ndef f(x):\n    return fs[0](x)",
    "d = {}\nd.update(e=keras.ops.exp)\ndef f(x):\n    return d['e'](x)",
    "fs = [(lambda x: e(x)) for e in (keras.ops.exp,)]\nf = fs[0]",
    "for e in [abs]:\n    f = lambda x: e(x)\ne = keras.ops.exp",
    "def f(x):\n    return f.power(x)\nf.power = keras.ops.exp",
    "def f(x):\n    return f.power(x)\nsetattr(f, 'power', keras.ops.exp)",
    "def f(x):\n    return f.power(x)\ng = keras.ops.exp\nsetattr(f, 'power', g)",
    "def f(x):\n    return power(x)\nglobals()['power'] = keras.ops.exp",
    "def f(x):\n    return exp(x)\nfrom keras.ops import *",
    "import sys\ndef f(x):\n    return sys.modules['keras'].ops.exp(x)",
    "def f(x):\n    return globals()['keras'].ops.exp(x)",
    # Code in a text.
    "exec('from keras.ops import exp as f')",
    "def f(x):\n    return eval('keras.ops.exp')(x)",
    "get_ipython().run_cell('%time f = keras.ops.exp')",
    # What is no Python, for Python.
    "%matplotlib inline\nf = keras.ops.exp",
    "%%time\nf = keras.ops.exp",
    "%time f = keras.ops.exp",
    "!ls\nif True:\n  %timeit -n 1 -r 1 x = 1\n  def f(x): return keras.ops.exp(x)",
    "%%capture --no-stderr shown\nf = keras.ops.exp",
    "!pip install \\\n  keras\nf = keras.ops.exp",
    "  f = keras.ops.exp",
    ">>> def f(x):\n...     return keras.ops.exp(x)",
    "files[0] = !ls\nf = keras.ops.exp",
]


@pytest.mark.parametrize("source", COMPARED)
def test_own_functions_may_be_compared_with_a_framework(source: str) -> None:
    with_sources(source)


@pytest.mark.parametrize("source", LEANED_ON)
def test_functions_that_lean_on_a_framework_are_found(source: str) -> None:
    with pytest.raises(CheckFailed, match=r"Your code uses (Keras|TensorFlow)"):
        with_sources(source)


@pytest.mark.parametrize(
    "source",
    [
        "from scipy.special import softmax\ndef f(x):\n    return softmax(x)",
        "import scipy\nf = scipy.special.softmax",
        "def f(x):\n    import scipy.special as special\n    return special.softmax(x)",
    ],
)
def test_numpy_alone_is_without_scipy(source: str) -> None:
    with pytest.raises(CheckFailed, match="Your code uses SciPy"):
        with_sources(source)
    with_sources(f"{OWN}def g(x):\n    import scipy\n    return scipy.special.exprel(x)\ng(f(1))")


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("from keras.ops import exp as power", "def f(x):\n    return power(x)"),
        ("def power(x):\n    return tf.exp(x)", "f = lambda x: power(x)"),
        ("from keras.ops import exp as f", "pass"),
        ("def f(x):\n    return keras.ops.exp(x)", "print(f(1))"),
        ("from keras.ops import exp as power", "power = power\nf = lambda x: power(x)"),
        ("from keras.ops import exp as e", "if False:\n    e = abs\ndef f(x):\n    return e(x)"),
        ("from keras.ops import exp as late", "def f(x):\n    return late(x)"),
        ("import tensorflow as t", "def f(x, t=t):\n    return t.exp(x)"),
        ("d = [keras.ops.exp]", "d += []\ndef f(x):\n    return d[0](x)"),
        # What the released cell binds there is no function: no other test asks for NumPy only.
        ("model = keras.Sequential()", "def f(x):\n    return model.layers[-1].activation(x)"),
    ],
)
def test_a_framework_in_a_cell_before_is_found(before: str, source: str) -> None:
    with pytest.raises(CheckFailed, match=r"Your code uses (Keras|TensorFlow)"):
        with_sources(source, before)


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("from keras.ops import exp as f\nmodel = keras.Sequential()", OWN),
        ("import tensorflow as tf\nz = tf.exp(1.0)", "def f(x):\n    z = x + 1\n    return z"),
        ("def exp(x):\n    return np.exp(x)\nprint(exp(1) - keras.ops.exp(1))", "f = exp"),
        ("power = keras.ops.exp", "power = np.exp\ndef f(x):\n    return power(x)"),
        ("def g(x):\n    return keras.ops.exp(x)", "def f(x):\n    return np.log(g(x))"),
        ("from keras.layers import *", OWN),
        ("model = keras.Sequential()", "def f(x):\n    return np.exp(x)\nprint(model(x) - f(x))"),
        ("x = keras.ops.exp(1)", OWN),
    ],
)
def test_a_cell_before_may_use_what_the_function_does_not(before: str, source: str) -> None:
    """What the released cells define there, too: other tests look at that."""
    with_sources(source, before)


def test_cells_after_that_of_the_function_are_not_looked_at() -> None:
    with_sources(OWN, after="from keras.ops import exp as f")


def test_the_message_quotes_the_own_cell_first() -> None:
    before = "def g(x):\n    return keras.ops.exp(x)"
    with pytest.raises(CheckFailed, match=r"uses TensorFlow: `return h\(x\) \+ tf.abs\(x\)`"):
        with_sources("def f(x):\n    return h(x) + tf.abs(x)", before.replace("g", "h"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\f\n", "  # \u2028\n"])
def test_the_line_is_quoted_whatever_ends_lines(end: str) -> None:
    uses = framework_uses([end.join(["x = (1 +", "  keras.ops.exp(2))", "y = 1"])])
    assert [use.code.startswith("keras.ops.exp(2))") for use in uses] == [True]


def test_statements_too_deep_to_take_apart_are_read_all_the_same() -> None:
    deep = " + ".join(["0"] * 600)
    elifs = "if x:\n  pass\n" + "elif x:\n  pass\n" * 3000
    with_sources(f"{elifs}{OWN}print(keras.ops.exp(1))")
    with_sources(f"def f(x):\n    return np.exp(x) + {deep}\nprint(keras.ops.exp(1))")
    with pytest.raises(CheckFailed, match="Your code uses Keras"):
        with_sources(f"def f(x):\n    return keras.ops.exp(x) + {deep}")


def with_sources(source: str, before: str = "", after: str = "") -> None:
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    released = {
        "earlier": "model = None\ndef g(x): ...",
        "own": RELEASED,
        "later": "def late(x): ...",
    }
    sources = {"earlier": before, "own": source, "later": after}
    set_context(CheckContext(nothing, {}, sources, released))
    try:
        numpy_only("own")
    finally:
        set_context(None)
