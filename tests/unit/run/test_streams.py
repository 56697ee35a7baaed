"""What a cell prints is joined as nbclient would, in much less time."""

from __future__ import annotations

import re
import time

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.run.streams import joined_streams


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def shown(*outputs: NotebookNode) -> list[str]:
    return [output.get("text", output.output_type) for output in joined_streams(list(outputs))]


def test_parts_are_joined_where_the_first_stood() -> None:
    figure = new_output("display_data", data={})
    assert shown(stream("a"), stream("b\n"), figure, stream("c"), stream("!", "stderr")) == [
        "ab\nc",
        "display_data",
        "!",
    ]


def test_standard_output_comes_first_where_order_is_chance() -> None:
    figure = new_output("display_data", data={})
    assert shown(stream("!", "stderr"), stream("a"), stream("b")) == ["ab", "!"]
    assert shown(stream("!", "stderr"), figure, stream("a")) == ["!", "display_data", "a"]
    assert shown(stream("!", "stderr"), stream("a"), figure) == ["a", "!", "display_data"]


@pytest.mark.parametrize(
    "text",
    ["1/3\r2/3\r3/3\n", "1\r", "1\r\r\n2", "a\r\nb", "a\n\rb", "\r", "", "a\rb\r\nc\rd", "\r\r\r"],
)
def test_what_is_overwritten_is_gone(text: str) -> None:
    assert shown(stream(text)) == [re.sub(r".*\r(?=[^\n])", "", text)]


def test_parts_may_be_cut_within_a_line() -> None:
    assert shown(stream("1/3\r"), stream("2/3"), stream("\r3/3\n")) == ["3/3\n"]


@pytest.mark.parametrize("piece", ["a", "\r", "\n", "a\r", "a\r\n"])
def test_long_texts_take_little_time(piece: str) -> None:
    started = time.process_time()
    joined_streams([stream(piece * (5_000_000 // len(piece)))])
    assert time.process_time() - started < 20  # seconds; 1 on a free core
