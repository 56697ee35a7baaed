"""From a submission's files to a `Submission`: chooses the notebook, reads it, lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import nbformat

from autograder.authoring.earlier_releases import Fingerprints
from autograder.errors import SubmissionError
from autograder.intake.cell_names import NameReader
from autograder.intake.folders import SubmittedFiles, read_submitted
from autograder.intake.notebook_reader import ReadNotebook, read_notebook
from autograder.intake.overlay import overlay
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.intake.trails import place_name

_PYTHON = ("python", "ipython", "py", "conda", "venv", "base", "tf", "tensorflow")


def take_in(
    folder: SubmissionFolder,
    released: nbformat.NotebookNode,
    earlier: Sequence[Fingerprints] = (),
) -> Submission:
    """Read a submission and lay it over the released notebook; see `take_in_files`.

    Raises:
        SubmissionError: the file can't be read as a notebook of this assignment.
    """
    return take_in_files(
        folder.student, folder.assignment, read_submitted(folder), released, earlier
    )


def take_in_files(
    student: str,
    assignment: str,
    submitted: SubmittedFiles,
    released: nbformat.NotebookNode,
    earlier: Sequence[Fingerprints] = (),
) -> Submission:
    """Lay a submission that has been read over the released notebook.

    Args:
        student: whose it is.
        assignment: what it is for.
        submitted: its files.
        released: what students get now.
        earlier: the releases before it, oldest first.

    Raises:
        SubmissionError: the file is no notebook of this assignment, or it is not clear which of
            several counts.
    """
    files = [(submitted.name, submitted.text), *submitted.others]
    candidates = [_candidate(student, name, text, released, earlier) for name, text in files]
    right = f"{assignment}.ipynb"
    taken, remarks = _chosen(student, right, candidates)
    problems = [*remarks, *(Problem(code, text) for code, text in submitted.remarks)]
    if taken.name != right:
        problems.insert(0, Problem("renamed", f"The notebook was called {taken.name!r}."))
    return Submission(
        student=student,
        assignment=assignment,
        notebook=taken.laid,
        problems=(*problems, *taken.problems),
        timestamp=submitted.timestamp,
    )


@dataclass(frozen=True)
class _Candidate:
    """A notebook that may be the one.

    Attributes:
        name: of the file.
        laid: its cells, laid over the release; without any, if it can't be the one.
        problems: what had to be mended.
        work: what the student wrote.
        error: why it can't be the one.
    """

    name: str
    laid: nbformat.NotebookNode = field(default_factory=nbformat.NotebookNode)
    problems: tuple[Problem, ...] = ()
    work: tuple[str, ...] = ()
    error: SubmissionError | None = None


def _candidate(
    student: str,
    name: str,
    text: str,
    released: nbformat.NotebookNode,
    earlier: Sequence[Fingerprints],
) -> _Candidate:
    try:
        read = read_notebook(student, place_name((name,)), text)
        laid, mended = overlay(read.notebook, released, earlier)
        problems = (*read.problems, *mended)
        who = f"{student}: {place_name((name,))}"
        _refuse_what_is_not_whole(who, read, problems)
        problems += _kernel_remarks(who, read, laid, released)
    except SubmissionError as error:
        return _Candidate(name, error=error)
    return _Candidate(name, laid, problems, _work(laid, released))


def _refuse_what_is_not_whole(who: str, read: ReadNotebook, problems: Sequence[Problem]) -> None:
    """Refuse a notebook of something else, and one whose work may be in what was lost.

    Raises:
        SubmissionError: it is one.
    """
    for problem in problems:
        if problem.code == "foreign_notebook":
            raise SubmissionError(
                "foreign_notebook",
                f"{who} is not the notebook of this assignment. {problem.message}",
                "Look what it is, and ask for the right one.",
            )
    lost = [p for p in problems if p.code == "missing_cell" and "The test" not in p.message]
    if lost and (not read.whole or any(p.code == "unreadable_cells" for p in problems)):
        raise SubmissionError(
            "cut_off",
            f"{who} is damaged or breaks off, and work may be lost: "
            f"{len(read.notebook.cells)} cells could be read. {lost[0].message}",
            "Ask for the notebook again; the upload may have been interrupted.",
        )


def _kernel_remarks(
    who: str, read: ReadNotebook, laid: nbformat.NotebookNode, released: nbformat.NotebookNode
) -> tuple[Problem, ...]:
    """A remark on a kernel of another language.

    Raises:
        SubmissionError: the work itself is in another language.
    """
    if not read.language or read.language.startswith(_PYTHON) or "python" in read.language:
        return ()
    names = NameReader()
    known = {cell.source for cell in released.cells}
    own = [cell.source for cell in laid.cells if cell.cell_type == "code"]
    own = [source for source in own if source.strip() and source not in known]
    python = sum(names.names_of(source).parsed for source in own)
    if 2 * python < len(own):
        raise SubmissionError(
            "other_language",
            f"{who} was written for a kernel of another language ({read.language}), and most of "
            "its code is no Python.",
            "Ask for the solution in Python.",
        )
    said = f"It was saved for a kernel called '{read.language}'; it was run with Python."
    return (Problem("other_kernel", said),)


def _chosen(
    student: str, right: str, candidates: Sequence[_Candidate]
) -> tuple[_Candidate, list[Problem]]:
    """The notebook that counts, and what is to be said of the others.

    Raises:
        SubmissionError: none can be read, or several hold different work.
    """
    first = candidates[0]
    solved = {one.work: one for one in reversed(candidates) if one.work}
    rivals = [one for one in solved.values() if one is not first and one.work != first.work]
    named = first.name == right or len(candidates) == 1
    if named and (first.work or not rivals):
        if first.error is not None:
            raise first.error
        names = ", ".join(repr(one.name) for one in rivals)
        said = f"Other notebooks hold other work, and were not graded: {names}."
        return first, [Problem("other_notebooks", said)] if rivals else []
    if len(solved) == 1:
        (taken,) = solved.values()
        names = ", ".join(repr(one.name) for one in candidates if one is not taken)
        said = f"Of several notebooks, the one with work in it was graded; not: {names}."
        return taken, [Problem("several_notebooks", said)]
    if not solved:
        readable = [one for one in candidates if one.error is None]
        if not readable:
            assert first.error is not None
            raise first.error
        return readable[0], []
    names = ", ".join(repr(one.name) for one in candidates)
    raise SubmissionError(
        "several_notebooks",
        f"{student}: there are several notebooks with work in them and none is called {right}.",
        f"Rename the right one of: {names}.",
    )


def _work(laid: nbformat.NotebookNode, released: nbformat.NotebookNode) -> tuple[str, ...]:
    """What a student wrote: cells that differ from the release."""
    known = {cell.source.strip() for cell in released.cells}
    return tuple(
        cell.source.strip()
        for cell in laid.cells
        if cell.source.strip() and cell.source.strip() not in known
    )
