"""Figures of the class pages: drawn by matplotlib, put into the page as SVG.

Colours are the page's own, so that figures follow light and dark. A figure has a text
alternative, and the page says the same in words or in a table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from autograder.report.class_statistics import Bin, ClassStatistics
from autograder.report.safe_html import clean_text
from autograder.report.tests_of_class import TestSummary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 5.8  # inches, 418 points: about the width of a phone, where it is shown unscaled
LETTERS = 11  # points; smaller ones can't be read on a phone
TITLE_CHARACTERS = 58
# Stand-ins that matplotlib takes for colours -> the page's variables.
_COLOURS = {
    "ink": "#010101", "soft": "#020202", "line": "#030303", "mark": "#040404",
    "chart-pass": "#050505", "chart-part": "#060606", "chart-fail": "#070707",
}  # fmt: skip
_BY_STAND_IN = {stand_in: name for name, stand_in in _COLOURS.items()}
_STAND_IN = re.compile("|".join(_BY_STAND_IN))
_UNUSED_ID = re.compile(r' id="(?!m[0-9a-f]{10}|p[0-9a-f]{10})[^"]*"')


def score_figure(bins: Sequence[Bin], submissions: int) -> Markup:
    """How many submissions reached which share of the machine's points."""
    with _axes("scores", 2.2) as (axes, drawn):
        middles = [(entry.low + entry.high) / 2 for entry in bins]
        counts = [entry.count for entry in bins]
        axes.bar(middles, counts, width=9, color=_COLOURS["mark"])
        for middle, count in zip(middles, counts, strict=True):
            if count:
                axes.text(middle, count, str(count), ha="center", va="bottom", fontsize=LETTERS)
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 1.15 * max([1, *counts]))
        axes.set_xticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
        axes.set_xlabel("share of the points by tests")
        _plain(axes)
    full = counts[-1] if counts else 0
    return _figure(
        drawn,
        f"Distribution of scores of {submissions} submissions: {full} reach 90 % or more, "
        f"{sum(counts[:5])} are below 50 %. The table below has all numbers.",
    )


def pass_rate_figure(tests: Sequence[TestSummary]) -> Markup:
    """Shares passed, passed in part, and not passed, for each test."""
    shown = [test for test in tests if not test.by_hand]
    with _axes("tests", 0.4 + 0.5 * len(shown)) as (axes, drawn):
        for row, test in enumerate(shown):
            passed = 100 * test.pass_rate
            partly = 100 * test.outcomes.get("partial", 0) / test.submissions
            for start, share, colour in (
                (0, passed, "chart-pass"), (passed, partly, "chart-part"),
                (passed + partly, 100 - passed - partly, "chart-fail"),
            ):  # fmt: skip
                axes.barh(row, share, left=start, height=0.3, color=_COLOURS[colour])
            axes.text(
                0, row - 0.21, _short_title(test), fontsize=LETTERS, va="bottom", parse_math=False
            )
            axes.text(100, row - 0.21, f"{passed:.0f} %", fontsize=LETTERS, va="bottom", ha="right")
        axes.set_xlim(0, 100)
        axes.set_ylim(len(shown) - 0.5, -0.95)
        axes.set_axis_off()
    hardest = min(shown, key=lambda test: test.pass_rate)
    return _figure(
        drawn,
        f"Pass rates of {len(shown)} tests, in the notebook's order; the lowest is "
        f"{100 * hardest.pass_rate:.0f} %, of '{_short_title(hardest)}'.",
    )


def spread_figure(assignments: Sequence[tuple[str, ClassStatistics]]) -> Markup:
    """Median and middle half of the scores of each assignment, as shares of the points."""
    words = []
    with _axes("spread", 0.9 + 0.52 * len(assignments)) as (axes, drawn):
        for row, (title, numbers) in enumerate(assignments):
            low, high = (100 * part / numbers.machine_max for part in numbers.quartiles or (0, 0))
            middle = 100 * (numbers.median_score or 0) / numbers.machine_max
            axes.barh(row, 100, height=0.24, color=_COLOURS["chart-fail"])
            axes.barh(row, high - low, left=low, height=0.24, color=_COLOURS["mark"])
            axes.plot([middle, middle], [row - 0.2, row + 0.2], color=_COLOURS["ink"], linewidth=2)
            axes.text(0, row - 0.2, _short(title), fontsize=LETTERS, va="bottom", parse_math=False)
            words.append(f"{_short(title)}: median {middle:.0f} %, {low:.0f} to {high:.0f} %")
        axes.set_ylim(len(assignments) - 0.5, -0.85)
        axes.set_xlim(0, 100)
        axes.set_xticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
        axes.set_xlabel("share of the points by tests: median, middle half")
        _plain(axes)
        axes.set_yticks([])
    return _figure(drawn, "Scores of each assignment, median and middle half. " + "; ".join(words))


def _short_title(test: TestSummary) -> str:
    return _short(test.title or test.test)


def _short(title: str) -> str:
    title = " ".join(clean_text(title).split())
    return title if len(title) <= TITLE_CHARACTERS else f"{title[:TITLE_CHARACTERS]}…"


def time_figure(seconds: Sequence[float]) -> Markup:
    """How long submissions took, run and tests together."""
    with _axes("times", 1.8) as (axes, drawn):
        counts, *_ = axes.hist(seconds, bins=min(20, max(5, len(seconds) // 5)),
                               color=_COLOURS["mark"], rwidth=0.9)  # fmt: skip
        axes.set_xlim(left=0)
        axes.set_ylim(0, 1.1 * float(max(np.asarray(counts))))
        axes.set_xlabel("seconds for a submission")
        _plain(axes)
    return _figure(
        drawn,
        f"Times of {len(seconds)} submissions, from {min(seconds):.0f} to {max(seconds):.0f} "
        "seconds.",
    )


@contextmanager
def _axes(name: str, height: float) -> Iterator[tuple[Axes, io.StringIO]]:
    """Axes to draw on; afterwards the buffer holds the SVG."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    ink = _COLOURS["ink"]
    settings: Any = {
        "svg.fonttype": "none", "svg.hashsalt": name, "font.size": LETTERS, "text.color": ink,
        "axes.labelcolor": _COLOURS["soft"], "axes.edgecolor": _COLOURS["line"],
        "xtick.color": _COLOURS["soft"], "ytick.color": _COLOURS["soft"],
    }  # fmt: skip
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        drawn = io.StringIO()
        yield figure.add_subplot(), drawn
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})


def _plain(axes: Any) -> None:
    """Only what is read stays: no frame, no marks, whole numbers of submissions."""
    from matplotlib.ticker import MaxNLocator

    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(left=False, bottom=False)  # each mark would be a reference of the SVG
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=_COLOURS["line"], linewidth=0.5)


def _figure(drawn: io.StringIO, alternative: str) -> Markup:
    """The drawing as a part of a page; what it is made of is this module's own."""
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _UNUSED_ID.sub("", svg)
    svg = _STAND_IN.sub(lambda match: f"var(--{_BY_STAND_IN[match[0]]})", svg)
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    opening = Markup('<svg class="chart" role="img" aria-label="{}"').format(alternative)
    return opening + Markup(svg.removeprefix("<svg"))
