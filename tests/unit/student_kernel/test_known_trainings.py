"""What is laid down leaves what a training or a measurement that is computed does, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.student_kernel.known_entry import (
    Entry,
    entry_name,
    read_entry,
    write_entry,
)
from tests.unit.student_kernel.training_processes import Found, run_script, some_digits

LAID = {
    "adam",
    "convolution",
    "dropout_and_validation",
    "measuring",
    "one_after_the_other",
    "printing_nothing",
    "under_another_name",
}
WRITTEN = LAID - {"under_another_name"}  # which finds what `adam` has left
COMPUTED = {
    "another_learning_rate",
    "another_optimizer",
    "another_seed",
    "digits_changed",
    "epochs",
    "first_weights_changed",
    "further_draws",
    "hidden_units",
    "learning_rate_set_later",
    "own_activation",
    "own_layer",
    "own_loss",
    "own_optimizer",
    "predicting_by_an_own_step",
    "predicting_by_another_layer",
    "predicting_by_other_weights",
    "predicting_other_digits",
    "sample_weights",
    "stopping_early",
    "without_shuffling",
}


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("entries")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, entries: Path) -> dict[str, Found]:
    """What each training gave: nothing known, written down, and laid down."""
    digits = some_digits(tmp_path_factory.mktemp("training"))
    script, folder = "known_training_runs.py", str(entries)
    return {kind: run_script(script, digits, kind, folder) for kind in ("plain", "new", "known")}


def _laid(found: Any) -> list[bool]:
    if isinstance(found, list):
        return [laid for item in found for laid in _laid(item)]
    return [found["laid"]] if isinstance(found, dict) else []


def _rest(found: Any) -> Any:
    if isinstance(found, list):
        return [_rest(item) for item in found]
    if isinstance(found, dict):
        left_out = ("laid", "seconds")
        return {name: _rest(value) for name, value in found.items() if name not in left_out}
    return found


def _seconds(found: Any) -> list[dict[str, float]]:
    """What each clock counted for each training, in seconds."""
    if isinstance(found, list):
        return [seconds for item in found for seconds in _seconds(item)]
    if not isinstance(found, dict):
        return []
    return [{name: float.fromhex(value) for name, value in found["seconds"].items()}]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LAID))
def test_what_is_laid_down_is_the_same_to_the_last_bit(runs: dict[str, Found], name: str) -> None:
    plain, known = runs["plain"][name], runs["known"][name]
    assert _laid(plain)
    assert set(_laid(plain)) == {False}
    assert set(_laid(known)) == {True}
    assert _rest(known) == _rest(plain)


@pytest.mark.slow
def test_writing_down_changes_nothing(runs: dict[str, Found]) -> None:
    assert runs["new"].keys() <= runs["plain"].keys()
    assert set(_laid(list(runs["new"].values()))) == {False}
    for name, found in runs["new"].items():
        assert _rest(found) == _rest(runs["plain"][name]), name


@pytest.mark.slow
def test_clocks_count_what_the_training_took_when_it_was_computed(runs: dict[str, Found]) -> None:
    computed, laid = (_seconds([runs[kind][name] for name in WRITTEN]) for kind in ("new", "known"))
    assert len(computed) == len(laid) > len(WRITTEN)
    for took, tells in zip(computed, laid, strict=True):
        # From the same call of `fit` to the same return, but for what surrounds it: the key of
        # the first, and the entry of the second. Computed, `process_time` counts processor time.
        for name, seconds in tells.items():
            assert 0.8 * took["time"] - 0.1 < seconds < 1.1 * took["time"] + 0.1, name


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_what_differs_in_one_thing_is_computed(runs: dict[str, Found], name: str) -> None:
    plain, known = runs["plain"][name], runs["known"][name]
    assert set(_laid(known)) == {False}
    assert _rest(known) == _rest(plain)


@pytest.mark.slow
def test_every_training_is_compared(runs: dict[str, Found]) -> None:
    assert set(runs["plain"]) == set(runs["known"]) == LAID | COMPUTED


@pytest.mark.slow
def test_what_lies_there_tells_nothing(runs: dict[str, Found], entries: Path) -> None:
    contents = [file.read_bytes() for file in entries.iterdir()]
    assert sum(len(content) > 100_000 for content in contents) >= len(LAID)
    for content in contents:
        assert b"history" not in content
        assert b"result" not in content
        if len(content) < 100_000:  # what `evaluate` gave; too little to count
            continue
        counts = np.bincount(np.frombuffer(content, np.uint8), minlength=256) / len(content)
        # Weights and text are far from even: half of a float's bytes are exponents, and alike.
        # An even spread of 100 kB gives shares of 1/256 with a deviation of a twentieth of it.
        assert np.abs(counts * 256 - 1).max() < 0.5
        assert read_entry(entries, bytes(32)) is None


def _entry() -> Entry:
    arrays = [np.float32([[1, 2], [3, 4]]), np.array(7, np.int64), np.zeros((0, 3), np.float32)]
    return Entry({"history": {"loss": [0.5, float("nan")]}, "steps": 63}, arrays, 1.5)


def test_an_entry_is_read_back_as_it_was(tmp_path: Path) -> None:
    key = bytes(range(32))
    assert write_entry(tmp_path, key, _entry())
    found = read_entry(tmp_path, key)
    assert found is not None
    assert found.seconds == 1.5
    assert str(found.facts) == str(_entry().facts)
    for array, wanted in zip(found.arrays, _entry().arrays, strict=True):
        assert array.dtype == wanted.dtype
        assert array.shape == wanted.shape
        assert np.array_equal(array, wanted)
    assert [path.name for path in tmp_path.iterdir()] == [entry_name(key)]


def test_another_key_reads_nothing(tmp_path: Path) -> None:
    key, other = bytes(32), bytes(31) + b"\1"
    write_entry(tmp_path, key, _entry())
    (tmp_path / entry_name(key)).rename(tmp_path / entry_name(other))
    assert read_entry(tmp_path, other) is None
    assert read_entry(tmp_path, key) is None


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty"])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: str) -> None:
    key = bytes(32)
    write_entry(tmp_path, key, _entry())
    path = tmp_path / entry_name(key)
    data = path.read_bytes()
    flipped = data[:-1] + bytes([data[-1] ^ 1])
    path.write_bytes({"cut": data[:-3], "flipped": flipped, "empty": b""}[damage])
    assert read_entry(tmp_path, key) is None
