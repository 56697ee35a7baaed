"""Memory bombs, bounded: at most 12 GB if nothing stopped them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.attacks.suite import Attack

NUMBER = 26
TITLE = "a memory bomb, shared mmap too"

TELL = """
def tell(megabytes):
    if megabytes > 6000:
        print("BRE" + "ACH", megabytes, "MB")
"""
BYTES = f"""{TELL}
kept, total = [], 0
while total < 12000:
    kept.append(bytearray(b"x") * 256_000_000)
    total += 256
    tell(total)
"""
SHARED = f"""{TELL}
import mmap
kept, total = [], 0
while total < 12000:
    part = mmap.mmap(-1, 256_000_000)
    for start in range(0, 256_000_000, 4096):
        part[start] = 1
    kept.append(part)
    total += 256
    tell(total)
"""
MEMFD = f"""{TELL}
import os
kept, total, part = [], 0, b"x" * 16_000_000
while total < 12000:
    descriptor = os.memfd_create("pwned")
    kept.append(descriptor)
    for _ in range(16):
        os.write(descriptor, part)
    total += 256
    tell(total)
"""
SHM = f"""{TELL}
import os
total, part = 0, b"x" * 16_000_000
for place in ("/dev/shm", "/tmp", "/run", "/var/tmp"):
    try:
        with open(place + "/pwned-26", "wb") as file:
            while total < 6400:
                file.write(part)
                total += 16
                tell(total)
    except OSError as error:
        print(place, error.strerror)
"""
NUMPY = f"""{TELL}
kept, total = [], 0
while total < 12000:
    kept.append(np.ones(32_000_000))
    total += 256
    tell(total)
"""
CHILDREN = f"""{TELL}
import os, time
reader, writer = os.pipe()
for _ in range(24):
    try:
        if os.fork() == 0:
            try:
                kept = bytearray(b"x") * 500_000_000
                os.write(writer, b"x")
                time.sleep(30)
            finally:
                os._exit(0)
    except OSError:
        break
time.sleep(12)
os.set_blocking(reader, False)
try:
    tell(500 * len(os.read(reader, 100)))
except BlockingIOError:
    pass
"""
WHEN_CALLED = """
def scale(images):
    kept = []
    for _ in range(48):
        kept.append(bytearray(b"x") * 256_000_000)
"""
# Bytes that the judge would have to hold: a small file says that it is a large array.
IN_JUDGE = """
import hashlib, json, os, pathlib
import autograder.student_kernel.exchange as exchange
folder = pathlib.Path(os.environ["AUTOGRADER_EXCHANGE"])
header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
header += b" " * (118 - len(header)) + b"\\n"
content = b"\\x93NUMPY\\x01\\x00" + len(header).to_bytes(2, "little") + header
digest = hashlib.sha256(content).hexdigest()
(folder / f"{digest}.npy").write_bytes(content)
deep = "[" * 100_000 + "]" * 100_000
def take(position):
    tree = {"kind": "array", "blob": digest, "digest": digest, "shape": [10**12], "dtype": "<f8"}
    document = {"version": 1, "position": position, "names": {
        "answer": tree, "scale": tree, "model": tree, "history": tree, "accuracy": tree}}
    text = json.dumps(document)
    if position % 2:
        text = text.replace('"names": {', '"names": {"x": ' + deep + ", ")
    (folder / f"position-{position}.json").write_text(text)
exchange.take = take
answer = 7850
"""


def json_bomb(folder: Path) -> None:
    """A notebook whose metadata take a hundred times the memory of the file."""
    path = folder / "target.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"]["bomb"] = "@"
    text = json.dumps(notebook).replace('"@"', "[" + ",".join(["{}"] * 4_000_000) + "]")
    path.write_text(text, encoding="utf-8")


FORMS = [
    Attack("bytes", {"answer": BYTES}),
    Attack("shared-mmap", {"answer": SHARED}),
    Attack("memfd", {"answer": MEMFD}),
    Attack("shm", {"answer": SHM}),
    Attack("numpy", {"answer": NUMPY}),
    Attack("children", {"answer": CHILDREN}),
    Attack("when-called", {"answer": "@REFERENCE@", "scale": WHEN_CALLED}, honest={"answer": 2}),
    Attack("in-the-judge", {"answer": IN_JUDGE}),
    Attack("json-bomb", place=json_bomb),
]
