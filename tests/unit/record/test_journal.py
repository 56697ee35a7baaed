"""The journal and how the record files take it in."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import DiskFullError, RecordError
from autograder.record import fold as fold_module
from autograder.record.fold import change_submissions, fold, fold_all
from autograder.record.journal import Entry, append, entries, locked
from autograder.record.lines import (
    DIGESTS,
    LineKind,
    read_grades,
    read_submissions,
)
from tests.unit.record.test_lines import GRADE, SUBMISSION


def entry(student: str, points: float = 1.5, inputs: str = "i") -> Entry:
    submission = replace(SUBMISSION, student=student, score=points)
    grades = tuple(
        replace(GRADE, student=student, points=points, test=test) for test in ("one", "two")
    )
    return Entry(submission, grades, inputs, "e")


def state(folder: Path) -> dict[str, tuple[float, list[float], str]]:
    """Student -> score, points, digest of inputs, from the record files."""
    grades = read_grades(folder / "grades.jsonl")
    digests = {line.student: line.inputs for line in DIGESTS.read(folder / "digests.jsonl")}
    return {
        line.student: (
            line.score,
            [grade.points for grade in grades if grade.student == line.student],
            digests[line.student],
        )
        for line in read_submissions(folder / "submissions.jsonl")
    }


def test_what_is_appended_gets_into_the_files_once(tmp_path: Path) -> None:
    for one in (entry("carl"), entry("anna"), entry("\udcff<i>"), entry("anna", 2.0, "j")):
        append(tmp_path, one)
    assert [one.submission.student for one in entries(tmp_path)] == [
        "carl", "anna", "\udcff<i>", "anna",
    ]  # fmt: skip
    fold(tmp_path)
    due = {
        "anna": (2.0, [2.0, 2.0], "j"),
        "carl": (1.5, [1.5, 1.5], "i"),
        "\udcff<i>": (1.5, [1.5, 1.5], "i"),
    }
    assert state(tmp_path) == due
    assert list(state(tmp_path)) == sorted(due)
    assert not (tmp_path / "journal.jsonl").exists()
    append(tmp_path, entry("ben"))
    append(tmp_path, Entry(replace(SUBMISSION, student="carl", score=1.5), ()))
    fold(tmp_path)
    # Carl could not be graded now: his points stay, and he is graded again next time.
    assert state(tmp_path) == {
        **due, "ben": (1.5, [1.5, 1.5], "i"), "carl": (1.5, [1.5, 1.5], ""),
    }  # fmt: skip


def test_a_line_that_was_cut_off_was_not_written(tmp_path: Path) -> None:
    append(tmp_path, entry("anna"))
    journal = tmp_path / "journal.jsonl"
    whole = journal.read_bytes()
    append(tmp_path, entry("ben"))
    both = journal.read_bytes()
    for length in range(len(whole), len(both), 37):
        journal.write_bytes(both[:length])
        assert [one.submission.student for one in entries(tmp_path)] == ["anna"]
    append(tmp_path, entry("carl"))
    assert [one.submission.student for one in entries(tmp_path)] == ["anna", "carl"]
    fold_all(tmp_path.parent)
    assert set(state(tmp_path)) == {"anna", "carl"}


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_taking_in_can_be_cut_off_and_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    append(tmp_path, entry("anna"))
    fold(tmp_path)
    append(tmp_path, entry("anna", 2.0, "j"))
    append(tmp_path, entry("ben"))
    write, done = LineKind.write, []

    def dying(self: LineKind, path: Path, lines: object) -> None:  # type: ignore[type-arg]
        if len(done) == writes:
            raise KeyboardInterrupt
        done.append(path)
        write(self, path, lines)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(fold_module.LineKind, "write", dying)
        fold(tmp_path)
    # No digest says yet that it is done.
    digests = {line.student: line.inputs for line in DIGESTS.read(tmp_path / "digests.jsonl")}
    assert digests == {"anna": "i"}
    fold(tmp_path)
    assert state(tmp_path) == {"anna": (2.0, [2.0, 2.0], "j"), "ben": (1.5, [1.5, 1.5], "i")}


def test_a_full_disk_is_named_and_what_was_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, entry("anna"))
    real = os.pwrite

    def full(descriptor: int, data: bytes, offset: int) -> int:
        if len(data) < 100:
            raise OSError(28, "No space left on device")
        return real(descriptor, data[:-50], offset)  # a part goes in, then no more

    with (
        monkeypatch.context() as patched,
        pytest.raises(DiskFullError, match="The disk of"),
    ):
        patched.setattr(os, "pwrite", full)
        append(tmp_path, entry("ben"))
    assert [one.submission.student for one in entries(tmp_path)] == ["anna"]
    assert (tmp_path / "journal.jsonl").read_bytes().endswith(b"}\n")
    append(tmp_path, entry("carl"))
    assert [one.submission.student for one in entries(tmp_path)] == ["anna", "carl"]


def test_a_record_file_that_is_no_such_thing_is_named(tmp_path: Path) -> None:
    (tmp_path / "grades.jsonl").write_text("{")
    append(tmp_path, entry("anna"))
    with pytest.raises(RecordError, match=r"Move .*grades\.jsonl away"):
        fold(tmp_path)
    assert [one.submission.student for one in entries(tmp_path)] == ["anna"]


def test_lines_are_changed_only_where_they_differ(tmp_path: Path) -> None:
    append(tmp_path, entry("anna"))
    append(tmp_path, entry("ben"))
    lines = change_submissions(tmp_path, lambda line: replace(line, from_cache=True))
    assert [line.from_cache for line in lines] == [True, True]
    assert read_submissions(tmp_path / "submissions.jsonl") == lines
    before = (tmp_path / "submissions.jsonl").stat().st_mtime_ns
    change_submissions(tmp_path, lambda line: line)
    assert (tmp_path / "submissions.jsonl").stat().st_mtime_ns == before


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path, ".grading", wait=False):
        second = locked(tmp_path, ".grading", wait=False)
        with pytest.raises(RecordError, match="Another process is grading into"), second:
            pass
        append(tmp_path, entry("anna"))  # the record files have a lock of their own
    with locked(tmp_path, ".grading", wait=False):
        pass
