"""Pieces of printed text become one output, quickly whatever they are."""

from __future__ import annotations

import time

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.run.streams import joined_streams


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def test_pieces_are_joined_where_the_first_one_stood() -> None:
    shown = new_output("display_data", data={"text/plain": "5"})
    outputs = joined_streams([printed("a"), shown, printed("b\n"), printed("c")])
    assert [out.get("text") for out in outputs] == ["ab\nc", None]


def test_standard_output_stands_before_errors() -> None:
    outputs = joined_streams([printed("late", "stderr"), printed("early")])
    assert [out.name for out in outputs] == ["stdout", "stderr"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("10 %\r20 %\r30 %\ndone", "30 %\ndone"),
        ("one\r\ntwo\r\n", "one\r\ntwo\r\n"),
        ("waiting\r", "waiting\r"),
        ("\r", "\r"),
        ("", ""),
    ],
)
def test_what_was_written_over_is_gone(text: str, seen: str) -> None:
    assert joined_streams([printed(text)])[0].text == seen


def test_long_lines_in_many_pieces_take_no_time() -> None:
    piece = printed("x" * 2000)
    pieces = [NotebookNode(piece) for _ in range(2500)]
    started = time.monotonic()
    assert len(joined_streams(pieces)[0].text) == 5_000_000
    assert time.monotonic() - started < 5
