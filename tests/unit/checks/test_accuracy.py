"""Accuracy is measured through the student's preprocess; what goes wrong is named."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder import checks
from autograder.checks.prediction import BATCH
from autograder.errors import JudgeError

N = 1200


@pytest.fixture(autouse=True)
def holdout() -> Iterator[checks.Digits]:
    """Made-up digits: pixel (0, 0) holds the label, pixel (1, 1) makes each image its own."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 10, N).astype(np.uint8)
    images = generator.integers(0, 200, (N, 28, 28)).astype(np.uint8)
    images[:, 0, 0] = labels
    digits = checks.Digits(images, labels)
    checks.set_context(checks.CheckContext(digits, {}))
    yield digits
    checks.set_context(None)


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


def failure(function: Callable[..., Any], *args: Any, **named: Any) -> str:
    with pytest.raises(checks.CheckFailed) as caught:
        function(*args, **named)
    assert caught.value.finding.concept
    return str(caught.value)


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
        assert sum(sizes) == N
        assert max(sizes) <= BATCH <= 1000

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


class TestSamplingError:
    def test_of_99_percent_on_5000(self) -> None:
        assert checks.sampling_error(0.99, 5000) == pytest.approx(0.0014071, abs=1e-6)

    def test_none_at_the_ends(self) -> None:
        assert checks.sampling_error(0, 10) == checks.sampling_error(1, 10) == 0

    @pytest.mark.parametrize(("accuracy", "n"), [(1.1, 10), (-0.1, 10), (math.nan, 10), (0.5, 0)])
    def test_impossible_arguments(self, accuracy: float, n: int) -> None:
        with pytest.raises(ValueError, match="no sampling error"):
            checks.sampling_error(accuracy, n)

    def test_two_errors_below_still_reach_the_target(self) -> None:
        assert checks.reaches(0.98720, 0.99, 5000)
        assert not checks.reaches(0.98718, 0.99, 5000)


STEPS = [(0.95, 0.25), (0.99, 1.0), (0.98, 0.5)]


class TestAccuracySteps:
    @pytest.mark.parametrize("measured", [1.0, 0.99, 0.9872])
    def test_full_points(self, measured: float) -> None:
        checks.accuracy_steps(measured, STEPS, n=5000)

    @pytest.mark.parametrize(
        ("measured", "share"), [(0.987, 0.5), (0.977, 0.5), (0.975, 0.25), (0.945, 0.25)]
    )
    def test_part_of_the_points(self, measured: float, share: float) -> None:
        with pytest.raises(checks.PartialCredit) as caught:
            checks.accuracy_steps(measured, STEPS, n=5000)
        assert caught.value.fraction == share
        assert "99 % are asked for" in str(caught.value)

    def test_no_points(self) -> None:
        message = failure(checks.accuracy_steps, 0.943, STEPS, n=5000)
        assert "reads 94.3 % of 5000" in message
        assert "start at 95 %" in message

    def test_harder_digits_are_allowed_for(self) -> None:
        checks.accuracy_steps(0.985, STEPS, n=5000, shift=0.0025)
        message = failure(checks.accuracy_steps, 0.9, STEPS, n=5000, shift=0.0025)
        assert "0.25 % for harder digits" in message

    def test_number_of_holdout_digits_by_default(self) -> None:
        assert f"of {N} unseen" in failure(checks.accuracy_steps, 0.5, STEPS)

    def test_highest_step_must_be_full(self) -> None:
        with pytest.raises(ValueError, match="all points"):
            checks.accuracy_steps(0.99, [(0.99, 0.5)], n=5000)


class TestClaimedAccuracy:
    @pytest.mark.parametrize("claimed", [0.991, 0.988, 0.994, np.float32(0.99), np.array(0.992)])
    def test_within_the_error(self, claimed: Any) -> None:
        checks.claimed_accuracy(claimed, 0.991, measured_on=5000)

    @pytest.mark.parametrize(
        ("claimed", "words"),
        [
            (1.0, "more than this model shows"),
            (0.97, "less than this model shows"),
            (99.1, "not in percent"),
            (None, "is None"),
            ("0.99", "a str"),
            (True, "a bool"),
            (math.nan, "nan"),
            (-0.5, "-0.5"),
            ([0.99], "a list"),
        ],
    )
    def test_refused(self, claimed: Any, words: str) -> None:
        message = failure(
            checks.claimed_accuracy, claimed, 0.985, name="test_accuracy", measured_on=5000
        )
        assert words in message
        assert "test_accuracy" in message


def mirrored_in_rows(counts: np.ndarray) -> np.ndarray:
    """The right diagonal, and each row's mistakes in reverse order."""
    result = counts.copy()
    for row in range(10):
        others = [column for column in range(10) if column != row]
        result[row, others] = counts[row, others[::-1]]
    return result


class TestConfusionMatrix:
    def test_rows_are_truth(self) -> None:
        matrix = checks.confusion_matrix([3, 3, 5], [3, 5, 5])
        assert matrix.shape == (10, 10)
        assert (matrix[3, 3], matrix[3, 5], matrix[5, 5], matrix.sum()) == (1, 1, 1, 3)

    @pytest.mark.parametrize("pair", [([1], [1, 2]), ([-1], [0]), ([0], [10])])
    def test_impossible_classes(self, pair: tuple[list[int], list[int]]) -> None:
        with pytest.raises(ValueError, match=r"predictions|classes"):
            checks.confusion_matrix(*pair)

    def test_accepts_arrays_and_lists(self) -> None:
        labels, answers = _answers()
        wanted = checks.confusion_matrix(labels, answers)
        checks.is_confusion_matrix(wanted, labels, answers)
        checks.is_confusion_matrix(wanted.astype(float).tolist(), labels, answers)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (lambda counts: None, "is None"),
            (lambda counts: "matrix", "is a str"),
            (lambda counts: [[1], [1, 2]], "is a list"),
            (lambda counts: counts[:9, :9], "shape (9, 9)"),
            (lambda counts: counts.T, "transposed"),
            (lambda counts: counts / counts.sum(), "normalised"),
            (lambda counts: counts / counts.sum(axis=1, keepdims=True), "normalised"),
            (lambda counts: counts / counts.sum(axis=0), "normalised"),
            (lambda counts: 100 * counts / counts.sum(axis=1, keepdims=True), "normalised"),
            (lambda counts: counts * (1 - np.eye(10)), "do not sum"),
            (lambda counts: counts * np.nan, "do not sum"),
            (lambda counts: np.diag(np.diag(counts)), "do not sum"),
            (lambda counts: np.roll(counts, 1, axis=1), "as if the answers had been guessed"),
            (lambda counts: counts[:, [1, 0, *range(2, 10)]], "on the diagonal too"),
            (mirrored_in_rows, "The diagonal"),
        ],
    )
    def test_mistakes_are_named(self, wrong: Any, words: str) -> None:
        labels, answers = _answers()
        matrix = wrong(checks.confusion_matrix(labels, answers))
        assert words in failure(checks.is_confusion_matrix, matrix, labels, answers)


def _answers() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(4)
    labels = generator.integers(0, 10, 500)
    return labels, np.where(generator.random(500) < 0.7, labels, generator.integers(0, 10, 500))


def test_percent_has_no_idle_digits() -> None:
    assert [checks.percent(share) for share in (0.99, 0.9912, 1, 0)] == [
        "99 %",
        "99.12 %",
        "100 %",
        "0 %",
    ]
