"""The judge as a real process: it survives what its tests do to it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.errors import JudgeError
from autograder.evidence import BlobWriter, Holder, encode_namespace, write_bundle
from autograder.judge.measured import MeasuredModel
from autograder.judge.process import MODULE, JudgeProcess, judge_environment
from autograder.judge.results import Case, TestCell, TestResult
from autograder.processes.json_process import Start, start_module

pytestmark = pytest.mark.slow
MakeCase = Callable[..., Case]


def unconfined() -> Start:
    return start_module(MODULE, judge_environment(tempfile.gettempdir()))


@pytest.fixture(scope="module")
def judge() -> Iterator[JudgeProcess]:
    """One judge for all tests of this file: what one leaves behind, the next has to bear."""
    with JudgeProcess(unconfined()) as process:
        yield process


@pytest.fixture
def make_case(tmp_path: Path) -> MakeCase:
    """Makes a case from test id -> source and the student's names."""

    def make(tests: dict[str, str], seconds: float = 30, **names: Any) -> Case:
        evidence, holdout = tmp_path / "evidence", tmp_path / "holdout"
        evidence.mkdir()
        holdout.mkdir()
        write_bundle(evidence, 0, encode_namespace(names, BlobWriter(evidence), Holder()))
        np.save(holdout / "images.npy", np.zeros((10, 28, 28), np.uint8))
        np.save(holdout / "labels.npy", np.arange(10, dtype=np.uint8))
        return Case(
            tests=tuple(
                TestCell(ident, ident.title(), 2, source, seconds)
                for ident, source in tests.items()
            ),
            evidence=evidence,
            positions=dict.fromkeys(tests, 0),
            executed={ident: ["x = 1"] for ident in tests},
            cell_errors=dict.fromkeys(tests, ""),
            holdout=holdout,
            thresholds={"enough": 3},
            sources={"number": "x = 1"},
            originals={"number": "x = None"},
        )

    return make


def test_checks_know_what_the_student_wrote_until_then(
    judge: JudgeProcess, make_case: MakeCase
) -> None:
    """The cells that the student added, too, but not those that everybody was given."""
    asked = (
        "from autograder.checks.context import context\n"
        "assert context().written == {}, context().written"
    )
    cells = [("given", "import numpy"), ("number", "x = 1"), ("", "y = 2")]
    case = make_case(
        {"a": asked.format((("number", "x = 1"), ("", "y = 2"))), "b": asked.format(())}
    )
    case = replace(
        case,
        executed={"a": [source for _, source in cells], "b": ["import numpy"]},
        idents={"a": [ident for ident, _ in cells], "b": ["given"]},
    )
    assert outcomes(judge.judge(case, no_call)) == {"a": "passed", "b": "passed"}


def no_call(number: int) -> dict[str, Any]:
    raise AssertionError("no function was to be called")


def outcomes(results: list[TestResult]) -> dict[str, str]:
    return {result.test: result.outcome for result in results}


def test_one_result_per_test_in_order(judge: JudgeProcess, make_case: MakeCase) -> None:
    case = make_case(
        {
            "b": "assert x == 1, 'x'\nprint('noise on standard output')",
            "a": "from autograder import checks\nassert checks.threshold('enough') == 3, 't'\n"
            "assert checks.holdout_size() == 10, 'h'\nassert In == ['', 'x = 1'], In\n"
            "assert checks.submitted_source('number', '') == 'x = 1', 's'",
            "c": "assert x == 2, 'x is not two'",
        },
        x=1,
    )
    results = judge.judge(case, no_call)
    assert [(r.test, r.outcome, r.points) for r in results] == [
        ("b", "passed", 2),
        ("a", "passed", 2),
        ("c", "failed", 0),
    ]
    assert results[2].message == "x is not two"


