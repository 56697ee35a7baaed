"""Endless loops that listen to nothing."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 24
TITLE = "an endless loop that ignores SIGINT"

STOPPED = "was stopped after"
DEAF = """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
"""
BLOCKED = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
"""
CATCHES = """
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
"""
# One operation in C: no signal handler and no other thread of Python runs meanwhile.
IN_C = "x = 3 ** (4 * 10 ** 8)\n"
THREAD_IN_C = """
import threading
threading.Thread(target=lambda: 3 ** (4 * 10 ** 8), daemon=True).start()
"""
CALLED = f"""
def scale(images):
    {DEAF.strip().replace(chr(10), chr(10) + "    ")}
    while True:
        pass
"""
CALLED_IN_C = """
def scale(images):
    return 3 ** (4 * 10 ** 8)
"""
# Evidence is taken by code in the student's process: here it takes its time, place by place.
SLOW_EVIDENCE = """
import time
import autograder.student_kernel.exchange as exchange
exchange.take = lambda position: time.sleep(40)
answer = 7850
"""
FORKS = f"""
import os
{DEAF}
if os.fork() == 0:
    os.setsid()
    stop = __import__("time").monotonic() + 120
    while __import__("time").monotonic() < stop:
        pass
    os._exit(0)
while True:
    pass
"""
LATE = ("needs_attention",)

FORMS = [
    Attack("ignores-signals", {"answer": DEAF + "while True:\n    pass"}, expect_status=LATE,
           says=STOPPED),
    # Blocked in the main thread only, the interrupt arrives by another one, and the rest goes on.
    Attack("blocks-signals", {"answer": BLOCKED + "while True:\n    pass"}, says=STOPPED),
    Attack("catches-everything", {"answer": CATCHES}, expect_status=LATE, says=STOPPED),
    Attack("in-c", {"answer": IN_C}, expect_status=LATE, says=STOPPED),
    Attack("thread-in-c", {"answer": THREAD_IN_C}, expect_status=LATE),
    Attack("when-called", {"answer": "@REFERENCE@", "scale": CALLED}, honest={"answer": 2}),
    Attack("in-c-when-called", {"answer": "@REFERENCE@", "scale": CALLED_IN_C},
           honest={"answer": 2}),
    Attack("slow-evidence", {"answer": SLOW_EVIDENCE}, expect_status=LATE),
    Attack("forks", {"answer": FORKS}, expect_status=LATE, says=STOPPED),
]  # fmt: skip
