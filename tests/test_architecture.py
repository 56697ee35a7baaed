"""Rules of the code as a whole: layers, sizes, names, documented checks."""

from __future__ import annotations

import importlib
import io
import re
import sys
import tokenize
from pathlib import Path

import pytest

from autograder import checks
from tests.conftest import ROOT, run_command

PACKAGE = ROOT / "autograder"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 300
NAMES_WITHOUT_MEANING = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
for _module in (PACKAGE / "checks").glob("[!_]*.py"):
    importlib.import_module(f"autograder.checks.{_module.stem}")  # which registers its checks
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_layers_are_kept() -> None:
    ended = run_command(ROOT, "lint-imports", "--no-cache")
    assert ended.status == 0, ended.out + ended.err
    assert "0 broken" in ended.out


def test_modules_are_short() -> None:
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    too_long = {name for name, length in lengths.items() if length > MOST_LINES}
    assert not too_long, "split what has more than one job"


def test_names_say_what_is_inside() -> None:
    named = {part.removesuffix(".py") for path in MODULES for part in Path(place(path)).parts}
    assert not named & NAMES_WITHOUT_MEANING


def test_every_package_says_what_it_is_for() -> None:
    for path in MODULES:
        first = path.read_text("utf-8").split("\n", 1)[0]
        assert first.startswith('"""'), f"{place(path)} does not open with a docstring"
    for folder in {path.parent for path in MODULES}:
        assert (folder / "__init__.py").exists(), f"{folder.name} has no __init__.py"


@pytest.mark.parametrize("name", sorted(checks.REGISTRY))
def test_every_check_has_a_concept_and_a_summary(name: str) -> None:
    check = checks.REGISTRY[name]
    assert check.name == name
    assert check.concept.strip().endswith((".", "!", "?"))
    assert check.summary.strip().endswith(".")
    assert name in checks.__all__, f"tests can't call {name}: export it"


def test_there_are_checks() -> None:
    assert len(checks.REGISTRY) > 20


def test_commands_start_without_the_libraries_of_figures_and_networks() -> None:
    program = "import sys, autograder.cli.main; print(*sys.modules)"
    loaded = run_command(ROOT, sys.executable, "-c", program).out.split()
    assert "autograder.checks" in loaded  # some of it says what a result is
    assert not {"matplotlib", "keras", "tensorflow", "nbgrader", "scipy"} & set(loaded)


def test_nothing_is_marked_as_unfinished() -> None:
    for path in [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "solutions").rglob("*.py")]:
        text = path.read_text("utf-8")
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                assert not UNFINISHED.search(token.string), f"{path}:{token.start[0]}"


def test_nothing_hostile_is_unpickled_or_evaluated() -> None:
    """Where data of students are read, there is nothing that could run code from them."""
    forbidden = re.compile(r"\b(pickle\.|eval\(|load_model\(|allow_pickle=True|yaml\.load)")
    for path in MODULES:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            code = line.partition("#")[0]
            assert not forbidden.search(code), f"{place(path)}:{number}"
