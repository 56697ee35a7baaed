"""Processes that want to outlive the run; each leaves a mark if it does."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 29
TITLE = "a daemon that outlives the run"

# Ends by itself after a minute and a half.
STAYS = r"""
import os, signal, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
stop = time.monotonic() + 90
while time.monotonic() < stop:
    for place in ("@CANARY@", "@TMP@", "@OUT@", "/dev/shm", "/tmp", os.getcwd()):
        try:
            open(os.path.join(place, "pwned-29"), "a").write("x")
        except OSError:
            pass
    time.sleep(0.2)
os._exit(0)
"""
DOUBLE_FORK = f"""
import os
source = {STAYS!r}
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(256):
            try:
                os.close(descriptor)
            except OSError:
                pass
        exec(source)
    os._exit(0)
"""
NEW_SESSION = f"""
import subprocess, sys
source = {STAYS!r}
for command in ([sys.executable, "-c", source], ["nohup", sys.executable, "-c", source],
                ["setsid", sys.executable, "-c", source]):
    try:
        subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as error:
        print(error.strerror)
"""
UNSHARED = f"""
import subprocess, sys
source = {STAYS!r}
for options in (["-U", "-r", "-p", "-f"], ["-p", "-f"], ["-U", "-r", "-m"]):
    try:
        subprocess.Popen(["unshare", *options, sys.executable, "-c", source],
                         start_new_session=True, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError as error:
        print(error.strerror)
"""
# Starts again whatever ends it, and does not die with its parent.
KEEPERS = f"""
import ctypes, os, time
source = {STAYS!r}
ctypes.CDLL(None).prctl(1, 0)
if os.fork() == 0:
    os.setsid()
    stop = time.monotonic() + 60
    while time.monotonic() < stop:
        try:
            pid = os.fork()
        except OSError:
            time.sleep(0.2)
            continue
        if pid == 0:
            exec(source)
        os.waitpid(pid, 0)
    os._exit(0)
"""
THREADS = f"""
import threading, os
source = {STAYS!r}.replace("os._exit(0)", "pass")
for _ in range(3):
    threading.Thread(target=exec, args=(source, {{}}), daemon=False).start()
"""
WHEN_CALLED = f"""
def scale(images):
    import subprocess, sys
    subprocess.Popen([sys.executable, "-c", {STAYS!r}], start_new_session=True,
                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)
"""

FORMS = [
    Attack("double-fork", {"answer": DOUBLE_FORK}),
    Attack("new-session", {"answer": NEW_SESSION}),
    Attack("unshared", {"answer": UNSHARED}),
    Attack("keepers", {"answer": KEEPERS}),
    Attack("threads", {"answer": THREADS}),
    Attack("when-called", {"scale": WHEN_CALLED}),
]
