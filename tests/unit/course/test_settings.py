"""course.toml: what it gives, and one clear message for each thing that can be wrong."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.course.borderline import Borderline
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.course.settings import Limits, read_settings
from autograder.errors import SettingsError, UnknownAssignmentError

GOOD = """\
[course]
name = "Digits"
id = "digits"
timezone = "Europe/Vienna"

[colab]
repository = "someone/digits"
branch = "main"

[holdout]
size = 5000

[limits]
cell_seconds = 60

[[assignment]]
name = "01-first"
points = 30
due = 2027-03-08T23:59:00

[[assignment]]
name = "02-second"
points = 12.5
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "course.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_settings(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, GOOD))
    assert settings.assignment_names == ["01-first", "02-second"]
    first, second = settings.assignments
    assert (first.points, second.points) == (30.0, 12.5)
    assert first.due is not None
    assert first.due.tzinfo == ZoneInfo("Europe/Vienna")
    assert second.due is None
    assert settings.limits == Limits(cell_seconds=60)
    assert settings.holdout_size == 5000


def test_due_dates_keep_a_time_zone_of_their_own(tmp_path: Path) -> None:
    text = GOOD.replace("23:59:00", "23:59:00+05:00")
    due = read_settings(write(tmp_path, text)).entry("01-first").due
    assert due is not None
    assert due.isoformat().endswith("+05:00")


def test_limits_may_be_left_out(tmp_path: Path) -> None:
    text = GOOD.replace("[limits]\ncell_seconds = 60\n", "")
    assert read_settings(write(tmp_path, text)).limits == Limits()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[course]", "[course", "is not valid TOML"),
        ('name = "Digits"\n', "", "[course] name is missing or of the wrong kind"),
        ('name = "Digits"', "name = 3", "[course] name is missing or of the wrong kind"),
        ('id = "digits"', 'id = ""', "[course] id is missing or of the wrong kind"),
        ("[course]", "[coarse]", "[course] timezone is missing"),
        ("Europe/Vienna", "Europe/Wien", "[course] timezone 'Europe/Wien' is not known"),
        ("Europe/Vienna", "Europe", "[course] timezone 'Europe' is not known"),
        ("Europe/Vienna", "../../etc/passwd", "[course] timezone '../../etc/passwd' is not known"),
        ('[colab]\nrepository = "someone/digits"\nbranch = "main"\n', "", "[colab] repository"),
        ('branch = "main"', "branch = true", "[colab] branch is missing or of the wrong kind"),
        ("size = 5000", "", "[holdout] size is missing"),
        ("size = 5000", "size = 5005", "[holdout] size must be a multiple of 10"),
        ("size = 5000", "size = 10", "[holdout] size must be a multiple of 10 from 1000 to 20000"),
        ("size = 5000", "size = 50000", "from 1000 to 20000, not 50000"),
        ("size = 5000", "size = true", "[holdout] size is missing or of the wrong kind"),
        ("size = 5000", "size = 5000.0", "[holdout] size is missing or of the wrong kind"),
        ("cell_seconds", "cel_seconds", "[limits] cel_seconds is not a limit (cell_seconds,"),
        ("cell_seconds = 60", "cell_seconds = 0", "[limits] cell_seconds must be a positive"),
        ("cell_seconds = 60", "cell_seconds = -1", "[limits] cell_seconds must be a positive"),
        ("cell_seconds = 60", "cell_seconds = inf", "[limits] cell_seconds must be a positive"),
        ("cell_seconds = 60", "cell_seconds = nan", "[limits] cell_seconds must be a positive"),
        ("cell_seconds = 60", 'cell_seconds = "1"', "[limits] cell_seconds must be a positive"),
        ("cell_seconds = 60", "cell_seconds = true", "[limits] cell_seconds must be a positive"),
        ('name = "01-first"', "", "an [[assignment]] has no name"),
        ('name = "01-first"', "name = 1", "an [[assignment]] has no name"),
        ('name = "01-first"', 'name = "../up"', "'../up': a name is made of"),
        ('name = "01-first"', 'name = "one two"', "'one two': a name is made of"),
        ("points = 30", "points = 0", "01-first: points must be positive"),
        ("points = 30", "points = true", "01-first: points must be positive"),
        ("points = 30", "points = nan", "01-first: points must be positive"),
        ("points = 30", "", "01-first: points must be positive"),
        ("2027-03-08T23:59:00", "2027-03-08", "01-first: due is not a date and time"),
        ("2027-03-08T23:59:00", '"soon"', "01-first: due is not a date and time"),
        ('"02-second"', '"01-first"', "each name once"),
    ],
)
def test_each_mistake_has_its_message(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[course] timezone is missing"),
        ("course = 3", "[course] must be a table"),
        ("limits = 3\n" + GOOD.replace("[limits]\ncell_seconds = 60", ""), "[limits] must be a"),
        (GOOD.partition("[[assignment]]")[0], "assignments must be listed"),
        ('assignment = ["one"]\n' + GOOD.partition("[[assignment]]")[0], "[[assignment]] table"),
        ("assignment = 3\n" + GOOD.partition("[[assignment]]")[0], "[[assignment]] table"),
    ],
)
def test_other_shapes_have_messages_too(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, text))
    assert said in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(SettingsError, match="is not valid TOML"):
        read_settings(path)


