"""The hold-out split: invisible to a student, the same for the same secret, and kept apart."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from autograder.data import graded_digits
from autograder.data.graded_digits import prepare_graded_digits
from autograder.data.holdout import (
    SECRET_FILE,
    UNTOUCHED_FIRST,
    HoldoutSplit,
    read_secret,
    split_holdout,
)
from autograder.data.mnist import Mnist, load_mnist
from autograder.errors import DataError
from tests.conftest import ROOT

SIZE = 5000
SECRET = b"a secret of a test"


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    return load_mnist(ROOT / "source_data")


@pytest.fixture(scope="module")
def split(mnist: Mnist) -> HoldoutSplit:
    return split_holdout(mnist, SECRET, SIZE)


def rows(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


def test_same_secret_same_split(mnist: Mnist, split: HoldoutSplit) -> None:
    again = split_holdout(mnist, SECRET, SIZE)
    assert np.array_equal(again.graded.x_train, split.graded.x_train)
    assert np.array_equal(again.images, split.images)
    assert np.array_equal(again.labels, split.labels)


def test_another_secret_or_size_another_split(mnist: Mnist, split: HoldoutSplit) -> None:
    other = split_holdout(mnist, SECRET + b"!", SIZE)
    assert not np.array_equal(other.graded.x_train, split.graded.x_train)
    assert not np.array_equal(other.labels, split.labels)
    assert split_holdout(mnist, SECRET, 1000).images.shape == (1000, 28, 28)


def test_a_graded_run_looks_as_usual(mnist: Mnist, split: HoldoutSplit) -> None:
    for name, original in vars(mnist).items():
        graded = getattr(split.graded, name)
        assert (graded.shape, graded.dtype) == (original.shape, original.dtype)
    # Labels are the same, so class counts are too; and the test digits are public.
    for name in ("y_train", "x_test", "y_test"):
        assert np.array_equal(getattr(split.graded, name), getattr(mnist, name))
    first = slice(None, UNTOUCHED_FIRST)
    assert UNTOUCHED_FIRST == 100
    assert np.array_equal(split.graded.x_train[first], mnist.x_train[first])


def test_the_original_is_not_changed(mnist: Mnist) -> None:
    before = mnist.x_train.copy()
    split_holdout(mnist, SECRET, SIZE)
    assert np.array_equal(mnist.x_train, before)


def test_size_dtype_and_balance_of_the_holdout(split: HoldoutSplit) -> None:
    assert (split.images.shape, split.images.dtype) == ((SIZE, 28, 28), np.uint8)
    assert (split.labels.shape, split.labels.dtype) == ((SIZE,), np.uint8)
    assert np.bincount(split.labels).tolist() == [SIZE // 10] * 10
    # Shuffled: sorted labels would tell a model what comes next.
    assert (np.diff(split.labels.astype(int)) != 0).mean() > 0.8


def test_removed_digits_do_not_occur_in_the_graded_training_set(
    mnist: Mnist, split: HoldoutSplit
) -> None:
    replaced = (split.graded.x_train != mnist.x_train).any(axis=(1, 2))
    assert replaced.sum() == SIZE
    kept = rows(split.graded.x_train)
    assert not rows(mnist.x_train[replaced]) & kept
    assert not rows(mnist.x_train[replaced]) & rows(split.graded.x_test)


def test_replacements_are_digits_of_the_same_class(mnist: Mnist, split: HoldoutSplit) -> None:
    label_of = {
        image.tobytes(): label for image, label in zip(mnist.x_train, mnist.y_train, strict=True)
    }
    replaced = np.flatnonzero((split.graded.x_train != mnist.x_train).any(axis=(1, 2)))
    found = [label_of[split.graded.x_train[index].tobytes()] for index in replaced]
    assert np.array_equal(found, mnist.y_train[replaced])


def test_perturbed_digits_are_no_original_but_close_to_one(
    mnist: Mnist, split: HoldoutSplit
) -> None:
    assert not rows(split.images) & (rows(mnist.x_train) | rows(mnist.x_test))
    removed = mnist.x_train[(split.graded.x_train != mnist.x_train).any(axis=(1, 2))]
    sources = removed.reshape(SIZE, -1).astype(np.float32)
    some = split.images[:200].reshape(200, -1).astype(np.float32)
    squares = (some**2).sum(1)[:, None] + (sources**2).sum(1) - 2 * some @ sources.T
    nearest = np.sqrt(np.maximum(squares, 0) / 784)
    assert nearest.min(axis=1).max() < 25  # grey levels, root mean square
    # The nearest one is clearly its source, and of the class that the judge holds it for.
    labels = mnist.y_train[(split.graded.x_train != mnist.x_train).any(axis=(1, 2))]
    assert np.array_equal(labels[nearest.argmin(axis=1)], split.labels[:200])
    ratio = nearest.min(axis=1) / np.partition(nearest, 1, axis=1)[:, 1]
    assert np.median(ratio) < 0.35


def test_no_ink_where_no_digit_of_the_student_has_any(split: HoldoutSplit) -> None:
    """Pixels are often divided by their own deviation, which is almost zero there."""
    deviation = split.graded.x_train.std(axis=0)
    assert (deviation == 0).any()
    assert not split.images[:, deviation == 0].any()
    standardised = (split.images - split.graded.x_train.mean(axis=0)) / (deviation + 1e-7)
    assert np.abs(standardised).max() < 1e5


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    private = tmp_path / "private"
    first = read_secret(private)
    assert len(first) == 32
    assert read_secret(private) == first
    assert read_secret(tmp_path / "other") != first
    assert stat.S_IMODE((private / SECRET_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "\n", "abc", "zz" * 32, "ab" * 31])
def test_a_damaged_secret_is_refused_with_another_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / SECRET_FILE).write_text(content, encoding="ascii")
    with pytest.raises(DataError) as caught:
        read_secret(tmp_path)
    assert "hold-out secret" in str(caught.value)
    assert "delete it" in str(caught.value)
    assert "make data" not in str(caught.value)


def test_folders_of_a_graded_run(tmp_path: Path) -> None:
    private = tmp_path / "private"
    made = prepare_graded_digits(ROOT / "source_data", private, 1000)
    assert sorted(p.name for p in made.students.iterdir()) == [
        "x_test.npy",
        "x_train.npy",
        "y_test.npy",
        "y_train.npy",
    ]
    assert sorted(p.name for p in made.judge.iterdir()) == ["images.npy", "labels.npy"]
    split = split_holdout(load_mnist(ROOT / "source_data"), read_secret(private), 1000)
    assert np.array_equal(np.load(made.students / "x_train.npy"), split.graded.x_train)
    assert np.array_equal(np.load(made.judge / "labels.npy"), split.labels)
    # What the judge measures on lies in no folder of the students'.
    assert made.judge not in made.students.parents
    stamp = (made.judge / "images.npy").stat().st_mtime_ns
    assert prepare_graded_digits(ROOT / "source_data", private, 1000) == made
    assert (made.judge / "images.npy").stat().st_mtime_ns == stamp
    other = prepare_graded_digits(ROOT / "source_data", private, 2000)
    assert other.judge != made.judge
    assert np.load(other.judge / "labels.npy").shape == (2000,)


def test_an_older_make_of_the_hold_out_is_not_measured_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that was begun with an earlier version keeps its folder of private things."""
    now = prepare_graded_digits(ROOT / "source_data", tmp_path, 1000)
    monkeypatch.setattr(graded_digits, "MAKE", 1)
    before = prepare_graded_digits(ROOT / "source_data", tmp_path, 1000)
    assert before.judge != now.judge
    assert before.students == now.students
