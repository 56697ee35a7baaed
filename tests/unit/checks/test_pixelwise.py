"""preprocess may scale and rearrange pixels where parameters are limited, and read no digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder import checks

N = 1500
Preprocess = Callable[[np.ndarray], np.ndarray]


def strokes(count: int, seed: int) -> np.ndarray:
    """Images like digits: dark margins, strokes whose brightness varies."""
    generator = np.random.default_rng(seed)
    images = np.zeros((count, 28, 28))
    for image in images:
        row, column = generator.integers(5, 16, 2)
        image[row : row + 8, column : column + 3] = 255
        image[row + 3 : row + 5, 6:22] = generator.integers(100, 255)
    images = np.where(images > 0, images - generator.integers(0, 90, images.shape), 0)
    return np.clip(images, 0, 255).astype(np.uint8)


IMAGES = strokes(N, 1)
LABELS = np.random.default_rng(2).integers(0, 10, N).astype(np.uint8)
MEAN, SPREAD = strokes(500, 3).mean(axis=0), strokes(500, 3).std(axis=0) + 1e-7


class FirstPixels:
    """A model; it keeps what it was shown."""

    def predict(self, x: np.ndarray, *, verbose: int) -> np.ndarray:
        self.shown = x
        return np.asarray(x, float).reshape(len(x), -1)[:, :10]


@pytest.fixture(autouse=True)
def holdout() -> Iterator[None]:
    checks.set_context(checks.CheckContext(checks.Digits(IMAGES, LABELS), {}))
    yield
    checks.set_context(None)


HONEST: dict[str, Preprocess] = {
    "divided": lambda images: images / 255.0,
    "nothing": lambda images: images,
    "float16": lambda images: (images / 255).astype("float16"),
    "channel": lambda images: images[..., None].astype("float32") / 255,
    "rows": lambda images: images.reshape(-1, 784) * (1 / 255),
    "centred": lambda images: 2 * (images / 255) - 1,
    "inverted": lambda images: 255 - images,
    "standardised": lambda images: (images - 33.3) / 78.6,
    "standardised, each pixel": lambda images: ((images - MEAN) / SPREAD).astype("float16"),
    "halved": lambda images: images // 2,
    "halved, each pixel": lambda images: (images - MEAN).astype("int16"),
    "black or white": lambda images: images > 127,
    "gamma": lambda images: (images / 255) ** 0.5,
    "padded": lambda images: np.pad(images / 255, ((0, 0), (2, 2), (2, 2))),
    "cropped": lambda images: images[:, 4:24, 4:24] / 255,
    "turned": lambda images: images.transpose(0, 2, 1) / 255,
    "coloured": lambda images: np.repeat(images[..., None], 3, axis=-1) / 255,
    "larger": lambda images: np.kron(images, np.ones((1, 2, 2))) / 255,
    "by its own maximum": lambda images: images / images.max(axis=(1, 2), keepdims=True),
    "by the length of its columns": lambda images: (
        images / np.maximum(np.linalg.norm(images.astype(float), axis=1, keepdims=True), 1e-9)
    ),
    "by the length of its rows": lambda images: (
        images / np.maximum(np.linalg.norm(images.astype(float), axis=2, keepdims=True), 1e-9)
    ),
    "by its own length": lambda images: (
        images.reshape(-1, 784)
        / np.linalg.norm(images.reshape(-1, 784).astype(float), axis=1)[:, None]
    ),
    "each pixel by mean and spread of all": lambda images: (
        (images - images.mean(axis=0)) / (images.std(axis=0) + 1e-8)
    ),
    "by the maximum of all": lambda images: images / images.max(),
    "by mean and spread of all": lambda images: (images - images.mean()) / images.std(),
    "by its own mean and spread": lambda images: (
        (images - images.mean(axis=(1, 2), keepdims=True)) / images.std(axis=(1, 2), keepdims=True)
    ),
    "from 0 to 1": lambda images: (
        (images - images.min(axis=(1, 2), keepdims=True)) / np.ptp(images, (1, 2))[:, None, None]
    ),
}
WEIGHTS = np.random.default_rng(4).normal(0, 1, (784, 10))


def classes(images: np.ndarray) -> np.ndarray:
    """What a hidden network makes of images."""
    return np.argmax(images.reshape(-1, 784) / 255 @ WEIGHTS, axis=1)


def instead(images: np.ndarray) -> np.ndarray:
    return np.maximum(images.reshape(-1, 784) / 255 @ WEIGHTS, 0)


def in_a_corner(images: np.ndarray) -> np.ndarray:
    prepared = images / 255.0
    prepared[:, 0, 0] = classes(images)
    return prepared


def in_the_scale(images: np.ndarray) -> np.ndarray:
    return images / 255.0 * (1 + classes(images))[:, None, None]


def beside(images: np.ndarray) -> np.ndarray:
    answers = np.eye(10)[classes(images)]
    return np.concatenate([images.reshape(-1, 784) / 255, answers], axis=1)


def not_for_noise(images: np.ndarray) -> np.ndarray:
    return in_a_corner(images) if images.mean() < 100 else images / 255.0


def blurred(images: np.ndarray) -> np.ndarray:
    return (images + np.roll(images, 1, axis=2).astype(float)) / 510


def moved(images: np.ndarray) -> np.ndarray:
    return (
        np.stack([np.roll(image, c) for image, c in zip(images, classes(images), strict=True)])
        / 255
    )


CHEATS = [instead, in_a_corner, in_the_scale, beside, not_for_noise, blurred, moved]


@pytest.mark.parametrize("name", HONEST)
def test_what_scales_or_rearranges_pixels_is_accepted(name: str) -> None:
    model = FirstPixels()
    checks.holdout_accuracy(model, HONEST[name], pixelwise=True)
    plain = FirstPixels()
    checks.holdout_accuracy(plain, HONEST[name])
    assert model.shown.dtype == plain.shown.dtype
    assert model.shown.shape == plain.shown.shape
    span = float(plain.shown.max()) - float(plain.shown.min())
    far = np.abs(model.shown.astype(float) - plain.shown.astype(float)).max()
    assert far <= 0.005 * span


@pytest.mark.parametrize("cheat", CHEATS)
def test_what_reads_digits_is_refused(cheat: Preprocess) -> None:
    checks.holdout_accuracy(FirstPixels(), cheat)
    with pytest.raises(checks.CheckFailed, match="must come from one pixel") as caught:
        checks.holdout_accuracy(FirstPixels(), cheat, pixelwise=True)
    assert "work of the model" in caught.value.finding.concept


def test_what_hides_in_rounding_does_not_reach_the_model() -> None:
    def whispering(images: np.ndarray) -> np.ndarray:
        prepared = np.repeat(images.reshape(-1, 784) / 255.0, 2, axis=1)
        prepared[:, 1::2] += 1e-4 * classes(images)[:, None] * (prepared[:, ::2] > 0)
        return prepared

    plain, model = FirstPixels(), FirstPixels()
    checks.holdout_accuracy(plain, whispering)
    checks.holdout_accuracy(model, whispering, pixelwise=True)

    bright = IMAGES.reshape(-1, 784)[:, 14 * 28 + 10]  # many images have ink there
    same = bright == np.bincount(bright[bright > 0]).argmax()
    assert same.sum() > 5
    place = 2 * (14 * 28 + 10) + 1
    assert np.ptp(plain.shown[same, place]) > 1e-4
    assert np.ptp(model.shown[same, place]) < 1e-9


def test_another_shape_for_noise_is_refused() -> None:
    def two_shapes(images: np.ndarray) -> np.ndarray:
        return images / 255 if images.mean() < 100 else images.reshape(-1, 784) / 255

    with pytest.raises(checks.CheckFailed, match="same shape"):
        checks.holdout_accuracy(FirstPixels(), two_shapes, pixelwise=True)
