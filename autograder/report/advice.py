"""What to do about a submission that needs attention, by the code of its problem."""

from __future__ import annotations

_ASK = "Ask for the notebook as Jupyter saves it, and put it into the submission's folder"
_LOOK = "Open the submitted notebook and look at what the message names"

ADVICE = {
    "missing_notebook": "Look for the notebook in the submission's folder under another name, or "
    "ask for it",
    "several_notebooks": "Leave only the notebook that counts in the submission's folder",
    "symbolic_link": "The submission is a link, not a file: ask for the notebook itself",
    "not_a_file": "The submission is no plain file: ask for the notebook itself",
    "too_large": "Ask for the notebook with its outputs cleared, and put it into the submission's "
    "folder",
    "too_many_cells": _LOOK,
    "unreadable_file": "Look at the file's permissions, or ask for it again",
    "unreadable_json": _ASK,
    "not_a_notebook": _ASK,
    "empty_file": _ASK,
    "no_cells": _ASK,
    "cut_off": "Ask for the notebook again: a part of the file was lost on the way",
    "other_language": "The code is not Python: ask for the solution in Python",
    "foreign_notebook": "This may be the notebook of another assignment: compare, and ask",
    "cell_timeout": "Look at the cell that was stopped: a loop without end, or too many epochs? "
    "If it is honest work, raise [limits] in course.toml",
    "limit_exceeded": "Look at the cell that it names. If it is honest work, raise [limits] in "
    "course.toml",
    "kernel_died": "Run the notebook once by hand (make lab) to see why its process ends",
    "bad_evidence": "Grade once more; if it stays so, look at what the last cells define",
    "no_kernel": "Run 'autograder doctor'; the machine may lack memory",
    "test_broke": "The test itself broke on this submission: read its message, and mend the test "
    "or give the points by hand in formgrader",
    "not_recorded": "nbgrader refused the result: run 'make release', then grade again",
    "undecided": "Grade once more, when the machine has less to do; if a cell was stopped again, "
    "raise [limits] in course.toml",
    "not_graded": "Read the message; what it names lies outside the submission",
    "internal_error": "This is a fault of the grader: keep the notebook, and report the message",
}


def advice(code: str) -> str:
    """The next step, as a sentence."""
    return ADVICE.get(code, _LOOK) + "."


def next_steps(codes: list[str]) -> list[str]:
    """The steps for several problems, each once; one at least."""
    return list(dict.fromkeys(advice(code) for code in codes)) or [
        "Look at the submission's notebook."
    ]
