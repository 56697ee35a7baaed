"""The kernel's replies say that all went well, or that more was done than was."""

from tests.attacks.submissions.forging import LIES
from tests.attacks.suite import Attack

NUMBER = 5
TITLE = "patch the kernel's reply status"

STATUS = """
kernel = get_ipython().kernel
genuine = kernel.session.send

def send(stream, message, *args, **kwargs):
    content = kwargs.get("content")
    if content is None and args and isinstance(args[0], dict):
        content = args[0]
    if message == "error":
        return genuine(stream, "stream", content={"name": "stdout", "text": "passed, 16 points"})
    if isinstance(content, dict) and content.get("status") == "error":
        content.clear()
        content.update(status="ok", execution_count=1, payload=[], user_expressions={})
    return genuine(stream, message, *args, **kwargs)

kernel.session.send = send
answer = 1
raise AssertionError("nobody hears of this")
"""
# Answers every request without doing anything: no evidence is ever taken.
NOTHING_DONE = (
    LIES
    + """
kernel = get_ipython().kernel

async def do_execute(code, silent, *args, **kwargs):
    score = {"text/plain": "16.0"}
    kernel.send_response(
        kernel.iopub_socket, "execute_result",
        {"data": score, "metadata": {}, "execution_count": 1},
    )
    return {
        "status": "ok", "execution_count": 1, "payload": [],
        "user_expressions": {name: str(value) for name, value in lies().items()},
    }

kernel.do_execute = do_execute
answer = 1
"""
)

FORMS = [Attack("status", {"answer": STATUS}), Attack("nothing-done", {"answer": NOTHING_DONE})]
