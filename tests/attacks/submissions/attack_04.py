"""Tracebacks are never shown, so that no output says that something failed."""

from tests.attacks.suite import Attack

NUMBER = 4
TITLE = "patch showtraceback"

FORMS = [
    Attack(
        "quiet",
        {
            "answer": """
import sys, traceback
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.showtraceback = lambda self, *args, **kwargs: None
InteractiveShell.showsyntaxerror = lambda self, *args, **kwargs: None
InteractiveShell._showtraceback = lambda self, *args, **kwargs: None
get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: ["passed"])
sys.excepthook = lambda *args: None
traceback.format_exception = lambda *args, **kwargs: []
answer = 1
""",
            "scale": "def scale(images):\n    raise AssertionError('5.0')",
            "model": "raise ValueError('nobody sees this')",
        },
        says="Your function raised AssertionError",
    )
]
