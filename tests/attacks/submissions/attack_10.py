"""Searches the memory of its own process, and of others, for what tests expect."""

from tests.attacks.submissions.forging import FOUND
from tests.attacks.suite import Attack

NUMBER = 10
TITLE = "walk frames and gc for expected values"

SEARCH = (
    FOUND
    + """
import gc, re, sys
pattern = re.compile(r"expected_answer ?[=:] ?(\\d{3,})")

def look_at(value):
    text = value if isinstance(value, str) else ""
    if isinstance(value, dict) and isinstance(value.get("expected_answer"), int):
        found(value)
    if pattern.search(text):
        found(text)

walks = []

def walk():
    walks.append(1)
    if len(walks) > 5:
        return  # each walk takes a second
    for value in gc.get_objects():
        if isinstance(value, (list, tuple)):
            for item in value[:2000]:
                look_at(item)
        elif type(value) is dict:
            look_at(value)
            for item in list(value.values())[:2000]:
                look_at(item)
    for frame in sys._current_frames().values():
        while frame is not None:
            look_at(dict(frame.f_locals)); look_at(dict(frame.f_globals))
            frame = frame.f_back
answer = 1
"""
)
GC = (
    SEARCH
    + """
walk()
events = get_ipython().events
events.register("pre_execute", walk)
"""
)
# A function that is called by a test walks up the stack of whoever called it.
IN_A_CALL = """
def scale(images):
    walk()
    import inspect
    for entry in inspect.stack():
        for value in (*entry.frame.f_locals.values(), *entry.frame.f_globals.values()):
            if isinstance(value, np.ndarray) and value.shape == (len(images), 784):
                return value
    return np.zeros((len(images), 784))
"""
# The raw memory of every process that can be read: this one, its parents, the judge.
MEMORY = (
    FOUND
    + """
import os, re
wanted = re.compile(rb"expected_answer = (\\d{4})")

def read_process(pid, most=400_000_000):
    total = 0
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, mode = line.split()[:2]
            start, end = (int(part, 16) for part in place.split("-"))
            if "rw" not in mode or end - start > 100_000_000:
                continue
            try:
                memory.seek(start)
                if wanted.search(memory.read(end - start)):
                    found(pid)
            except (OSError, ValueError, OverflowError):
                continue
            total += end - start
            if total > most:
                return

answer = 1
for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
    try:
        read_process(pid)
    except OSError:
        pass
"""
)

FORMS = [
    Attack("gc", {"answer": GC, "scale": IN_A_CALL}),
    Attack("memory", {"answer": MEMORY}),
]
