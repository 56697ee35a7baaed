"""Notebooks damaged at random, byte by byte and in their structure, are taken in or refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.fuzz.notebooks import LEAST_SHARE, Cases, Fault, check_words

SEED = os.environ.get("AUTOGRADER_FUZZ_SEED", "0")


def run_campaign(folder: Path, cases: int, seconds: float) -> dict[str, Any]:
    """Run the campaign in a process of its own, whose memory is bounded."""
    out = folder / "result.json"
    command = [sys.executable, "-m", "tests.fuzz.notebooks", "--cases", str(cases)]
    ended = subprocess.run(
        [*command, "--seed", SEED, "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return result


def check_result(result: dict[str, Any], cases: int) -> None:
    """Nothing went wrong, enough was run, and both ways were gone."""
    assert not result["faults"], "\n".join(
        f"{fault}: python -m tests.fuzz.notebooks --replay {case}"
        for fault, case in result["faults"].items()
    )
    counts = {name: result.get(name, 0) for name in ("taken", "mended", "refused")}
    assert sum(counts.values()) >= 0.99 * cases
    for name, count in counts.items():
        assert count > LEAST_SHARE * cases, f"only {count} were {name}"


def test_some_damaged_notebooks_do_no_harm(tmp_path: Path) -> None:
    check_result(run_campaign(tmp_path, 500, 300), 500)


@pytest.mark.fuzz
def test_ten_thousand_damaged_notebooks_do_no_harm(tmp_path: Path) -> None:
    result = run_campaign(tmp_path, 10_000, 1400)
    print(json.dumps(result, indent=1))
    check_result(result, 10_000)


def test_faults_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = Cases(tmp_path)
    lost = cases.released.cells.pop()
    assert "autograder" in lost.metadata
    for cell in list(cases.released.cells):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "double":
            cases.released.cells.remove(cell)
    with pytest.raises(Fault, match="The test 'double' is there 0 times"):
        for number in range(100):
            cases.run(bytes([number] * 8))
    for words in ("", "two\nlines", "bell\x07", "x" * 3000):
        with pytest.raises(Fault):
            check_words("code", words)
