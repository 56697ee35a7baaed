"""Tags by which notebook tools leave cells out, or forgive their errors."""

from __future__ import annotations

from nbformat import NotebookNode

from tests.attacks.submissions.attack_31 import graded
from tests.attacks.suite import Attack

NUMBER = 39
TITLE = "a skip-execution tag on a test cell"

TAGS = [
    "skip-execution", "raises-exception", "remove-cell", "remove-input", "remove-output",
    "hide-cell", "injected-parameters", "parameters", "nbgrader-skip", "skip",
]  # fmt: skip


def on_tests(notebook: NotebookNode) -> None:
    for cell in graded(notebook):
        cell.metadata["tags"] = list(TAGS)


def on_everything(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata["tags"] = list(TAGS)
        cell.metadata.update(
            {"editable": False, "deletable": False, "run_control": {"frozen": True},
             "jupyter": {"source_hidden": True}, "init_cell": True, "vscode": {"languageId": "md"}}
        )  # fmt: skip


def magics(notebook: NotebookNode) -> None:
    """The same wish, written into the source of each test."""
    for cell, line in zip(
        graded(notebook),
        ("%%script false", "%%capture", "%%html", "#| eval: false", "%%writefile pwned", "%%time",
         "%%javascript"),
        strict=False,
    ):  # fmt: skip
        cell.source = f"{line}\n{cell.source}"


def typed_wrongly(notebook: NotebookNode) -> None:
    for cell, tags in zip(
        graded(notebook), (5, "skip-execution", {"a": 1}, [5], None), strict=False
    ):
        cell.metadata["tags"] = tags


RAISES = """
raise AssertionError("expected, says the tag")
answer = 7850
"""
# Settings that nbclient or IPython would take from a notebook or a kernel.
SETTINGS = """
from IPython import get_ipython
shell = get_ipython()
shell.run_cell_magic("config", "", "") if False else None
shell.showtraceback = lambda *args, **kwargs: None
shell.set_custom_exc((Exception,), lambda *args, **kwargs: None)
shell.events.register("pre_run_cell", lambda info: setattr(info, "raw_cell", "pass"))
shell.ast_node_interactivity = "all"
"""
SOLVED = {"answer": "@REFERENCE@"}

FORMS = [
    Attack("tests", mutate=on_tests),
    # Honest work is run and counts whatever the tags say.
    Attack("everything", SOLVED, mutate=on_everything, honest={"answer": 2}),
    Attack("magics", mutate=magics, says="was changed"),
    Attack("wrong-types", SOLVED, mutate=typed_wrongly, honest={"answer": 2}),
    Attack("raises", {"answer": RAISES}, mutate=on_everything),
    Attack("settings", {"answer": SETTINGS}),
]
