"""Grids of panels that show images, for tests of checks of figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np

RAMP = np.arange(12.0).reshape(3, 4) - 5.5


def grid(draw, rows=2, columns=3, used=5):
    """A grid of panels, of which the first `used` are drawn in."""
    fig, axes = plt.subplots(rows, columns)
    for number, ax in enumerate(axes.flat[:used]):
        draw(ax, number)
    return fig


def draw_image(ax, number):
    ax.imshow(RAMP * (number + 1), vmin=-6, vmax=6, cmap="RdBu")
    ax.set_title(f"unit {number}")
