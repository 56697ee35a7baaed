"""What is kept of a judging: only what a judge may have found is taken back."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from autograder.engine.kept_verdicts import KeptVerdicts, Verdict
from autograder.judge.footprint import Footprint
from autograder.judge.results import TestResult

RUN = "a" * 64
RESULT = TestResult("number", "Title", 1, 2, "partial", "Half.", 0.1, fraction=0.5)
FOOTPRINT = Footprint("number", ("model",), ("b" * 64,), {"enough": 0.9, "unknown": None})
KEPT = KeptVerdicts("c" * 64, (Verdict("d" * 64, RESULT, FOOTPRINT, ("e",)),), (), (), (), ())


def test_it_comes_back_for_its_run() -> None:
    data = KEPT.as_bytes(RUN)
    assert KeptVerdicts.from_bytes(data, RUN) == KEPT
    assert KeptVerdicts.from_bytes(data, None) == KEPT
    assert KeptVerdicts.from_bytes(data, "b" * 64) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda values: values.update(format=1),
        lambda values: values.pop("run"),
        lambda values: values.pop("tests"),
        lambda values: values.update(requests=[["a list"]]),
        lambda values: values.update(requests="a text"),
        lambda values: values["tests"][0].update(result=[]),
        lambda values: values["tests"][0].update(requests=[3]),
        lambda values: values["tests"][0]["result"].update(fraction=3),
        lambda values: values["tests"][0]["result"].update(seconds=10**400),
        lambda values: values["tests"][0]["result"].update(seconds=float("nan")),
        lambda values: values["tests"][0]["footprint"].update(readings=None),
        lambda values: values["tests"][0]["footprint"].update(models=[[]]),
        lambda values: values["tests"][0]["footprint"].update(doubt=1),
        lambda values: values["tests"][0]["footprint"].update(thresholds=[1]),
    ],
)
def test_what_no_judge_found_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads(zlib.decompress(KEPT.as_bytes(RUN)))
    spoil(values)
    assert KeptVerdicts.from_bytes(zlib.compress(json.dumps(values).encode()), RUN) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"no zlib", zlib.compress(b"[" * 100_000), zlib.compress(b"[]"),
     zlib.compress(b"{}")[:-1], zlib.compress(b" " * 2**27 + b"{}")],
)  # fmt: skip
def test_other_bytes_are_refused(data: bytes) -> None:
    assert KeptVerdicts.from_bytes(data, RUN) is None


def test_what_grows_without_end_is_not_unpacked() -> None:
    bomb = zlib.compress(b" " * 2**28)
    tracemalloc.start()
    try:
        assert KeptVerdicts.from_bytes(bomb, RUN) is None
        assert tracemalloc.get_traced_memory()[1] < 2**28
    finally:
        tracemalloc.stop()
