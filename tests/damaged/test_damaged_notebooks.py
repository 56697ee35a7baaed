"""Every form in which a submission may arrive, graded in one class with good ones beside them."""

from __future__ import annotations

import importlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring.examples import write_examples
from autograder.course.layout import Course
from tests.conftest import autograder, records
from tests.damaged.form import ANSWER, FORMS, FULL, Form, cell_of

for _table in (
    "editors",
    "encodings",
    "nbformats",
    "cells",
    "edited_cells",
    "contents",
    "files",
    "other_kinds",
):
    importlib.import_module(f"tests.damaged.{_table}")

GOOD = [f"good-{number}" for number in range(5)]
LEAST_RIGHT = 0.9
SECONDS = 900


@dataclass(frozen=True)
class Outcome:
    """What grading one form gave."""

    form: Form
    line: dict[str, Any]
    answer: str

    @property
    def faults(self) -> list[str]:
        """How it differs from what the table says."""
        form, line = self.form, self.line
        codes = {problem["code"] for problem in line["problems"]}
        messages = " ".join(problem["message"] for problem in line["problems"])
        found = [
            f"{what}: {seen!r}, not {wanted!r}"
            for what, seen, wanted in (
                ("status", line["status"], form.status),
                ("score", line["score"], form.score),
                ("problems", sorted(codes), sorted(form.codes)),
            )
            if seen != wanted
        ]
        if form.says not in messages:
            found.append(f"no word of {form.says!r}: {messages}")
        if form.answer and ANSWER not in self.answer:
            found.append(f"the answer is {self.answer!r}")
        return found


def hand_in(course: Course) -> None:
    """Write good submissions and one of each form."""
    write_examples(course, "small", course.root / "made", ["reference"])
    path = course.root / "made" / "reference" / "small" / "small.ipynb"
    good = json.loads(path.read_text(encoding="utf-8"))
    cell_of(good, "answer why")["source"] = [ANSWER]
    for student in GOOD:
        folder = course.root / "submitted" / student / "small"
        folder.mkdir(parents=True)
        (folder / "small.ipynb").write_text(json.dumps(good), encoding="utf-8")
    wanted = os.environ.get("AUTOGRADER_FORMS", "").split()
    for form in FORMS:
        if not wanted or form.name in wanted:
            folder = course.root / "submitted" / form.name / "small"
            folder.mkdir(parents=True)
            form.write(json.loads(json.dumps(good)), folder)


def answer_in(course: Course, student: str) -> str:
    """The written answer as it goes on to nbgrader."""
    path = course.root / "autograded" / student / "small" / "small.ipynb"
    if not path.exists():
        return ""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.metadata.get("autograder", {}).get("answer") == "why":
            return str(cell.source)
    return ""


@pytest.mark.slow
@pytest.mark.timeout(SECONDS)
def test_each_form_gets_what_it_deserves(tiny_course: Course) -> None:
    hand_in(tiny_course)
    before = snapshot(tiny_course.root / "submitted")
    graded = autograder(tiny_course.root, "grade", timeout=SECONDS)
    assert graded.status == 1, graded.err
    assert "Traceback" not in graded.err
    lines = {line["student"]: line for line in records(tiny_course, "submissions")}
    present = {path.name for path in (tiny_course.root / "submitted").iterdir()}
    forms = [form for form in FORMS if form.name in present]
    assert lines.keys() == present, "each one has exactly one line"
    for student in GOOD:
        line = lines[student]
        assert (line["status"], line["score"], line["problems"]) == ("graded", FULL, [])
        assert answer_in(tiny_course, student) == ANSWER
    outcomes = [Outcome(f, lines[f.name], answer_in(tiny_course, f.name)) for f in forms]
    faults = [f"{one.form.name}: {'; '.join(one.faults)}" for one in outcomes if one.faults]
    assert not faults, "\n" + "\n".join(faults)
    assert snapshot(tiny_course.root / "submitted") == before, "nothing that was handed in changes"


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Sizes and times of all that was handed in."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns)
    return found


def test_the_table_is_large_enough_and_right_for_nearly_all() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS) >= 60
    with_work = [form for form in FORMS if form.work]
    right = [form for form in with_work if form.status == "graded"]
    assert len(right) >= LEAST_RIGHT * len(with_work)
    for form in with_work:
        assert form.status == "graded" or form.why, f"{form.name}: say why it gets nothing"
    for form in FORMS:
        assert form.status == "graded" or form.codes, f"{form.name}: name the problem"
