"""Fork bombs, bounded: at most 2,000 processes or threads if nothing stopped them."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 25
TITLE = "a fork bomb"

FORKS = """
import os, time
made = 0
for _ in range(2000):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    made += 1
print("made", made)
if made >= 2000:
    print("BRE" + "ACH", made, "processes")
"""
# f n: two of f n-1, each in a process of its own: 2,047 in all.
SHELLS = r"""
import subprocess
bomb = "f() { [ $1 -gt 0 ] && { f $(( $1 - 1 )) & f $(( $1 - 1 )) & }; sleep 30; }; f 10"
subprocess.Popen(["sh", "-c", bomb], start_new_session=True,
                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
import time
time.sleep(6)
"""
THREADS = """
import threading, time
made = 0
for _ in range(2000):
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        break
    made += 1
print("made", made)
if made >= 2000:
    print("BRE" + "ACH", made, "threads")
"""
# Children that start children and end: the number stays small, the work does not.
RABBITS = """
import os, time
stop = time.monotonic() + 10
made = 0
while time.monotonic() < stop and made < 2000:
    try:
        pid = os.fork()
    except OSError:
        time.sleep(0.01)
        continue
    made += 1
    if pid == 0:
        try:
            if os.fork():
                os._exit(0)
        except OSError:
            os._exit(0)
        os.setsid()
        time.sleep(20)
        os._exit(0)
"""
WHEN_CALLED = "def scale(images):\n" + "\n".join(
    f"    {line}" for line in FORKS.strip().splitlines()
)

FORMS = [
    Attack("forks", {"answer": FORKS}),
    Attack("shells", {"answer": SHELLS}),
    Attack("threads", {"answer": THREADS}),
    Attack("orphans", {"answer": RABBITS}),
    Attack("when-called", {"scale": WHEN_CALLED}),
]
