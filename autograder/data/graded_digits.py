"""Puts the digits of a graded run into folders: one for student kernels, one for the judge."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.data.holdout import MAKE, read_secret, split_holdout
from autograder.data.mnist import IDX_FILES, load_mnist


@dataclass(frozen=True)
class GradedDigits:
    """Folders with the digits of a graded run, as plain .npy files.

    Attributes:
        students: x_train, y_train, x_test, y_test: what `load_data()` answers from.
        judge: images and labels of the hold-out; never within a student's reach.
        size: number of hold-out digits.
    """

    students: Path
    judge: Path
    size: int


def prepare_graded_digits(source_data: Path, private: Path, size: int) -> GradedDigits:
    """Make, or find already made, the folders of the course's hold-out split.

    Raises:
        DataError: the data are missing or damaged, or the secret can't be read.
    """
    mnist = load_mnist(source_data)
    secret = read_secret(private)
    key = hashlib.sha256(secret + str(size).encode()).hexdigest()[:16]
    students, judge = private / f"digits-{key}", private / f"holdout-{key}-{MAKE}"
    if not (students.is_dir() and judge.is_dir()):
        split = split_holdout(mnist, secret, size)
        _write(students, {name: getattr(split.graded, name) for name in IDX_FILES})
        _write(judge, {"images": split.images, "labels": split.labels})
    return GradedDigits(students, judge, size)


def _write(folder: Path, arrays: dict[str, np.ndarray]) -> None:
    """All files or none: a folder that exists is complete."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        part = Path(made) / "part"
        part.mkdir()
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array, allow_pickle=False)
        if not folder.exists():
            part.rename(folder)
