"""Writes results itself, or puts links where the grader will write."""

from tests.attacks.suite import Attack

NUMBER = 13
TITLE = "write or link the results file"

RECORDS = """
import json, os, sqlite3
from pathlib import Path
answer = 1
line = json.dumps({"student": "a13-records", "assignment": "target", "test": "answer",
    "title": "all", "points": 2.0, "max_points": 2.0, "outcome": "passed", "message": "",
    "seconds": 0.1}) + "\\n"
for root in ("@OUT@", "@EARLIER@", "@COURSE@", ".", "..", os.environ["AUTOGRADER_EXCHANGE"]):
    for name in ("reports/target/grades.jsonl", "reports/target/submissions.jsonl",
                 "grades.jsonl", "results.json", "pwned.json", "autograded/a13-records/pwned"):
        try:
            path = Path(root) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.write(line)
        except OSError:
            pass
    try:
        database = sqlite3.connect(f"{root}/gradebook.db", timeout=0.5)
        database.execute("update grade set auto_score = 16, manual_score = 16")
        database.commit()
    except sqlite3.Error:
        pass
for folder in ("@CANARY@", "@HOME@", "@TMP@", "@SHM@", "@SUBMITTED@", "@NEIGHBOUR@", "/tmp",
               "/dev/shm", "/var/tmp", "@COURSE@/solutions/target"):
    for name in ("pwned-by-13", "canary.txt", "sitecustomize.py"):
        try:
            (Path(folder) / name).write_text("pwned")
        except OSError:
            pass
"""
# Where requests, replies and evidence are written and read, there are links instead.
LINKS = """
import os
from pathlib import Path
answer = 1
exchange = Path(os.environ["AUTOGRADER_EXCHANGE"])
goals = ["@CANARY@", "@OUT@/reports", "@COURSE@/solutions/target", "@CANARY@/canary-folder"]
for number in range(40):
    for name in (f"request-{number}", f"reply-{number}"):
        try:
            (exchange / name).symlink_to(goals[number % len(goals)])
        except OSError:
            pass
def scale(images):
    return np.zeros((len(images), 784))
"""
# The evidence itself is links, to what the judge would read and the student would not.
EVIDENCE_LINKS = """
import os
from pathlib import Path
answer = 1
exchange = Path(os.environ["AUTOGRADER_EXCHANGE"])
for number in range(10, 30):
    (exchange / f"position-{number}.json").symlink_to("@CANARY@/canary.txt")
    (exchange / f"{number:064x}.npy").symlink_to("@COURSE@/.autograder/holdout-secret")
for name in (".part", "evidence", "results.json", "target.ipynb"):
    for folder in (exchange, exchange.parent, Path.home()):
        try:
            (folder / name).symlink_to("@CANARY@/canary.txt")
        except OSError:
            pass
def scale(images):
    return np.zeros((len(images), 784))
"""
# The folder itself is replaced, after the coordinator has seen it.
MOVED = """
import os
from pathlib import Path
answer = 7850.5
exchange = Path(os.environ["AUTOGRADER_EXCHANGE"])
def scale(images):
    for folder in (exchange, exchange.parent / "connection", exchange.parent / "home"):
        try:
            folder.rename(folder.with_name(f"{folder.name}-moved"))
            folder.symlink_to("@CANARY@/canary-folder")
        except OSError:
            pass
    return np.zeros((len(images), 784))
"""
# Folder and link take turns while the coordinator writes.
RACE = """
import os, threading, time
from pathlib import Path
answer = 1
exchange = Path(os.environ["AUTOGRADER_EXCHANGE"])
def flip():
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for number in range(1, 4):
            folder = exchange / f"request-{number}"
            try:
                if folder.is_symlink():
                    folder.unlink()
                    folder.mkdir()
                elif folder.exists():
                    folder.rename(exchange / f"gone-{number}-{time.monotonic_ns()}")
                    folder.symlink_to("@CANARY@")
                else:
                    folder.symlink_to("@CANARY@")
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=flip, daemon=True).start()
def scale(images):
    return np.zeros((len(images), 784))
"""

FORMS = [
    Attack("records", {"answer": RECORDS}),
    Attack("links", {"scale": LINKS}),
    Attack("evidence-links", {"scale": EVIDENCE_LINKS}, says="The evidence could not be read"),
    Attack("moved-folder", {"scale": MOVED}),
    Attack("race", {"scale": RACE}),
]