def test_a_timeout_is_followed_by_the_next_test(judge: JudgeProcess, make_case: MakeCase) -> None:
    tests = {"a": "x", "loop": "while True:\n    pass", "c": "assert x == 1, 'x'"}
    case = make_case(tests, 0.5, x=1)
    started = time.monotonic()
    results = judge.judge(case, no_call)
    assert outcomes(results) == {"a": "passed", "loop": "timeout", "c": "passed"}
    assert results[1].message == "The test took longer than 0.5 seconds."
    assert results[1].points == 0
    assert time.monotonic() - started < 60


def test_a_judge_that_dies_gives_an_error_and_goes_on(
    judge: JudgeProcess, make_case: MakeCase
) -> None:
    case = make_case(
        {
            "a": "x",
            "dies": "import os, sys\nprint('last words', file=sys.stderr, flush=True)\nos._exit(3)",
            "exits": "import sys\nsys.exit(0)",
            "c": "assert x == 1, 'x'",
        },
        x=1,
    )
    results = judge.judge(case, no_call)
    assert outcomes(results) == {"a": "passed", "dies": "error", "exits": "error", "c": "passed"}
    assert "The judge's process ended in this test." in results[1].message
    assert "last words" in results[1].message


def test_a_judge_that_dies_after_the_last_result(judge: JudgeProcess, make_case: MakeCase) -> None:
    dies_later = "import __main__, os\n__main__.forget = lambda: os._exit(3)"
    case = make_case({"a": "x", "b": dies_later}, x=1)
    results = judge.judge(case, no_call)
    assert [(r.test, r.outcome) for r in results] == [("a", "passed"), ("b", "passed")]


def test_nothing_of_a_case_stays_for_the_next(
    judge: JudgeProcess, make_case: MakeCase, tmp_path: Path
) -> None:
    judge.judge(make_case({"a": "secret = 1\nassert x, 'x'"}, x=1), no_call)
    (tmp_path / "evidence").rename(tmp_path / "old")
    (tmp_path / "holdout").rename(tmp_path / "older")
    results = judge.judge(make_case({"a": "secret", "b": "assert x == 2, 'x'"}, x=2), no_call)
    assert outcomes(results) == {"a": "failed", "b": "passed"}


def test_tests_that_the_run_did_not_reach(judge: JudgeProcess, make_case: MakeCase) -> None:
    case = make_case({"a": "x", "b": "x"}, x=1)
    del case.positions["b"]  # type: ignore[attr-defined]
    results = judge.judge(case, no_call)
    assert outcomes(results) == {"a": "passed", "b": "not_run"}


def test_evidence_that_is_missing_or_malformed(judge: JudgeProcess, make_case: MakeCase) -> None:
    case = make_case({"a": "x", "b": "assert True, 'fine without evidence'"}, x=1)
    (case.evidence / "position-0.json").write_text('{"version": 1, "names": 3}')
    results = judge.judge(case, no_call)
    assert outcomes(results) == {"a": "failed", "b": "passed"}
    (case.evidence / "position-0.json").unlink()
    results = judge.judge(case, no_call)
    assert outcomes(results) == {"a": "failed", "b": "passed"}
    assert "could not be taken over" in results[0].message


def test_calls_go_through_the_coordinator(judge: JudgeProcess, make_case: MakeCase) -> None:
    def student(values: Any) -> Any:
        return 2 * values

    case = make_case(
        {
            "calls": "assert double(4) == 8, 'wrong'",
            "no-answer": "double(5)",
            "after": "assert True, 'x'",
        },
        double=student,
    )
    asked: list[int] = []

    def answer(number: int) -> dict[str, Any]:
        asked.append(number)
        if number == 2:
            return {"error": "Your function took longer than 3 s."}
        reply = case.evidence / f"reply-{number}"
        reply.mkdir()
        write_bundle(reply, 0, encode_namespace({"result": 8}, BlobWriter(reply), Holder()))
        return {}

    results = judge.judge(case, answer)
    assert [(r.outcome, r.message) for r in results] == [
        ("passed", ""),
        ("failed", "Your function took longer than 3 s."),
        ("passed", ""),
    ]
    assert asked == [1, 2]


