"""Sorts downloaded hand-ins into submitted/<student>/<assignment>/, one notebook each.

Whose a notebook is, and when it was handed in, is said by the outermost name that says so: names
are given by the learning platform from the outside in, and what a student called the files within
can't make them somebody else's or earlier.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timezone, tzinfo
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.archives import Found, LeftOut, Reader
from autograder.intake.attempts import HandIn, choose
from autograder.intake.collected import CollectedFrom, read_collected, write_collected
from autograder.intake.downloads import Download, find_download
from autograder.intake.identities import Identities
from autograder.intake.lms_names import DEFAULT_NAMES, Origin, origins
from autograder.intake.placing import Placing
from autograder.intake.roster import Roster


@dataclass(frozen=True)
class Collected:
    """A notebook that is in its place.

    Attributes:
        came_from: what is known of it.
        change: new, replaced or unchanged.
    """

    came_from: CollectedFrom
    change: str


@dataclass(frozen=True)
class Request:
    """What to collect.

    Attributes:
        archive: folder with the downloaded files, or one such file.
        submitted: folder in nbgrader's layout.
        assignment: assignment name.
        platform: one of lms_names.PLATFORMS, or None to find out.
        names: the instructor's pattern with a group student_id and perhaps timestamp, or None.
        roster: who is in the class, or None.
        worksheet: Moodle's grading worksheet of this assignment, or None.
        zone: time zone of timestamps.
        force: whether earlier hand-ins are replaced, whatever they are.
    """

    archive: Path
    submitted: Path
    assignment: str
    platform: str | None = None
    names: re.Pattern[str] | None = None
    roster: Roster | None = None
    worksheet: Roster | None = None
    zone: tzinfo = timezone.utc
    force: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a download.

    Attributes:
        platform: where it came from.
        collected: by student, what is in its place now.
        left_out: what was not taken, and why.
        missing: students on the list of whom nothing was taken.
    """

    platform: str
    collected: list[Collected]
    left_out: list[LeftOut]
    missing: list[str]


def names_pattern(text: str) -> re.Pattern[str]:
    """The pattern of names, checked.

    Raises:
        AutograderError: it is no regular expression, or has no group student_id.
    """
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise AutograderError(f"{text!r} is not a regular expression: {error}.") from error
    if "student_id" not in pattern.groupindex:
        raise AutograderError(f"{text!r} has no group (?P<student_id>...).")
    return pattern


def collect(request: Request) -> Outcome:
    """Put every student's notebook into its place; what was refused stays where it is.

    Raises:
        AutograderError: the download is missing or of unclear origin, or a folder can't be
            written.
    """
    download = find_download(request.archive, request.assignment, request.platform, request.names)
    try:
        request.submitted.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that a hand-in gets there by one renaming; intake skips such names.
        scratch = tempfile.TemporaryDirectory(prefix=".collect-", dir=request.submitted)
    except OSError as error:
        raise AutograderError(f"{request.submitted} can't be written: {error.strerror}.") from error
    with scratch as folder:
        return _Run(request, download, Path(folder)).run()


@dataclass
class _Run:
    request: Request
    download: Download
    scratch: Path
    collected: list[Collected] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def run(self) -> Outcome:
        record = read_collected(self.request.submitted, self.request.assignment)
        by_student: dict[str, list[HandIn]] = {}
        for hand_in in self._identified(self._read(), record):
            by_student.setdefault(hand_in.who.student.casefold(), []).append(hand_in)
        placing = Placing(self.request.submitted, self.request.assignment, self.scratch, record)
        try:
            for _, hand_ins in sorted(by_student.items()):
                if self._is_one_student(hand_ins):
                    chosen, others = choose(hand_ins, self.request.assignment)
                    self.left_out += others
                    if chosen is not None:
                        self._place(placing, chosen)
        finally:  # what was placed is remembered, even when somebody stops the run
            write_collected(self.request.submitted, self.request.assignment, record.values())
        return Outcome(self.download.platform, self.collected, self.left_out, self._missing())

    def _read(self) -> list[Found]:
        found: list[Found] = []
        for number, (path, trail) in enumerate(self.download.files):
            copies = self.scratch / str(number)
            copies.mkdir()
            reader = Reader(copies)
            reader.read(path, trail, of_class=self.download.holds_class(trail))
            self.left_out += reader.left_out
            found += reader.found
        return found

    def _identified(
        self, notebooks: list[Found], record: Mapping[str, CollectedFrom]
    ) -> list[HandIn]:
        identities = Identities(self.request.roster, self.request.worksheet)
        readings = [(found, self._readings(found)) for found in notebooks]
        all_readings = (origin for _, meant in readings for origin in meant)
        identities.note_names(all_readings, record.values())
        hand_ins = []
        for found, meant in readings:
            try:
                who = identities.identify(meant)
            except SubmissionError as error:
                self.left_out.append(LeftOut(found.trail, error.problem))
                continue
            content = hashlib.sha256(found.copy.read_bytes()).hexdigest()
            hand_ins.append(HandIn(found, who, content))
        return hand_ins

    def _readings(self, found: Found) -> list[Origin]:
        skip = self.download.nobodys
        request = self.request
        meant = origins(
            found.trail[skip:],
            self.download.platform,
            request.assignment,
            request.names or DEFAULT_NAMES,
            request.zone,
        )
        return [origin.within(found.trail[:skip]) for origin in meant]

    def _is_one_student(self, hand_ins: list[HandIn]) -> bool:
        """Whether ids that are one folder on some machines are the same; reported if not."""
        students = sorted({hand_in.who.student for hand_in in hand_ins})
        if len(students) > 1:
            reason = f"The ids {' and '.join(students)} differ in case only."
            self.left_out += [LeftOut(hand_in.found.trail, reason) for hand_in in hand_ins]
        return len(students) == 1

    def _place(self, placing: Placing, hand_in: HandIn) -> None:
        came_from = _came_from(hand_in)
        try:
            change = placing.place(hand_in.found.copy, came_from, force=self.request.force)
        except SubmissionError as error:
            harmless = error.code == "older_attempt"
            self.left_out.append(LeftOut(hand_in.found.trail, error.problem, harmless))
            return
        self.collected.append(Collected(came_from, change))

    def _missing(self) -> list[str]:
        people = self.request.roster or self.request.worksheet
        if people is None:
            return []
        have = {item.came_from.student for item in self.collected}
        return sorted(person.student for person in people.people if person.student not in have)


def _came_from(hand_in: HandIn) -> CollectedFrom:
    origin = hand_in.who.origin
    time = origin.time.astimezone(timezone.utc).isoformat() if origin.time else ""
    return CollectedFrom(
        student=hand_in.who.student,
        platform=origin.platform,
        key=origin.key,
        person=origin.person,
        name=origin.outermost[-1],
        attempt=origin.attempt,
        time=time,
        late=origin.late,
        source=hand_in.source,
        sha256=hand_in.content,
    )
