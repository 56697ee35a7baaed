"""Packs feedback pages into one zip file per platform, named as its bulk upload takes them.

Canvas ("Upload Submissions"; canvas-lms, `generate_comments_from_files`) finds user and submission
by the first two numbers between underscores in a name, so pages keep the name of the file that was
handed in, with another ending. Moodle ("Upload multiple feedback files in a zip";
mod/assign/feedback/file/importziplib.php) wants folders
`<full name>_<participant id>_assignfeedback_file_`. Everybody else gets a folder with the
student id.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.intake.collected import CollectedFrom
from autograder.intake.lms_names import CANVAS, MOODLE

OTHERS = "other"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same pages give the same file


def pack_feedback(
    feedback: Path, exports: Path, assignment: str, collected: Mapping[str, CollectedFrom]
) -> dict[Path, int]:
    """Write exports/feedback-<assignment>-<platform>.zip.

    Args:
        feedback: folder with <student>/<assignment>/<assignment>.html.
        exports: folder to write to.
        assignment: its name.
        collected: student -> where the hand-in came from.

    Returns:
        Files written, each with the number of pages in it.

    Raises:
        RecordError: a file can't be written.
    """
    packs: dict[str, dict[str, Path]] = {}
    for page in sorted(feedback.glob(f"*/{assignment}/{assignment}.html")):
        student = page.parent.parent.name
        platform, name = _place(student, assignment, collected.get(student))
        packs.setdefault(platform, {})[name] = page
    written = {}
    for platform, pages in packs.items():
        path = exports / f"feedback-{assignment}-{platform}.zip"
        replace_file(path, _zipped(pages))
        written[path] = len(pages)
    return written


def _place(student: str, assignment: str, origin: CollectedFrom | None) -> tuple[str, str]:
    if origin is not None and origin.platform == CANVAS:
        stem = re.sub(r"\.(ipynb|zip|tar|tar\.gz|tgz)$", "", origin.name, flags=re.IGNORECASE)
        return CANVAS, f"{_printable(stem)}.html"
    if origin is not None and origin.platform == MOODLE:
        person = _printable(origin.person.replace("_", " "))
        return MOODLE, f"{person}_{origin.key}_assignfeedback_file_/{assignment}.html"
    return OTHERS, f"{_printable(student)}/{assignment}.html"


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() and char not in "/\\" else "-" for char in name)


def _zipped(pages: Mapping[str, Path]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, page in sorted(pages.items()):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.external_attr = 0o644 << 16
            archive.writestr(info, page.read_bytes(), zipfile.ZIP_DEFLATED)
    return target.getvalue()
