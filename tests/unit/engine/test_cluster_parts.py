"""The parts of grading on a cluster that need no cluster."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course.borderline import Borderline
from autograder.course.layout import Course
from autograder.engine.class_request import ClassRequest
from autograder.engine.cluster import connection, workplace
from autograder.engine.cluster.checked_result import checked_result
from autograder.engine.cluster.parcel import (
    RunOrder,
    differences,
    pack_assignment,
    run_order,
    unpack_assignment,
)
from autograder.engine.cluster.travelling_runs import KeptForTask, TravellingRuns
from autograder.engine.fingerprints import run_environment, run_key
from autograder.engine.kept_verdicts import KeptVerdicts
from autograder.engine.other_seeds import submission_with_other_seeds
from autograder.engine.plan import AssignmentPlan, plan_assignment
from autograder.engine.store import Store
from autograder.engine.task import Graded, GradingTask
from autograder.errors import ClusterError, DataError
from autograder.intake.folders import SubmittedFiles
from autograder.intake.taking_in import take_in_files
from autograder.judge.results import TestResult
from autograder.run.environment import RunSettings
from tests.in_process import CommandLine


@pytest.fixture
def plan(tiny_course: Course) -> AssignmentPlan:
    return plan_assignment(tiny_course, "small")


@pytest.fixture
def order(tiny_course: Course) -> RunOrder:
    request = ClassRequest(["small"], tiny_course.root, None)  # type: ignore[arg-type]
    return run_order(tiny_course, request, "cpu")


@pytest.fixture
def task(plan: AssignmentPlan) -> GradingTask:
    return GradingTask(
        "anna", "small", SubmittedFiles("small.ipynb", nbformat.writes(plan.released))
    )


def test_an_assignment_travels_with_its_hidden_tests_and_files(
    plan: AssignmentPlan, tmp_path: Path
) -> None:
    (plan.folder / "photos").mkdir()
    (plan.folder / "photos" / "one.png").write_bytes(b"\x89PNG\xff")
    packed = pack_assignment(plan)
    arrived = unpack_assignment(packed, tmp_path / "arrived")
    assert replace(arrived, folder=plan.folder) == plan
    assert "secret_of_the_test" in arrived.tests[0].source
    assert (arrived.folder / "photos" / "one.png").read_bytes() == b"\x89PNG\xff"
    assert pack_assignment(arrived) == packed
    values = json.loads(packed)
    for name in ("../one.png", "/one.png", "photos/../../one.png"):
        values["files"] = {name: ""}
        with pytest.raises(ClusterError, match="no name of a file"):
            unpack_assignment(json.dumps(values).encode(), tmp_path / str(abs(hash(name))))
        assert not (tmp_path / "one.png").exists()


def test_an_order_says_how_to_run_and_makes_the_secret(
    tiny_course: Course, order: RunOrder
) -> None:
    assert RunOrder.from_bytes(order.as_bytes()) == order
    assert order.limits == tiny_course.settings.limits
    assert bytes.fromhex(order.secret)
    request = ClassRequest(["small"], tiny_course.root, None)  # type: ignore[arg-type]
    assert run_order(tiny_course, request, "cpu").as_bytes() == order.as_bytes()


def test_a_worker_that_would_grade_otherwise_refuses(
    order: RunOrder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unsafe = replace(order, sandbox="none", unsafe=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="AUTOGRADER_DATA"):
        workplace.fit_sandbox(unsafe)
    (tmp_path / "mnist.npz").touch()
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    assert workplace.fit_sandbox(unsafe).name == "none"
    other = {**order.environment, "keras": "3.0.0"}
    with pytest.raises(ClusterError, match=r"keras is .* there, 3.0.0 here.*same versions"):
        workplace.fit_sandbox(replace(unsafe, environment=other))
    assert differences({"a": "1"}, {"b": "2"}) == [
        "a is missing there, 1 here",
        "b is 2 there, missing here",
    ]


def graded(plan: AssignmentPlan, **changes: Any) -> dict[str, Any]:
    results = tuple(
        TestResult(test.ident, test.title, test.points, test.points, "passed", "", 0.1)
        for test in plan.tests
    )
    return Graded("anna", "small", None, None, results, (), "graded", 0.2).as_json() | changes


@pytest.mark.parametrize(
    "spoil",
    [
        lambda values: values.update(student="ben"),
        lambda values: values.update(assignment="large"),
        lambda values: values.update(status="perfect"),
        lambda values: values.update(evidence="../x"),
        lambda values: values.update(seconds_judge=float("nan")),
        lambda values: values.update(seconds_judge=10**400),
        lambda values: values.update(extra=1),
        lambda values: values.pop("flags"),
        lambda values: values["results"].pop(),
        lambda values: values["results"].reverse(),
        lambda values: values["results"][0].update(points=1000),
        lambda values: values["results"][0].update(points=-1),
        lambda values: values["results"][0].update(points="2"),
        lambda values: values["results"][0].update(points=1000, max_points=1000),
        lambda values: values["results"][0].update(outcome="excellent"),
        lambda values: values["results"][0].update(message=[]),
        lambda values: values["results"][0].update(seconds=10**400),
    ],
)
def test_a_result_must_fit_what_was_given(
    plan: AssignmentPlan, task: GradingTask, spoil: Callable[[dict[str, Any]], object]
) -> None:
    values = graded(plan)
    assert checked_result(json.dumps(values).encode(), task, plan).results
    spoil(values)
    with pytest.raises(ClusterError, match="can't be used"):
        checked_result(json.dumps(values).encode(), task, plan)


@pytest.mark.parametrize("data", [b"no JSON", b"[" * 100_000, b"[]", b"\xff"])
def test_what_is_no_result_is_not_taken(
    plan: AssignmentPlan, task: GradingTask, data: bytes
) -> None:
    with pytest.raises(ClusterError, match="can't be used"):
        checked_result(data, task, plan)


def test_kept_runs_travel_there_and_back(
    plan: AssignmentPlan, task: GradingTask, order: RunOrder, tmp_path: Path
) -> None:
    store = Store(tmp_path / "runs")
    here = RunSettings(Path(), order.limits, order.seed, "cpu", Path(), "", plan.folder)

    def kept(one: GradingTask) -> KeptForTask:
        return KeptForTask(store, one, plan, here, order)

    # The worker takes the submission in again, and knows its level of confinement.
    arrived = unpack_assignment(pack_assignment(plan), tmp_path / "arrived")
    taken = take_in_files("anna", "small", task.submitted, arrived.released)
    there = replace(here, sandbox="landlock", released=arrived.folder)
    key = run_key(taken.notebook, there, order.digits_digest, run_environment())

    assert kept(task).going() == {}
    runs = TravellingRuns({})
    assert runs.get(key) is None
    runs.put(key, b"a run")
    runs.put("f" * 64, b"what nobody asked for")
    kept(task).came(runs.new)
    assert store.state().entries == 1

    assert kept(task).going() == {key: b"a run"}
    assert TravellingRuns(kept(task).going()).get(key) == b"a run"
    state = store.state()
    assert (state.hits, state.misses) == (2, 1)
    # Run again in any case: it goes along, for the answers that it knows, but it is no hit.
    assert kept(replace(task, fresh=True)).going() == {key: b"a run"}
    assert store.state().hits == 2
    unreadable = replace(task, submitted=SubmittedFiles("small.ipynb", "{"))
    assert kept(unreadable).going() == {}

    # What was noted of it goes along, and comes back if it is such a note.
    note = KeptVerdicts("c" * 64, (), (), (), (), ()).as_bytes("a" * 64)
    runs = TravellingRuns(kept(task).going())
    runs.put_note(key, note)
    kept(task).came(runs.new)
    assert TravellingRuns(kept(task).going()).note(key) == note
    kept(task).came({f"{key}.note": b"no note", f"{'f' * 64}.note": note})
    assert store.note(key) == note
    # A run that is kept anew has no note yet.
    runs = TravellingRuns(kept(task).going())
    runs.put_note(key, note)
    runs.put(key, b"another run")
    assert runs.note(key) is None
    kept(task).came(runs.new)
    assert kept(task).going() == {key: b"another run"}


@pytest.mark.parametrize(("runs", "kept"), [(3, 3), (1, 1)])
def test_runs_of_a_second_look_travel_too(
    plan: AssignmentPlan, order: RunOrder, tmp_path: Path, runs: int, kept: int
) -> None:
    store = Store(tmp_path / "runs")
    here = RunSettings(Path(), order.limits, order.seed, "cpu", Path(), "none", plan.folder)
    notebook = copy.deepcopy(plan.released)
    (solution,) = [one for one in notebook.cells if one.get("id") == "solution-number"]
    solution.source = "import numpy as np\nrng = np.random.default_rng(7)\nnumber = 3"
    task = GradingTask("anna", "small", SubmittedFiles("small.ipynb", nbformat.writes(notebook)))
    taken = take_in_files("anna", "small", task.submitted, plan.released)

    def key(number: int) -> str:
        """As the worker makes it."""
        numbered = submission_with_other_seeds(taken, number)
        settings = replace(here, seed=order.seed + number)
        return run_key(numbered.notebook, settings, order.digits_digest, run_environment())

    order = replace(order, borderline=Borderline(runs))
    came = {key(number): f"run {number}".encode() for number in range(4)}
    assert len(came) == 4
    KeptForTask(store, task, plan, here, order).came(came)
    assert store.state().entries == kept
    going = KeptForTask(store, task, plan, here, order).going()
    assert going == {name: came[name] for name in list(came)[:kept]}
    assert store.state().misses == 0


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("address", "installed", "said"),
    [
        ("tcp://127.0.0.1:1", True, "No Dask scheduler answers at tcp://127.0.0.1:1."),
        ("somewhere", True, "'somewhere' is no address of a Dask scheduler."),
        ("file:///etc", True, "'file:///etc' is no address of a Dask scheduler."),
        ("tcp://127.0.0.1:1", False, "--cluster needs Dask, which is not installed. Install it:"),
    ],
)
def test_no_cluster_is_one_clear_line(
    tiny_course: Course,
    command_line: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    installed: bool,
    said: str,
) -> None:
    (tiny_course.root / "submitted" / "anna" / "small").mkdir(parents=True)
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 1.0)
    if not installed:
        monkeypatch.setitem(sys.modules, "distributed", None)
    ended = command_line(tiny_course.root, "grade", "--cluster", address)
    assert ended.status == 2
    assert ended.err.startswith(f"error: {said}")
    assert len(ended.err.splitlines()) == 1


class _Client:
    def __init__(self, *resources: dict[str, float]) -> None:
        self._resources = resources

    def scheduler_info(self, n_workers: int = 5) -> dict[str, Any]:
        assert n_workers == -1, "not all workers are asked for"
        offered = enumerate(self._resources)
        return {"workers": {str(n): {"resources": one, "nthreads": 4} for n, one in offered}}


@pytest.mark.parametrize(
    ("wanted", "resources", "device", "remarks"),
    [
        ("auto", [{}], "cpu", 0),
        ("auto", [{}, {"GPU": 1.0}], "gpu", 0),
        ("cpu", [{"GPU": 1.0}], "cpu", 0),
        ("gpu", [{"GPU": 1.0}], "gpu", 0),
        ("gpu", [{}], "gpu", 1),
        ("gpu", [], "gpu", 1),
    ],
)
def test_the_device_is_what_workers_offer(
    wanted: str, resources: list[dict[str, float]], device: str, remarks: int
) -> None:
    cluster = connection.Cluster("tcp://x:1", _Client(*resources))  # type: ignore[arg-type]
    chosen, said = cluster.choose_device(wanted)
    assert (chosen, len(said)) == (device, remarks)
