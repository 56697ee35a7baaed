"""The ten digits as movements of a pen, each in the ways that people write it."""

from __future__ import annotations

import numpy as np

Stroke = tuple[tuple[float, float], ...]  # points (x, y) in a box of 1 x 1, y downwards
Style = tuple[Stroke, ...]

_LOOP_6: Stroke = (
    (0.72, 0.02),
    (0.42, 0.18),
    (0.2, 0.45),
    (0.14, 0.7),
    (0.27, 0.94),
    (0.55, 0.99),
    (0.78, 0.86),
    (0.8, 0.66),
    (0.6, 0.53),
    (0.36, 0.56),
    (0.18, 0.72),
)
_HEAD_9: Stroke = (
    (0.8, 0.2),
    (0.6, 0.03),
    (0.34, 0.06),
    (0.2, 0.25),
    (0.3, 0.45),
    (0.55, 0.48),
    (0.76, 0.32),
    (0.81, 0.16),
)

STYLES: dict[int, tuple[Style, ...]] = {
    0: (
        (
            (
                (0.52, 0.0),
                (0.25, 0.12),
                (0.12, 0.45),
                (0.2, 0.82),
                (0.48, 1.0),
                (0.77, 0.85),
                (0.88, 0.5),
                (0.78, 0.14),
                (0.5, 0.0),
            ),
        ),
        (
            (
                (0.6, 0.03),
                (0.3, 0.06),
                (0.1, 0.35),
                (0.14, 0.75),
                (0.42, 0.99),
                (0.75, 0.86),
                (0.9, 0.5),
                (0.82, 0.16),
                (0.55, 0.0),
            ),
        ),
    ),
    1: (
        (((0.5, 0.0), (0.5, 0.35), (0.5, 0.7), (0.5, 1.0)),),
        (((0.3, 0.22), (0.45, 0.1), (0.55, 0.0)), ((0.55, 0.0), (0.55, 0.5), (0.54, 1.0))),
    ),
    2: (
        (
            (
                (0.16, 0.24),
                (0.32, 0.04),
                (0.62, 0.02),
                (0.8, 0.2),
                (0.72, 0.45),
                (0.42, 0.75),
                (0.14, 0.97),
            ),
            ((0.14, 0.97), (0.5, 0.96), (0.88, 0.97)),
        ),
        (
            (
                (0.18, 0.2),
                (0.4, 0.02),
                (0.7, 0.1),
                (0.74, 0.36),
                (0.5, 0.7),
                (0.22, 0.93),
                (0.14, 0.86),
                (0.26, 0.78),
                (0.5, 0.9),
                (0.72, 0.98),
                (0.9, 0.9),
            ),
        ),
    ),
    3: (
        (
            (
                (0.18, 0.12),
                (0.45, 0.0),
                (0.74, 0.1),
                (0.74, 0.33),
                (0.42, 0.47),
                (0.74, 0.58),
                (0.82, 0.8),
                (0.55, 0.99),
                (0.16, 0.9),
            ),
        ),
        (
            ((0.2, 0.04), (0.5, 0.03), (0.78, 0.03)),
            ((0.78, 0.03), (0.6, 0.22), (0.42, 0.42)),
            (
                (0.42, 0.42),
                (0.72, 0.5),
                (0.82, 0.74),
                (0.58, 0.98),
                (0.2, 0.92),
            ),
        ),
    ),
    4: (
        (
            ((0.34, 0.02), (0.22, 0.32), (0.1, 0.6)),
            ((0.1, 0.6), (0.5, 0.58), (0.92, 0.58)),
            ((0.66, 0.25), (0.64, 0.6), (0.62, 1.0)),
        ),
        (
            ((0.62, 0.0), (0.34, 0.34), (0.08, 0.68)),
            ((0.08, 0.68), (0.5, 0.66), (0.92, 0.66)),
            ((0.62, 0.0), (0.62, 0.5), (0.62, 1.0)),
        ),
    ),
    5: (
        (
            ((0.82, 0.02), (0.5, 0.03), (0.28, 0.04)),
            ((0.28, 0.04), (0.25, 0.22), (0.22, 0.44)),
            (
                (0.22, 0.44),
                (0.5, 0.38),
                (0.78, 0.54),
                (0.8, 0.8),
                (0.5, 0.99),
                (0.16, 0.9),
            ),
        ),
        (
            ((0.3, 0.06), (0.26, 0.24), (0.24, 0.42)),
            (
                (0.24, 0.42),
                (0.56, 0.42),
                (0.78, 0.62),
                (0.7, 0.9),
                (0.42, 1.0),
                (0.16, 0.9),
            ),
            ((0.3, 0.05), (0.56, 0.06), (0.84, 0.02)),
        ),
    ),
    6: ((_LOOP_6,), (tuple((0.1 + 0.85 * x, y) for x, y in _LOOP_6),)),
    7: (
        (((0.14, 0.06), (0.5, 0.05), (0.86, 0.05)), ((0.86, 0.05), (0.62, 0.45), (0.42, 1.0))),
        (
            ((0.14, 0.08), (0.5, 0.05), (0.84, 0.04)),
            ((0.84, 0.04), (0.62, 0.5), (0.44, 1.0)),
            ((0.38, 0.52), (0.6, 0.5), (0.8, 0.48)),
        ),
    ),
    8: (
        (
            (
                (0.74, 0.14),
                (0.5, 0.0),
                (0.26, 0.12),
                (0.3, 0.34),
                (0.55, 0.5),
                (0.8, 0.7),
                (0.74, 0.93),
                (0.48, 1.0),
                (0.2, 0.9),
                (0.2, 0.68),
                (0.5, 0.48),
                (0.74, 0.3),
                (0.74, 0.14),
            ),
        ),
        (
            (
                (0.5, 0.47),
                (0.26, 0.32),
                (0.3, 0.08),
                (0.55, 0.0),
                (0.76, 0.14),
                (0.72, 0.36),
                (0.5, 0.47),
            ),
            (
                (0.5, 0.47),
                (0.2, 0.65),
                (0.22, 0.92),
                (0.52, 1.0),
                (0.8, 0.88),
                (0.78, 0.62),
                (0.5, 0.47),
            ),
        ),
    ),
    9: (
        (_HEAD_9, ((0.81, 0.16), (0.76, 0.6), (0.66, 1.0))),
        (_HEAD_9, ((0.81, 0.16), (0.82, 0.6), (0.7, 0.9), (0.44, 1.0), (0.26, 0.92))),
    ),
}

