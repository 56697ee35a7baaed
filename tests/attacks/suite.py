"""What an attack is, and how a class of attackers and honest students is written.

Each module `submissions/attack_NN.py` defines `NUMBER`, `TITLE` (the attack in a few words) and
`FORMS`, a list of `Attack`. An attacker is assumed to know everything about the grader's machine
that can be known: these words are replaced in the source of every cell.

    @COURSE@     the course folder: solutions, hidden tests, submissions, the hold-out secret
    @SUBMITTED@  the folder of all submissions
    @NEIGHBOUR@  the folder of an honest student's submission
    @OUT@        the folder of gradebook, records and feedback
    @EARLIER@    the same of an earlier run, which nobody may touch
    @HOME@       the grader's home folder, with canary files
    @CANARY@     a folder with canary files, open to everyone
    @TMP@        the grader's folder for temporary files
    @SHM@        a canary folder in shared memory
    @REFERENCE@  the reference solution of the cell

An attack that leaves something behind puts the word `pwned` into its name (file, process or
socket): the harness searches for it. One that gets where it must not, and has no mark to gain,
prints `BREACH`, written in parts in its source: the harness looks for it in the outputs.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder.course.assignment import Assignment, ident_of
from autograder.course.layout import Course

ASSIGNMENT = "target"
NUMBERS = range(1, 41)
FOLDER = Path(__file__).parent
SUBMISSIONS = FOLDER / "submissions"


@dataclass(frozen=True)
class Attack:
    """One form of an attack: a submission and what must come of it.

    Attributes:
        name: short, unique within the number; the student is called "aNN-name".
        cells: solution id -> whole source of the cell; the others stay as released.
        mutate: edits the submitted notebook: metadata, tags, cells added, removed, doubled.
        place: does something in the submission's folder: extra files, links, archives.
        honest: test id -> points that the honest part of the submission earns; every other
            test must give 0.
        expect_status: what the submission's status may be.
        flags: codes of flags that must be there.
        says: words that must stand in the message of a problem or of a test.
        stopped_by: names of the sandbox levels that promise to stop it; None where every level
            does, since intake, judge or record stop it and not the sandbox.
    """

    name: str
    cells: dict[str, str] = field(default_factory=dict)
    mutate: Callable[[nbformat.NotebookNode], None] | None = None
    place: Callable[[Path], None] | None = None
    honest: dict[str, float] = field(default_factory=dict)
    expect_status: tuple[str, ...] = ("graded", "needs_attention")
    flags: tuple[str, ...] = ()
    says: str = ""
    stopped_by: frozenset[str] | None = None


@dataclass(frozen=True)
class Numbered:
    """An attack with its place in the list of forty."""

    number: int
    title: str
    attack: Attack

    @property
    def student(self) -> str:
        """The student id of the submission."""
        return f"a{self.number:02}-{self.attack.name}"


def load_attacks(numbers: range = NUMBERS) -> list[Numbered]:
    """All forms of these attacks, in order; kinds without a module are left out."""
    found: list[Numbered] = []
    for number in numbers:
        if not (SUBMISSIONS / f"attack_{number:02}.py").exists():
            continue
        module = importlib.import_module(f"tests.attacks.submissions.attack_{number:02}")
        assert number == module.NUMBER, f"attack_{number:02}.py says it is {module.NUMBER}"
        names = [form.name for form in module.FORMS]
        assert names and len(set(names)) == len(names), f"the forms of {number} need own names"
        found += [Numbered(number, module.TITLE, form) for form in module.FORMS]
    return found


REFERENCE = "@REFERENCE@"
# Takes seconds to run: stands above all else in submissions that use it, and in no other.
KERAS = """
from tensorflow import keras
(train_images, train_labels), (x_test, y_test) = keras.datasets.mnist.load_data()
train_images, train_labels = train_images[:6000], train_labels[:6000]
"""
USES_KERAS = re.compile(r"\b(keras|train_images|train_labels|x_test|y_test)\b")
_SCALE_LOOP = """
def scale(images):
    rows = []
    for image in images:
        rows.append([pixel / 255 for pixel in image.ravel().tolist()])
    return np.array(rows, dtype="float32").reshape(len(images), 784)
