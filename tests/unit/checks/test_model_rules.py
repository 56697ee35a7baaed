"""Rules of parameters and convolutions, asked for where accuracy earns points."""

from __future__ import annotations

from typing import Any

import pytest

from autograder import checks

keras = pytest.importorskip("keras")
layers = keras.layers


def network(*members: Any) -> Any:
    return keras.Sequential([keras.Input((28, 28, 1)), *members, layers.Flatten()])


SMALL = network(layers.Conv2D(2, 3))  # 20 parameters
FROZEN = network(layers.Conv2D(2, 3), layers.BatchNormalization())  # 24 of 28 trainable


def failure(function: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(checks.CheckFailed) as caught:
        function(*args, **named)
    assert caught.value.finding.concept
    return str(caught.value)


def test_limits_include_their_ends() -> None:
    checks.parameter_limits(SMALL, at_least=20, at_most=20)
    assert "net has 20 parameters. At most 19 are allowed." in failure(
        checks.parameter_limits, SMALL, "net", at_most=19
    )
    assert "At least 21 are asked for." in failure(checks.parameter_limits, SMALL, at_least=21)


def test_what_is_frozen_counts_unless_only_trainable_ones_do() -> None:
    checks.parameter_limits(FROZEN, at_most=24, trainable_only=True)
    assert "has 28 parameters" in failure(checks.parameter_limits, FROZEN, at_most=24)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([layers.Dense(3)], "has no convolution"),
        ([layers.Conv2D(2, 1)], "more than one pixel"),
        ([layers.Conv2D(2, 28)], "less than the whole image"),
        ([layers.Conv2D(2, 1), layers.Conv2D(2, 1)], "sizes [1, 1]"),
    ],
)
def test_dense_networks_in_disguise_see_no_neighbours(members: Any, words: str) -> None:
    assert words in failure(checks.sees_neighbours, network(*members))


def test_convolutions_see_neighbours() -> None:
    checks.sees_neighbours(SMALL)
    checks.sees_neighbours(network(keras.Sequential([layers.Conv2D(1, 1), layers.Conv2D(1, 27)])))


@pytest.mark.parametrize("value", [None, 3, "model"])
def test_what_is_no_model_keeps_no_rules(value: Any) -> None:
    assert "should be a Keras model" in failure(checks.parameter_limits, value, at_most=9)
    assert "should be a Keras model" in failure(checks.sees_neighbours, value)
