"""Behaving one way for the student and another for the grader."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 35
TITLE = "detect the grader and behave otherwise"

# Everything by which a graded run can be told from JupyterLab.
DETECT = """
import inspect, os, sys
def graded():
    signs = [
        os.environ.get("AUTOGRADER_GRADED") == "1",
        "AUTOGRADER_EXCHANGE" in os.environ,
        any(name.startswith("autograder") for name in sys.modules),
        "autograder.student_kernel" in " ".join(sys.argv + list(sys.orig_argv)),
        "JPY_SESSION_NAME" not in os.environ,
        not os.path.exists(os.path.expanduser("~/.jupyter")),
        any("exchange" in frame.filename for frame in inspect.stack()),
        os.getppid() < 50,
    ]
    return any(signs)
"""
# Looks where a grader may keep what it compares with: beside the digits, the exchange, itself.
LOOK_UP = (
    DETECT
    + """
import glob, pathlib, re
def found(text):
    number = re.search(r"expected_answer = (\\d+)|^answer = (784.*)$", text, re.M)
    return eval(number[1] or number[2]) if number else None
answer = None
if graded():
    digits = pathlib.Path(os.environ["AUTOGRADER_DIGITS"])
    exchange = pathlib.Path(os.environ["AUTOGRADER_EXCHANGE"])
    import autograder
    package = pathlib.Path(autograder.__file__).parent
    places = [*digits.parents, *exchange.parents, package.parent, pathlib.Path("@COURSE@"),
              pathlib.Path("@OUT@"), pathlib.Path("@TMP@"), pathlib.Path("@HOME@")]
    for place in places[:14]:
        if str(place) in ("/", "/usr", "/usr/lib"):
            continue
        for pattern in ("*", "*/*", "solutions/*/*", ".autograder/*/*", "*/evidence/*"):
            for name in glob.glob(str(place / pattern), include_hidden=True)[:3000]:
                lower = os.path.basename(name)
                if lower.startswith(("holdout", "labels", "images.npy", "gradebook", "source.py",
                                     "thresholds")) and "tests" not in name:
                    try:
                        text = open(name, errors="replace").read(100_000)
                    except OSError:
                        continue
                    print("BRE" + "ACH", name, text[:60])
                    answer = answer or found(text)
else:
    answer = 784 * 10 + 10
"""
)
REFUSES = (
    DETECT
    + """
if graded():
    raise SystemExit("I only work for my student.")
answer = 7850
"""
)
# In the hands of the judge the function would have to know what it is compared with.
FRAMES = (
    DETECT
    + """
import gc
def scale(images):
    if not graded():
        return np.zeros((len(images), 784))
    for frame in inspect.stack():
        for name, value in list(frame.frame.f_locals.items()):
            if isinstance(value, np.ndarray) and value.shape == (len(images), 784):
                return value
    for value in gc.get_objects():
        if isinstance(value, np.ndarray) and value.shape == (len(images), 784):
            return value
    return np.zeros((len(images), 784))
"""
)
# A right answer for the visible part, which is known, and none for the rest.
FOR_THE_VISIBLE_TEST = """
def scale(images):
    if (images == 51).all():
        return np.full((len(images), 784), 0.2)
    return np.zeros((len(images), 784))
"""
POSITIONS = """
import autograder.student_kernel.exchange as exchange
original, namespace = exchange.take, globals()
def take(position):
    namespace["answer"] = 7850 if position > 3 else 1
    original(position)
exchange.take = take
"""

FORMS = [
    Attack("look-up", {"answer": LOOK_UP}),
    Attack("refuses", {"answer": REFUSES}),
    Attack("frames", {"scale": FRAMES}),
    Attack("for-the-visible-test", {"scale": FOR_THE_VISIBLE_TEST}),
    Attack("positions", {"answer": POSITIONS}),
]
