"""The table of damaged forms: what is done to a good submission, and what must come of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Content = dict[str, Any]
FULL = 7.0  # what the tests of the tiny course give for the good submission
ANSWER = "Because it is the first odd prime. Größer ist möglich."


@dataclass(frozen=True)
class Form:
    """One form in which a submission may arrive.

    Attributes:
        name: used as student id.
        title: what happened to it.
        write: puts the damaged submission of a good notebook into a folder.
        score: what it should get.
        status: graded, needs_attention or rejected.
        codes: problems that must be named; no others may be.
        says: words of a problem's message.
        work: whether the student's work is still in it.
        why: why work that is still in it does not get its points; empty if it does.
        answer: whether the written answer must come through.
    """

    name: str
    title: str
    write: Callable[[Content, Path], None]
    score: float = FULL
    status: str = "graded"
    codes: tuple[str, ...] = ()
    says: str = ""
    work: bool = True
    why: str = ""
    answer: bool = True


FORMS: list[Form] = []


def changed(title: str, **expected: Any) -> Callable[[Callable[[Content], None]], None]:
    """Register a change of the notebook's content; the file has its right name and form."""

    def register(change: Callable[[Content], None]) -> None:
        def write(content: Content, folder: Path) -> None:
            change(content)
            put(folder / "small.ipynb", content)

        FORMS.append(Form(_name(change), title, write, **_filled(expected)))

    return register


def written(title: str, **expected: Any) -> Callable[[Callable[[Content, Path], None]], None]:
    """Register another way to write the notebook, or something instead, into its folder."""

    def register(write: Callable[[Content, Path], None]) -> None:
        FORMS.append(Form(_name(write), title, write, **_filled(expected)))

    return register


def _name(function: Callable[..., None]) -> str:
    return function.__name__.replace("_", "-")


def _filled(expected: dict[str, Any]) -> dict[str, Any]:
    """What is not graded gets no points; what does not hold the work has no answer."""
    if expected.get("status", "graded") != "graded":
        expected = {"score": 0.0, "answer": False, **expected}
        expected.setdefault("work", bool(expected.get("why")))
    return expected


def put(path: Path, content: Content) -> None:
    """Write a notebook as Jupyter does."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


def text_of(content: Content) -> str:
    """A notebook as the text of a file, as Jupyter writes it."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def cell_of(content: Content, name: str) -> dict[str, Any]:
    """The cell with a grade id, or the answer to a question ('answer why')."""
    return content["cells"][place_of(content, name)]


def place_of(content: Content, name: str) -> int:
    """Its place."""
    for place, cell in enumerate(content["cells"]):
        answer = cell["metadata"].get("autograder", {}).get("answer")
        if name in (cell["metadata"].get("nbgrader", {}).get("grade_id"), f"answer {answer}"):
            return place
    raise KeyError(name)


def source_of(cell: dict[str, Any]) -> str:
    """A cell's source as one text."""
    return "".join(cell["source"])


def code(source: str) -> dict[str, Any]:
    """A new cell of code."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [],
            "execution_count": None}  # fmt: skip


def text(source: str) -> dict[str, Any]:
    """A new cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def clone(cell: dict[str, Any]) -> dict[str, Any]:
    """A copy of a cell."""
    return copy.deepcopy(cell)


def without_ids(content: Content, minor: int = 4) -> None:
    """As nbformat before 4.5 writes it."""
    content["nbformat_minor"] = minor
    for cell in content["cells"]:
        cell.pop("id", None)


def without_marks(content: Content) -> None:
    """Metadata and ids of cells go, as in an editor that knows neither."""
    without_ids(content)
    for cell in content["cells"]:
        cell["metadata"] = {}
