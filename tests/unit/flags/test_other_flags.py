"""Changed tests, files in the way of libraries, embedded data, and hostile notebooks."""

from __future__ import annotations

import base64
import json
import random
import time
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.examples import write_examples
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.flags import Flag, submission_flags
from autograder.intake.overlay import overlay
from autograder.intake.submission import Problem, SubmissionFolder
from autograder.intake.taking_in import take_in
from tests.unit.flags.submissions import RELEASED, codes, flags, submission

NAMES = ["01-comment-the-code", "02-hidden-units", "03-weight-visualization",
         "04-parameter-counting", "05-cnn-99"]  # fmt: skip
WEIGHTS = base64.b64encode(random.Random(1).randbytes(980)).decode()


def changed_tests(*changes: str) -> list[Flag]:
    """Flags for what intake really says after test cells were changed."""
    released = submission(RELEASED).notebook
    submitted = nbformat.from_dict(json.loads(json.dumps(released)))
    submitted.cells[1].source = "model = 1"
    for change in changes:
        if change == "edited":
            submitted.cells[-1].source += "\nassert True"
        elif change == "doubled":
            submitted.cells.append(submitted.cells[-1])
        elif change == "deleted":
            submitted.cells.pop()
        elif change == "given":
            submitted.cells[0].source = "import numpy"
    _, problems = overlay(submitted, released)
    return flags("model = 1", problems=tuple(problems))


def test_changed_tests_are_one_flag_that_lists_them() -> None:
    (flag,) = changed_tests("edited", "doubled")
    assert flag.code == "test_cells_changed"
    assert "changed: 'shape'; doubled: 'shape'" in flag.message
    assert "released tests were used" in flag.message
    assert "deleted: 'shape'" in changed_tests("deleted")[0].message


def test_other_mending_is_no_flag() -> None:
    assert changed_tests() == []
    assert changed_tests("given") == []
    foreign = (Problem("foreign_notebook", "No cell."), Problem("missing_cell", "The test 'a' was"))
    assert flags("x = 1", problems=foreign) == []


@pytest.mark.parametrize(
    "name",
    ["numpy.py", "keras.py", "tensorflow.py", "sitecustomize.py", "usercustomize.py", "random.py",
     "conftest.py", "x.pth", "numpy", "json.pyc", "matplotlib.cpython-311-x86_64-linux-gnu.so"],
)  # fmt: skip
def test_files_in_the_way_of_libraries(name: str) -> None:
    (flag,) = flags("x = 1", files=("small.ipynb", name))
    assert flag.code == "shadowing_files"
    assert f"'{name}'" in flag.message


def test_other_files_are_no_flag() -> None:
    files = ("small.ipynb", ".ipynb_checkpoints", "timestamp.txt", "my_plots.py", "drawing.png",
             "numpy.txt", "weights.keras", "Lösung.pdf", "a b.py", "\udcff.py", "", ".",
             "x" * 5000)  # fmt: skip
    assert flags("x = 1", files=files) == []


@pytest.mark.parametrize(
    "source",
    ["import sys\nsys.path.insert(0, '/content/x')", "import sys\nsys.path = ['.']",
     "import sys\nsys.path[0] = '.'", "open('numpy.py', 'w').write('')",
     "from pathlib import Path\n(Path('.') / 'sitecustomize.py').write_text('')",
     "%%writefile keras.py\nx = 1", "!echo x > numpy.py"],
)  # fmt: skip
def test_cells_that_change_imports(source: str) -> None:
    assert codes(source) == {"import_path_changed"}


@pytest.mark.parametrize(
    "source",
    [
        f"import base64\nw = base64.b64decode('{WEIGHTS}')",
        f"w = '{WEIGHTS}'",
        f"# {WEIGHTS}\nx = 1",
        f'w = """\n{chr(10).join(WEIGHTS[i : i + 76] for i in range(0, 1307, 76))}\n"""',
        "w = (" + "\n".join(f"'{WEIGHTS[i : i + 70]}'" for i in range(0, 1307, 70)) + ")",
        f"w = {random.Random(2).randbytes(600)!r}",
        f"import zlib\nw = zlib.decompress(b'{WEIGHTS[:700]}')",
        f"w = {[random.Random(i).random() for i in range(500)]}",
        f"w = {[[i % 7 - 3] * 10 for i in range(50)]}",
        f"w = 0x{random.Random(3).randbytes(980).hex()}",
        "w = '" + "".join(chr(0x4E00 + 7919 * i % 20_000) for i in range(1100)) + "'",
        f"broken(\nw = '{WEIGHTS}'",
    ],
)
def test_embedded_data_is_flagged(source: str) -> None:
    assert "embedded_data" in codes(source)


