"""Which files of a submission's folder may be the notebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.intake.opened_files import link_error, unreadable_error
from autograder.intake.submission import SubmissionFolder
from autograder.intake.trails import is_ignored, place_name

MOST_NAMES = 1000
MOST_NOTEBOOKS = 5
DEEPEST = 3  # folders within the submission's folder

RelativePath = tuple[str, ...]

# What students hand in instead of the notebook, and what to tell them.
EXPORTS = {
    ".pdf": "a PDF file, which is a printout",
    ".docx": "a Word document",
    ".png": "a picture",
    ".jpg": "a picture",
    ".zip": "an archive, which was not unpacked",
    ".py": "a Python program",
    ".url": "a link to a page",
    ".gdoc": "a link to a page",
}
_RENAMED = (".ipynb.txt", ".ipynb.json", ".ipynb.download")
_OTHER_FORMS = ("", ".json", ".txt", ".py")
_PAGES = (".html", ".htm")


def notebook_paths(folder: SubmissionFolder) -> list[RelativePath]:
    """The notebook first, then others that may be meant; at most five.

    The one of the right name comes first. Where there is no notebook at all, one in a folder
    within is looked for, then a notebook or program under another ending, then an HTML page.

    Raises:
        SubmissionError: there is none; the folder is a link, no folder, or can't be read.
    """
    right = f"{folder.assignment}.ipynb"
    here = _names_here(folder)
    chosen = (
        _chosen(here, _is_notebook)
        or _chosen(_within(folder.path), _is_notebook)
        or _chosen(here, lambda name: name.lower().endswith(_RENAMED))
        or _chosen(here, lambda name: name in {folder.assignment + end for end in _OTHER_FORMS})
        or _chosen(here, lambda name: name.lower().endswith(_PAGES))
    )
    if not chosen:
        raise _missing(folder, right, [path[-1] for path in here])
    return sorted(chosen, key=lambda path: (path != (right,), path[-1] != right, path))[
        :MOST_NOTEBOOKS
    ]


def _is_notebook(name: str) -> bool:
    return name.strip().lower().endswith(".ipynb")


def _chosen(paths: Iterable[RelativePath], wanted: Callable[[str], bool]) -> list[RelativePath]:
    return [path for path in paths if wanted(path[-1]) and not is_ignored(path, ())]


def _names_here(folder: SubmissionFolder) -> list[RelativePath]:
    """What lies in the folder itself."""
    for path in (folder.path.parent, folder.path):
        if path.is_symlink():
            raise link_error(folder.student, f"the folder {path.name}")
    try:
        return [(name,) for name in sorted(entry.name for entry in folder.path.iterdir())]
    except NotADirectoryError as error:
        raise SubmissionError(
            "not_a_folder",
            f"{folder.student}: {folder.assignment} is not a folder.",
            "Put the notebook into a folder of that name.",
        ) from error
    except OSError as error:
        raise unreadable_error(folder.student, folder.assignment, error) from error


def _within(root: Path, above: RelativePath = ()) -> list[RelativePath]:
    """Files in the folders within, the first thousand; links are not followed."""
    found: list[RelativePath] = []
    try:
        with os.scandir(root.joinpath(*above)) as entries:
            for entry in islice(entries, MOST_NAMES):
                path = (*above, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if len(path) <= DEEPEST and not entry.name.startswith("."):
                        found += _within(root, path)
                elif above:
                    found.append(path)
                if len(found) > MOST_NAMES:
                    break
    except OSError:
        return found
    return sorted(found)[:MOST_NAMES]


def _missing(folder: SubmissionFolder, right: str, names: list[str]) -> SubmissionError:
    """There is no notebook, and what there is instead."""
    instead = [
        f"{place_name((name,))} is {what}"
        for name in names[:20]
        for ending, what in EXPORTS.items()
        if name.lower().endswith(ending)
    ]
    problem = f"{folder.student}: there is no notebook in {folder.assignment}"
    remedy = f"Ask for {right}"
    if instead:
        remedy += " itself: in Jupyter 'File > Download', in Colab 'File > Download > .ipynb'"
    return SubmissionError(
        "missing_notebook", "; ".join([problem, *instead[:3]]) + ".", remedy + "."
    )
