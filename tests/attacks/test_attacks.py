"""Classes of attackers and honest students, graded for real, at each level of confinement.

One class, with an attack of every kind, is part of `make test`; it is graded at the level
that `autograder grade` chooses on this machine. All forms of all attacks, at every level, as root
and as an ordinary user, are graded by `make test-attacks`, some kinds in one class.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.data.graded_digits import prepare_graded_digits
from autograder.sandbox.choose import survey
from tests.attacks.ground import (
    SECRET_TEXT,
    ClassResult,
    Ground,
    add_pages,
    grade_class,
    made_ground,
)
from tests.attacks.pages import offences
from tests.attacks.shortcomings import line_of, points_of, shortcomings
from tests.attacks.suite import (
    ASSIGNMENT,
    HONEST,
    POINTS,
    Numbered,
    everyone,
    load_attacks,
)
from tests.attacks.table import CLASSES, COLUMNS, FAST, Column, write_result
from tests.conftest import ROOT
from tests.unit.sandbox.ordinary_user import ordinary_user_possible

ATTACKS = load_attacks()
MOST_SECONDS = 1200  # of a whole class
MOST_MEMORY = 1.5e9  # bytes that the coordinator may have


@dataclass(frozen=True)
class Run:
    """One grading of a class.

    Attributes:
        name: in test ids.
        column: of the table in docs/attacks.md.
        entries: the attackers, unless the level does not promise to stop them.
        fast: whether it is part of `make test`.
    """

    name: str
    column: Column
    entries: tuple[Numbered, ...]
    fast: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """Options of the command."""
        return () if self.fast else ("--sandbox", self.column.level)

    def attacks(self) -> list[Numbered]:
        """Who takes part."""
        return [entry for entry in self.entries if self.column.promises(entry.attack)]


FAST_RUN = Run(
    "fast",
    COLUMNS["bubblewrap"],
    tuple(entry for entry in ATTACKS if entry.student in FAST),
    fast=True,
)


def _runs() -> list[Run]:
    runs = []
    for name, column in COLUMNS.items():
        for numbers in CLASSES:
            entries = tuple(entry for entry in ATTACKS if entry.number in numbers)
            title = f"{name}-{numbers.start:02}-{numbers.stop - 1:02}"
            runs.append(Run(title, column, entries))
    return runs


RUNS = _runs()


MARKS = (pytest.mark.slow, pytest.mark.attacks)


def of_each_run() -> list[Any]:
    return [pytest.param(run, marks=MARKS, id=run.name) for run in RUNS]


def of_each_attack() -> list[Any]:
    return [
        pytest.param(run, entry, marks=MARKS, id=f"{run.name}-{entry.student}")
        for run in RUNS
        for entry in run.attacks()
    ]


@dataclass
class Graded:
    """A run and what came of it; `alone` is the class of the honest without attackers.

    In the fast run it is empty: there, the honest must get the points that they are known to earn.
    """

    run: Run
    ground: Ground
    alone: ClassResult | None
    together: ClassResult


@pytest.fixture(scope="session")
def gradings() -> dict[str, Graded | str]:
    """Every run that was graded so far, or the reason why it can't be."""
    return {}


def graded(run: Run, gradings: dict[str, Graded | str]) -> Graded:
    """The result of a run; graded when it is asked for first."""
    if run.name not in gradings:
        gradings[run.name] = _impossible(run) or _grade(run)
    found = gradings[run.name]
    if isinstance(found, str):
        pytest.skip(found)
    return found


def _impossible(run: Run) -> str:
    if not sys.platform.startswith("linux"):
        return "needs Linux"
    if run.column.ordinary and os.geteuid() != 0:
        return "the tests run as an ordinary user already"
    if run.column.ordinary and not ordinary_user_possible():
        return "root can't become an ordinary user here"
    level = next(one for one in survey() if one.level.name == run.column.level)
    # Another level may be the best one here; its fast class is graded all the same.
    return "" if level.works or run.fast else f"there is no {run.column.level}: {level.problem}"


def _grade(run: Run) -> Graded:
    with made_ground(ordinary=run.column.ordinary) as ground:
        course = ground.course
        course.private.mkdir(exist_ok=True)
        prepare_graded_digits(course.source_data, course.private, course.settings.holdout_size)
        alone = None
        ground.earlier.mkdir()
        if run.fast:
            (ground.earlier / "grades.jsonl").write_text(SECRET_TEXT, encoding="utf-8")
        else:
            honest = ground.hand_in("honest", list(HONEST.items()))
            alone = grade_class(ground, honest, *run.options)
            ground.earlier.rmdir()
            (ground.root / "honest-out").rename(ground.earlier)
        submitted = ground.hand_in("class", list(everyone(run.attacks())))
        together = grade_class(ground, submitted, *run.options)
        add_pages(ground, together, ground.root / "class-out")
        return Graded(run, ground, alone, together)


@pytest.mark.parametrize(("run", "entry"), of_each_attack())
def test_an_attack_earns_what_its_honest_part_earns(
    run: Run, entry: Numbered, gradings: dict[str, Graded | str]
) -> None:
    result = graded(run, gradings).together
    found = shortcomings(result, entry.student, entry.attack)
    if line_of(result, entry.student)["sandbox"] in ("", run.column.level):
        write_result(run.column, entry, found)
    assert not found, f"{entry.student} ({entry.title}): " + "; ".join(found)


