"""`autograder calibrate`: correct work again and again, nothing done twice, a page that says it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.course.layout import Course
from tests.conftest import Finished, autograder, environment
from tests.functional.test_grading_again import UNCONFINED, edit

pytestmark = pytest.mark.slow

REFERENCE = (*UNCONFINED, "--example", "reference", "--jobs", "1")


@pytest.fixture
def random_course(tiny_course: Course) -> Course:
    """The tiny course with an x of 4 to 5, where at least 3 is asked for; its runs are counted."""
    count = f"with open({str(tiny_course.root / 'ran')!r}, 'a') as log:\n    log.write('x')\n"
    edit(
        tiny_course.source("small"),
        ("x = 3\n", f"import random\n\nrandom.seed(1)\nx = 4 + random.random()\n{count}"),
    )
    return tiny_course


def calibrate(course: Course, *options: str) -> Finished:
    return autograder(course.root, "calibrate", *options)


def kept(course: Course) -> dict[int, dict[str, Any]]:
    """Number of the run -> what was kept of it."""
    folder = course.private / "calibration" / "results" / "small" / "reference"
    return {int(path.stem): json.loads(path.read_text()) for path in folder.glob("[0-9]*.json")}


def measured(course: Course) -> dict[int, float]:
    """Number of the run -> x."""
    return {
        number: run["results"][0]["measurements"][0]["value"]
        for number, run in kept(course).items()
    }


def page(course: Course) -> str:
    return (course.root / "docs" / "calibration.md").read_text(encoding="utf-8")


def test_cut_off_and_gone_on_with(random_course: Course) -> None:
    command = [sys.executable, "-m", "autograder", "calibrate", *REFERENCE, "--seeds", "3"]
    started = subprocess.Popen(
        command,
        cwd=random_course.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 120
    while not kept(random_course):
        assert time.monotonic() < end
        assert started.poll() is None
        time.sleep(0.05)
    started.send_signal(signal.SIGKILL)
    started.wait()
    before = measured(random_course)
    assert 1 <= len(before) < 3, "it was to be cut off in the middle"

    again = calibrate(random_course, *REFERENCE, "--seeds", "3")
    assert again.status == 0, again.err
    assert f"{len(before)} of 3 runs were done before." in again.err
    found = measured(random_course)
    assert set(found) == {1, 2, 3}
    assert {number: found[number] for number in before} == before
    assert len(set(found.values())) == 3, "each run has other random numbers"
    assert all(4 <= value < 5 for value in found.values())
    assert "Runs: reference 3." in page(random_course)
    assert "| number | enough | reference | 3 |" in page(random_course)
    picture = random_course.root / "docs" / "images" / "calibration-small.png"
    assert picture.read_bytes().startswith(b"\x89PNG")

    picture.unlink()
    only = calibrate(random_course, "--report-only")
    assert only.status == 0, only.err
    assert only.out.splitlines() == [
        "docs/calibration.md",
        "solutions/small/calibration.jsonl",
        "docs/images/calibration-small.png",
    ]
    assert measured(random_course) == found

    # What was measured by another threshold says how it was before.
    edit(Path(random_course.thresholds("small")), ("value = 3", "value = 3.5"))
    assert calibrate(random_course, "--report-only").status == 0
    assert "| before a change: " in page(random_course)
    assert "Those of reference were done before a test, a threshold," in page(random_course)
    assert measured(random_course) == found
    ran = (random_course.root / "ran").read_text()
    took = [run["seconds"] for run in kept(random_course).values()]

    # It is found anew by the judge alone.
    assert calibrate(random_course, *REFERENCE, "--again").status == 0
    assert "| number | enough | reference | 3 |" in page(random_course)
    assert "before a change" not in page(random_course)
    assert measured(random_course) == found
    bounds = {run["results"][0]["measurements"][0]["bound"] for run in kept(random_course).values()}
    assert bounds == {3.5}
    assert (random_course.root / "ran").read_text() == ran, "no notebook was run"
    assert [run["seconds"] for run in kept(random_course).values()] == took


def test_a_clone_goes_on_from_the_record(random_course: Course) -> None:
    assert calibrate(random_course, *REFERENCE, "--seeds", "3").status == 0
    ran = (random_course.root / "ran").read_text()
    before = page(random_course)
    assert "Runs: reference 3." in before
    shutil.rmtree(random_course.private / "calibration")  # a clone has none

    again = calibrate(random_course, *REFERENCE, "--seeds", "3")
    assert again.status == 0, again.err
    assert "3 of 3 runs were done before." in again.err
    assert page(random_course) == before
    assert (random_course.root / "ran").read_text() == ran, "no notebook was run"


def test_a_change_without_a_say_is_found_out_by_one_run(random_course: Course) -> None:
    assert calibrate(random_course, *REFERENCE, "--seeds", "3").status == 0
    before = page(random_course)
    shutil.rmtree(random_course.private / "calibration")
    source = random_course.source("small")
    edit(source, ("import random\n", "import random as r\n"), ("random.seed(1)", "r.seed(1)"),
         ("random.random()", "r.random()"))  # fmt: skip
    assert calibrate(random_course, "--report-only").status == 0
    assert "before a change" in page(random_course)

    confirmed = calibrate(random_course, *REFERENCE, "--confirm")
    assert confirmed.status == 0, confirmed.err
    assert (random_course.root / "ran").read_text() == "xxxx", "three runs before, one now"
    said = "2 of them were done before a change; a run that was repeated after it gave the same.\n"
    assert said in page(random_course)
    assert page(random_course).replace(said, "") == before

    # A change that has a say: nothing counts but what was run after it.
    edit(source, ("x = 4 + r", "x = 3.9 + r"))
    assert calibrate(random_course, *REFERENCE, "--confirm").status == 0
    assert "Runs: reference 1.\n2 more are out of date" in page(random_course)
    assert (random_course.root / "ran").read_text() == "xxxxx"


def test_an_unknown_example_is_named(tiny_course: Course) -> None:
    ended = calibrate(tiny_course, "--example", "adds-two")
    assert ended.status == 2
    assert "There is no correct example adds-two." in ended.err