@pytest.mark.parametrize(
    "source",
    [
        "# " + "-" * 3000 + "\n" + "# " + "=-" * 1000,
        "# " + "Long comments explain what every statement is good for. " * 100,
        "# 神经网络由许多单元组成，" * 200,
        "text = '''" + "The network has 784 inputs and ten outputs. " * 100 + "'''",
        f"w = {list(range(300))}",
        "# see https://example.org/" + "a" * 2000,
        "import numpy\nimages = numpy.frombuffer(b'abc', dtype='uint8')",
        "\n".join(f"#model.add(keras.layers.Dense({i},activation='relu',name='layer_{i}_of_the_network'))"
                  for i in range(40)),
        "units = [" + "10, 20, 30,\n" * 30 + "]",
    ],
)  # fmt: skip
def test_honest_text_and_numbers_are_not_flagged(source: str) -> None:
    assert flags(source) == []


HOSTILE = {
    "brackets": "(" * 90_000,
    "nested lists": "x = " + "[" * 5000 + "]" * 5000,
    "unary": "x = " + "-" * 90_000 + "1",
    "attributes": "x" + ".a" * 45_000,
    "calls": "x" + "()" * 45_000,
    "sum": "x = " + "1+" * 45_000 + "1",
    "elif": "if x:\n  pass\n" + "elif x:\n  pass\n" * 5000,
    "lambda": "x = " + "lambda: " * 10_000 + "1",
    "nul": "x = 1\x00\nimport os",
    "surrogate": "x = '\ud800'",
    "unicode": "ℌ = 1\n变量 = '\u202e\u2028'\n" + "é" * 50_000,
    "quotes": '"""' * 30_000,
    "backslashes": "'" + "\\" * 90_001,
    "huge": "x = 1\n" * 3_000_000,
    "huge text": "x = '" + "a" * 10_000_000 + "'",
    "magics": "%x\n" * 30_000,
    "questions": "a" * 90_000 + "?",
    "spaces": " " * 90_000 + "%",
    "imports": "\n".join(f"import a{i}.b as c{i}" for i in range(4000)),
    "aliases": "x = np.a\n" + "x = x.b\n" * 9000,
    "environment": "import os\n" + "os.environ\n" * 8000,
    "ruler": "# " + "ab" * 40_000 + "c" * 40_000,
    "arrows": "!" + ">" * 90_000,
    "almost encoded": "# " + "a" * 160 + (" " + "a" * 160) * 600,
    "assigned magics": "a, " * 30_000 + "= ",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_code_is_survived_in_seconds(kind: str) -> None:
    made = submission(HOSTILE[kind], HOSTILE[kind][:1000])
    started = time.process_time()
    found = submission_flags(made, {"train": RELEASED}, [])
    assert time.process_time() - started < 10  # seconds; the slowest takes 1 on a free core
    assert all(len(flag.message) < 2000 and flag.message.isprintable() for flag in found)


def test_what_was_too_long_to_read_is_said() -> None:
    (flag,) = flags(HOSTILE["huge"])
    assert flag.code == "not_examined"
    assert "18,000,000 characters" in flag.message


@pytest.mark.parametrize("name", NAMES)
def test_no_example_is_flagged(course: Course, name: str, tmp_path: Path) -> None:
    """Right or wrong, all are honest."""
    assignment = load_assignment(course, name)
    released = nbformat.read(course.student_notebook(name), as_version=4)
    originals = {cell.ident: cell.released for cell in assignment.of_kind("solution")}
    for example in write_examples(course, name, tmp_path):
        folder = SubmissionFolder(example.name, name, tmp_path / example.name / name)
        taken = take_in(folder, released)
        assert submission_flags(taken, originals, [f"{name}.ipynb"]) == [], example.name
