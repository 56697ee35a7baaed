"""What grading gathers before and between run and judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.examples import Example, Loss
from autograder.course.layout import Course
from autograder.engine import device
from autograder.engine.device import choose_device
from autograder.engine.expectations import surprises
from autograder.engine.grader import Grader
from autograder.engine.grading import grade_folder
from autograder.engine.judging import make_case
from autograder.engine.plan import GradingPlan, make_plan, plan_assignment
from autograder.errors import (
    AutograderError,
    DataError,
    JudgeError,
    SandboxError,
    SourceError,
    SubmissionError,
    UnknownAssignmentError,
)
from autograder.flags.submission_flags import submission_flags
from autograder.intake.overlay import overlay
from autograder.intake.submission import Submission, SubmissionFolder
from autograder.record.lines import GradeLine, SubmissionLine
from autograder.run.execution import CellRun, Execution
from autograder.run.kernel_sockets import require_short_paths
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.choose import sandbox_named

UNCONFINED = sandbox_named("none")


@pytest.fixture
def plan(tiny_course: Course, tmp_path: Path) -> GradingPlan:
    return make_plan(tiny_course, ["small"], "cpu", tmp_path, UNCONFINED)


def test_a_plan_holds_tests_with_their_hidden_parts(plan: GradingPlan) -> None:
    small = plan.assignments["small"]
    assert [(test.ident, test.points, test.seconds) for test in small.tests] == [
        ("number", 2, 20),
        ("double", 4, 20),
        ("picture", 1, 20),
    ]
    assert "secret_of_the_test" in small.tests[0].source
    assert "secret_of_the_test" not in nbformat.writes(small.released)
    assert small.thresholds == {"enough": 3.0}
    assert small.originals["number"] == "x = None\n# YOUR CODE HERE"
    assert (plan.run.device, plan.remarks) == ("cpu", ())
    assert plan.run.digits == plan.digits.students != plan.digits.judge


def test_a_test_changed_after_the_release_flags_nobody(tiny_course: Course) -> None:
    got = nbformat.read(tiny_course.student_notebook("small"), as_version=4)
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("x is still None", "x is nothing yet"), encoding="utf-8")
    planned = plan_assignment(tiny_course, "small")
    assert planned.released.cells != got.cells
    for edited in (False, True):
        if edited:
            next(c for c in got.cells if c.id == "test-double").source = "assert True"
        laid, problems = overlay(got, planned.released, planned.earlier)
        submission = Submission("anna", "small", laid, tuple(problems))
        flags = submission_flags(submission, planned.originals, ())
        assert [flag.code for flag in flags] == ["test_cells_changed"] * edited
    assert "changed: 'double')" in flags[0].message


def test_what_is_wrong_is_said_before_the_first_submission(
    tiny_course: Course, tmp_path: Path
) -> None:
    with pytest.raises(UnknownAssignmentError, match="Unknown assignment 'large'"):
        make_plan(tiny_course, ["large"], "cpu", tmp_path, UNCONFINED)
    thresholds = tiny_course.thresholds("small")
    for text, said in (
        ("[enough]\nvalue = 3\n", "[enough] lacks calibration, unit"),
        ("[enough", "thresholds.toml"),
        ('[enough]\nvalue = "much"\nunit = "a"\ncalibration = "b"\n', "thresholds.toml"),
        ("enough = 3\n", "thresholds.toml"),
    ):
        thresholds.write_text(text, encoding="utf-8")
        with pytest.raises(SourceError) as caught:
            make_plan(tiny_course, ["small"], "cpu", tmp_path, UNCONFINED)
        assert said in str(caught.value)
    thresholds.unlink()
    (tiny_course.root / "source_data").unlink()
    with pytest.raises(DataError, match="Run 'make data'"):
        make_plan(tiny_course, ["small"], "cpu", tmp_path, UNCONFINED)


@pytest.mark.parametrize(
    ("length", "fits"),
    [
        (107 - len("/box-12345678/connection/k-1"), True),
        (108 - len("/box-12345678/connection/k-1"), False),
    ],
)
def test_sockets_need_a_short_path(
    plan: GradingPlan, tiny_course: Course, length: int, fits: bool
) -> None:
    scratch = Path("/" + "x" * (length - 1))
    settings = replace(plan.run, scratch=scratch)
    if fits:
        require_short_paths(settings)
        return
    with pytest.raises(SandboxError, match=r"1 bytes too long.*Set TMPDIR"):
        require_short_paths(settings)
    require_short_paths(replace(settings, sandbox="bubblewrap"))  # has a short name inside
    with pytest.raises(SandboxError, match="too long"):
        make_plan(tiny_course, ["small"], "cpu", deep(tiny_course.root), UNCONFINED)


def deep(folder: Path) -> Path:
    made = folder / ("x" * 100)
    made.mkdir()
    return made


def test_a_case_knows_what_ran_before_each_test(plan: GradingPlan, tmp_path: Path) -> None:
    small = plan.assignments["small"]
    own = nbformat.from_dict(small.released)
    own.cells.insert(3, nbformat.v4.new_code_cell("\tmine = 1"))
    notebook, _ = overlay(own, small.released)
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    student = [i for i in code if not notebook.cells[i].metadata.get("nbgrader", {}).get("grade")]
    runs = []
    for index in student:
        ident = notebook.cells[index].metadata.get("nbgrader", {}).get("grade_id", "")
        failed = ident == "solution-double" or not ident
        runs.append(CellRun(index, ident[9:], "error" if failed else "ok", 0.1, "Oh" * failed))
    execution = Execution(
        notebook, tuple(runs), {"number": 0, "double": 1}, tmp_path, (), 1.0, "none", "cpu"
    )
    case = make_case(plan, small, Submission("anna", "small", notebook, ()), execution)
    # As in IPython's `In`: without the indentation that a whole cell has.
    sources = [notebook.cells[i].source.removeprefix("\t") for i in student[:3]]
    assert case.executed["number"] == sources
    assert "mine = 1" in case.executed["number"]
    own_number = case.originals["number"]
    assert case.written_before("number") == (("", "mine = 1"), ("number", own_number))
    assert [ident for ident, _ in case.written_before("double")] == ["", "number", "double"]
    assert case.cell_errors["number"] == "(The cell number 4 stopped: Oh)"
    assert case.cell_errors["double"] == "(The cell 'double' stopped: Oh)"
    assert case.cell_errors["picture"] == ""
    assert (case.positions, case.thresholds) == ({"number": 0, "double": 1}, {"enough": 3.0})
    assert case.sources == case.originals
    assert case.holdout == plan.digits.judge


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (None, "missing_notebook", "needs_attention"),
        ("", "empty_file", "needs_attention"),
        ("{", "unreadable_json", "needs_attention"),
        ("link", "symbolic_link", "rejected"),
        ("fifo", "not_a_file", "rejected"),
    ],
)
def test_what_cannot_be_graded_gets_a_status(
    plan: GradingPlan, tmp_path: Path, content: str | None, code: str, status: str
) -> None:
    import os

    path = tmp_path / "anna" / "small"
    path.mkdir(parents=True)
    if content == "link":
        (path / "small.ipynb").symlink_to("/etc/passwd")
    elif content == "fifo":
        os.mkfifo(path / "small.ipynb")
    elif content is not None:
        (path / "small.ipynb").write_text(content)
    with Grader(plan) as grader:
        graded = grade_folder(plan, SubmissionFolder("anna", "small", path), grader)
    assert ([p.code for p in graded.problems], graded.status) == ([code], status)
    assert (graded.submission, graded.execution, graded.results) == (None, None, ())


def test_a_surprise_inside_grading_stops_no_one_else(
    plan: GradingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(*_: object) -> None:
        raise ZeroDivisionError("who would have thought")

    monkeypatch.setattr("autograder.engine.grading.take_in_files", surprise)
    (tmp_path / "small.ipynb").write_text("{}")
    with Grader(plan) as grader:
        graded = grade_folder(plan, SubmissionFolder("anna", "small", tmp_path), grader)
    assert graded.status == "needs_attention"
    assert "ZeroDivisionError: who would have thought" in graded.problems[0].message


@pytest.mark.parametrize(
    "reason", [SubmissionError("kernel_start", "no"), JudgeError("no"), ZeroDivisionError("no")]
)
def test_what_was_handed_in_is_examined_even_if_it_cannot_be_graded(
    plan: GradingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: Exception
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise reason

    monkeypatch.setattr("autograder.engine.grading.run_and_judge", fails)
    path = tmp_path / "anna" / "small"
    path.mkdir(parents=True)
    notebook = nbformat.from_dict(plan.assignments["small"].released)
    code = "get_ipython().run_code = None"
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, path / "small.ipynb")
    with Grader(plan) as grader:
        graded = grade_folder(plan, SubmissionFolder("anna", "small", path), grader)
    assert graded.status == "needs_attention"
    assert graded.flags
    assert "run_code" in graded.flags[0].message


def test_the_last_attempt_starts_cold(
    plan: GradingPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm: list[bool] = []

    def fails(tried: GradingPlan, *_: object, **__: object) -> None:
        warm.append(tried.warm is not None)
        raise SubmissionError("kernel_start", "no")

    monkeypatch.setattr("autograder.engine.grading.run_and_judge", fails)
    nbformat.write(plan.assignments["small"].released, tmp_path / "small.ipynb")
    with WarmStarts(plan.run, True) as starts, Grader(plan) as grader:
        plan = replace(plan, warm=starts)
        graded = grade_folder(plan, SubmissionFolder("anna", "small", tmp_path), grader)
    assert graded.codes >= {"kernel_start"}
    assert warm == [True, True, False]


def test_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "gpu_problem", lambda: "no NVIDIA GPU was found")
    assert choose_device("cpu") == choose_device("auto") == ("cpu", ())
    assert choose_device("gpu") == ("cpu", ("Grading on the CPU: no NVIDIA GPU was found.",))
    monkeypatch.setattr(device, "gpu_problem", lambda: "")
    assert choose_device("gpu") == choose_device("auto") == ("gpu", ())
    assert choose_device("cpu") == ("cpu", ())
    with pytest.raises(AutograderError, match="Unknown device 'tpu'"):
        choose_device("tpu")


def line(test: str, points: float, outcome: str = "failed", message: str = "") -> GradeLine:
    return GradeLine("e", "small", test, "T", points, 4, outcome, message, 0.1)  # type: ignore[arg-type]


GRADED = SubmissionLine("e", "small", "graded", 0, 10, (), (), 0, 0, "none", "cpu", False)


def example(kind: str, **loses: Loss) -> Example:
    return Example(
        name="e",
        assignment="small",
        kind=kind,  # type: ignore[arg-type]
        title="T",
        extra=False,
        loses=loses,
        cells={},
        answers={},
    )


@pytest.mark.parametrize(
    ("made", "grades", "said"),
    [
        (example("reference"), [line("a", 4, "passed"), line("why", 0, "manual")], ""),
        (example("correct"), [line("a", 3, "partial", "nearly")], "a got 3 of 4 points instead"),
        (example("untouched"), [line("a", 0, "failed", "x is None")], ""),
        (example("untouched"), [line("a", 4, "passed")], "a got 4 of 4 points instead of 0"),
        (example("untouched"), [line("a", 0, "error", "broke")], "a ended as error: broke"),
        (example("wrong", a=Loss(0, "odd")), [line("a", 0, "failed", "3 is odd.")], ""),
        (example("wrong", a=Loss(0, "odd")), [line("a", 0, "failed", "no")], "without 'odd'"),
        (example("wrong", a=Loss(0, "odd")), [line("a", 4, "passed")], "a got 4 of 4 points"),
        (example("wrong", a=Loss(0.5, "odd")), [line("a", 2, "partial", "odd")], ""),
        (example("wrong", a=Loss(0, "odd")), [line("b", 0)], "b got 0 of 4 points instead of 4"),
    ],
)
def test_surprises(made: Example, grades: list[GradeLine], said: str) -> None:
    found = surprises(made, GRADED, grades)
    assert len(found) == (1 if said else 0)
    assert said in "".join(found)


def test_an_example_that_was_not_graded_is_a_surprise() -> None:
    assert surprises(example("reference"), None, []) == ["small e: not graded (missing)"]
