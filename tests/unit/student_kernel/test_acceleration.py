"""Joined steps change nothing but the time that training takes."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.student_kernel.acceleration import STEPS
from tests.unit.student_kernel.training_processes import Found, run_script, some_digits

JOINED = {
    "adam",
    "momentum_with_early_stopping",
    "convolution_with_odd_batches",
    "learning_rate_schedule",
    "second_fit_and_evaluation",
    "compiled_again",
    "weights_of_samples",
    "measured_in_a_callback",
    "lambda_callback_for_epochs",
}
LEFT_ALONE = {
    "dataset_of_unknown_length",
    "keras_dataset",
    "steps_per_epoch",
    "hooks_for_batches",
    "lambda_callback",
    "callbacks_by_position",
    "own_steps_per_execution",
    "own_train_step",
    "eager",
    "wrong_call",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What each training gave, "plain" and "joined"."""
    digits = some_digits(tmp_path_factory.mktemp("training"))
    return {kind: run_script("training_runs.py", digits, kind) for kind in ("plain", "joined")}


def _values(found: Any, key: str) -> list[Any]:
    """All values of a key, wherever it stands."""
    if isinstance(found, list):
        return [value for item in found for value in _values(item, key)]
    return [found[key]] if isinstance(found, dict) and key in found else []


def _without(found: Any, key: str) -> Any:
    if isinstance(found, list):
        return [_without(item, key) for item in found]
    if isinstance(found, dict):
        return {name: value for name, value in found.items() if name != key}
    return found


@pytest.mark.parametrize("name", sorted(JOINED))
def test_weights_and_history_are_the_same_to_the_last_bit(
    runs: dict[str, Found], name: str
) -> None:
    plain, joined = runs["plain"][name], runs["joined"][name]
    assert set(_values(plain, "joined")) == {1}
    assert set(_values(joined, "joined")) == {STEPS}
    assert set(_values(joined, "after")) == {1}
    assert _without(joined, "joined") == _without(plain, "joined")


@pytest.mark.parametrize("name", sorted(LEFT_ALONE))
def test_other_trainings_are_left_alone(runs: dict[str, Found], name: str) -> None:
    plain, joined = runs["plain"][name], runs["joined"][name]
    assert STEPS not in _values(joined, "joined")
    assert joined == plain


def test_every_training_is_compared(runs: dict[str, Found]) -> None:
    assert set(runs["plain"]) == set(runs["joined"]) == JOINED | LEFT_ALONE


def test_hooks_are_called_for_every_batch(runs: dict[str, Found]) -> None:
    found = runs["joined"]
    assert [calls for _, calls in found["hooks_for_batches"]] == [20, 20, 20]
    assert found["lambda_callback"][1] == list(range(20))
    assert found["callbacks_by_position"][1] == 20


def test_a_number_of_steps_is_kept_to(runs: dict[str, Found]) -> None:
    repeated, arrays, _ = runs["joined"]["steps_per_epoch"]
    assert repeated["iterations"] == arrays["iterations"] == 14


def test_early_stopping_did_stop(runs: dict[str, Found]) -> None:
    assert len(runs["joined"]["momentum_with_early_stopping"]["epoch"]) < 12


def test_a_wrong_call_gets_keras_own_message(runs: dict[str, Found]) -> None:
    assert "epoch" in runs["joined"]["wrong_call"]
