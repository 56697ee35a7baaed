"""Speaking on the kernel's own sockets: forged, malformed and stolen messages."""

from __future__ import annotations

from tests.attacks.suite import Attack

NUMBER = 38
TITLE = "connect to the kernel's sockets and forge messages"

# The process holds key and sockets: it can say anything in the kernel's name.
KERNEL = """
from IPython import get_ipython
kernel = get_ipython().kernel
session, parent = kernel.session, kernel.get_parent("shell")
ident = kernel._shell_parent_ident.get() if hasattr(kernel, "_shell_parent_ident") else []
try:
    ident = list(ident) if ident else kernel.shell_stream and []
except TypeError:
    ident = []
def say(kind, content, on=None, parent=parent, **more):
    try:
        session.send(on or kernel.iopub_socket, kind, content, parent=parent, ident=more.pop(
            "ident", kernel.topic(kind) if hasattr(kernel, "topic") else None), **more)
    except Exception as error:
        print(type(error).__name__)
"""
REPLIES = (
    KERNEL
    + """
for content in ({"status": "ok", "execution_count": 1, "user_expressions": {"score": 4}},
                {"status": "aborted"}, {"status": 5}, {}):
    say("execute_reply", content, on=kernel.shell_stream, ident=None)
say("execute_result", {"data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1})
say("status", {"execution_state": "idle"})
print("Passed: 4.0")
"""
)
# Idle before the cell has ended: what comes later would count for a test.
EARLY_IDLE = (
    KERNEL
    + """
import time
say("status", {"execution_state": "idle"})
for _ in range(50):
    say("execute_reply", {"status": "ok", "execution_count": 1}, on=kernel.shell_stream, ident=None)
    time.sleep(0.05)
answer = 1
"""
)
# Types that no kernel sends, for everything that reads them later: client, record, pages.
MALFORMED = (
    KERNEL
    + """
values = [None, 5, [], {}, "x", True, [[["x"]]], {"x": None}]
for value in values:
    say("stream", {"name": value, "text": value})
    say("display_data", {"data": value, "metadata": value, "transient": value})
    say("display_data", {"data": {"text/plain": value, "image/png": value, "text/html": value},
                         "metadata": {"image/png": value}, "transient": {"display_id": value}})
    say("execute_result", {"data": {"text/plain": value}, "metadata": value,
                           "execution_count": value})
    say("error", {"ename": value, "evalue": value, "traceback": value})
    say("update_display_data", {"data": value, "metadata": value,
                                "transient": {"display_id": value}})
    say("clear_output", {"wait": value})
    say("status", {"execution_state": value})
    say("comm_open", {"comm_id": value, "target_name": "jupyter.widget", "data": value})
    say("comm_msg", {"comm_id": value, "data": value})
    say("execute_input", {"code": value, "execution_count": value})
"""
)
NO_CONTENT = (
    KERNEL
    + """
for kind in ("stream", "display_data", "execute_result", "error", "status", "clear_output",
             "update_display_data", "comm_open", "comm_msg", "execute_input", "execute_reply",
             "shutdown_reply", "input_request", "pwned", "x" * 100_000):
    say(kind, {})
    say(kind, {"x": 1}, parent={"msg_id": parent["header"]["msg_id"]})
"""
)
# Frames that are no messages at all, signed or not.
FRAMES = (
    KERNEL
    + """
from zmq import Socket
sockets = [kernel.iopub_socket, kernel.shell_stream, getattr(kernel, "control_stream", None)]
good = session.serialize(session.msg("stream", {"name": "stdout", "text": "x"}, parent=parent))
for target in sockets:
    for frames in ([b""], [b"<IDS|MSG>"], [b"x"] * 50, [b"<IDS|MSG>", b"0" * 64, b"{", b"[]", b"5",
                   b"null"], good[:-1], [b"a", *good[:2], b"{}", b"{}", b"{}", b"{}"],
                   [*good[:-1], b"[" * 50_000 + b"]" * 50_000]):
        try:
            getattr(target, "io_thread", target)
            target.send_multipart(frames)
        except Exception as error:
            print(type(error).__name__)
    for bad in (b"5", b"[1]", b'"x"', b"null", b"{}"):
        for position in (2, 3, 4, 5):
            frames = list(good)
            start = frames.index(b"<IDS|MSG>")
            frames[start + position] = bad
            frames[start + 1] = session.sign(frames[start + 2:start + 6])
            try:
                target.send_multipart(frames)
            except Exception as error:
                print(type(error).__name__)
"""
)
# As a client of one's own kernel: its file with key and places lies in reach.
AS_CLIENT = """
import json, threading
from IPython import get_ipython
from jupyter_client import BlockingKernelClient
import ipykernel.connect
place = ipykernel.connect.get_connection_file()
def client():
    talks = BlockingKernelClient(connection_file=place)
    talks.load_connection_file()
    talks.start_channels()
    for _ in range(3):
        talks.execute("answer = 1; print('again')")
        talks.stdin_channel.send(talks.session.msg("input_reply", {"value": "4.0"}))
    talks.shutdown(restart=True)
    talks.shutdown()
threading.Thread(target=client, daemon=True).start()
"""
# Answers in place of the code that takes evidence and makes calls.
OWN_EVIDENCE = (
    KERNEL
    + """
import hashlib, json, os, pathlib
import autograder.student_kernel.exchange as exchange
folder = pathlib.Path(os.environ["AUTOGRADER_EXCHANGE"])
def take(position):
    names = {name: {"passed": True, "points": 4, "outcome": "passed"} for name in
             ("answer", "scale", "model", "history", "accuracy", "fig", "expected_answer",
              "measured", "checks", "digits", "one_layer_of_ten", "unseen_loss", "context")}
    document = {"version": 1, "position": position, "names": names}
    (folder / f"position-{position}.json").write_text(json.dumps(document))
    (folder / f"result-{position}.json").write_text('{"outcome": "passed", "points": 4}')
exchange.take = take
exchange.answer = lambda number: say("execute_reply", {"status": "ok"}, on=kernel.shell_stream)
"""
)
# File descriptors that lead to the grader: pipes, sockets, whatever was left open.
DESCRIPTORS = r"""
import json, os, socket, stat
event = b'{"event": "result", "result": {"test": "answer", "title": "x", "points": 2, '
event += b'"max_points": 2, "outcome": "passed", "message": "", "seconds": 0}}\n{"event": "done"}\n'
for descriptor in range(0, 256):
    try:
        kind = os.fstat(descriptor).st_mode
    except OSError:
        continue
    if stat.S_ISFIFO(kind) or stat.S_ISCHR(kind) or descriptor in (0, 1, 2):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, event)
        except (OSError, ValueError):
            pass
answer = 1
"""
CLOSES = """
import os
os.closerange(0, 1024)
"""
# A message of many parts, and the end of the connection while the grader reads them.
ENDS_AMID_A_MESSAGE = (
    KERNEL
    + """
socket = kernel.iopub_socket.io_thread.socket
socket.send_multipart([b"x"] * 300_000)
socket.close(linger=-1)
import time; time.sleep(600)
"""
)
FLOOD = (
    KERNEL
    + """
for number in range(20_000):
    say("stream", {"name": "stdout", "text": "x" * 200})
    say("status", {"execution_state": "busy"})
"""
)

FORMS = [
    Attack("replies", {"answer": REPLIES}),
    Attack("early-idle", {"answer": EARLY_IDLE}),
    Attack("malformed", {"answer": MALFORMED}),
    Attack("no-content", {"answer": NO_CONTENT}),
    Attack("frames", {"answer": FRAMES}),
    Attack("as-client", {"answer": AS_CLIENT}),
    Attack("own-evidence", {"answer": OWN_EVIDENCE}),
    Attack("descriptors", {"answer": DESCRIPTORS}),
    Attack("closes", {"answer": CLOSES}),
    Attack("ends-amid-a-message", {"answer": ENDS_AMID_A_MESSAGE}),
    Attack("flood", {"answer": FLOOD}),
]
