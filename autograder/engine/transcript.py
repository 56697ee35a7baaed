"""What a student's functions answered when the judge called them, to be asked again later.

A request is known by the digest of its document, which names its function and, by digest, all
arguments. The same request made twice is two requests: a function may well answer differently.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from autograder.judge.calls import REPLY_FOLDER, REQUEST_FOLDER, Answer

_DOCUMENT = "position-0.json"
Reply = dict[str, bytes]  # file name -> content


class NotAnswered(Exception):
    """A call was made that the transcript has no answer for."""


class Answers:
    """Answers by request and by how often it was made before."""

    def __init__(self) -> None:
        # The reply, how to read it when it is needed, or the error that there was instead.
        self._answers: dict[tuple[str, int], Reply | Callable[[], Reply] | str] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def add(self, request: str, times: int, answer: Reply | Callable[[], Reply] | str) -> None:
        """Keep an answer: the files of a reply, now or when they are needed, or an error."""
        self._answers[request, times] = answer

    def find(self, request: str, times: int) -> Reply | str | None:
        """The answer to a request that was made `times` times before, if it is known."""
        answer = self._answers.get((request, times))
        return answer() if callable(answer) else answer

    def are_alike(self, request: str) -> bool:
        """Whether a request was answered alike each time that it was made."""
        found = [self.find(*made) for made in self._answers if made[0] == request]
        return all(answer == found[0] for answer in found)

    def add_all(self, others: Answers) -> None:
        """Keep others too, where there is no answer yet."""
        self._answers = {**others._answers, **self._answers}

    def as_json(self, replies: list[Reply]) -> list[list[Any]]:
        """The answers as JSON values; replies are put into the list and named by index."""
        found: list[list[Any]] = []
        for (request, times), answer in self._answers.items():
            if isinstance(answer, str):
                found.append([request, times, answer])
            else:
                found.append([request, times, len(replies)])
                replies.append(answer() if callable(answer) else answer)
        return found

    @classmethod
    def from_json(
        cls, values: list[list[Any]], replies: Mapping[int, Reply | Callable[[], Reply]]
    ) -> Answers:
        """The inverse of `as_json`, with replies by index."""
        made = cls()
        for request, times, answer in values:
            made.add(request, times, answer if isinstance(answer, str) else replies[answer])
        return made


class RequestLog:
    """Which requests were made for what, and how often each was made so far.

    Attributes:
        made_for: test id, or empty for what comes after the tests -> requests, in order.
    """

    def __init__(self) -> None:
        self.made_for: dict[str, list[str]] = {}
        self._made: Counter[str] = Counter()
        self._for = ""

    def begin(self, test: str) -> None:
        """What is asked from now on is asked for this test."""
        self._for = test

    def pass_over(self, requests: Iterable[str]) -> None:
        """Count requests that would be made now, were their test run again."""
        self._made.update(requests)

    def made(self, request: str) -> int:
        """Take note of a request; how often it was made before."""
        self.made_for.setdefault(self._for, []).append(request)
        self._made[request] += 1
        return self._made[request] - 1


class _Requests:
    """Reads requests and counts how often each was made."""

    def __init__(self, folder: Path, log: RequestLog | None) -> None:
        self._folder = folder
        self._log = log or RequestLog()

    def next(self, number: int) -> tuple[str, int]:
        document = self._folder / REQUEST_FOLDER.format(number=number) / _DOCUMENT
        request = hashlib.sha256(document.read_bytes()).hexdigest()
        return request, self._log.made(request)

    def reply(self, number: int) -> Path:
        return self._folder / REPLY_FOLDER.format(number=number)


def recording(
    folder: Path, answer: Answer, answers: Answers, log: RequestLog | None = None
) -> Answer:
    """Have calls answered and keep the answers.

    Args:
        folder: of the evidence, where requests and replies are.
        answer: has a call answered in the student's process.
        answers: where answers are kept.
        log: takes note of all requests.
    """
    requests = _Requests(folder, log)
    known: dict[str, bytes] = {}  # a function that is called often may answer megabytes each time

    def read(path: Path) -> bytes:
        content = path.read_bytes()
        first = known.setdefault(path.name, content)
        return first if first == content else content

    def answer_and_keep(number: int) -> dict[str, Any]:
        request, times = requests.next(number)
        shutil.rmtree(requests.reply(number), ignore_errors=True)
        answered = answer(number)
        if "error" in answered:
            answers.add(request, times, str(answered["error"]))
        else:
            reply = requests.reply(number)
            answers.add(request, times, {p.name: read(p) for p in sorted(reply.iterdir())})
        return answered

    return answer_and_keep


def replaying(folder: Path, answers: Answers, log: RequestLog | None = None) -> Answer:
    """Answer calls from kept answers; raises `NotAnswered` where there is none.

    Args:
        folder: of the evidence, where requests and replies are.
        answers: what was kept.
        log: takes note of all requests.
    """
    requests = _Requests(folder, log)

    def replay(number: int) -> dict[str, Any]:
        answer = answers.find(*requests.next(number))
        shutil.rmtree(folder / REQUEST_FOLDER.format(number=number), ignore_errors=True)
        if answer is None:
            raise NotAnswered
        if isinstance(answer, str):
            return {"error": answer}
        reply = requests.reply(number)
        shutil.rmtree(reply, ignore_errors=True)
        reply.mkdir()
        for name, content in answer.items():
            (reply / name).write_bytes(content)
        reply.chmod(0o755)
        return {}

    return replay
