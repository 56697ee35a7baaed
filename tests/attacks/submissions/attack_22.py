"""Modules that shadow others, beside the notebook or written by a cell."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.suite import Attack

NUMBER = 22
TITLE = "numpy.py, sitecustomize.py, conftest.py beside the notebook"

# What a shadowing module would do if anything but the student's own kernel imported it.
SHADOW = """
import os
for place in (os.environ.get("TMPDIR", "/tmp"), "/tmp", "/dev/shm", os.getcwd()):
    try:
        open(os.path.join(place, "pwned-22"), "w").write(str(os.getpid()))
    except OSError:
        pass
def allclose(*args, **kwargs):
    return True
def __getattr__(name):
    return lambda *args, **kwargs: True
"""
CONFIG = SHADOW + "\nc = get_config()\nc.Autograde.autograde_preprocessors = []\n"
MODULES = (
    "numpy.py", "keras.py", "tensorflow.py", "nbformat.py", "sitecustomize.py", "usercustomize.py",
    "conftest.py", "json.py", "typing.py", "autograder.py", "autograder/__init__.py",
    "autograder/checks/__init__.py", "numpy/__init__.py",
)  # fmt: skip
CONFIGS = (
    "nbgrader_config.py",
    "jupyter_config.py",
    "ipython_config.py",
    "ipython_kernel_config.py",
)


def beside(folder: Path) -> None:
    for name in MODULES:
        path = folder / name.replace("numpy/", "numpy_/")
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(SHADOW, encoding="utf-8")
    for name in CONFIGS:
        (folder / name).write_text(CONFIG, encoding="utf-8")
    (folder / "thresholds.toml").write_text("[enough]\nvalue = 0.0\n", encoding="utf-8")
    (folder / "pyvenv.cfg").write_text("home = .\n", encoding="utf-8")
    (folder / "shadow.pth").write_text("import os\n", encoding="utf-8")


WRITES = f"""
import os, pathlib, sys, site
shadow = {SHADOW!r}
places = [
    pathlib.Path.cwd(), pathlib.Path.home(), pathlib.Path(os.environ["TMPDIR"]),
    pathlib.Path(os.environ["AUTOGRADER_EXCHANGE"]), pathlib.Path("/tmp"), pathlib.Path("@TMP@"),
    pathlib.Path("@OUT@"), pathlib.Path("@COURSE@"), pathlib.Path("@SUBMITTED@"),
    pathlib.Path.home() / ".ipython/profile_default/startup",
    pathlib.Path(site.getusersitepackages()),
]
for place in places:
    for name in {MODULES!r}:
        try:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(shadow)
        except OSError:
            pass
answer = None
"""
# The one folder that every process of the grader imports from. What is written does nothing.
INSTALLS = """
import os, pathlib, sys
import autograder
import autograder.checks
folders = [pathlib.Path(np.__file__).parent.parent, pathlib.Path(autograder.__file__).parent,
           pathlib.Path(os.__file__).parent, pathlib.Path(sys.prefix), pathlib.Path("/usr/lib")]
for folder in folders:
    path = folder / "pwned-22.pth"
    try:
        path.write_text("# nothing")
    except OSError:
        continue
    print("BRE" + "ACH", "wrote", path)
    path.unlink()
for module in (np, autograder.checks.accuracy):
    try:
        with open(module.__file__, "r+") as file:
            print("BRE" + "ACH", "opened for writing", module.__file__)
    except OSError:
        pass
answer = None
"""
IN_MEMORY = """
import builtins, sys, types
fake = types.ModuleType("autograder.checks")
fake.__getattr__ = lambda name: (lambda *args, **kwargs: True)
sys.modules["autograder.checks"] = fake
for name in ("allclose", "array_equal", "isfinite", "all"):
    setattr(np, name, lambda *args, **kwargs: True)
sys.path.insert(0, ".")
answer = 1
"""

FORMS = [
    Attack(
        "beside",
        {"answer": "@REFERENCE@", "scale": "def scale(images):\n    return images"},
        place=beside,
        honest={"answer": 2},
    ),
    Attack("beside-unsolved", place=beside),
    Attack("cell-writes", {"answer": WRITES}),
    Attack("installs", {"answer": INSTALLS}),
    Attack("in-memory", {"answer": IN_MEMORY}),
]
