"""Signs of tampering: what is flagged, where, and that honest code is not."""

from __future__ import annotations

import pytest

from tests.unit.flags.submissions import codes, flags

TAMPERING = [
    ("patched_tests", "np.testing.assert_allclose = lambda *a, **k: None"),
    ("patched_tests", "from numpy import testing as t\nt.assert_equal = print"),
    ("patched_tests", "setattr(np.testing, 'assert_equal', print)"),
    ("patched_tests", "import unittest as u\nu.TestCase.assertEqual = lambda *a: None"),
    ("patched_tests", "import builtins\nbuiltins.AssertionError = Warning"),
    ("patched_tests", "__builtins__.abs = lambda x: 0"),
    ("patched_tests", "def isinstance(*a):\n    return True"),
    ("patched_tests", "class AssertionError(Exception):\n    pass"),
    ("notebook_hooks", "get_ipython().events.register('pre_run_cell', print)"),
    ("notebook_hooks", "ip = get_ipython()\nip.ast_transformers.append(1)"),
    ("notebook_hooks", "ip = get_ipython()\nip.input_transformers_cleanup += [1]"),
    ("notebook_hooks", "type(get_ipython()).run_code = None"),
    ("notebook_hooks", "get_ipython().showtraceback = print"),
    ("notebook_hooks", "get_ipython().set_custom_exc((Exception,), print)"),
    ("notebook_hooks", "from IPython import get_ipython as g\ng().run_cell = print"),
    ("looks_into_process", "import sys\nsys._getframe(1)"),
    ("looks_into_process", "from sys import _getframe as f\nf(1)"),
    ("looks_into_process", "import inspect\ninspect.currentframe().f_back"),
    ("looks_into_process", "import gc\n[o for o in gc.get_objects()]"),
    ("looks_into_process", "import sys\nsys.settrace(print)"),
    ("process_control", "import os\nos._exit(0)"),
    ("process_control", "import ctypes\nctypes.string_at(0)"),
    ("process_control", "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)"),
    ("patched_library", "keras.datasets.mnist.load_data = lambda: None"),
    ("patched_library", "from keras.datasets import mnist\nmnist.load_data = lambda: None"),
    ("patched_library", "m = keras.datasets.mnist\nm.load_data = lambda: None"),
    ("patched_library", "import sys\nsys.modules['numpy'] = 1"),
    ("patched_library", "import sys\nsys.modules.update(numpy=1)"),
    ("patched_library", "import sys\nsys.meta_path.insert(0, 1)"),
    ("patched_library", "keras.metrics.Accuracy.result = lambda self: 1.0"),
    ("patched_library", "np.__dict__.update(abs=1)"),
    ("model_overrides", "model.evaluate = lambda *a: [0, 1.0]"),
    ("model_overrides", "class M(keras.Model):\n  def count_params(self):\n    return 10"),
    ("model_overrides", "history.history['accuracy'] = [0.99]"),
    ("model_overrides", "class M(keras.metrics.Metric):\n  def result(self):\n    return 0.99"),
    ("lying_values", "class A:\n  def __eq__(self, other):\n    return True"),
    ("lying_values", "class A:\n  __ne__ = lambda self, other: False"),
    ("lying_values", "class A(float):\n  def __ge__(self, other):\n    return other < 9 or True"),
    ("lying_values", "class A(np.ndarray):\n  def __array_ufunc__(self, *a):\n    pass"),
    ("looks_for_grader", "import os\nprint(dict(os.environ))"),
    ("looks_for_grader", "import os\nif os.environ.get('AUTOGRADER_GRADED'): pass"),
    ("looks_for_grader", "open('/proc/self/environ').read()"),
    ("looks_for_grader", "import autograder.checks"),
    ("looks_for_grader", "from nbgrader.api import Gradebook"),
    ("looks_for_grader", "!cat /proc/1/environ\nx = 1"),
    ("looks_for_grader", "%env"),
    ("notebook_hooks", "kernel = get_ipython().kernel\nkernel.session.send = print"),
    ("notebook_hooks", "from IPython import get_ipython\nk = get_ipython().kernel"),
    ("notebook_hooks", "from zmq import Socket"),
    ("patched_library", "import numpy.testing as np"),
    ("patched_library", "class np:\n    allclose = print"),
    ("reaches_outside", "import socket\nsocket.create_connection(('127.0.0.1', 9))"),
    ("reaches_outside", "from urllib.request import urlopen"),
    ("reaches_outside", "import os\nos.system('ls')"),
    ("reaches_outside", "import subprocess as s\ns.run('ls')"),
    ("hidden_code", "exec(text)"),
    ("hidden_code", "m = __import__('numpy')"),
]

