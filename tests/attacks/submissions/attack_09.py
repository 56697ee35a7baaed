"""Hooks look at every cell that runs, to find tests and what they expect."""

from tests.attacks.submissions.forging import FOUND
from tests.attacks.suite import Attack

NUMBER = 9
TITLE = "a pre_run_cell hook that captures tests"

# What a hook sees is searched for the number that the hidden test holds.
SEARCH = (
    FOUND
    + """
import re
seen = []

def search(text):
    seen[:] = [str(text)]
    hidden = "BEGIN HIDDEN" in seen[-1] and "seen[-1]" not in seen[-1]
    number = re.search(r"expected_answer = (\\d+)", seen[-1])
    if number or hidden:
        found(number)
"""
)
HOOKS = (
    SEARCH
    + """
def before(info):
    search(info.raw_cell)
def after(result):
    search(result.info.raw_cell)

events = get_ipython().events
events.register("pre_run_cell", before)
events.register("post_run_cell", after)
events.register("pre_execute", lambda: search(get_ipython().user_ns.get("_ih", "")))
events.register("post_execute", lambda: search(list(vars(__import__("__main__")).values())))
answer = 1
"""
)
# Below IPython: whatever the kernel is sent, and whatever is compiled or opened in its process.
DEEPER = (
    SEARCH
    + """
import builtins, sys

kernel = get_ipython().kernel
genuine_execute = kernel.do_execute
async def do_execute(code, *args, **kwargs):
    search(code)
    return await genuine_execute(code, *args, **kwargs)
kernel.do_execute = do_execute
genuine_deserialize = kernel.session.deserialize
def deserialize(*args, **kwargs):
    message = genuine_deserialize(*args, **kwargs)
    search(message)
    return message
kernel.session.deserialize = deserialize
sys.addaudithook(lambda name, args: search(args) if name in ("compile", "open") else None)
answer = 1
"""
)

FORMS = [Attack("hooks", {"answer": HOOKS}), Attack("deeper", {"answer": DEEPER})]
