"""Files of all forms are read as notebooks; one that is none has a code and a sentence."""

from __future__ import annotations

import json

import nbformat
import pytest

from autograder.errors import SubmissionError
from autograder.intake.notebook_reader import MAX_CELLS, read_notebook
from autograder.intake.overlay import overlay
from autograder.intake.submission import Problem, SubmissionFolder
from autograder.intake.taking_in import take_in
from tests.unit.intake.conftest import Notebook
from tests.unit.intake.laid_notebooks import check_whole, sources


def test_nbformat_3(solved: Notebook, released: Notebook) -> None:
    old = nbformat.convert(nbformat.from_dict(json.loads(json.dumps(solved))), 3)
    notebook = read_notebook("anna", "small.ipynb", nbformat.v3.writes_json(old)).notebook
    laid, problems = overlay(notebook, released)
    check_whole(laid, released)
    assert problems == []
    assert sources(laid)["double"] == "# solved\ndouble = 1"


def test_half_surrogates_can_be_written(solved: Notebook, released: Notebook) -> None:
    text = json.dumps(solved).replace("mine = 1", "mine = '\\ud800'")
    laid, _ = overlay(read_notebook("anna", "small.ipynb", text).notebook, released)
    assert "mine = '?'" in [cell.source for cell in laid.cells]
    nbformat.writes(laid).encode("utf-8")


def test_a_renamed_file_with_a_byte_order_mark(
    solved: Notebook, released: Notebook, submission_folder: SubmissionFolder
) -> None:
    path = submission_folder.path / "small (1).ipynb"
    path.write_text("\ufeff" + nbformat.writes(solved), encoding="utf-8")
    (submission_folder.path / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC\n")
    taken = take_in(submission_folder, released)
    check_whole(taken.notebook, released)
    assert taken.problems == (Problem("renamed", "The notebook was called 'small (1).ipynb'."),)
    assert (taken.student, taken.assignment) == ("anna", "small")
    assert taken.timestamp == "2027-03-01 10:00:00 UTC"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        (" \n\t", "empty_file"),
        ("{", "unreadable_json"),
        ("# a program\nx = 3", "unreadable_json"),
        ("[" * 100_000 + "]" * 100_000, "unreadable_json"),
        ("[]", "not_a_notebook"),
        ("3", "not_a_notebook"),
        ("null", "not_a_notebook"),
        ('{"cells": []}', "not_a_notebook"),
        ('{"nbformat": 4}', "not_a_notebook"),
        ('{"nbformat": "four", "cells": []}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "cells": 3, "metadata": {}}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "cells": [3], "metadata": {}}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"cell_type": "code", "metadata": {}, "source": 3}]}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"cell_type": "applet", "metadata": {}, "source": ""}]}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"metadata": {}, "source": ""}]}', "not_a_notebook"),
        ('{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}', "not_a_notebook"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_has_a_code_and_a_sentence(text: str, code: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_notebook("anna", "small.ipynb", text)
    assert caught.value.code == code
    assert str(caught.value).startswith("anna: small.ipynb ")
    assert "Jupyter" in caught.value.remedy


def test_too_many_cells() -> None:
    cells = [nbformat.v4.new_code_cell("1") for _ in range(MAX_CELLS + 1)]
    text = json.dumps(nbformat.v4.new_notebook(cells=cells))
    with pytest.raises(SubmissionError) as caught:
        read_notebook("anna", "small.ipynb", text)
    assert caught.value.code == "too_many_cells"
