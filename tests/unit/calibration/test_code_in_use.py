"""Which code of ours has a say in runs, and which in what the judge makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import checks
from autograder.calibration import code_in_use

TESTS = ["from autograder import checks\nchecks.first()\nchecks.fourth()"]
FILES = {
    "checks/__init__.pyi": "from .one import first\nfrom .two import second\n"
    "from .four import fourth\n",
    "checks/one.py": "from autograder.checks.three import t\nfirst = 1\n",
    "checks/two.py": "second = 2\n",
    "checks/three.py": '"""Words."""\nt = 3\n',
    "checks/four.py": "from autograder.checks import five\nfourth = 4\n",
    "checks/five.py": "fifth = 5\n",
    "checks/six.py": "from autograder.notebook_code.cells import read\nsixth = 6\n",
    "notebook_code/cells.py": "read = 1\n",
    "judge/worker.py": "from autograder.checks.six import sixth\nwork = 1\n",
    "evidence/__init__.py": "from autograder.evidence.decode import Decoder\n",
    "evidence/namespace.py": "from autograder.evidence import encode, figure_describe\n",
    "evidence/figure_describe.py": "figure = 1\n",
    "evidence/bundle.py": "bundle = 1\n",
    "evidence/encode.py": "encode = 1\n",
    "evidence/decode.py": "class Decoder: ...\n",
    "student_kernel/exchange.py": "from autograder.evidence import Decoder\n",
    "data/graded_digits.py": "from autograder.data.mnist import load\n"
    "from autograder.data.holdout import split\n",
    "data/mnist.py": "load = 1\n",
    "data/holdout.py": "split = 1\n",
    "intake/notebooks.py": "intake = 1\n",
    "run/worker.py": "run = 1\n",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with the parts that this is about."""
    root = tmp_path / "autograder"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(code_in_use, "PACKAGE", root)
    return root


def digests() -> tuple[str, str]:
    """Of runs, and of judging."""
    for known in (code_in_use._homes, code_in_use._imports, code_in_use._meaning):
        known.cache_clear()
    try:
        return code_in_use.code_of_runs(), code_in_use.code_of_judging(TESTS)
    finally:
        code_in_use._homes.cache_clear()


@pytest.mark.parametrize(
    ("file", "runs", "judging"),
    [
        ("checks/one.py", False, True),
        ("checks/three.py", False, True),
        ("checks/four.py", False, True),  # it compares nothing with a bound, and takes points
        ("checks/five.py", False, True),
        ("checks/six.py", False, True),  # the judge's own
        ("checks/two.py", False, False),  # no test calls it
        ("notebook_code/cells.py", False, True),  # a check reads cells by it
        ("judge/worker.py", False, True),
        ("evidence/decode.py", False, True),
        ("evidence/encode.py", True, True),
        ("evidence/bundle.py", True, True),
        ("evidence/figure_describe.py", False, True),  # nothing in a figure varies by chance
        ("student_kernel/exchange.py", True, False),
        ("data/holdout.py", True, False),
        ("data/mnist.py", False, False),
        ("intake/notebooks.py", False, False),
        ("run/worker.py", False, False),
    ],
)
def test_what_has_a_say(package: Path, file: str, runs: bool, judging: bool) -> None:
    before = digests()
    with (package / file).open("a") as text:
        text.write("more = 1\n")
    after = digests()
    assert (after[0] != before[0], after[1] != before[1]) == (runs, judging)


def test_words_have_no_say(package: Path) -> None:
    before = digests()
    (package / "checks" / "three.py").write_text('"""Other words."""\n# and a comment\nt = 3\n')
    assert digests() == before


def test_the_parts_are_there() -> None:
    code_in_use._homes.cache_clear()
    homes = code_in_use._homes()
    assert set(homes) == set(checks.__all__)
    assert all(code_in_use._file(home).is_file() for home in homes.values())
    assert all(code_in_use._files(root) for root in (*code_in_use._RUN, *code_in_use._JUDGE))
