"""What honest notebooks of a course on networks do not do, as data."""

from __future__ import annotations

import re

# Code of the flag -> why a person should look.
REASONS = {
    "patched_tests": "Tests run in a process of their own, so this gains nothing there; it may "
    "be meant to make failing tests pass. Read the cell and ask what it is for.",
    "notebook_hooks": "This changes how the notebook itself runs cells, reports errors or "
    "transforms code. No step of an assignment needs it: read the cell.",
    "looks_into_process": "This looks into running frames, other objects of the process, or "
    "traces execution: a way to find expected values or tests. Read what it does with them.",
    "process_control": "This can end, replace or disturb the process that runs the notebook, "
    "or reach into its memory. See whether the cells after it ran, and why it is there.",
    "patched_library": "Later cells, and figures and numbers shown in the notebook, use the "
    "replaced part. The tests use the real library. See what it is replaced by.",
    "model_overrides": "Numbers shown in the notebook may not be what the model really does. "
    "The tests measured the rebuilt model themselves; compare the two.",
    "lying_values": "Such values pass comparisons that they should not pass. The tests compare "
    "plain copies, so it gains nothing there. Read what the class is for.",
    "looks_for_grader": "An assignment needs nothing of the kind: it may try to find out "
    "whether it is being graded, or look for tests, answers or other people's files.",
    "reaches_outside": "An assignment needs no network and no other programs, and there is no "
    "network while it is graded. See what was to be fetched, sent or started.",
    "hidden_code": "The code that really runs can't be read in the notebook. Find out what it "
    "is before trusting figures or texts of this submission.",
}

# Dotted name, or the start of one up to a dot -> code. Any use counts.
USES = {
    **dict.fromkeys(
        ("sys._getframe", "sys._current_frames", "sys.settrace", "sys.setprofile",
         "sys.monitoring", "threading.settrace", "threading.setprofile", "inspect.currentframe",
         "inspect.stack", "inspect.trace", "inspect.getouterframes", "inspect.getinnerframes",
         "gc.get_objects", "gc.get_referrers", "gc.get_referents", "traceback.walk_stack"),
        "looks_into_process",
    ),
    **dict.fromkeys(
        ("os._exit", "os.abort", "os.kill", "os.killpg", "os.fork", "os.forkpty", "os.setsid",
         "os.execv", "os.execve", "os.execvp", "os.execl", "os.execlp", "os.dup2",
         "os.posix_spawn", "signal.signal", "signal.alarm", "signal.setitimer",
         "signal.pthread_sigmask", "signal.raise_signal", "signal.pthread_kill",
         "resource.setrlimit", "ctypes", "cffi", "atexit.register"),
        "process_control",
    ),
    **dict.fromkeys(
        ("sys.meta_path", "sys.path_hooks", "sys.path_importer_cache", "importlib.abc",
         "unittest.mock"),
        "patched_library",
    ),
    **dict.fromkeys(
        ("get_ipython().kernel", "get_ipython().user_ns", "get_ipython().history_manager",
         "ipykernel", "jupyter_client", "zmq"),
        "notebook_hooks",
    ),
    **dict.fromkeys(
        ("socket", "urllib.request", "requests", "http.client", "ftplib", "subprocess", "pty",
         "os.system", "os.popen", "os.spawnv", "os.spawnl"),
        "reaches_outside",
    ),
    **dict.fromkeys(("autograder", "nbgrader"), "looks_for_grader"),
    **dict.fromkeys(("marshal.loads", "builtins.__import__", "__import__"), "hidden_code"),
}  # fmt: skip

# Attributes that only such things have, whatever they are an attribute of.
ATTRIBUTES = {
    **dict.fromkeys(
        ("ast_transformers", "input_transformers_cleanup", "input_transformers_post",
         "input_transformer_manager", "run_code", "run_cell", "run_cell_async", "run_ast_nodes",
         "showtraceback", "_showtraceback", "showsyntaxerror", "set_custom_exc",
         "custom_exceptions", "do_execute", "execute_request", "shell_handlers"),
        "notebook_hooks",
    ),
    **dict.fromkeys(
        ("f_back", "f_globals", "f_locals", "f_builtins", "tb_frame", "gi_frame", "cr_frame",
         "ag_frame", "__globals__", "__closure__", "__code__", "__subclasses__"),
        "looks_into_process",
    ),
}  # fmt: skip

# Assigning to these, or to a part of them, is changing them.
PROTECTED = {
    **dict.fromkeys(("numpy.testing", "unittest", "pytest", "builtins"), "patched_tests"),
    **dict.fromkeys(("get_ipython()", "IPython", "sys.displayhook", "sys.excepthook"),
                    "notebook_hooks"),
    "sys.modules": "patched_library",
}  # fmt: skip
CHANGING_METHODS = {"update", "pop", "setdefault", "clear", "__setitem__", "__delitem__"}
# Assignments to modules that beginners make by mistake, or that are settings.
HARMLESS_ATTRIBUTES = {"seed", "rcParams", "path"}

# Names of Python that a test relies on: defining a function or class of this name hides them.
TEST_BUILTINS = {"AssertionError", "isinstance", "issubclass", "all", "any", "abs", "len",
                 "hasattr", "getattr", "type", "Exception", "print"}  # fmt: skip

# What the names of the course's libraries may stand for.
LIBRARY_NAMES = {"np": "numpy", "numpy": "numpy", "tf": "tensorflow", "tensorflow": "tensorflow",
                 "keras": "keras", "plt": "pyplot"}  # fmt: skip

MEASURING_METHODS = {"evaluate", "predict", "predict_on_batch", "test_on_batch", "count_params",
                     "output_shape", "get_weights", "metrics_names"}  # fmt: skip
MODEL_BASES = ("keras.Model", "keras.Sequential", "keras.models.", "keras.layers.", "keras.Layer")

COMPARISONS = {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"}
ARITHMETIC = {"__float__", "__int__", "__bool__", "__round__", "__abs__", "__sub__", "__rsub__"}
DECIDING_METHODS = {"__array_ufunc__", "__array_function__", "__instancecheck__",
                    "__subclasscheck__"}  # fmt: skip
PLAIN_TYPES = {"float", "int", "complex", "bool", "str", "list", "tuple", "dict", "set",
               "numpy.ndarray", "numpy.float64", "numpy.float32", "numpy.int64"}  # fmt: skip

# In texts of the code and in shell lines.
TEXTS = (
    (re.compile(r"(?<![\w.])/proc(?![\w.-])"), "the process table /proc"),
    (re.compile(r"AUTOGRADER_\w+|\bautograder[./]\w+|\.autograder\b"), "the autograder"),
    (re.compile(r"\bnbgrader\b|\bgradebook\.db\b|\bgrades\.jsonl\b"), "records of grading"),
    (re.compile(r"BEGIN HIDDEN TESTS"), "hidden tests"),
)
ENVIRONMENT_COMMAND = re.compile(r"^[%!]+\s*(?:env|printenv|set)\b")
SECRET_VARIABLES = re.compile(r"GRADE|EXCHANGE|JPY_|JUPYTER|TOKEN|SECRET|PASSWORD|LD_|PYTHONPATH")
# Names that betray the same in a cell that can't be parsed: only those that are not words.
TELLING_NAMES = {
    name.rpartition(".")[2]: code
    for name, code in {**USES, **ATTRIBUTES}.items()
    if "_" in name.rpartition(".")[2] or name in ("ctypes", "sys.settrace", "sys.setprofile")
}
