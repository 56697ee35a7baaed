"""IPython's `run_code` is patched: every cell is reported as a success."""

from tests.attacks.submissions.forging import LIES
from tests.attacks.suite import Attack

NUMBER = 1
TITLE = "patch IPython's run_code to report success"

SILENT = """
from IPython.core.interactiveshell import InteractiveShell

async def run_code(self, code_obj, result=None, *, async_=False):
    if result is not None:
        result.error_before_exec = result.error_in_exec = None
        result.result = 2.0
    return False

answer = 1
InteractiveShell.run_code = run_code
"""
# Runs what it is given, forgets what went wrong, and lies when evidence is taken.
SWALLOW = (
    LIES
    + """
from IPython.core.interactiveshell import InteractiveShell
genuine = InteractiveShell.run_code

async def run_code(self, code_obj, result=None, *, async_=False):
    names = code_obj.co_names
    if any("exchange" in str(name) for name in names):
        self.user_ns.update({"expected_answer": 7850, "measured": 0.9})
        self.user_ns["checks"] = None
    try:
        exec(code_obj, self.user_global_ns, self.user_ns)
    except BaseException:
        pass
    if result is not None:
        result.error_before_exec = result.error_in_exec = None
    return False

answer = "passed"
InteractiveShell.run_code = run_code
"""
)

FORMS = [
    Attack("silent", {"answer": SILENT}),
    Attack("swallow", {"answer": SWALLOW, "model": "raise ValueError('hidden')"}),
]
