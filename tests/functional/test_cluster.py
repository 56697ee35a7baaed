"""`autograder grade --cluster`: the same results as here, whatever becomes of the workers."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course
from tests.conftest import records, submit
from tests.functional.dask_cluster import dask_cluster
from tests.functional.test_grading_again import (
    UNCONFINED,
    Log,
    cached,
    edit,
    evidence,
    grade,
    hand_in,
    lines,
    log,
    scores,
    watched,
)
from tests.functional.test_interrupted import (
    STUDENTS,
    gradebook_scores,
    recorded,
    start_grading,
    wait_for,
)
from tests.in_process import CommandLine

__all__ = ["hand_in", "log", "watched"]

pytestmark = pytest.mark.slow

# How many moments a worker is killed at; set it to 10 for a thorough test.
KILLS = int(os.environ.get("AUTOGRADER_TEST_KILLS", "2"))

TRAINING = """\
from tensorflow import keras

keras.utils.set_random_seed(3)
(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x_train[:640] / 255, y_train[:640], epochs=1, verbose=0)
"""
WRITTEN = '\n# %% [markdown] written="why"'
STEP = f"""
# %% solution="model"
model = None
### BEGIN SOLUTION
{TRAINING}### END SOLUTION

# %% test="model" title="The model has one layer that learns" points=1
assert model is not None, "model is still None: make a model and train it."
### BEGIN HIDDEN TESTS
from autograder import checks

weights = model.layers[-1].get_weights()[0]
checks.require(weights.shape == (784, 10), observed=f"Its weights are {{weights.shape}}.")
### END HIDDEN TESTS
"""


@pytest.fixture
def with_model(watched: Course) -> Course:
    """The watched course, with a model that is trained from a seed."""
    points = ('title="Why three" points=3', 'title="Why three" points=2')
    edit(watched.source("small"), (WRITTEN, STEP + WRITTEN), points)
    edit(watched.root / "course.toml", ("cell_seconds = 8", "cell_seconds = 25"))
    build_assignment(watched, "small")
    return watched


def test_results_do_not_depend_on_how_they_came_about(
    with_model: Course,
    hand_in: Callable[..., Path],
    log: Log,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On a cluster, from what was kept, beside others from warm starts, alone from a cold one."""
    command_line = CommandLine(monkeypatch, capsys)
    hand_in("anna")
    submit(with_model, "carl", "adds-two", model=TRAINING.replace("seed(3)", "seed(4)"))
    with dask_cluster(tmp_path / "dask") as cluster:
        workers = [cluster.start_worker(), cluster.start_worker()]
        done = grade(with_model, "--cluster", cluster.address)
        assert all(worker.poll() is None for worker in workers)
    assert (done.status, done.out.count("\n")) == (0, 2), done.err
    there, seen = scores(with_model), evidence(with_model.root)
    assert there == {"anna": 8, "carl": 4}
    assert all(seen.values()), "there is no evidence"
    assert len(set(seen.values())) == 2
    assert log.taken() == {"anna": 1, "judged": 2}

    def grade_here(*options: str) -> int:
        return command_line(with_model.root, "grade", *UNCONFINED, *options).status

    assert grade_here() == 0
    assert log.taken() == {}, "what the cluster has graded is graded again"
    for name, options, ran in (
        ("kept", (), ""),
        ("beside", ("--jobs", "4", "--force"), "anna carl"),
        ("alone", ("--jobs", "1", "--force", "--cold", "--student", "anna"), "anna"),
    ):
        out = with_model.root.parent / name
        assert grade_here("--out", str(out), *options) == 0
        other = Course(out, with_model.settings)
        assert {s for s, kept in cached(other).items() if not kept} == set(ran.split())
        assert scores(other).items() <= there.items()
        assert evidence(out).items() <= seen.items()
        assert len(evidence(out)) == (1 if name == "alone" else 2)


def test_a_killed_worker_costs_nothing(
    watched: Course, hand_in: Callable[..., Path], log: Log, tmp_path: Path
) -> None:
    for student in STUDENTS:
        hand_in(student, "import time\ntime.sleep(1)\nx = 3")
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    moments = random.Random(seed)
    kills, safe, before = 0, set[str](), Counter[str]()
    with dask_cluster(tmp_path / "dask") as cluster:
        cluster.start_worker(threads=2)
        while kills < KILLS:
            running = start_grading(watched, "--cluster", cluster.address, "--jobs", "3")
            while kills < KILLS and running.poll() is None:
                seen = len(log.lines())
                wait_for(
                    lambda: running.poll() is not None or len(log.lines()) > seen,  # noqa: B023
                    seconds=300,
                )
                time.sleep(moments.uniform(0, 2))
                cluster.workers[-1].kill()
                cluster.workers[-1].wait()
                cluster.start_worker(threads=2)
                kills += 1
            assert running.wait(300) in (0, 1)
            # Whoever was recorded before the coordinator began is not graded again.
            runs = Counter(line.split()[0] for line in log.lines())
            assert all(runs[student] == before[student] for student in safe)
            safe, before = lasting(watched), runs
            if safe == set(STUDENTS) and kills < KILLS:  # begin anew
                safe = set()
                for student in STUDENTS:
                    edit(watched.root / "submitted" / student / "small" / "small.ipynb",
                         ("sleep(1", "sleep(1 + 0"))  # fmt: skip
        assert grade(watched, "--cluster", cluster.address).status == 0
    assert scores(watched) == dict.fromkeys(STUDENTS, 7)
    assert gradebook_scores(watched) == dict.fromkeys(STUDENTS, 7)
    assert len(records(watched, "grades")) == 4 * len(STUDENTS)
    assert recorded(watched) == set(STUDENTS)
    assert not any(line["problems"] for line in lines(watched).values())


def lasting(course: Course) -> set[str]:
    """Students whose submission the next run leaves alone."""
    return {line["student"] for line in records(course, "digests") if line["inputs"]}
