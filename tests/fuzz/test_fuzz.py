"""Malformed evidence by the ten thousand: each case is taken or refused, and does no harm.

`AUTOGRADER_FUZZ_CASES` and `AUTOGRADER_FUZZ_SEED` ask for more cases or other ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import EvidenceError
from tests.conftest import ROOT
from tests.fuzz import campaign
from tests.fuzz.rules import Fault, check_value, check_words

SEED = os.environ.get("AUTOGRADER_FUZZ_SEED", "0")
CASES = os.environ.get("AUTOGRADER_FUZZ_CASES")
MOST_MB = 2500  # of memory in use at its peak; TensorFlow alone takes 600


def run_campaign(folder: Path, cases: int) -> dict:
    """Run the campaign in its own process; what it counted."""
    out = folder / "fuzz.json"
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.campaign"),
            *("--cases", str(cases), "--seed", SEED, "--out", str(out)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    case = out.with_suffix(".case").read_text("utf-8").strip()
    assert ended.returncode == 0, (
        f"It ended with {ended.returncode} at: python -m tests.fuzz.campaign --replay {case}\n"
        f"{ended.stderr[-4000:]}"
    )
    return json.loads(out.read_text("utf-8"))


def check_campaign(result: dict, cases: int) -> None:
    """Nothing went wrong, enough was run, and enough of it got far."""
    assert not result["faults"], "\n".join(
        f"{fault}: python -m tests.fuzz.campaign --replay {case}"
        for fault, case in result["faults"].items()
    )
    counted = result["targets"]
    assert set(counted) == set(campaign.SHARES)
    ran = sum(
        number for target in counted.values() for number in target.values() if type(number) is int
    )
    assert ran >= cases
    for name, target in counted.items():
        total = sum(number for number in target.values() if type(number) is int)
        # Of 300 trees that Hypothesis makes, 20 to 60 are good: it varies what it has found.
        least = 0.03 if name == "generated" else 0.1
        assert target["accepted"] > least * total, f"{name}: nearly all is refused"
        assert target["refused"] > 0.1 * total, f"{name}: nearly all is accepted"
        assert target.get("unfit", 0) < 0.03 * total, f"{name}: what is accepted is no good"
    assert result["peak_mb"] < MOST_MB


@pytest.mark.slow
def test_ten_thousand_malformed_pieces_of_evidence_do_no_harm(tmp_path: Path) -> None:
    cases = int(CASES or 10_000)
    check_campaign(run_campaign(tmp_path, cases), cases)


@pytest.mark.fuzz
def test_a_hundred_thousand_malformed_pieces_of_evidence_do_no_harm(tmp_path: Path) -> None:
    cases = int(CASES or 100_000)
    result = run_campaign(tmp_path, cases)
    check_campaign(result, cases)
    print(json.dumps(result, indent=1))


# The campaign itself can fail -------------------------------------------------------------


class _Targets:
    """In place of the readers: some cases end as none may."""

    def run(self, name: str, case: bytes) -> str:
        """One case."""
        if case[0] % 5 == 0:
            raise ValueError("/a/reader/crashed")
        return "refused" if case[0] % 2 else "accepted"


def test_faults_are_counted_and_named(tmp_path: Path) -> None:
    faults: dict[str, str] = {}
    journal = campaign.Journal(tmp_path / "case")
    counted = campaign.run_target(_Targets(), "arrays", 200, 0, journal, faults)
    assert counted["fault"] > 10
    assert counted["fault"] + counted["accepted"] + counted["refused"] == 200
    ((fault, case),) = faults.items()
    assert "crashed" in fault
    name, digits = case.split()
    assert name == "arrays"
    assert bytes.fromhex(digits)[0] % 5 == 0


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "two\nlines", "bell\x07", "\ud800", "x" * 3000, "MemoryError: no"),
        *(f"in {ROOT}/autograder", 'File "x.py"', "Traceback (most recent call last)"),
        str(EvidenceError("A value can't be decoded, unforeseen: KeyError: 'a'.")),
    ],
)
def test_refusals_are_one_line_of_plain_words(words: str) -> None:
    with pytest.raises(Fault):
        check_words(words)
    check_words("A blob is named by something that is no SHA-256 digest.")


def test_texts_that_can_not_be_written_are_faults() -> None:
    for value in ("\ud800", ["\ud800"], {"a": ("\ud800",)}):
        with pytest.raises(Fault):
            check_value(value)
    check_value({"a": ["é", None, 3]})


_HANGS = """
import signal
from tests.fuzz import campaign
campaign.bound_time()
signal.setitimer(signal.ITIMER_PROF, 0.2)
def hang():
    while True:
        pass
hang()
"""
_BOMB = """
from tests.fuzz import campaign
campaign.bound_memory()
bytearray(campaign.MEMORY)
"""


_FINISHES = """
import sys, time
from pathlib import Path
from tests.fuzz import campaign
class Targets:
    def run(self, name, case):
        return "accepted"
campaign.STUCK = 1.0
campaign.run_target(Targets(), "arrays", 30, 0, campaign.Journal(Path(sys.argv[1])), {})
time.sleep(2)
print("still here")
"""


def test_a_finished_campaign_ends_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _FINISHES, str(tmp_path / "case")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout == "still here\n", ended.stderr


@pytest.mark.parametrize(("code", "words"), [(_HANGS, "in hang"), (_BOMB, "MemoryError")])
def test_hangs_and_bombs_end_the_campaign(code: str, words: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert words in ended.stderr