HONEST = [
    "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'\nos.environ.get('CUDA_VISIBLE_DEVICES')",
    "import sys\nif 'google.colab' in sys.modules:\n    print('Colab')",
    "import gc\ngc.collect()",
    "np.random.seed = 42",  # a mistake, but an honest one
    "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (8, 3)",
    "model.trainable = False\nmodel.layers[0].trainable = True",
    "for layer in model.layers:\n    layer.activation = None",
    "class Net(keras.Model):\n  def __init__(self):\n    super().__init__()\n"
    "    self.predict_layer = keras.layers.Dense(10)\n  def call(self, x):\n"
    "    return self.predict_layer(x)\n  def get_config(self):\n    return {}",
    "class Point:\n  def __eq__(self, other):\n    return self.x == other.x",
    "class Stop(keras.callbacks.Callback):\n  def on_epoch_end(self, epoch, logs=None):\n"
    "    self.model.stop_training = logs['accuracy'] > 0.99",
    "get_ipython().run_line_magic('matplotlib', 'inline')",
    "%matplotlib inline\n!pip install tensorflow\nx = !ls\n%time model.fit(x_train, y_train)",
    "%%time\nmodel.fit(x_train, y_train)",
    "sum = 0\nmax = 3\nlist = [1, 2]\ntype = 'relu'\nall = []",
    "# The autograder wants a function here, see numpy.testing and sys._getframe.\nx = 1",
    "print('the autograder and its tests come later, said /process/')",
    "def broken(:\n  keras.layers.Dense(10",
    "x = 5\nx?",
    "help(keras)",
    "import tensorflow.keras as keras\nimport tensorflow.compat.v1 as tf\nimport numpy as np",
    "from matplotlib import pyplot as plt\nfrom urllib.parse import quote\nimport numpy",
    "This is no Python: I use signal, requests and a stack.",
]


@pytest.mark.parametrize(("code", "source"), TAMPERING)
def test_tampering_is_flagged(code: str, source: str) -> None:
    assert code in codes(source)
    assert code in codes("model = 1", source), "in a cell of the student's own"


@pytest.mark.parametrize("source", HONEST)
def test_honest_code_is_not_flagged(source: str) -> None:
    assert flags(source) == []


def test_a_flag_says_where_what_and_why() -> None:
    (flag,) = flags("x = 1\n\nkeras.datasets.mnist.load_data = lambda: x", "import os", "y = 2")
    assert flag.code == "patched_library"
    assert flag.message.startswith("Cell 'train', line 3 replaces keras.datasets.mnist.load_data.")
    assert "real library" in flag.message
    (flag,) = flags("x = 1", "import os\nos._exit(0)")
    assert "ell number 3, line 2 uses os._exit" in flag.message


def test_many_places_are_one_short_flag() -> None:
    (flag,) = flags("import os\n" + "os._exit(0)\n" * 500)
    assert "line 2 uses" in flag.message
    assert "and 495 more places" in flag.message
    assert len(flag.message) < 700


def test_released_code_is_not_the_students() -> None:
    assert codes("import os\nos._exit(0)") == {"process_control"}
    assert flags("model = None\n# YOUR CODE HERE") == []


def test_names_of_given_cells_are_known() -> None:
    assert codes("npt = np.testing\nnpt.assert_equal = 1") == {"patched_tests"}


def test_magics_do_not_hide_the_code_around_them() -> None:
    for source in (
        "%matplotlib inline\nimport os\nos._exit(0)",
        "%%capture out\nimport os\nos._exit(0)",
        ">>> import os\n>>> os._exit(0)",
        "  import os\n  os._exit(0)\n  !ls",
        "x = %time 3\nimport os\nos._exit(0)",
        "%time import os; os._exit(0)",
    ):
        assert codes(source) == {"process_control"}, source


def test_lines_are_counted_with_magics() -> None:
    (flag,) = flags("%%time\n%matplotlib inline\nimport os\nos._exit(0)")
    assert "line 4 uses os._exit" in flag.message


def test_what_cannot_be_parsed_is_read_word_by_word() -> None:
    (flag,) = flags("def f(:\n    x.ast_transformers\n    # sys._getframe\n    '_getframe'")
    assert flag.code == "notebook_hooks"
    assert "line 2 names ast_transformers" in flag.message
