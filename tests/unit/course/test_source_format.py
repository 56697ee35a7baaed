"""Each rule of docs/assignment-format.md, broken once: the message names file, line and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.assignment import Assignment
from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from autograder.errors import SourceError
from tests.unit.course.test_settings import GOOD as SETTINGS

GOOD = """\
# /// assignment
# title = "First"
# minutes = 20                      # a remark
# follows = "00-before"
# summary = "What it is about."
# ///

# %% [markdown]
# ## Step 1

# %% given="imports"
import numpy as np

# %% solution="number"
x = None
### BEGIN SOLUTION
x = 3
### END SOLUTION

# %% test="number" title="x is three" points=20 seconds=7.5
assert x is not None, "x is still None."
### BEGIN HIDDEN TESTS
from autograder import checks

checks.require(x == 3, observed="x is not three.")
### END HIDDEN TESTS

# %% [markdown] written="why" title="Why three" points=10
# Why three?
#
# === BEGIN MARK SCHEME ===
# * 10 points: it is odd
# === END MARK SCHEME ===
"""
LINES = GOOD.split("\n")


def load(folder: Path, text: str) -> Assignment:
    settings = SETTINGS.partition('[[assignment]]\nname = "02')[0]
    settings += '\n[[assignment]]\nname = "00-before"\npoints = 1\n'
    (folder / "course.toml").write_text(settings, encoding="utf-8")
    source = folder / "solutions" / "01-first" / "source.py"
    source.parent.mkdir(parents=True)
    source.write_text(text, encoding="utf-8")
    return load_assignment(find_course(folder), "01-first")


def line_of(start: str, text: str = GOOD) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def test_good_source(tmp_path: Path) -> None:
    made = load(tmp_path, GOOD)
    assert (made.name, made.title, made.minutes) == ("01-first", "First", 20)
    assert (made.follows, made.summary) == ("00-before", "What it is about.")
    assert (made.points, made.machine_points) == (30, 20)
    assert [cell.kind for cell in made.cells] == ["text", "given", "solution", "test", "written"]
    assert [cell.grade_id for cell in made.cells[1:]] == [
        "given-imports",
        "solution-number",
        "number",
        "why",
    ]
    assert [cell.line for cell in made.cells] == [
        n for n, line in enumerate(LINES, 1) if line.startswith("# %%")
    ]
    assert (made.cells[3].seconds, made.cells[4].seconds) == (7.5, None)


def test_windows_line_ends_are_read_the_same(tmp_path: Path) -> None:
    made = load(tmp_path, GOOD.replace("\n", "\r\n"))
    assert [cell.line for cell in made.cells][:2] == [line_of("# %%"), line_of(GIVEN)]


def test_comments_stay_comments(tmp_path: Path) -> None:
    lines = "#! mind the order\n#? why three\n# %time x = 3\n"
    made = load(tmp_path, GOOD.replace("import numpy as np\n", f"{lines}import numpy as np\n"))
    assert made.cells[1].source == f"{lines}import numpy as np"


TEST = "# %% test="
SOLUTION = "# %% solution="
WRITTEN = "# %% [markdown] written="
GIVEN = "# %% given="


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("# /// assignment", "# /// example", 1, "does not open with a '# /// assignment' block"),
        ("# ///\n\n", "\n", 1, "does not open with a '# /// assignment' block"),
        ("# /// assignment", "import os\n# /// assignment", 1, "does not open with"),
        ('title = "First"', "title = First", 1, "the assignment block is not valid TOML"),
        ('# title = "First"\n', "", 1, "the block lacks title"),
        ('# summary = "What it is about."\n', "", 1, "the block lacks summary"),
        ("# minutes = 20 ", "# minute = 20 ", 1, "the block lacks minutes"),
        ("minutes = 20 ", 'minutes = "some" ', 1, "minutes must be a whole number above 0"),
        ("minutes = 20 ", "minutes = 0 ", 1, "minutes must be a whole number above 0"),
        ('given="imports"', "", "# %% \n", "a code cell needs given=, solution= or test="),
        ('given="imports"', 'gven="imports"', "# %% gven", "a code cell needs given="),
        ('given="imports"', 'given="a" test="b"', GIVEN, "a cell is both given and test"),
        ('[markdown] written="why"', 'written="why"', "# %% written", "does not fit this type"),
        ("# ## Step 1", "# ## Step 1\n\n# %% [markdown] test=\"t\"\n# hm", "# %% [markdown] test",
         "test= does not fit this type of cell"),
        ('given="imports"', 'given="Imports"', GIVEN, "given 'Imports': the id must be lower-case"),
        ('given="imports"', 'given="my_imports"', GIVEN, "lower-case words joined by '-'"),
        ('given="imports"', 'given="-imports"', GIVEN, "lower-case words joined by '-'"),
        ("import numpy as np", "", GIVEN, "given 'imports': it is empty"),
        ("import numpy as np", "import numpy as", GIVEN, "the code is not valid Python"),
        ("import numpy as np", "%matplotlib inline", GIVEN, "the code is not valid Python"),
        ("import numpy as np", "import autograder", GIVEN, "imports autograder, which they do not"),
        ("### BEGIN SOLUTION\n", "", SOLUTION, "'### BEGIN SOLUTION' and its end mark do not pair"),
        ("### END SOLUTION\n", "", SOLUTION, "'### BEGIN SOLUTION' and its end mark do not pair"),
        ("### BEGIN SOLUTION\nx = 3\n### END SOLUTION", "x = 3", SOLUTION, "has no '### BEGIN SOL"),
        ("### BEGIN SOLUTION\nx = 3\n### END", "### END SOLUTION\nx = 3\n### BEGIN", SOLUTION,
         "do not pair up"),
        ("x = None\n", "### BEGIN STUB\nx = None\n", SOLUTION, "'### BEGIN STUB' and its end mark"),
        ("x = None\n", "if True:\n", SOLUTION, "the code is not valid Python"),
        ("### END HIDDEN TESTS\n", "", TEST, "'### BEGIN HIDDEN TESTS' and its end mark"),
        ("### BEGIN HIDDEN TESTS\n", "", TEST, "'### BEGIN HIDDEN TESTS' and its end mark"),
        ("### BEGIN HIDDEN TESTS\nfrom autograder import checks\n",
         "from autograder import checks\n### BEGIN HIDDEN TESTS\n", TEST, "imports autograder"),
        ("### BEGIN HIDDEN TESTS\n", "import autograder.checks as c\n### BEGIN HIDDEN TESTS\n",
         TEST, "what students see imports autograder"),
        ("### BEGIN HIDDEN TESTS\n", "if x:\n### BEGIN HIDDEN TESTS\n", TEST, "not valid Python"),
        (', "x is still None."', "", TEST, "the assert in line 1 of the cell has no message"),
        ("checks.require(x", "assert x == 3\nchecks.require(x", TEST, "the assert in line 5"),
        (' title="x is three"', "", TEST, "test 'number': it has no title"),
        (' title="x is three"', ' title=""', TEST, "test 'number': it has no title"),
        (" points=20", "", TEST, "test 'number': it has no points"),
        (" points=20", " points=0", TEST, "points must be a number above 0"),
        (" points=20", " points=-1", TEST, "points must be a number above 0"),
        (" points=20", ' points="many"', TEST, "points must be a number above 0"),
        ("seconds=7.5", "seconds=0", TEST, "seconds must be a number above 0"),
        ("seconds=7.5", "second=7", TEST, "second= is not known here"),
        ("# %% solution=", "# %% points=2 solution=", "# %% points", "points= is not known here"),
        (' title="Why three"', "", WRITTEN, "written 'why': it has no title"),
        (" points=10", "", WRITTEN, "written 'why': it has no points"),
        ("# === BEGIN MARK SCHEME ===\n# * 10 points: it is odd\n# === END MARK SCHEME ===\n", "",
         WRITTEN, "it has no '=== BEGIN MARK SCHEME ===' region"),
        ("# === END MARK SCHEME ===\n", "", WRITTEN, "'=== BEGIN MARK SCHEME ===' and its end"),
        ('written="why"', 'written="number"', WRITTEN.replace("why", "n"), "'number' occurs twice"),
        (TEST, '# %% given="imports"\ny = 1\n\n# %% test=', 20, "'imports' occurs twice"),
        (" points=20", " points=21", None, "add up to 31 points; course.toml says 30"),
    ],
)  # fmt: skip
def test_each_rule_broken(
    tmp_path: Path, old: str, new: str, place: str | int | None, said: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert said in message
    path = tmp_path.resolve() / "solutions" / "01-first" / "source.py"
    if isinstance(place, str):
        place = (text + "\n").count("\n", 0, (text + "\n").index(place)) + 1
    assert message.startswith(f"{path}:{place}: " if place else f"{path}: ")
    assert message.endswith("See docs/assignment-format.md.")


def test_a_second_solution_of_the_same_id(tmp_path: Path) -> None:
    cell = "\n".join(LINES[line_of(SOLUTION) - 1 : line_of(TEST) - 1])
    text = GOOD.replace(TEST, cell + "\n" + TEST)
    with pytest.raises(SourceError, match=r"source\.py:20: the id 'number' occurs twice"):
        load(tmp_path, text)


def test_lines_are_true_after_empty_cells_and_code_above_the_first_mark(tmp_path: Path) -> None:
    text = GOOD.replace("# %% [markdown]\n# ## Step 1", "# %% [markdown]\n\n# %% [markdown]\n# a")
    broken = text.replace("### END HIDDEN TESTS\n", "")
    with pytest.raises(SourceError, match=rf"source\.py:{line_of(TEST, broken)}: "):
        load(tmp_path, broken)


def test_code_above_the_first_mark_is_refused_at_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("# ///\n\n", "# ///\nimport os\n\n")
    with pytest.raises(SourceError, match=r"source\.py:7: a code cell needs given="):
        load(tmp_path, text)


def test_a_missing_source(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    (tmp_path / "solutions" / "01-first" / "source.py").unlink()
    with pytest.raises(SourceError, match=r"source\.py: the file is missing"):
        load_assignment(find_course(tmp_path), "01-first")


def test_it_follows_an_assignment_of_the_course(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"source\.py:1: it follows 00-gone, which course\.toml"):
        load(tmp_path, GOOD.replace("00-before", "00-gone"))
