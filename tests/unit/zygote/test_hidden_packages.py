"""Packages that are hidden look as if they had never been imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEFORE = """
import sys
import outer, inner.part
from autograder.zygote.hidden_packages import HiddenPackages
imported = []
first, part = outer, inner.part
HiddenPackages(["outer", "inner", "missing"], {"outer": ("inner",)}, imported.append)
del outer, inner
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """`outer`, which imports `inner`; each says so when it is imported."""
    for name, text in (("outer", "import inner.part"), ("inner", ""), ("inner/part", "")):
        path = tmp_path / name / "__init__.py" if "/" not in name else tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"print('importing', {name!r})\n{text}\n", encoding="utf-8")
    return tmp_path


def said(packages: Path, after: str) -> list[str]:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(packages)!r})\n"]
    command[-1] += BEFORE + after
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[:3] == ["importing outer", "importing inner", "importing inner/part"]
    return lines[3:]


def test_hidden_packages_are_not_among_the_modules(packages: Path) -> None:
    after = "print([name for name in sys.modules if name.split('.')[0] in ('outer', 'inner')])"
    assert said(packages, after) == ["[]"]


def test_an_import_gives_the_same_modules_and_runs_nothing(packages: Path) -> None:
    after = """
import outer
print(outer is first, sys.modules["inner.part"] is part, imported)
print(outer.__spec__.origin.endswith("__init__.py"))
import inner.part
print(inner.part is part, imported)
"""
    assert said(packages, after) == [
        "True True ['inner', 'outer']",
        "True",
        "True ['inner', 'outer']",
    ]


def test_what_replaces_a_name_replaces_it_where_it_was_taken_over(packages: Path) -> None:
    (packages / "inner" / "part.py").write_text("print('importing', 'inner/part')\nname = 1\n")
    (packages / "inner" / "__init__.py").write_text(
        "print('importing', 'inner')\nfrom inner.part import name\nother = name\n"
    )
    after = """
import wrapt
wrapt.register_post_import_hook(lambda module: setattr(module, "name", 2), "inner.part")
import inner
print(inner.name, inner.other, inner.part.name)
"""
    assert said(packages, after) == ["2 1 2"]


def test_what_waits_for_an_import_happens_at_the_import(packages: Path) -> None:
    after = """
import wrapt
for name in ("outer", "inner", "inner.part"):
    wrapt.register_post_import_hook(lambda module: print("hook of", module.__name__), name)
print("now")
import outer
"""
    happened = said(packages, after)
    assert happened[0] == "now"
    assert sorted(happened[1:]) == ["hook of inner", "hook of inner.part", "hook of outer"]
