"""Finished runs stay, count while nothing has changed, and are never read wrongly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.calibration import code_in_use
from autograder.calibration.kept import CalibrationRun, KeptRuns
from autograder.checks.measurement import Measurement
from autograder.judge.results import TestResult

MEASURED = (Measurement("trained", 0.97, 0.95, "at least"),)
RESULT = TestResult("accuracy", "Reads", 2, 2, "passed", "", 1.0, ("a", "b", "c"), MEASURED)
NOTING = "from autograder.checks.bounds import compared\n"
RUN = CalibrationRun("small", "reference", 3, "key", "2026-11-22", 12.5, (RESULT,))


def test_a_run_is_found_again(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "key") == RUN
    assert kept.numbers("small", "reference") == [3]
    assert kept.examples("small") == ["reference"]


def test_a_run_of_something_else_is_not(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "other key") is None
    assert kept.find("small", "reference", 4, "key") is None
    assert kept.find("other", "reference", 3, "key") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"assignment": "small"}', "\0"])
def test_a_damaged_file_is_no_run(tmp_path: Path, content: str) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    (tmp_path / "small" / "reference" / "3.json").write_text(content)
    assert kept.find("small", "reference", 3, "key") is None


def test_a_newer_run_takes_the_place_of_an_outdated_one(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    kept.keep(replace(RUN, key="new"))
    assert kept.find("small", "reference", 3, "key") is None
    assert kept.numbers("small", "reference") == [3]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a check that notes what it compares, and one that does not."""
    root = tmp_path / "autograder"
    (root / "checks").mkdir(parents=True)
    (root / "checks" / "__init__.py").write_text(
        "from autograder.checks.one import first\nfrom autograder.checks.two import second\n"
        "from autograder.checks.four import fourth\n"
    )
    (root / "checks" / "bounds.py").write_text("compared = 5\n")
    (root / "checks" / "one.py").write_text(
        f"{NOTING}from autograder.checks.three import t\nfirst = 1\n"
    )
    (root / "checks" / "four.py").write_text("fourth = 4\n")
    (root / "checks" / "two.py").write_text(f"{NOTING}second = 2\n")
    (root / "checks" / "three.py").write_text('"""Words."""\nt = 3\n')
    monkeypatch.setattr(code_in_use, "PACKAGE", root)
    return root


@pytest.mark.parametrize(
    ("file", "text", "matters"),
    [
        ("one.py", f"{NOTING}from autograder.checks.three import t\nfirst = 4\n", True),
        ("bounds.py", "compared = 4\n", True),
        ("three.py", "t = 4\n", True),
        ("three.py", '"""Other words."""\n# and a comment\nt = 3\n', False),
        ("two.py", f"{NOTING}second = 4\n", False),
        ("four.py", "fourth = 5\n", False),
    ],
)
def test_code_in_use(package: Path, file: str, text: str, matters: bool) -> None:
    def digest() -> str:
        code_in_use._homes.cache_clear()
        code_in_use._meaning.cache_clear()
        return code_in_use.code_digest(
            ["from autograder import checks\nchecks.first()\nchecks.fourth()"]
        )

    before = digest()
    (package / "checks" / file).write_text(text)
    assert (digest() != before) is matters
    code_in_use._homes.cache_clear()
