"""L2 penalties read from real Keras models."""

from __future__ import annotations

import pytest

from autograder import checks

keras = pytest.importorskip("keras")
L1, L2, L1L2 = keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2


def model(first, second, last=None, bias=None):
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(3, kernel_regularizer=first, bias_regularizer=bias),
            keras.layers.Dense(3, kernel_regularizer=second),
            keras.layers.Dense(2, kernel_regularizer=last),
        ]
    )


@pytest.mark.parametrize("kind", [L2, lambda factor: L1L2(l2=factor)])
def test_equal_factors_in_all_hidden_layers_pass(kind):
    tested = model(kind(1e-4), kind(1e-4))
    assert checks.l2_factors(tested) == pytest.approx([1e-4, 1e-4, 0])
    checks.weight_decay(tested, 1e-4)


def test_no_penalty_passes_for_the_factor_zero():
    checks.weight_decay(model(None, None), 0)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((L2(1e-4), None), "Only 1 of the 2 hidden layers of model is regularised"),
        ((None, None), "No hidden layer"),
        ((L2(1e-4), L2(1e-3)), "L2 factors 0.0001, 0.001"),
        ((L2(2e-4), L2(2e-4)), "Each should have 0.0001"),
        ((L1L2(1e-4, 1e-4), L2(1e-4)), "L1 penalty"),
        ((L2(1e-4), L2(1e-4), L2(1e-4)), "output layer"),
        ((L2(1e-4), L2(1e-4), None, L2(1e-4)), "biases"),
    ],
)
def test_other_penalties_are_named(layers, words):
    with pytest.raises(checks.CheckFailed, match=words):
        checks.weight_decay(model(*layers), 1e-4)
