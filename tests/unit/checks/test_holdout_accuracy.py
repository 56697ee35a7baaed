"""Accuracy is measured through the student's preprocess; what goes wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import checks
from autograder.checks.prediction import BATCH
from autograder.errors import JudgeError
from tests.unit.checks.conftest import HOLDOUT_SIZE
from tests.unit.checks.failures import failure

pytestmark = pytest.mark.usefixtures("holdout")


class LabelReader:
    """A model that reads pixel (0, 0), and is wrong on the first `wrong` images that it sees."""

    def __init__(self, wrong: int = 0, output: Callable[[np.ndarray], Any] | None = None) -> None:
        self.wrong = wrong
        self.output = output
        self.sizes: list[int] = []

    def predict(self, x: Any, *, verbose: int) -> Any:
        assert verbose == 0
        self.sizes.append(len(x))
        digits = np.rint(np.asarray(x)[:, 0, 0] * 255).astype(int)
        missed = min(self.wrong, len(digits))
        digits[:missed] = (digits[:missed] + 1) % 10
        self.wrong -= missed
        scores = np.eye(10)[digits]
        return scores if self.output is None else self.output(scores)


def scaled(images: np.ndarray) -> np.ndarray:
    return images / 255.0


class TestHoldoutAccuracy:
    def test_share_of_right_answers(self) -> None:
        assert checks.holdout_accuracy(LabelReader(wrong=300), scaled) == 0.75

    def test_logits_count_like_softmax(self) -> None:
        model = LabelReader(output=lambda scores: 40 * scores - 100)
        assert checks.holdout_accuracy(model, scaled) == 1

    def test_calls_stay_small(self) -> None:
        sizes = []

        def recording(images: np.ndarray) -> np.ndarray:
            sizes.append(len(images))
            return scaled(images)

        checks.holdout_accuracy(LabelReader(), recording)
        assert sum(sizes) == HOLDOUT_SIZE
        assert max(sizes) <= BATCH <= 1000

    def test_models_of_one_test_share_what_a_function_prepares(
        self, holdout: checks.Digits
    ) -> None:
        calls: list[int] = []

        def recording(images: np.ndarray) -> np.ndarray:
            calls.append(len(images))
            return scaled(images)

        def darker(images: np.ndarray) -> np.ndarray:
            return recording(images) / 2

        alone = [checks.holdout_accuracy(LabelReader(wrong), scaled) for wrong in (0, 60)]
        assert [checks.holdout_accuracy(LabelReader(wrong), recording) for wrong in (0, 60)] == (
            alone
        )
        assert sum(calls) == HOLDOUT_SIZE
        assert checks.holdout_accuracy(LabelReader(), darker) < 0.5  # another function
        assert sum(calls) == 2 * HOLDOUT_SIZE
        checks.set_context(checks.CheckContext(holdout, {}))  # another test
        assert checks.holdout_accuracy(LabelReader(), recording) == 1
        assert sum(calls) == 3 * HOLDOUT_SIZE

    def test_holdout_survives_a_function_that_writes_into_its_argument(
        self, holdout: checks.Digits
    ) -> None:
        before = holdout.images.copy()

        def in_place(images: np.ndarray) -> np.ndarray:
            result = images / 255.0
            images[:] = 0
            return result

        assert checks.holdout_accuracy(LabelReader(), in_place) == 1
        assert np.array_equal(holdout.images, before)

    def test_real_model(self) -> None:
        keras = pytest.importorskip("keras")
        model = keras.Sequential(
            [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)]
        )
        assert 0 <= checks.holdout_accuracy(model, scaled) <= 0.3

    @pytest.mark.parametrize(("model", "words"), [(None, "is None"), ([1, 2], "is a list")])
    def test_no_model(self, model: Any, words: str) -> None:
        assert words in failure(checks.holdout_accuracy, model, scaled)


def raising(images: np.ndarray) -> np.ndarray:
    return images.reshape(60000, 28, 28)


@pytest.mark.parametrize(
    ("preprocess", "words"),
    [
        (None, "preprocess is None"),
        (3, "an int, not a function"),
        (raising, "preprocess raised ValueError: cannot reshape"),
        (lambda images: None, "returns None"),
        (lambda images: "digits", "returns a str"),
        (lambda images: [[1], [1, 2]], "returns a list"),
        (lambda images: images.astype(object), "array of numbers"),
        (lambda images: np.float64(3), "of shape ()"),
        (lambda images: images[:3] / 255, "for 1000 images"),
        (lambda images: images / 0.0 * 0, "not finite"),
        (lambda images: images * 1e6, "from 0 to"),
        (lambda images: images // 255, "the value 0 for every pixel"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_faulty_preprocess_is_named(preprocess: Any, words: str) -> None:
    message = failure(checks.holdout_accuracy, LabelReader(), preprocess)
    assert words in message
    assert len(message) < 600


def test_preprocess_that_ignores_its_argument(holdout: checks.Digits) -> None:
    mine = holdout.images[:BATCH] / 255
    message = failure(checks.holdout_accuracy, LabelReader(), lambda images: mine[: len(images)])
    assert "same values for different images" in message


def test_long_errors_are_cut() -> None:
    def verbose(images: np.ndarray) -> np.ndarray:
        raise RuntimeError("x" * 10_000 + "\nsecond line")

    assert len(failure(checks.preprocessed, verbose, np.zeros((1, 28, 28), np.uint8))) < 600


def test_a_fault_of_the_judge_is_not_blamed_on_the_student() -> None:
    def broken(images: np.ndarray) -> np.ndarray:
        raise JudgeError("connection lost")

    with pytest.raises(JudgeError):
        checks.holdout_accuracy(LabelReader(), broken)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (lambda scores: scores[:, :1], "output of shape (1200, 1)"),
        (lambda scores: scores[:, None], "output of shape (1200, 1, 10)"),
        (lambda scores: scores[1:], "output of shape (1199, 10)"),
        (lambda scores: scores * np.nan, "not finite"),
    ],
)
def test_faulty_output_is_named(output: Any, words: str) -> None:
    assert words in failure(checks.holdout_accuracy, LabelReader(output=output), scaled)


def test_model_that_cannot_take_the_input() -> None:
    def refuse(scores: np.ndarray) -> None:
        raise ValueError("expected shape (None, 784)")

    message = failure(checks.holdout_accuracy, LabelReader(output=refuse), scaled)
    assert "cannot take" in message
    assert "(None, 784)" in message
