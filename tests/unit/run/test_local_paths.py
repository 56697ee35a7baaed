"""No folder of the grading machine in outputs."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.run.local_paths import (
    known_local_paths,
    longest_first,
    text_without_local_paths,
    without_local_paths,
)

HOME = "/home/grader"
PACKAGES = f"{HOME}/course/.venv/lib/python3.11/site-packages"
REPLACEMENTS = [
    (HOME, "~"),
    (PACKAGES, "site-packages"),
    (f"{HOME}/course", "course"),
    ("/root", "~"),
]


def shown(text: str) -> str:
    """The text of a stream after the replacements."""
    notebook = with_outputs(new_output("stream", name="stdout", text=text))
    without_local_paths(notebook, REPLACEMENTS)
    return notebook.cells[0].outputs[0].text


def with_outputs(*outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell("x", outputs=list(outputs))])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{PACKAGES}/keras/src/layer.py:944", "site-packages/keras/src/layer.py:944"),
        (f"'{HOME}/course/x' and {HOME}.", "'course/x' and ~."),
        (f"line\\n{HOME}/x", "line\\n~/x"),
        ("/home/graders/x /home/grader2 /home/grader-x", None),
        ("/root/x /data/root/x /rooted", "~/x /data/root/x /rooted"),
        ("file:///root/x", "file://~/x"),
        ("\x1b[32m/root/x\x1b[39m", "\x1b[32m~/x\x1b[39m"),
        (
            f"\x1b[32m{HOME}/\x1b[1mcourse\x1b[0m/x",
            "\x1b[32m~/\x1b[1mcourse\x1b[0m/x",
        ),
        ("/home\x1b[1m/gra\x1b[0mder/x", "~\x1b[1m\x1b[0m/x"),
        ("/home\x1b[1m/gra\x1b[0mders/x", None),
        ("nothing to hide\r\n\x1b[31mred\x1b[0m", None),
    ],
)
def test_folders_become_short_names(before: str, after: str | None) -> None:
    assert shown(before) == (before if after is None else after)
    assert text_without_local_paths(before, REPLACEMENTS) == shown(before)


def test_all_kinds_of_outputs_are_changed_and_sources_are_not() -> None:
    path = f"{PACKAGES}/a.py"
    notebook = with_outputs(
        new_output("stream", name="stderr", text=path),
        new_output("error", ename="E", evalue=path, traceback=[path, f"\x1b[32m{path}\x1b[0m"]),
        new_output("display_data", data={"text/plain": path, "text/html": f"<b>{path}</b>",
                                         "image/svg+xml": path, "image/png": "aGk=",
                                         "application/json": {"a": [path, 1]}}),
        new_output("execute_result", data={"text/plain": [path, path]}),
    )  # fmt: skip
    notebook.cells[0].source = path
    without_local_paths(notebook, REPLACEMENTS)
    assert HOME not in nbformat.writes(new_notebook(cells=[
        new_code_cell("x", outputs=notebook.cells[0].outputs)]))  # fmt: skip
    assert notebook.cells[0].source == path
    assert notebook.cells[0].outputs[2].data["image/png"] == "aGk="
    assert notebook.cells[0].outputs[2].data["application/json"] == {"a": ["site-packages/a.py", 1]}


def test_escaped_folders_are_found() -> None:
    notebook = with_outputs(
        new_output("display_data", data={"text/html": "/srv/a&amp;b c/x /srv/a%26b%20c/x"})
    )
    without_local_paths(notebook, [("/srv/a&b c", "home")])
    assert notebook.cells[0].outputs[0].data["text/html"] == "home/x home/x"


def test_this_process_is_hidden_in_a_real_traceback() -> None:
    try:
        nbformat.reads("{", as_version=4)
    except Exception:
        text = traceback.format_exc()
    assert str(Path(nbformat.__file__).parent.parent) in text
    notebook = with_outputs(new_output("stream", name="stderr", text=text + sys.prefix))
    without_local_paths(notebook, known_local_paths())
    text = notebook.cells[0].outputs[0].text
    assert "site-packages/nbformat" in text
    for folder in (sys.prefix, sys.base_prefix, str(Path(__file__).parent.parent.parent.parent)):
        assert folder == "/usr" or f"{folder}/" not in text


def test_known_folders_come_longest_first_and_none_is_common() -> None:
    known = [path for path, _ in known_local_paths()]
    assert known == [path for path, _ in longest_first(known_local_paths())]
    assert not {"/", "", "/usr", "/home", "/tmp"} & set(known)
    assert any(path.endswith("site-packages") for path in known)


@pytest.mark.parametrize("piece", ["/home/grade", "/", "\x1b[3m/", f"{PACKAGES}/x\n", "x" * 99])
def test_large_outputs_take_little_time(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    started = time.process_time()
    after = shown(text + "\x1b[0m")
    assert time.process_time() - started < 5  # seconds; 0.2 on a free core
    assert f"{HOME}/" not in after
