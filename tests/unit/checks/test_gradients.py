"""Gradient norms, compared with numerical gradients and with the mistakes that are named."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import checks

GENERATOR = np.random.default_rng(3)
INPUTS = GENERATOR.normal(size=(9, 6)).astype("float32")
LABELS = GENERATOR.integers(0, 4, 9)


@pytest.fixture(scope="module")
def model():
    return checks.random_dense_model([6, 5, 3, 4], seed=5, activation="sigmoid")


def loss_of(model):
    probabilities = np.asarray(model(INPUTS), np.float64)
    return -np.mean(np.log(probabilities[np.arange(9), LABELS]))


def test_norms_agree_with_numerical_gradients(model):
    norms = checks.gradient_norms(model, INPUTS, LABELS)
    for layer, norm in zip(model.layers, norms, strict=True):
        kernel = layer.kernel.numpy()
        slopes = np.zeros_like(kernel)
        for place in np.ndindex(kernel.shape):
            both = []
            for step in (0.01, -0.01):
                moved = kernel.copy()
                moved[place] += step
                layer.kernel.assign(moved)
                both.append(loss_of(model))
            slopes[place] = (both[0] - both[1]) / 0.02
        layer.kernel.assign(kernel)
        assert norm == pytest.approx(np.linalg.norm(slopes), rel=0.01)


def test_logits_have_the_same_norms_as_probabilities(model):
    twin = checks.random_dense_model([6, 5, 3, 4], seed=5, activation="sigmoid", output="linear")
    expected = checks.gradient_norms(model, INPUTS, LABELS)
    assert checks.gradient_norms(twin, INPUTS, LABELS) == pytest.approx(expected, rel=1e-4)


def test_a_right_function_passes(model):
    checks.measures_gradients(
        lambda *data: [np.float32(norm) for norm in checks.gradient_norms(*data)],
        model,
        INPUTS,
        LABELS,
        "norms",
    )


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda m, x, y: [np.linalg.norm(layer.kernel) for layer in m.layers], "weights themsel"),
        (lambda *data: checks.gradient_norms(*data)[::-1], "wrong order"),
        (lambda *data: checks.gradient_norms(*data) ** 2, "squares of the norms"),
        (lambda m, x, y: 9 * checks.gradient_norms(m, x, y), "of all images up"),
        (lambda *data: 1.1 * checks.gradient_norms(*data), "for layer 1 of 3"),
        (lambda *data: checks.gradient_norms(*data)[:2], "does not give 3 numbers"),
        (lambda *data: ["a", None, 1], "does not give 3 numbers"),
        (lambda *data: 1 / 0, "raised ZeroDivisionError"),
        (None, "not a function"),
    ],
)
def test_mistakes_are_named(model, function, words):
    with pytest.raises(checks.CheckFailed, match=words):
        checks.measures_gradients(function, model, INPUTS, LABELS, "norms")