def test_a_case_that_the_judge_cannot_take(judge: JudgeProcess, make_case: MakeCase) -> None:
    case = make_case({"a": "x"}, x=1)
    (case.holdout / "labels.npy").unlink()
    with pytest.raises(JudgeError, match="The judge could not take the case: FileNotFoundError"):
        judge.judge(case, no_call)
    np.save(case.holdout / "labels.npy", np.arange(10, dtype=np.uint8))
    assert outcomes(judge.judge(case, no_call)) == {"a": "passed"}


def test_a_judge_that_does_not_start(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with JudgeProcess(unconfined()) as broken, pytest.raises(JudgeError, match="did not start"):
        broken.judge(make_case({"a": "x"}, x=1), no_call)


def test_a_closed_judge_says_so(make_case: MakeCase) -> None:
    process = JudgeProcess(unconfined())
    process.close()
    process.close()
    with pytest.raises(JudgeError, match="was closed"):
        process.judge(make_case({"a": "x"}, x=1), no_call)


def test_a_case_crosses_as_json(make_case: MakeCase) -> None:
    import json

    case = make_case({"a": "x", "b": "y"}, x=1)
    assert Case.from_json(json.loads(json.dumps(case.as_json()))) == case


def test_models_are_measured_for_the_pages(judge: JudgeProcess, make_case: MakeCase) -> None:
    import keras

    model = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)]
    )
    case = make_case(
        {
            "reads": "from autograder import checks\nimport numpy as np\n"
            "checks.holdout_accuracy(model, lambda images: images / 255.0)",
            "other": "assert other is not None, 'x'",
        },
        model=model,
        other={"small": model},
    )
    rng = np.random.default_rng(0)
    np.save(case.holdout / "images.npy", rng.integers(0, 256, (10, 28, 28), np.uint8))
    models: list[MeasuredModel] = []
    results = judge.judge(case, no_call, models=models)
    assert outcomes(results) == {"reads": "passed", "other": "passed"}, results
    (found,) = models
    assert (found.name, found.parameters) == ("model", 7850)
    assert found.reading is not None
    assert (found.reading.test, found.reading.digits) == ("reads", 10)


HANDS_ON = """
assert model is not None, "model is None"
measured = 0.5
for best in (1, 2):
    pass
"""
TAKES = {
    "measured": "assert measured > 0.9, 'too low'",
    "loop": "assert best == 9, 'another'",
    "imported": "assert np.pi, 'no pi'",
}
FORGED = {"measured": 0.99, "best": 9, "np": 3, "model": None}


@pytest.mark.parametrize("lost", ["failed", "not_run", "timeout", "died"])
def test_what_a_lost_test_would_have_handed_on_is_never_the_students(
    judge: JudgeProcess, make_case: MakeCase, lost: str
) -> None:
    ways = {
        "failed": HANDS_ON,
        "not_run": HANDS_ON,
        "timeout": f"while model is None:\n    pass\n{HANDS_ON}",
        "died": f"import os\nif model is None:\n    os._exit(0)\n{HANDS_ON}",
    }
    first = ways[lost] + "import numpy as np\n"
    case = make_case({"first": first, **TAKES}, 2, **FORGED)
    if lost == "not_run":
        case = replace(case, positions=dict.fromkeys(TAKES, 0))
    results = judge.judge(case, no_call)
    assert [result.outcome for result in results[1:]] == ["failed", "failed", "passed"]
    assert "'measured' does not exist" in results[1].message
    assert "'best' does not exist" in results[2].message
    # The same names are the student's own where no test before binds them.
    alone = replace(case, tests=case.tests[1:2])
    assert outcomes(judge.judge(alone, no_call)) == {"measured": "passed"}
