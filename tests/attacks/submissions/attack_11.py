"""Reads whatever the grader keeps on the same machine, and whatever its processes know."""

from tests.attacks.submissions.forging import FOUND
from tests.attacks.suite import Attack

NUMBER = 11
TITLE = "read test files, the gradebook, other processes' environment"

FILES = (
    FOUND
    + """
import os, sys
from pathlib import Path
import autograder

course, here = Path("@COURSE@"), Path(autograder.__file__).resolve()
# In the open are Python itself, the digits that load_data() reads, and what the reference has
# trained, encrypted each with a key that only the same training gives.
digits = Path(os.environ["AUTOGRADER_DIGITS"]).resolve()
trainings = Path(os.environ.get("AUTOGRADER_KNOWN_TRAININGS", digits)).resolve()
python = Path(sys.base_prefix).resolve()
places = [
    course, Path("@OUT@"), Path("@EARLIER@"), Path("@SUBMITTED@"), Path("@HOME@"),
    Path("@CANARY@"), Path("@TMP@"), Path("@SHM@"), Path("/root"), Path("/etc/shadow"),
    *(folder / name for folder in here.parents
      for name in ("solutions", ".autograder", "submitted", "gradebook.db", "tests", ".git")),
]
for place in places:
    try:
        if place.is_dir():
            names = [path for path in place.rglob("*")
                     if path.is_file() and path.parent.resolve() not in (digits, trainings)
                     and not path.is_relative_to(python)]
            for path in names[:1000]:
                if path.stat().st_size and path.open("rb").read(1):
                    found(path)
        elif place.open("rb").read(1):
            found(place)
    except OSError:
        pass
answer = globals().get("answer")
"""
)
PROCESSES = (
    FOUND
    + """
import os
answer = None
for pid in (name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
    for part in ("environ", "cwd", "root", "fd", "maps", "auxv", "task"):
        path = f"/proc/{pid}/{part}"
        try:
            if part == "environ":
                content = open(path, "rb").read()
            elif part in ("cwd", "root"):
                content = os.listdir(path)
            elif part == "fd":
                content = [open(f"{path}/{name}", "rb").read(1) for name in os.listdir(path)
                           if os.path.isfile(f"{path}/{name}")]
            else:
                content = None
        except OSError:
            continue
        # What belongs to this notebook's own processes may be read.
        if content and b"AUTOGRADER_EXCHANGE" not in (content if type(content) is bytes else b""):
            text = content if type(content) is bytes else repr(content).encode()
            if any(word in text for word in (b"@HOME@", b"solutions", b"course.toml", b"labels")):
                found(pid)
"""
)
# The labels of the hold-out digits, or the secret that they are chosen with.
HOLDOUT = (
    FOUND
    + """
import glob, os
answer = None
patterns = ["@COURSE@/.autograder/*", "@COURSE@/.autograder/*/*", "@TMP@/*/*/labels.npy"]
digits = os.environ["AUTOGRADER_DIGITS"]
patterns += [f"{digits}/../*/labels.npy", f"{digits}/../holdout*/*", f"{digits}/../*secret*",
             f"{digits}/labels.npy", f"{digits}/../../.autograder/*"]
allowed = {os.path.realpath(path) for path in glob.glob(f"{digits}/[xy]_t*.npy")}
for pattern in patterns:
    for path in glob.glob(pattern):
        try:
            if os.path.isfile(path) and os.path.realpath(path) not in allowed:
                open(path, "rb").read(8)
                found(path)
        except OSError:
            pass
"""
)

FORMS = [
    Attack("files", {"answer": FILES}),
    Attack("processes", {"answer": PROCESSES}),
    Attack("hold-out", {"answer": HOLDOUT}),
]
