"""What a kept run and a recorded result depend on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.course.layout import Course, find_course
from autograder.engine.fingerprints import assignment_digest, digits_digest, inputs_digest, run_key
from autograder.intake.folders import SubmittedFiles
from autograder.run.environment import RunSettings

POLICY = ("cpu", "auto", "safe")
Change = Callable[[nbformat.NotebookNode], object]


def cell(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    return next(
        one
        for one in notebook.cells
        if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


@pytest.fixture
def settings(tiny_course: Course, tmp_path: Path) -> RunSettings:
    limits = tiny_course.settings.limits
    released = tiny_course.student_notebook("small").parent
    return RunSettings(tmp_path, limits, 1, "cpu", tmp_path, "bubblewrap", released)


@pytest.fixture
def released(tiny_course: Course) -> nbformat.NotebookNode:
    return nbformat.read(tiny_course.student_notebook("small"), as_version=4)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda nb: cell(nb, "number").update(source="assert False, 'other'"), True),
        (lambda nb: cell(nb, "number").metadata.nbgrader.update(points=9), True),
        (lambda nb: nb.cells[0].update(source="# Other words"), True),
        (lambda nb: cell(nb, "solution-number").update(source="x = 4"), False),
        (lambda nb: nb.cells.pop(0), False),
        (lambda nb: cell(nb, "number").metadata.nbgrader.update(grade_id="other"), False),
    ],
)
def test_a_run_depends_on_code_and_on_where_tests_stand(
    released: nbformat.NotebookNode, settings: RunSettings, change: Change, same: bool
) -> None:
    changed = copy.deepcopy(released)
    change(changed)
    keys = [run_key(nb, settings, "digits", "environment") for nb in (released, changed)]
    assert (keys[0] == keys[1]) is same


def test_a_run_depends_on_how_it_is_run(
    released: nbformat.NotebookNode, settings: RunSettings, tmp_path: Path
) -> None:
    def key(settings: RunSettings, digits: str = "d", environment: str = "e") -> str:
        return run_key(released, settings, digits, environment)

    first = key(settings)
    assert key(replace(settings, scratch=tmp_path / "elsewhere")) == first
    different = [
        key(replace(settings, seed=2)),
        key(replace(settings, device="gpu")),
        key(replace(settings, sandbox="none")),
        key(replace(settings, limits=replace(settings.limits, memory_mb=1))),
        key(settings, digits="other"),
        key(settings, environment="other"),
    ]
    assert settings.released is not None
    (settings.released / "small.ipynb").write_text("the words of a test")
    assert key(settings) == first
    (settings.released / "data.csv").write_text("1,2")
    different.append(key(settings))
    assert len({first, *different}) == 1 + len(different)


def test_a_result_depends_on_everything(tiny_course: Course) -> None:
    (tiny_course.private).mkdir()
    seen = [assignment_digest(tiny_course, "small", POLICY)]
    assert seen == [assignment_digest(find_course(tiny_course.root), "small", POLICY)]

    def now(course: Course = tiny_course, policy: tuple[str, ...] = POLICY) -> None:
        seen.append(assignment_digest(course, "small", policy))

    now(policy=("gpu", "auto", "safe"))
    for path in (
        tiny_course.source("small"),
        tiny_course.thresholds("small"),
        tiny_course.student_notebook("small"),
        tiny_course.private / "holdout-secret",
        tiny_course.student_notebook("small").parent / "extra.csv",
    ):
        with path.open("a") as file:
            file.write("\n")
        now()
    toml = tiny_course.root / "course.toml"
    toml.write_text(toml.read_text().replace("test_seconds = 20", "test_seconds = 21"))
    now(find_course(tiny_course.root))
    before = digits_digest(tiny_course)
    (tiny_course.root / "source_data").unlink()
    assert digits_digest(tiny_course) != before
    assert len(set(seen)) == len(seen)


def test_a_submission_is_its_files() -> None:
    one = SubmittedFiles("small.ipynb", "{}", "", ("small.ipynb",))
    digests = {
        inputs_digest(files, assignment)
        for files, assignment in (
            (one, "a"),
            (one, "b"),
            (replace(one, text="{ }"), "a"),
            (replace(one, timestamp="2027-03-01"), "a"),
            (replace(one, names=("small.ipynb", "numpy.py")), "a"),
            (replace(one, name="\udcff.ipynb"), "a"),
        )
    }
    assert len(digests) == 6