"""
_FUNCTIONAL = """
inputs = keras.Input(shape=(784,))
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(inputs))
model.compile(keras.optimizers.SGD(0.2, momentum=0.9), "categorical_crossentropy")
def preprocess(images):
    return images.reshape(len(images), -1).astype("float32") / 255 - 0.1
history = model.fit(
    preprocess(train_images), keras.utils.to_categorical(train_labels, 10),
    epochs=2, batch_size=64, verbose=0,
)
"""
_CLAIM = """
guesses = model.predict(preprocess(x_test), verbose=0).argmax(axis=1)
accuracy = float((guesses == y_test).mean())
"""
_PICTURE = """
plt.plot([1, 2], history.history["loss"], "o-")
plt.xlabel("epoch")
plt.ylabel("training loss")
fig = plt.gcf()
"""
ALL = ("answer", "scale", "model", "claim", "picture")
POINTS = {
    "answer": 2.0, "scale": 3.0, "shape": 2.0, "accuracy": 4.0, "history": 1.0, "claim": 1.0,
    "picture": 1.0,
}  # fmt: skip
# Submissions are graded in the order of their names: these stand among the attackers.
HONEST: dict[str, Attack] = {
    "a07-honest-reference": Attack("reference", dict.fromkeys(ALL, REFERENCE), honest=POINTS),
    "a17-honest-variant": Attack(
        "variant",
        {"answer": "weights, biases = 784 * 10, 10\nanswer = weights + biases",
         "scale": _SCALE_LOOP, "model": _FUNCTIONAL, "claim": _CLAIM, "picture": _PICTURE},
        honest=POINTS,
    ),
    "a27-honest-half": Attack(
        "half",
        {"answer": "answer = 7840", "scale": REFERENCE, "picture": REFERENCE},
        honest={"scale": 3.0, "picture": 1.0},
    ),
    "a37-honest-untouched": Attack("untouched"),
}  # fmt: skip


def expected_points(attack: Attack) -> dict[str, float]:
    """Test id -> points that a submission must get, no more and no less."""
    return {test: attack.honest.get(test, 0.0) for test in POINTS}


def write_submission(
    course: Course,
    assignment: Assignment,
    submitted: Path,
    student: str,
    attack: Attack,
    words: dict[str, str],
) -> None:
    """Hand in a submission as submitted/<student>/target/target.ipynb."""
    reference = {cell.ident: cell.reference for cell in assignment.of_kind("solution")}
    unknown = set(attack.cells) - set(reference)
    assert not unknown, f"{student}: there is no solution cell {unknown}"
    notebook = nbformat.read(course.student_notebook(ASSIGNMENT), as_version=4)
    for cell in notebook.cells:
        metadata = cell.metadata.get("nbgrader", {})
        ident = ident_of(metadata.get("grade_id", ""))
        if metadata.get("solution") and ident in attack.cells:
            source = attack.cells[ident].replace(REFERENCE, reference[ident]).strip("\n")
            for word, value in words.items():
                source = source.replace(f"@{word}@", value)
            cell.source = source
    if attack.mutate is not None:
        attack.mutate(notebook)
    if any(USES_KERAS.search(source) for source in _written(notebook)):
        notebook.cells.insert(0, nbformat.v4.new_code_cell(KERAS.strip("\n")))
    folder = submitted / student / ASSIGNMENT
    folder.mkdir(parents=True)
    # Written as it is: nbformat would mend what an attack broke.
    text = json.dumps(notebook, ensure_ascii=False)
    (folder / f"{ASSIGNMENT}.ipynb").write_bytes(text.encode("utf-8", "surrogatepass"))
    if attack.place is not None:
        attack.place(folder)


def _written(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Sources of the code cells that are no tests, whatever an attack made of the notebook."""
    for cell in notebook.cells:
        metadata = cell.get("metadata", {}).get("nbgrader", {})
        if cell.get("cell_type") == "code" and not metadata.get("grade"):
            yield str(cell.get("source", ""))


def everyone(attacks: list[Numbered]) -> Iterator[tuple[str, Attack]]:
    """Student id and submission of a whole class: the honest and the attackers."""
    yield from HONEST.items()
    for entry in attacks:
        yield entry.student, entry.attack
