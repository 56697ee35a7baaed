"""Whether preprocess only rescales and rearranges pixels, on the very digits that are measured.

A network or a table of digits inside preprocess would read the digits in place of the model
whose parameters are counted. So each prepared number must come from one pixel: by a factor and
a shift of its place, or by one curve for all places. What is measured with is what that rule
gives, not what preprocess gave, so that nothing can hide within the tolerance either.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograder.checks.registry import check, fail, require

PROBES = 400
_TOLERANCE = 0.005  # of the range of values at a place: rounding, and no more
_COLUMNS = 1024  # places looked at together: a few hundred MB
_TINY = 1e-9

Array = np.ndarray


def probe_images(images: Array) -> Array:
    """Noise that tells which pixel each prepared number comes from: uint8 (400, 28, 28).

    Args:
        images: the digits to be measured on; another set has other noise.
    """
    generator = np.random.default_rng(int(images.sum(dtype=np.int64)))
    return generator.integers(0, 256, (PROBES, *images.shape[1:])).astype(np.uint8)


@check(
    concept="Reading the digits is the work of the model: its parameters are counted, those of "
    "preprocess are not."
)
def recomputed_pixelwise(
    images: Array, prepared: Array, probes: Array, probed: Array, batch: int
) -> Array:
    """What preprocess made of images, computed anew as a rule for single pixels.

    Args:
        images: uint8 array (n, 28, 28), 0-255.
        prepared: what preprocess made of them, first axis n.
        probes: from `probe_images`.
        probed: what preprocess made of these.
        batch: so many images preprocess was given at once.

    Returns:
        Array of the shape and dtype of `prepared`.

    Raises:
        CheckFailed: it is no such rule.
    """
    require(
        probed.shape[1:] == prepared.shape[1:],
        observed=f"preprocess gives the shape {probed.shape[1:]} for some images and "
        f"{prepared.shape[1:]} for others.",
        expected="Every image must come out in the same shape.",
    )
    flat = prepared.reshape(len(images), -1)
    pixels = images.reshape(len(images), -1)
    sources = _sources(probes.reshape(PROBES, -1), probed.reshape(PROBES, -1))
    for rule in _rules(pixels, batch):
        found = _follows(rule, flat, sources)
        if found is not None:
            return found.reshape(prepared.shape)
    fail(
        "preprocess does more than to scale, shift or rearrange pixels.",
        "Each number that it returns must come from one pixel, by the same step for all digits.",
    )


def _sources(probes: Array, probed: Array) -> Array:
    """For each prepared number, the pixel that it follows most closely."""
    pixels = _centred(probes.astype(np.float64))
    sources = [np.abs(pixels.T @ _centred(_finite(part))).argmax(axis=0) for part in _parts(probed)]
    return np.concatenate(sources)


class _Affine:
    """A factor and a shift for each place, of pixels scaled in a usual way."""

    def __init__(self, pixels: Array) -> None:
        self._pixels = pixels

    def fitted(self, sources: Array, wanted: Array) -> Array:
        pixels = _centred(self._pixels[:, sources])
        square = np.einsum("ij,ij->j", pixels, pixels)
        factor = np.einsum("ij,ij->j", pixels, wanted) / np.maximum(square, _TINY)
        return factor * pixels + wanted.mean(axis=0)


class _Curve:
    """One value for each brightness, the same at all places: rounding, a threshold."""

    def __init__(self, pixels: Array) -> None:
        self._pixels = pixels

    def fitted(self, sources: Array, wanted: Array) -> Array:
        levels = self._pixels[:, sources].ravel()
        count = np.maximum(np.bincount(levels, minlength=256), 1)
        total = np.bincount(levels, weights=wanted.ravel(), minlength=256)
        return (total / count)[levels].reshape(wanted.shape)


def _rules(pixels: Array, batch: int) -> Iterator[_Affine | _Curve]:
    """Rules that students use: fixed numbers, then those of an image or of a batch."""
    brightness = pixels.astype(np.float64)
    yield _Affine(brightness)
    yield _Curve(pixels)
    most, least = brightness.max(1, keepdims=True), brightness.min(1, keepdims=True)
    mean, spread = brightness.mean(1, keepdims=True), brightness.std(1, keepdims=True)
    yield _Affine(brightness / np.maximum(most, _TINY))
    yield _Affine((brightness - least) / np.maximum(most - least, _TINY))
    yield _Affine((brightness - mean) / np.maximum(spread, _TINY))
    for axis in (1, 2, None):  # keras.utils.normalize by column, by row, and of flat images
        yield _Affine(brightness / np.maximum(_lengths(brightness, axis), _TINY))
    parts = [brightness[start : start + batch] for start in range(0, len(pixels), batch)]
    yield _Affine(np.concatenate([part / max(part.max(), _TINY) for part in parts]))
    yield _Affine(np.concatenate([(part - part.mean()) / max(part.std(), _TINY) for part in parts]))
    yield _Affine(np.concatenate([(p - p.mean(0)) / np.maximum(p.std(0), _TINY) for p in parts]))


def _lengths(brightness: Array, axis: int | None) -> Array:
    """Euclidean length of the line through each pixel, or of its whole image: (n, pixels)."""
    side = math.isqrt(brightness.shape[1])
    squares = np.square(brightness).reshape(len(brightness), side, side)
    sums = squares.sum(axis=(1, 2) if axis is None else axis, keepdims=True)
    return np.sqrt(np.broadcast_to(sums, squares.shape)).reshape(brightness.shape)


def _follows(rule: _Affine | _Curve, flat: Array, sources: Array) -> Array | None:
    """What a rule makes of the digits, in the dtype of `flat`; None if it is not that rule."""
    made = np.empty_like(flat)
    for start in range(0, flat.shape[1], _COLUMNS):
        places = slice(start, start + _COLUMNS)
        wanted = flat[:, places].astype(np.float64)
        fitted = rule.fitted(sources[places], wanted)
        allowed = _TOLERANCE * (wanted.max(axis=0) - wanted.min(axis=0)) + _TINY
        if (np.abs(fitted - wanted) > allowed).any():
            return None
        made[:, places] = np.rint(fitted) if flat.dtype.kind in "biu" else fitted
    return made


def _parts(flat: Array) -> Iterator[Array]:
    for start in range(0, flat.shape[1], _COLUMNS):
        yield flat[:, start : start + _COLUMNS]


def _finite(values: Array) -> Array:
    """Values that noise may drive beyond all bounds, within some."""
    return np.clip(np.nan_to_num(values.astype(np.float64)), -1e30, 1e30)


def _centred(values: Array) -> Array:
    return values - values.mean(axis=0)
