"""The vocabulary in which hidden tests are written.

Small functions, grouped by what they look at; each raises `CheckFailed` with what was
observed, what was expected, and the concept behind it.

`__init__.pyi` lists them. A module is imported when one of its functions is first asked for:
most commands of the coordinator need none, and tests of numbers no matplotlib.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
