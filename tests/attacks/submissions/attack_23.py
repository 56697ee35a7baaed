"""Ending processes: one's own, the parent, all, at once or when the judge asks for something."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 23
TITLE = "os._exit(0), sys.exit, kill the parent"

ENDED = "ended the notebook's process"
# Counts whom a signal could reach. Were it more than the box, nobody is killed: it is told.
EVERYONE = """
import os, signal
own, reached = os.getpid(), []
highest = int(open("/proc/sys/kernel/pid_max").read()) if os.path.exists("/proc/sys") else 40000
for pid in range(1, min(highest, 200_000)):
    try:
        os.kill(pid, 0)
    except OSError:
        continue
    try:
        outside = os.getsid(pid) != os.getsid(0)
    except OSError:
        outside = True
    if outside and pid not in (1, os.getppid()):
        reached.append(pid)
if len(reached) > 3:
    print("BRE" + "ACH", "could signal", len(reached), "processes")
else:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(-1, number)
        except OSError as error:
            print(type(error).__name__)
"""
PARENT = """
import os, signal
for number in (signal.SIGTERM, signal.SIGKILL):
    for target in (os.getppid(), 1):
        try:
            if os.getpid() < 50 or target != 1:
                os.kill(target, number)
        except OSError as error:
            print(type(error).__name__)
"""
GROUP = """
import os, signal
for group in (os.getpgid(os.getppid()), os.getpgrp()):
    try:
        if group > 1:
            os.killpg(group, signal.SIGKILL)
    except OSError as error:
        print(type(error).__name__)
"""
STOPS = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
WHEN_CALLED = "def scale(images):\n    import os\n    os._exit(0)"
STOPS_WHEN_CALLED = """
def scale(images):
    import os, signal
    os.kill(os.getpid(), signal.SIGSTOP)
"""
ENDS_LATER = """
import os, threading
threading.Timer(1.5, os._exit, (0,)).start()
import time
"""
IN_ATEXIT = """
import atexit, os, signal
def last():
    for pid in (os.getppid(), os.getpgrp()):
        if pid > 1:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
    os._exit(0)
atexit.register(last)
class Ends:
    def __del__(self):
        last()
keeps = Ends()
keeps.itself = keeps
"""
# Taking evidence looks at values: this one ends the process when it is looked at.
WHEN_SEEN = """
import os
class Ends(int):
    @property
    def __class__(self):
        os._exit(0)
    def __int__(self):
        os._exit(0)
    __index__ = __float__ = __repr__ = __eq__ = __hash__ = __int__
answer = Ends(7850)
"""
SHELL_EXIT = """
from IPython import get_ipython
get_ipython().ask_exit()
get_ipython().kernel.io_loop.call_later(0.1, get_ipython().kernel.io_loop.stop)
"""
PATCHED_EXIT = """
import autograder.student_kernel.exchange as exchange
import os
exchange.take = exchange.answer = lambda number: os._exit(0)
answer = 7850
"""

FORMS = [
    Attack(
        "os-exit",
        {"answer": "@REFERENCE@", "scale": "import os\nos._exit(0)"},
        honest={"answer": 2},
        expect_status=("needs_attention",),
        says=ENDED,
    ),
    Attack(
        "sys-exit",
        {"answer": "@REFERENCE@", "scale": "import sys\nsys.exit(0)"},
        honest={"answer": 2},
    ),
    Attack("shell-exit", {"answer": SHELL_EXIT}),
    Attack("abort", {"answer": "import os\nos.abort()"}, expect_status=("needs_attention",)),
    Attack(
        "segfault",
        {"answer": "import ctypes\nctypes.string_at(0)"},
        expect_status=("needs_attention",),
    ),
    Attack("kill-parent", {"answer": PARENT}),
    Attack("kill-group", {"answer": GROUP}),
    Attack("kill-everyone", {"answer": EVERYONE}),
    Attack("stops", {"answer": STOPS}, expect_status=("needs_attention",)),
    Attack("exit-when-called", {"answer": "@REFERENCE@", "scale": WHEN_CALLED},
           honest={"answer": 2}, says=ENDED),
    Attack("stop-when-called", {"answer": "@REFERENCE@", "scale": STOPS_WHEN_CALLED},
           honest={"answer": 2}),
    Attack("exit-later", {"answer": ENDS_LATER}),
    Attack("exit-at-the-end", {"answer": IN_ATEXIT}),
    # The number is right, and reading it runs none of this.
    Attack("exit-when-seen", {"answer": WHEN_SEEN}, honest={"answer": 2}),
    Attack("exit-instead-of-evidence", {"answer": PATCHED_EXIT}),
]  # fmt: skip
