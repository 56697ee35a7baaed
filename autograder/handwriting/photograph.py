"""Photographs of one handwritten digit: dark ink on light paper, in uneven light, not sharp."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.handwriting.strokes import CALM, written

HEIGHT, WIDTH = 360, 480  # pixels


@dataclass(frozen=True)
class Photograph:
    """A photograph and what is known of it.

    Attributes:
        image: uint8 array (360, 480), 0 black to 255 white.
        digit: what was written, 0-9.
        ink: float array (360, 480), 0-1: how much of each pixel is covered by ink.
    """

    image: np.ndarray
    digit: int
    ink: np.ndarray


def photograph(digit: int, seed: int, unsteady: float = CALM) -> Photograph:
    """A photograph of a digit: pen, paper, light, sharpness, size and place vary with the seed.

    Args:
        digit: 0-9.
        seed: the same seed gives the same photograph.
        unsteady: of the hand, see `strokes.written`.
    """
    generator = np.random.default_rng([seed, digit])
    return photograph_of(written(digit, generator, unsteady), digit, generator)


def photograph_of(
    curves: list[np.ndarray], digit: int, generator: np.random.Generator
) -> Photograph:
    """A photograph of any curves, for example of a plain bar.

    Args:
        curves: arrays (n, 2) of (x, y), y downwards, about 1 high.
        digit: what they stand for.
        generator: gives pen, paper, light, sharpness, size and place.
    """
    high = generator.uniform(0.3, 0.6) * HEIGHT
    placed = _placed([high * curve for curve in curves], 0.15 * high, generator)
    pen = generator.uniform(0.07, 0.12) * high
    ink = _blurred(_covered(placed, pen, generator), generator.uniform(0.6, 1.6))
    paper = _paper(generator)
    dark = generator.uniform(0.12, 0.35) * paper.mean()
    image = paper * (1 - ink) + dark * ink
    image += generator.normal(0, generator.uniform(1, 3), image.shape)
    return Photograph(np.clip(np.rint(image), 0, 255).astype(np.uint8), digit, ink)


def _placed(
    curves: list[np.ndarray], margin: float, generator: np.random.Generator
) -> list[np.ndarray]:
    """The curves somewhere on the paper, away from its edges."""
    points = np.vstack(curves)
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    room = np.maximum(np.array([WIDTH, HEIGHT]) - (high - low), 0)
    shift = generator.uniform(0.1, 0.9, 2) * room - low
    return [curve + shift for curve in curves]


def _covered(curves: list[np.ndarray], pen: float, generator: np.random.Generator) -> np.ndarray:
    """How much of each pixel the pen covers: 1 within half its width of a curve."""
    points = np.vstack(curves)
    x0, y0 = np.maximum(np.floor(points.min(axis=0) - pen), 0).astype(int)
    x1, y1 = np.ceil(points.max(axis=0) + pen).astype(int)
    x1, y1 = min(x1, WIDTH), min(y1, HEIGHT)
    x, y = np.meshgrid(np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5)
    covered = np.zeros_like(x)
    for curve in curves:
        # A hand presses more in some places than in others.
        pressure = generator.uniform(0.8, 1.1, 4)
        half = 0.5 * pen * np.interp(np.linspace(0, 3, len(curve)), np.arange(4), pressure)
        for start, end, width in zip(curve, curve[1:], half, strict=False):
            distance = _distance(x, y, start, end)
            np.maximum(covered, np.clip(width - distance + 0.5, 0, 1), out=covered)
    ink = np.zeros((HEIGHT, WIDTH))
    ink[y0:y1, x0:x1] = covered
    return ink


def _distance(x: np.ndarray, y: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of points from the straight line between two points."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    t = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    return np.hypot(x - start[0] - t * along[0], y - start[1] - t * along[1])


def _paper(generator: np.random.Generator) -> np.ndarray:
    """Paper in light that comes from one side."""
    shade, slope = generator.uniform(170, 235), generator.uniform(0, 0.12)
    angle = generator.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : HEIGHT * 1j, -0.5 : 0.5 : WIDTH * 1j]
    light = 1 + slope * (np.cos(angle) * x + np.sin(angle) * y) * 2
    grain = _blurred(generator.normal(0, 2.5, (HEIGHT, WIDTH)), 1.5)
    return shade * light + grain


def _blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    """The image with a Gaussian blur; sigma in pixels."""
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    padded = np.pad(image, reach, mode="edge")
    rows = sum(w * padded[i : i + image.shape[0], :] for i, w in enumerate(weights))
    blurred = sum(w * rows[:, i : i + image.shape[1]] for i, w in enumerate(weights))
    return np.asarray(blurred)
