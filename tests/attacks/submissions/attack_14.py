"""Makes files that can't be read, written or removed, and locks those of the grader."""

from tests.attacks.suite import Attack

NUMBER = 14
TITLE = "lock or chmod results"

LOCKS = """
import fcntl, os, sqlite3
answer = 1
kept = []
for root in ("@OUT@", "@EARLIER@", "@COURSE@", "@SUBMITTED@", "@CANARY@", "@HOME@", "@TMP@"):
    for name in (".", "gradebook.db", "reports", "reports/target/grades.jsonl", "canary.txt",
                 ".autograder", "solutions"):
        path = os.path.join(root, name)
        try:
            os.chmod(path, 0)
        except OSError:
            pass
        try:
            kept.append(open(path, "rb"))
            fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass
    try:
        kept.append(sqlite3.connect(f"{root}/gradebook.db", timeout=0.2))
        kept[-1].execute("begin exclusive")
    except sqlite3.Error:
        pass
"""
# What is left in the private folder resists whoever wants to remove it.
UNREMOVABLE = """
import array, fcntl, os
from pathlib import Path
answer = 1
home = Path.cwd()
for folder in (home, Path(os.environ["AUTOGRADER_EXCHANGE"])):
    locked = folder / "locked"
    (locked / "inner" / "inner").mkdir(parents=True)
    (locked / "inner" / "inner" / "file").write_text("pwned")
    for name in (b"line\\nbreak", b"\\xff\\xfe", b"-rf", b"*", b" ", b"\\x1b[31m"):
        open(os.path.join(os.fsencode(locked), name), "wb").close()
    os.mkfifo(locked / "pipe")
    try:
        handle = os.open(locked / "inner" / "inner" / "file", os.O_RDONLY)
        fcntl.ioctl(handle, 0x40086602, array.array("l", [0x10]))  # the flag "immutable"
    except OSError:
        pass
    for path in (locked / "inner" / "inner", locked / "inner", locked):
        path.chmod(0)
# Deeper than a path can be long, and than Python's recursion goes.
handle = os.open(home, os.O_RDONLY)
for _ in range(1500):
    try:
        os.mkdir("d" * 100, dir_fd=handle)
        handle, old = os.open("d" * 100, os.O_RDONLY, dir_fd=handle), handle
        os.close(old)
    except OSError:
        break
"""
CLOSED = """
import os
from pathlib import Path
answer = 7850.5
exchange = Path(os.environ["AUTOGRADER_EXCHANGE"])
for number in range(1, 9):
    os.mkfifo(exchange / f"position-{number}.json")  # whoever opens it waits for a writer
def scale(images):
    for folder in (exchange, exchange.parent, Path.home()):
        try:
            folder.chmod(0)
        except OSError:
            pass
    return np.zeros((len(images), 784))
"""

FORMS = [
    Attack("locks", {"answer": LOCKS}),
    Attack("unremovable", {"answer": UNREMOVABLE}),
    Attack("closed", {"scale": CLOSED}),
]
