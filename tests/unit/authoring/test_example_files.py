"""Example submissions: what they are made into, and one clear message for each mistake."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.authoring.examples import Loss, load_examples, write_examples
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.errors import SourceError

GOOD = """\
# /// example
# title = "Adds two"
# kind = "wrong"
# [loses]
# double = "add 2"
# ///

# %% solution="double"
def double(values):
    return values + 2

# %% [markdown] answer="why"
# Because.
"""


def load(course: Course, text: str) -> list[str]:
    folder = course.examples / "small"
    for path in folder.glob("*.py"):
        path.unlink()
    (folder / "mine.py").write_text(text, encoding="utf-8")
    return [example.name for example in load_examples(course, load_assignment(course, "small"))]


def test_examples_of_the_tiny_course(tiny_course: Course) -> None:
    found = load_examples(tiny_course, load_assignment(tiny_course, "small"))
    assert [(e.name, e.kind) for e in found] == [
        ("reference", "reference"),
        ("untouched", "untouched"),
        ("adds-two", "wrong"),
        ("loses-sign", "wrong"),
        ("with-loop", "correct"),
    ]
    assert found[2].loses == {"double": Loss(0.0, "you add 2")}
    assert found[3].loses == {"double": Loss(0.5, "sign is lost")}
    assert found[3].answers == {"why": "Because it is the first odd prime."}


def test_examples_become_submissions(tiny_course: Course, tmp_path: Path) -> None:
    written = write_examples(tiny_course, "small", tmp_path, ["reference", "untouched", "adds-two"])
    assert [example.name for example in written] == ["reference", "untouched", "adds-two"]

    def cells(name: str) -> dict[str, str]:
        notebook = nbformat.read(tmp_path / name / "small" / "small.ipynb", as_version=4)
        nbformat.validate(notebook)
        return {cell.id: cell.source for cell in notebook.cells}

    assert cells("reference")["solution-number"] == "x = None\nx = 3"
    assert cells("untouched")["solution-number"] == "x = None\n# YOUR CODE HERE"
    assert cells("adds-two")["solution-double"] == "def double(values):\n    return values + 2"
    assert cells("adds-two")["solution-number"] == "x = None\nx = 3"
    for name in ("reference", "untouched", "adds-two"):
        assert "secret_of_the_test" not in "".join(cells(name).values())


def test_without_a_built_notebook(tiny_course: Course, tmp_path: Path) -> None:
    tiny_course.student_notebook("small").unlink()
    with pytest.raises(SourceError, match="has not been built; run 'make build'"):
        write_examples(tiny_course, "small", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# /// example", "# /// assignment", "mine.py:1: it does not open with a '# /// example'"),
        ('kind = "wrong"', "kind = wrong", "the example block is not valid TOML"),
        ('kind = "wrong"', 'kind = "bad"', "kind must be 'correct' or 'wrong'"),
        ('# kind = "wrong"\n', "", "kind must be 'correct' or 'wrong'"),
        ('kind = "wrong"', 'kind = "correct"', "a correct one none"),
        ('# double = "add 2"\n', "", "a wrong example names the tests it loses"),
        ("# double =", "# triple =", "there is no test triple"),
        ('"add 2"', "3", "a loss is text, or a table of fraction and message"),
        ('"add 2"', "{ fraction = 0.5 }", "a loss is text, or a table of fraction and message"),
        ('"add 2"', '{ fraction = "half", message = "a" }', "the fraction of a loss must be"),
        ('"add 2"', '{ fraction = 1.5, message = "a" }', "the fraction of a loss must be"),
        ('# [loses]\n# double = "add 2"\n', '# loses = "double"\n', "[loses] must be a table"),
        ('solution="double"', 'solution="triple"', "mine.py:8: there is no solution 'triple'"),
        ('answer="why"', 'answer="how"', "mine.py:12: there is no answer 'how'"),
        ('solution="double"', 'soluton="double"', "mine.py:8: a cell needs solution= or answer="),
        ('# %% [markdown] answer="why"\n# Because.', '# %% solution="double"\nx = 1',
         "mine.py:12: solution 'double' occurs twice"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_message(tiny_course: Course, old: str, new: str, said: str) -> None:
    assert load(tiny_course, GOOD) == ["reference", "untouched", "mine"]
    assert old in GOOD
    with pytest.raises(SourceError) as caught:
        load(tiny_course, GOOD.replace(old, new, 1))
    assert said in str(caught.value)
    assert "mine.py" in str(caught.value)