CALM, HASTY = 0.02, 0.07  # how unsteady a hand is
_STEPS = 14  # points between two points of a stroke


def smooth(stroke: np.ndarray) -> np.ndarray:
    """A stroke as a smooth curve through its points (a uniform Catmull-Rom spline).

    Args:
        stroke: array (n, 2), n >= 2.

    Returns:
        Array (14 (n - 1) + 1, 2), from the first point to the last.

    Formula: E. Catmull, R. Rom: A class of local interpolating splines, 1974.
    """
    before = 2 * stroke[0] - stroke[1]
    after = 2 * stroke[-1] - stroke[-2]
    points = np.vstack([before, stroke, after])
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    pieces = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:], strict=False):
        linear, square = p2 - p0, 2 * p0 - 5 * p1 + 4 * p2 - p3
        cube = 3 * p1 - p0 - 3 * p2 + p3
        pieces.append((2 * p1 + linear * t + square * t**2 + cube * t**3) / 2)
    return np.vstack([*pieces, stroke[-1:]])


def written(digit: int, generator: np.random.Generator, unsteady: float = CALM) -> list[np.ndarray]:
    """One way to write a digit, by an unsteady hand.

    Args:
        digit: 0-9.
        unsteady: standard deviation of a point's place, in heights of a digit.
        generator: gives the style, the unsteadiness, the slant and the proportion.

    Returns:
        Curves as arrays (n, 2) of (x, y), y downwards; about 1 high.
    """
    styles = STYLES[digit]
    style = styles[generator.integers(len(styles))]
    moved = {point: generator.normal(0, unsteady, 2) for stroke in style for point in stroke}
    wide, slant = generator.uniform(0.6, 0.95), generator.uniform(-0.12, 0.3)
    turn = np.radians(generator.uniform(-7, 7))
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    curves = []
    for stroke in style:
        points = np.array([np.add(point, moved[point]) for point in stroke])
        points[:, 0] = wide * (points[:, 0] - 0.5) + slant * (0.5 - points[:, 1])
        curves.append(smooth(points) @ rotation)
    return curves
