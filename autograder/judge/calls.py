"""Calls of student functions from the judge: arguments and results cross as data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import EvidenceError
from autograder.evidence import BlobReader, BlobWriter, Bundle, Decoder, encode_call, write_bundle

REQUEST_FOLDER, REPLY_FOLDER = "request-{number}", "reply-{number}"
# Has a call answered: takes its number, returns {} when there is a reply, or {"error": text}.
Answer = Callable[[int], dict[str, Any]]


class StudentCallError(Exception):
    """A function of the student's raised, took too long, or its process is gone."""


class Calls:
    """Makes calls; each has a folder for its request and one for its reply.

    Args:
        folder: where these folders are, private to judge and coordinator.
        answer: has a call answered in the student's process.
    """

    def __init__(self, folder: Path, answer: Answer) -> None:
        self._folder = folder
        self._answer = answer
        self._number = 0

    def __call__(self, handle: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The result of the function that the handle stands for.

        Raises:
            StudentCallError: it raised, took too long, or its process is gone.
            EvidenceError: its result can't be read.
            TypeError: an argument can't cross, which is a fault of the test.
        """
        self._number += 1
        request = self._folder / REQUEST_FOLDER.format(number=self._number)
        tree = encode_call(args, kwargs, BlobWriter(request))
        write_bundle(request, 0, {"handle": handle, "call": tree})
        answer = self._answer(self._number)
        if "error" in answer:
            raise StudentCallError(str(answer["error"]))
        reply = self._folder / REPLY_FOLDER.format(number=self._number)
        trees = Bundle(reply).trees(0)
        decoder = Decoder(BlobReader(reply), self)
        if "raised" in trees:
            raised = decoder.decode(trees["raised"])
            raise StudentCallError(f"Your function raised {raised}")
        if "result" not in trees:
            raise EvidenceError("A reply has no result.")
        return decoder.decode(trees["result"])
