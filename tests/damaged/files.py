"""Forms in which the file itself is damaged, is another one, or lies in another place."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.damaged.form import (
    Content,
    cell_of,
    changed,
    code,
    put,
    text,
    text_of,
    written,
)

ROOT = os.geteuid() == 0
UNSOLVED = {"solution-number": "x = None\n# YOUR CODE HERE", "solution-picture": "fig = None",
            "solution-double": "def double(values):\n    pass"}  # fmt: skip


def unsolved(content: Content) -> Content:
    """The same notebook before anything was done."""
    made = json.loads(json.dumps(content))
    for name, source in UNSOLVED.items():
        cell = cell_of(made, name)
        cell["source"] = source
    cell_of(made, "solution-double")["source"] = (
        'def double(values):\n    """Twice the values: an array of the same shape."""\n'
        "    # YOUR CODE HERE"
    )
    cell_of(made, "solution-picture")["source"] = "fig = None\n# YOUR CODE HERE"
    cell_of(made, "answer why")["source"] = "*Write your answer here.*"
    return made


# Names and places ----------------------------------------------------------------------------


@written("Renamed", codes=("renamed",))
def renamed(content: Content, folder: Path) -> None:
    put(folder / "homework final (2).ipynb", content)


@written("Saved as text by a browser", codes=("renamed",))
def ending_txt(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb.txt", content)


@written("Saved as JSON by a browser", codes=("renamed",))
def ending_json(content: Content, folder: Path) -> None:
    put(folder / "small.json", content)


@written("In a folder within", codes=("renamed",))
def in_a_folder(content: Content, folder: Path) -> None:
    (folder / "my homework").mkdir()
    put(folder / "my homework" / "small.ipynb", content)


@written("Deep in a folder within, beside a page and a checkpoint", codes=("renamed",))
def deep_in_a_folder(content: Content, folder: Path) -> None:
    inner = folder / "nn" / "week 1"
    (inner / ".ipynb_checkpoints").mkdir(parents=True)
    put(inner / "mine.ipynb", content)
    put(inner / ".ipynb_checkpoints" / "mine-checkpoint.ipynb", unsolved(content))
    (folder / "small.html").write_text("<html></html>")


@written("Two notebooks, the right one solved")
def beside_an_untouched_one(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb", content)
    put(folder / "small-Copy1.ipynb", unsolved(content))


@written("Two notebooks, the one of the right name untouched",
         codes=("renamed", "several_notebooks"))  # fmt: skip
def solved_under_another_name(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb", unsolved(content))
    put(folder / "small (1).ipynb", content)


@written("Two notebooks, the one of the right name broken",
         codes=("renamed", "several_notebooks"))  # fmt: skip
def broken_under_the_right_name(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_text("{")
    put(folder / "small (1).ipynb", content)


@written("Several notebooks, one of them solved", codes=("renamed", "several_notebooks"))
def one_of_several(content: Content, folder: Path) -> None:
    put(folder / "a.ipynb", unsolved(content))
    put(folder / "b.ipynb", content)
    put(folder / "c.ipynb", {**content, "cells": [code("import this")]})


@written("Another notebook with other work beside the right one", codes=("other_notebooks",))
def beside_other_work(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb", content)
    other = json.loads(json.dumps(content))
    cell_of(other, "solution-number")["source"] = "x = 2"
    put(folder / "older.ipynb", other)


@written("Two notebooks with different work, none of the right name", status="needs_attention",
         codes=("several_notebooks",), says="Rename the right one of: 'a.ipynb', 'b.ipynb'",
         why="Which of them counts is not ours to say.")  # fmt: skip
def several_with_work(content: Content, folder: Path) -> None:
    put(folder / "a.ipynb", content)
    cell_of(content, "solution-number")["source"] = "x = 4"
    put(folder / "b.ipynb", content)


@changed("The notebook of another assignment", status="needs_attention",
         codes=("foreign_notebook",), says="ask for the right one")  # fmt: skip
def other_assignment(content: Content) -> None:
    for cell in content["cells"]:
        marks = cell["metadata"].get("nbgrader")
        cell["id"] = "o-" + cell["id"][:20]
        if marks and marks["grade_id"] != "given-imports":
            marks["grade_id"] += "-of-another"
            cell["source"] = "# something else\nother = 1" if cell["cell_type"] == "code" else "?"


@written("No file at all", status="needs_attention", codes=("missing_notebook",), says="Ask for")
def nothing(content: Content, folder: Path) -> None:
    pass


@written("A link to a file", status="rejected", codes=("symbolic_link",), says="not followed")
def link(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").symlink_to("/etc/passwd")


@written("A link to the folder", status="rejected", codes=("symbolic_link",), says="not followed")
def linked_folder(content: Content, folder: Path) -> None:
    put(folder.parent / "elsewhere.ipynb", content)
    folder.rmdir()
    folder.symlink_to("..")


@written("A folder in the place of the file", status="rejected", codes=("not_a_file",))
def folder_for_file(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").mkdir()


@written("A pipe in the place of the file", status="rejected", codes=("not_a_file",))
def pipe(content: Content, folder: Path) -> None:
    os.mkfifo(folder / "small.ipynb")


NO_PERMISSION = {"status": "needs_attention", "codes": ("unreadable_file",),
                 "says": "permissions", "why": "Nobody may read it."}  # fmt: skip


# Root may read everything, and grades it.
@written("No permission to read", **({} if ROOT else NO_PERMISSION))
def no_permission(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb", content)
    (folder / "small.ipynb").chmod(0)


# Cut off or damaged inside -------------------------------------------------------------------


def cut(content: Content, share: float) -> bytes:
    raw = text_of(content).encode()
    return raw[: int(len(raw) * share)]


@written("Half of the file", status="needs_attention", codes=("cut_off",), says="may have been")
def half(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(cut(content, 0.5))


@written("The first ten bytes", status="needs_attention", codes=("unreadable_json",), says="Ask")
def ten_bytes(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(cut(content, 0)[:0] + text_of(content).encode()[:10])


@written("All cells, but not the end of the file", codes=("cut_off",))
def end_missing(content: Content, folder: Path) -> None:
    raw = text_of(content)
    (folder / "small.ipynb").write_text(raw[: raw.index(' "metadata": {\n  "kernelspec"')], "utf-8")


@written("Marks of a merge in a test", codes=("cut_off", "missing_cell"))
def merge_marks_in_a_test(content: Content, folder: Path) -> None:
    raw = text_of(content)
    line = '"doubled = double(np.array([1.0, 2.0]))\\n"'
    assert line in raw
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> theirs"
    (folder / "small.ipynb").write_text(raw.replace(line, both), "utf-8")


@written("Marks of a merge in a solution", status="needs_attention", codes=("cut_off",),
         says="solution-double", why="Which version counts is not ours to say.")  # fmt: skip
def merge_marks_in_a_solution(content: Content, folder: Path) -> None:
    cell_of(content, "solution-double")["source"] = [
        "def double(v):\n",
        "    return 2 * np.array(v)",
    ]
    line = '    "def double(v):\\n",'
    raw = text_of(content)
    assert line in raw
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> theirs"
    (folder / "small.ipynb").write_text(raw.replace(line, both), "utf-8")


@written("Two copies of the file in one", codes=("trailing_data",))
def twice_in_one_file(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_text(text_of(content) * 2, "utf-8")


@written("A line of a mail program above the file", codes=("trailing_data",))
def text_above(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_text("Sent from my phone\n" + text_of(content), "utf-8")


@changed("Cells that are none among the others", codes=("unreadable_cells",))
def cells_that_are_none(content: Content) -> None:
    content["cells"] += [3, None, "x", [], {}, {"cell_type": "applet", "source": ""},
                         {"cell_type": "code", "source": 3, "metadata": {}}]  # fmt: skip


@changed("Metadata of odd types")
def odd_metadata(content: Content) -> None:
    content["metadata"] = ["no", "table"]
    for place, odd in enumerate(
        (None, [], "x", 3, {"nbgrader": 3}, {"nbgrader": {"grade_id": []}})
    ):
        content["cells"].insert(place, {**text("own"), "metadata": odd, "id": [place]})