@pytest.mark.parametrize("run", of_each_run())
def test_the_honest_get_the_same_as_without_attackers(
    run: Run, gradings: dict[str, Graded | str]
) -> None:
    done = graded(run, gradings)
    for student, attack in HONEST.items():
        assert not shortcomings(done.together, student, attack)
        assert line_of(done.together, student)["status"] == "graded"
        if done.alone is not None:
            assert not shortcomings(done.alone, student, attack)
            assert points_of(done.alone, student) == points_of(done.together, student)


@pytest.mark.parametrize("run", of_each_run())
def test_everyone_has_one_line_and_the_run_ends_by_itself(
    run: Run, gradings: dict[str, Graded | str]
) -> None:
    done = graded(run, gradings)
    assert done.alone is None or done.alone.finished.status == 0, done.alone.finished.err
    assert done.together.finished.status in (0, 1), done.together.finished.err
    assert done.together.seconds < MOST_SECONDS
    handed_in = {student for student, _ in everyone(run.attacks())}
    assert set(done.together.submissions) == handed_in
    assert all(len(lines) == 1 for lines in done.together.submissions.values())
    levels = {lines[0]["sandbox"] for lines in done.together.submissions.values()} - {""}
    wanted = levels if run.fast else {run.column.level}
    assert levels == wanted and len(levels) == 1 and levels != {"none"}


@pytest.mark.parametrize("run", of_each_run())
def test_nothing_outside_is_changed(run: Run, gradings: dict[str, Graded | str]) -> None:
    done = graded(run, gradings)
    assert done.alone is None or done.alone.changed == []
    assert done.together.changed == []


@pytest.mark.parametrize("run", of_each_run())
def test_no_process_no_mount_and_no_file_is_left(
    run: Run, gradings: dict[str, Graded | str]
) -> None:
    done = graded(run, gradings)
    assert done.alone is None or done.alone.left == []
    assert done.together.left == []


@pytest.mark.parametrize("run", of_each_run())
def test_pages_and_messages_are_harmless(run: Run, gradings: dict[str, Graded | str]) -> None:
    result = graded(run, gradings).together
    taken_in = set(result.grades)
    assert set(result.pages) >= taken_in and len(taken_in) > len(HONEST)
    for student, page in {**result.pages, "the class": result.class_pages}.items():
        assert offences(page) == [], student
        assert SECRET_TEXT not in page, student
        assert not set(page) & {"\x1b", "\x00", "\x07"}, student
    assert "\x1b" not in result.finished.out + result.finished.err
    assert "Traceback" not in result.finished.err


@pytest.mark.parametrize("run", of_each_run())
def test_the_coordinator_stays_small(run: Run, gradings: dict[str, Graded | str]) -> None:
    assert graded(run, gradings).together.peak_bytes < MOST_MEMORY


@pytest.mark.parametrize("run", of_each_run())
def test_the_feedback_names_no_place_of_this_machine(
    run: Run, gradings: dict[str, Graded | str]
) -> None:
    done = graded(run, gradings)
    places = [str(ROOT), sys.prefix, str(done.ground.root), str(Path.home() / ".")]
    for student, page in done.together.pages.items():
        own = done.together.sources.get(student, "")
        for place in places:
            # What the student wrote in the notebook may stand there.
            shown = place in page and place not in own and len(place) > 5
            assert not shown, f"{student}: {place} in {_around(page, place)}"


@pytest.mark.slow
def test_a_class_with_an_attack_of_every_kind(gradings: dict[str, Graded | str]) -> None:
    """All that is asked of any run. One test: a second worker would grade the class again."""
    earned = []
    for entry in FAST_RUN.attacks():
        try:
            test_an_attack_earns_what_its_honest_part_earns(FAST_RUN, entry, gradings)
        except AssertionError as error:
            earned.append(str(error))
    assert not earned, "\n".join(earned)
    for asked in (
        test_the_honest_get_the_same_as_without_attackers,
        test_everyone_has_one_line_and_the_run_ends_by_itself,
        test_nothing_outside_is_changed,
        test_no_process_no_mount_and_no_file_is_left,
        test_pages_and_messages_are_harmless,
        test_the_coordinator_stays_small,
        test_the_feedback_names_no_place_of_this_machine,
    ):
        asked(FAST_RUN, gradings)


def _around(page: str, word: str) -> str:
    at = page.index(word)
    return page[max(0, at - 200) : at + 200]


def test_there_are_forty_kinds_of_attack() -> None:
    assert sorted({entry.number for entry in ATTACKS}) == list(range(1, 41))
    students = [entry.student for entry in ATTACKS]
    assert len(set(students)) == len(students)
    assert all(set(entry.attack.honest) <= set(POINTS) for entry in ATTACKS)
    assert {entry.student for entry in ATTACKS} >= FAST
    assert {entry.number for entry in ATTACKS if entry.student in FAST} == set(range(1, 41))
    assert {number for numbers in CLASSES for number in numbers} == set(range(1, 41))
    assert ASSIGNMENT == "target"
