"""Files that were made to cost time or memory are refused, or read, in bounded time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import nbformat
import pytest

from autograder.errors import SubmissionError
from autograder.intake.folders import SubmittedFiles
from autograder.intake.large_notebooks import small_text
from autograder.intake.taking_in import take_in_files
from tests.unit.intake.conftest import Notebook

PAGE = "<html><div class='jp-Cell jp-CodeCell'><div class='jp-InputArea-editor'>"
SECONDS = 20.0  # of processor time; alone, none takes more than a quarter of it


def cells(number: int, source: str) -> str:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell] * number}
    )


HOSTILE: dict[str, Callable[[], str]] = {
    "brackets": lambda: '{"cells": ' + "[" * 20_000_000,
    "tables": lambda: '{"cells": [' + '{"id":' * 3_000_000,
    "cells-in-cells": lambda: '{"cells": [' + '{"cell_type":{"id":[' * 900_000,
    "strings": lambda: '{"cells": [' + '"",' * 6_000_000 + "]}",
    "an-open-string": lambda: '{"cells": [{"source": "' + "\\n" * 10_000_000,
    "quotes": lambda: '{"cells": [' + "\u201d" * 10_000_000,
    "white-space": lambda: '{"cells"' + " " * 20_000_000 + ": [",
    "numbers": lambda: '{"cells": [' + "9" * 5_000_000 + "]}",
    "marks-of-cells": lambda: "# %%\n" * 2_000_000,
    "comments": lambda: "# %%\nx\n" + "\n\n# y" * 2_000_000,
    "large-cells": lambda: cells(1500, "x = 3\n" * 2_000),
    "nested-code": lambda: cells(20, "(" * 40_000),
    "long-expressions": lambda: cells(20, "x = " + "-" * 20_000 + "1"),
    "tests-nearly": lambda: cells(1500, "assert x is not None, " + "'x is still'" * 400),
    "open-comments": lambda: PAGE + "<!--" * 2_000_000,
    "open-tags": lambda: PAGE + "<a " * 2_000_000,
    "attributes": lambda: PAGE + "<a " + "x='" * 2_000_000,
    "open-scripts": lambda: PAGE + "<script></scrip" * 500_000,
    "nested-elements": lambda: PAGE + "<div class=jp-CodeCell>" * 300_000,
    "cells-of-a-page": lambda: PAGE + "<div class=jp-CodeCell></div>" * 300_000,
    "images": lambda: PAGE + "data:image/png;base64," * 300_000,
    "character-references": lambda: PAGE + "<pre>" + "&amp" * 2_000_000,
    "declarations": lambda: PAGE + "<![" * 2_000_000,
    "names": lambda: cells(1, "".join(f"n{number} = n{number - 1}\n" for number in range(3_000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_takes_bounded_time(name: str, released: Notebook) -> None:
    text = HOSTILE[name]()
    known = [json.loads(json.dumps(cell)) for cell in released.cells]
    if text.startswith('{"nbformat"'):  # the whole notebook stands before it
        content = json.loads(text)
        content["cells"] = known + content["cells"]
        text = json.dumps(content)
    started = time.process_time()
    try:
        small = small_text("mallory", "small.ipynb", text)
        taken = take_in_files("mallory", "small", SubmittedFiles("small.ipynb", small), released)
        nbformat.validate(taken.notebook)
    except SubmissionError as error:
        assert str(error).startswith("mallory: ")
    assert time.process_time() - started < SECONDS
