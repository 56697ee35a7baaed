"""What the names in a learning platform's download say: whose a file is, and which attempt.

Canvas (canvas-lms, lib/content_zipper.rb, `get_filename` and `add_upload_submission`) names each
file `<sortable name>[_LATE]_<user id>_<attachment id>_<name that the student gave>`, all in one
folder: the sortable name in small letters and without anything but letters, digits and `_`, or
`anon_<anonymous id>` where names are hidden. A file that a student hands in again under the same
name gets `-1`, `-2` before its ending. Text and links become `..._text.html`, `..._link.html`.
Attachment ids grow, so the highest is the newest.

Moodle (mod/assign/classes/downloader.php, `get_student_prefix`) makes one folder per student,
`<full name>_<participant id>_assignsubmission_file`, before version 4.1 with another `_` behind it;
with "Download submissions in folders" off, the student's name of the file follows behind a `_`.
Underscores in full names become spaces. The participant id is another one in each assignment.

Students choose the last part of these names, and often how they are called: so what stands
further out counts, and a name that can be read in two ways is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone, tzinfo

from autograder.intake.trails import ZIP_ENDINGS, Trail, is_archive, is_notebook

CANVAS, MOODLE, NBGRADER, PLAIN = "canvas", "moodle", "nbgrader", "plain"
PLATFORMS = (CANVAS, MOODLE, NBGRADER, PLAIN)

# anna.ipynb, anna.zip, anna_whatever.zip, or a folder anna.
DEFAULT_NAMES = re.compile(
    r"(?P<student_id>[A-Za-z0-9][A-Za-z0-9.@+-]*?)(?:_.*)?(?:\.(?:ipynb|zip|tar|tar\.gz|tgz))?$"
)
_MOODLE = re.compile(
    r"(?P<person>[^_/]+)_(?P<id>\d{1,18})_assignsubmission_(?P<plugin>file|onlinetext)(?:_.*)?$",
    re.DOTALL,
)
_NUMBER = re.compile(r"0|[1-9]\d{0,18}")
_ANONYMOUS = re.compile(r"[A-Za-z0-9]{5}")
_TIME = re.compile(r"(\d{4})\D?(\d\d)\D?(\d\d)(?:\D?(\d\d)\D?(\d\d)(?:\D?(\d\d))?)?")


@dataclass(frozen=True)
class Origin:
    """Whose a file is, as its names say it.

    Attributes:
        platform: one of PLATFORMS.
        key: the platform's id of the person; where there is none, the name in the file name.
        outermost: the part of the trail that said so.
        person: the person's name as the platform writes it, or empty.
        attempt: Canvas's id of the file, higher for newer ones; 0 elsewhere.
        late: whether the platform marked it as late.
        time: when it was handed in, or None when no name says so.
    """

    platform: str
    key: str
    outermost: Trail
    person: str = ""
    attempt: int = 0
    late: bool = False
    time: datetime | None = None

    def within(self, outside: Trail) -> Origin:
        """The same, seen from further out."""
        return replace(self, outermost=(*outside, *self.outermost))


def origins(
    trail: Trail, platform: str, assignment: str, names: re.Pattern[str], zone: tzinfo
) -> list[Origin]:
    """All that a file's names can mean on a platform; nothing when they name nobody.

    Args:
        trail: names from the outside in.
        platform: one of PLATFORMS.
        assignment: its name, a folder in nbgrader's layout.
        names: for PLAIN: pattern with a group student_id and perhaps timestamp.
        zone: time zone of timestamps.
    """
    if platform == NBGRADER:
        return nbgrader_origins(trail, assignment)
    for depth, name in enumerate(trail, start=1):
        outermost = trail[:depth]
        if platform == CANVAS:
            found = _canvas_origins(name, outermost)
        elif platform == MOODLE:
            found = _moodle_origins(name, outermost)
        else:
            found = _plain_origins(name, outermost, names, zone)
        if found:
            return found
    return []


def is_platforms(name: str, platform: str) -> bool:
    """Whether Canvas or Moodle would name a file or folder like this."""
    find = _canvas_origins if platform == CANVAS else _moodle_origins
    return bool(find(name, (name,))) or (platform == CANVAS and _is_canvas_text(name))


def _canvas_origins(name: str, outermost: Trail) -> list[Origin]:
    parts = name.split("_")
    found = []
    for place in range(1, len(parts) - 2):
        person, late = _canvas_person(parts[:place])
        ids = parts[place : place + 2]
        hidden = person == "anon" and _ANONYMOUS.fullmatch(ids[0])
        if not (hidden or _NUMBER.fullmatch(ids[0])) or not _NUMBER.fullmatch(ids[1]):
            continue
        # Canvas takes `_12_` out of people's names.
        if re.search(r"_\d+_", "_".join(parts[:place])):
            break
        key = f"anon-{ids[0]}" if hidden else ids[0]
        found.append(
            Origin(CANVAS, key, outermost, "" if hidden else person, int(ids[1]), late=late)
        )
        if hidden:
            break
    return found


def _canvas_person(parts: Sequence[str]) -> tuple[str, bool]:
    """A person's name, and whether LATE stands with it: behind it, or before `anon`."""
    if parts[-1] == "LATE":
        return "_".join(parts[:-1]), True
    if list(parts) == ["LATE", "anon"]:
        return "anon", True
    return "_".join(parts), False


def _is_canvas_text(name: str) -> bool:
    return re.search(r"_\d+_(text|link)\.html$", name) is not None


def _moodle_origins(name: str, outermost: Trail) -> list[Origin]:
    match = _MOODLE.match(name)
    return [Origin(MOODLE, str(int(match["id"])), outermost, match["person"])] if match else []


def nbgrader_origins(trail: Trail, assignment: str) -> list[Origin]:
    """Whose a file in nbgrader's layout is, `<student>/<assignment>/...`."""
    for place, name in enumerate(trail[1:-1], start=1):
        if name == assignment and not is_archive(trail[place - 1]):
            return [Origin(NBGRADER, trail[place - 1], trail[: place + 1])]
    return []


def _plain_origins(
    name: str, outermost: Trail, names: re.Pattern[str], zone: tzinfo
) -> list[Origin]:
    match = names.match(name)
    if match is None:
        return []
    stamp = match["timestamp"] if "timestamp" in names.groupindex else None
    found = Origin(PLAIN, match["student_id"] or "", outermost, time=time_of(stamp, zone))
    # A student's part of the name comes last and may look like another match.
    other = names.match(name[: match.start("student_id")])
    return [found, Origin(PLAIN, other["student_id"] or "", outermost)] if other else [found]


def time_of(stamp: str | None, zone: tzinfo = timezone.utc) -> datetime | None:
    """The moment that a name states, year first, or None if it can't be read."""
    match = _TIME.fullmatch(stamp or "")
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def original_name(origin: Origin) -> str:
    """The name that the student gave a file handed in by itself, for platforms that add to it."""
    name = origin.outermost[-1]
    if origin.platform == CANVAS:
        return name.split(f"_{origin.attempt}_", 1)[-1]
    return name


def may_hold_notebooks(name: str) -> bool:
    """Whether a file's name says that it is a notebook or an archive."""
    return is_notebook(name) or is_archive(name)


def is_zip(name: str) -> bool:
    """Whether a file is called a zip file."""
    return name.lower().endswith(ZIP_ENDINGS)