def test_a_missing_file_says_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Run the command in the course's folder"):
        read_settings(tmp_path / "course.toml")


def test_the_course_is_found_from_below(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    below = tmp_path / "solutions" / "01-first"
    below.mkdir(parents=True)
    assert find_course(below).root == tmp_path.resolve()


def test_no_course_above(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"No course\.toml in .* or above it"):
        find_course(tmp_path)


def test_an_unknown_assignment_names_the_known_ones(course: Course) -> None:
    with pytest.raises(UnknownAssignmentError) as caught:
        course.settings.entry("06-unknown")
    assert "Unknown assignment '06-unknown'" in str(caught.value)
    assert "01-comment-the-code, 02-hidden-units" in str(caught.value)


def test_where_things_lie(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    made = find_course(tmp_path)
    root = made.root
    assert made.source("01-first") == root / "solutions" / "01-first" / "source.py"
    assert made.thresholds("01-first") == root / "solutions" / "01-first" / "thresholds.toml"
    assert made.instructor_notebook("01-first").parent == root / "solutions" / "01-first"
    assert made.student_notebook("01-first") == (
        root / "assignments" / "01-first" / "01-first.ipynb"
    )
    out = OutputFolders(tmp_path / "out")
    assert out.gradebook_url == f"sqlite:///{tmp_path / 'out' / 'gradebook.db'}"


def test_feedback_and_honour(tmp_path: Path) -> None:
    plain = read_settings(write(tmp_path, GOOD))
    assert plain.show_mark_scheme is False
    assert [entry.honour for entry in plain.assignments] == [None, None]
    text = GOOD + "honour = 0.99\n\n[feedback]\nshow_mark_scheme = true\n"
    changed = read_settings(write(tmp_path, text))
    assert changed.show_mark_scheme is True
    assert plain.borderline == Borderline(runs=1)
    assert changed.entry("02-second").honour == 0.99


@pytest.mark.parametrize(
    ("addition", "named"),
    [
        ("honour = 99", "honour is a share"),
        ("honour = true", "honour is a share"),
        ('[feedback]\nshow_mark_scheme = "yes"', "show_mark_scheme must be true or false"),
        ("[borderline]\nruns = 2", "runs must be an odd number up to 9"),
        ("[borderline]\nruns = 11", "runs must be an odd number up to 9"),
        ("[borderline]\nruns = true", "runs must be an odd number up to 9"),
        ("[borderline]\nmargin = 2", "margin must be a share"),
        ("[borderline]\nmargins = 0.1", "margins is not a setting"),
    ],
)
def test_other_wrong_settings_are_named(tmp_path: Path, addition: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings(write(tmp_path, f"{GOOD}{addition}\n"))
