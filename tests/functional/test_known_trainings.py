"""What the reference solution trains is trained once for a class, through `autograder grade`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course, OutputFolders
from autograder.sandbox.choose import choose_sandbox
from tests.conftest import Finished, autograder, records, submit

pytestmark = pytest.mark.slow

SOURCE = """\
# /// assignment
# title = "A network"
# minutes = 5
# summary = "The smallest assignment that trains."
# ///

# %% given="digits"
import keras

(images, labels), _ = keras.datasets.mnist.load_data()
images, labels = images[:500] / 255.0, labels[:500]

# %% solution="network"
model = None
### BEGIN SOLUTION
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(images, labels, epochs=2, verbose=2)
### END SOLUTION

# %% test="network" title="The network has learned something" points=10
assert model is not None, "model is still None: build a network."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(
    history.history["accuracy"][-1] > WANTED,
    observed="The accuracy is low.",
    expected="It should be higher.",
    concept="Training raises it.",
)
### END HIDDEN TESTS
"""
FIT = "history = model.fit(images, labels, epochs=2, verbose=2)"
COMPUTED = "\nprint('computed:', model.train_function is not None)"
TIMED = """
import time
begun = time.perf_counter()
{fit}
print("seconds:", time.perf_counter() - begun)
"""
ASKS = """
import os
folder = os.environ["AUTOGRADER_KNOWN_TRAININGS"]
try:
    open(os.path.join(folder, "mine"), "w")
except OSError as error:
    print("refused:", type(error).__name__)
for name in os.listdir(folder):
    print("entry:", name)
"""


@pytest.fixture
def training_course(tiny_course: Course) -> Course:
    """A course whose reference gets all points."""
    return _with_source(tiny_course, "0.2")


def _with_source(course: Course, wanted: str) -> Course:
    shutil.rmtree(course.examples / "small")
    source = course.source("small")
    source.write_text(SOURCE.replace("WANTED", wanted), encoding="utf-8")
    build_assignment(course, "small")
    return course


def _solution(more: str = "", **changed: str) -> str:
    code = SOURCE.partition("### BEGIN SOLUTION\n")[2].partition("### END SOLUTION")[0]
    for before, after in changed.items():
        assert before in code
        code = code.replace(before, after)
    return code + COMPUTED + more


def _said(course: Course, student: str, out: Path | None = None) -> str:
    root = OutputFolders(out or course.root).root
    notebook = nbformat.read(root / "autograded" / student / "small" / "small.ipynb", as_version=4)
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return "".join(one.get("text", "") for one in outputs)


def _evidence(root: Path) -> dict[str, str]:
    lines = (root / "reports" / "small" / "digests.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["student"]: line["evidence"] for line in map(json.loads, lines)}


def _grade(course: Course, *options: str) -> Finished:
    graded = autograder(course.root, "grade", *options, timeout=600)
    assert graded.status == 0, graded.err
    return graded


def test_a_class_does_not_train_what_the_reference_has_trained(
    training_course: Course, tmp_path: Path
) -> None:
    course = training_course
    submit(course, "same", network=_solution("\n# my own words"))
    submit(course, "other", network=_solution(**{"Dense(16": "Dense(17"}))
    submit(course, "timed", network=_solution().replace(FIT, TIMED.format(fit=FIT)))
    submit(course, "clock", network="from time import monotonic\n" + _solution())
    submit(course, "asks", network=_solution(ASKS))
    first = _grade(course, "--jobs", "1")
    assert "reference solution" not in first.err.replace("running: (reference solution)", "")
    assert "computed: False" in _said(course, "same")
    assert "Epoch 2/2" in _said(course, "same")
    assert "computed: True" in _said(course, "other")
    assert "computed: False" in _said(course, "timed")
    # The two epochs of the reference took longer: Keras builds a graph first, which alone takes
    # this long on any machine, and looking an entry up takes a hundredth.
    assert float(_said(course, "timed").partition("seconds: ")[2].split()[0]) > 0.2
    assert "computed: True" in _said(course, "clock")  # a clock that can't be put forward
    assert {line["score"] for line in records(course, "submissions")} == {10}
    assert {line["student"] for line in records(course, "submissions")} == {
        "same", "other", "timed", "clock", "asks",
    }  # fmt: skip
    # Students see that there is something; it is not theirs.
    assert "entry: " in _said(course, "asks")
    if choose_sandbox().name != "none":
        assert "refused: " in _said(course, "asks")
    # One that comes later is not worth a run of the reference; what was kept still serves.
    submit(course, "late", network=_solution("\n# mine"))
    _grade(course, "--student", "late")
    assert "computed: False" in _said(course, "late")
    # Computed, it is the same to the last bit: the digest is of all weights and histories.
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "same").symlink_to(course.root / "submitted" / "same")
    _grade(course, "--student", "same", "--out", str(tmp_path / "out"), "--force")
    assert "computed: True" in _said(course, "same", tmp_path / "out")
    assert _evidence(tmp_path / "out")["same"] == _evidence(course.root)["same"]


def test_what_was_rehearsed_is_known_when_the_class_comes(training_course: Course) -> None:
    course = training_course
    for _ in range(2):  # what was kept is judged again
        released = autograder(course.root, "release", "--rehearse", timeout=600)
        assert released.status == 0, released.err
        assert "small: its reference solution gets all points here" in released.err
    assert not list((course.root / "reports" / "small").glob("*.jsonl"))
    for number in range(3):
        submit(course, f"s{number}", network=_solution(f"\n# {number}"))
    _grade(course)
    assert {line["score"] for line in records(course, "submissions")} == {10}
    assert all("computed: False" in _said(course, f"s{number}") for number in range(3))
    # The reference's run, what it trained, and three students': the second rehearsal ran nothing.
    assert "Grading: 5 runs kept" in autograder(course.root, "cache").out


def test_a_reference_that_loses_points_is_told(tiny_course: Course) -> None:
    course = _with_source(tiny_course, "0.999")
    for number in range(3):
        submit(course, f"s{number}", network=_solution(f"\n# {number}"))
    graded = _grade(course)
    assert "The reference solution of small gets 0 of 10 points here. Look at 'network'" in (
        " ".join(graded.err.split())
    )
    assert "The accuracy is low." in graded.err
    released = autograder(course.root, "release", "--rehearse", timeout=600)
    assert released.status == 1
    assert "gets 0 of 10 points here. Look at 'network'" in " ".join(released.err.split())
