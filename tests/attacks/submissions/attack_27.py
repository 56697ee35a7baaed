"""Filling the disk: bytes, inodes, and folders that are hard to remove."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 27
TITLE = "fill disk or inodes"

HOME = "os.getcwd()"
EXCHANGE = 'os.environ["AUTOGRADER_EXCHANGE"]'


def fills(place: str, megabytes: int = 3000) -> str:
    """Code that writes files into a place until it may not; more than 1 GB is told."""
    return f"""
import os
written, part = 0, b"x" * 8_000_000
try:
    for number in range({megabytes // 240 + 1}):
        with open(os.path.join({place}, f"pwned-27-{{number}}"), "wb") as file:
            for _ in range(30):
                file.write(part)
                file.flush()
                written += 8
except OSError as error:
    print(error.strerror)
print(written, "MB")
if written > 1500:
    print("BRE" + "ACH", written, "MB in a file system")
"""


INODES = """
import os
made = 0
try:
    for folder in range(200):
        os.mkdir(f"pwned-{folder}")
        for number in range(1000):
            os.close(os.open(f"pwned-{folder}/{number}", os.O_CREAT | os.O_WRONLY))
            made += 1
except OSError as error:
    print(error.strerror)
print(made, "files")
"""
INODES_IN_EXCHANGE = """
import os
os.chdir(os.environ["AUTOGRADER_EXCHANGE"])
try:
    for number in range(50_000):
        os.close(os.open(f"{number:064x}.json", os.O_CREAT | os.O_WRONLY))
except OSError as error:
    print(error.strerror)
answer = 7850
"""
# Removing folders one in another, thousands deep, ends in a RecursionError.
DEEP = """
import os
start = os.getcwd()
made = 0
try:
    for _ in range(3000):
        os.mkdir("pwned")
        os.chdir("pwned")
        made += 1
except OSError as error:
    print(error.strerror)
os.chdir(start)
"""
LOCKED = """
import os
for number in range(20):
    os.makedirs(f"pwned-{number}/inner", exist_ok=True)
    open(f"pwned-{number}/inner/file", "w").close()
    os.chmod(f"pwned-{number}/inner", 0)
    os.chmod(f"pwned-{number}", 0)
os.chmod(os.getcwd(), 0)
os.chmod(os.environ["AUTOGRADER_EXCHANGE"], 0)
"""
SPARSE = """
import os
for place in (os.getcwd(), os.environ["AUTOGRADER_EXCHANGE"], "/tmp", "/dev/shm"):
    for name in ("pwned-sparse", f"{0:064x}.npy", "position-0.json"):
        try:
            with open(os.path.join(place, name), "wb") as file:
                file.truncate(1 << 40)
        except OSError as error:
            print(error.strerror)
"""
ODD_NAMES = r"""
import os
names = (b"pwned\xff\xfe", b"pwned\n\x1b[2J", b"pwned'\"$(id)`id`", b"-rf", b"pwned" + b"x" * 240)
for name in names:
    try:
        os.mkdir(name)
        os.close(os.open(name + b"/" + name, os.O_CREAT | os.O_WRONLY))
        os.symlink(b"/", name + b"/root")
    except OSError as error:
        print(error.strerror)
"""

FORMS = [
    Attack("private-folder", {"answer": fills(HOME)}),
    Attack("exchange", {"answer": fills(EXCHANGE)}),
    Attack("tmp", {"answer": fills('"/tmp"')}),
    Attack("shm", {"answer": fills('"/dev/shm"')}),
    Attack("canary-folder", {"answer": fills('"@CANARY@"', 200)}),
    Attack("inodes", {"answer": INODES}),
    Attack("inodes-in-exchange", {"answer": INODES_IN_EXCHANGE}),
    Attack("deep-folders", {"answer": DEEP}),
    Attack("locked-folders", {"answer": LOCKED}),
    Attack("sparse", {"answer": SPARSE}),
    Attack("odd-names", {"answer": ODD_NAMES}),
]
