"""The hold-out: training digits that a graded run never shows to a student's process.

A secret, seeded choice of training digits is replaced by repeats of other digits of the same
class, so that shapes, dtypes, class counts and the first images look as usual. The digits
taken out, slightly perturbed, are what the judge measures accuracy on.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.data.mnist import Mnist
from autograder.data.secret_file import SECRET_FILE
from autograder.errors import DataError

# The first digits appear in every book ("x_train[0] is a 5"); they are never taken out.
UNTOUCHED_FIRST = 100
SECRET_BYTES = 32
MAKE = 2  # counts how images were made so far: those that lie in a folder may be of an older make


@dataclass(frozen=True)
class HoldoutSplit:
    """MNIST as a graded run sees it, and the digits kept for the judge.

    Attributes:
        graded: MNIST with the hold-out digits replaced; same shapes, dtypes, class counts.
        images: uint8 array (n, 28, 28), 0-255, the hold-out digits, slightly perturbed.
        labels: uint8 array (n,), 0-9, n / 10 of each class.
    """

    graded: Mnist
    images: np.ndarray
    labels: np.ndarray


def split_holdout(mnist: Mnist, secret: bytes, size: int) -> HoldoutSplit:
    """Take `size` training digits out, a tenth of them from each class.

    The same secret and size give the same split.
    """
    seed = int.from_bytes(hashlib.sha256(b"holdout" + secret).digest()[:8], "big")
    rng = np.random.default_rng(seed)
    x_train, taken = mnist.x_train.copy(), []
    for digit in range(10):
        members = np.flatnonzero(mnist.y_train == digit)
        members = members[members >= UNTOUCHED_FIRST]
        chosen = rng.choice(members, size // 10, replace=False)
        rest = np.setdiff1d(members, chosen)
        x_train[chosen] = mnist.x_train[rng.choice(rest, len(chosen), replace=False)]
        taken.append(chosen)
    index = rng.permutation(np.concatenate(taken))
    # Whoever divides each pixel by its own deviation multiplies by millions where that is zero.
    inked = x_train.any(axis=0)
    return HoldoutSplit(
        graded=replace(mnist, x_train=x_train),
        images=np.where(inked, perturb(mnist.x_train[index], rng), np.uint8(0)),
        labels=mnist.y_train[index],
    )


def perturb(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change digits so slightly that a reader does not notice, but a table of hashes does.

    Each image is moved by up to a fifth of a pixel, its ink scaled by up to 4 %, and noise of
    two grey levels added where there is ink.

    Args:
        images: uint8 array (n, 28, 28), 0-255.
        rng: source of randomness.

    Returns:
        uint8 array (n, 28, 28), 0-255.
    """
    pixels = images.astype(np.float32)
    for axis in (1, 2):
        shift = rng.uniform(-0.2, 0.2, (len(images), 1, 1)).astype(np.float32)
        forward, backward = np.roll(pixels, 1, axis), np.roll(pixels, -1, axis)
        neighbour = np.where(shift > 0, forward, backward)
        pixels = (1 - np.abs(shift)) * pixels + np.abs(shift) * neighbour
    pixels *= rng.uniform(0.96, 1.0, (len(images), 1, 1)).astype(np.float32)
    noise = rng.normal(0, 2, images.shape).astype(np.float32)
    pixels += np.where(pixels > 20, noise, 0)
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def read_secret(private: Path) -> bytes:
    """The course's hold-out secret; made on first use, readable by its owner only.

    Raises:
        DataError: the file can't be read or written.
    """
    path = private / SECRET_FILE
    try:
        private.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES) + "\n")
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(secret) != SECRET_BYTES:
            raise ValueError(f"it has {len(secret)} bytes, not {SECRET_BYTES}")
    except (OSError, ValueError) as error:
        raise DataError(
            f"The hold-out secret {path} can't be used: {error}.",
            "Bring it back from a backup, or delete it: the next grading makes a new one.",
        ) from error
    return secret
