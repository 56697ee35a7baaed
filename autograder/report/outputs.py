"""Outputs of code cells as safe HTML, within a budget for the page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from autograder.report.markdown import markdown_html
from autograder.report.mathematics import formula_html
from autograder.report.safe_html import clean_html, image_html
from autograder.report.terminal_text import hide_paths, terminal_html

MAX_TEXT_CHARACTERS = 300_000
MAX_IMAGE_CHARACTERS = 6_000_000
MAX_OUTPUTS_OF_A_CELL = 50
# With these beside it, the plain text is only the name of an object.
_INTERACTIVE = ("application/javascript", "application/vnd.jupyter.widget-view+json")


@dataclass
class PageBudget:
    """What outputs may still take on one page.

    Attributes:
        text: characters of HTML without images.
        images: characters of base64 image data.
    """

    text: int = MAX_TEXT_CHARACTERS
    images: int = MAX_IMAGE_CHARACTERS


def outputs_html(outputs: Sequence[Any], cell_name: str, budget: PageBudget) -> list[Markup]:
    """One piece of HTML per output, as long as the budget lasts; a note for what is left out.

    Args:
        outputs: nbformat outputs of one cell.
        cell_name: for the text alternatives of figures, for example "cell 5".
        budget: of the page; what is shown is taken off.
    """
    shown = []
    for output in _joined_streams(outputs[:MAX_OUTPUTS_OF_A_CELL]):
        html = _output_html(output, cell_name, budget)
        if html:
            shown.append(html)
    if len(outputs) > MAX_OUTPUTS_OF_A_CELL:
        shown.append(_note(f"{len(outputs) - MAX_OUTPUTS_OF_A_CELL:,} more outputs are not shown."))
    return shown


def _joined_streams(outputs: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Neighbouring pieces of one stream as one: a progress bar comes in hundreds of pieces."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if not isinstance(output, Mapping):
            continue
        last = joined[-1] if joined else {}
        if output.get("output_type") == "stream" and last.get("name", "") == output.get("name"):
            last["text"] = _text(last.get("text")) + _text(output.get("text"))
        else:
            joined.append(dict(output))
    return list(joined)


def _output_html(output: Mapping[str, Any], cell_name: str, budget: PageBudget) -> Markup | None:
    kind = output.get("output_type")
    if kind == "stream":
        return _terminal(_text(output.get("text")), budget, _stream_name(output))
    if kind == "error":
        return _terminal(_traceback(output), budget, "error")
    data = output.get("data")
    return _data_html(data, cell_name, budget) if isinstance(data, Mapping) else None


def _data_html(data: Mapping[str, Any], cell_name: str, budget: PageBudget) -> Markup | None:
    """The one representation that reads best without scripts."""
    for kind in ("png", "jpeg", "gif"):
        if f"image/{kind}" in data:
            return _picture(kind, _text(data[f"image/{kind}"]), cell_name, budget)
    if "image/svg+xml" in data:
        return _drawing(_text(data["image/svg+xml"]), cell_name, budget)
    html = _text_html(data)
    if html is not None:
        return _spend(html, budget, "html")
    if "text/plain" in data and not any(kind in data for kind in _INTERACTIVE):
        return _terminal(_text(data["text/plain"]), budget)
    return _note("An interactive output is not shown here.") if data else None


def _text_html(data: Mapping[str, Any]) -> Markup | None:
    """A table, formatted text or formula, or None if the output has no such form."""
    if "text/html" in data:
        return clean_html(hide_paths(_text(data["text/html"])))
    if "text/markdown" in data:
        return markdown_html(_text(data["text/markdown"]))
    if "text/latex" in data:
        latex = _text(data["text/latex"]).strip().strip("$")
        return clean_html(formula_html(latex, display=True))
    return None


def _picture(kind: str, data: str, cell_name: str, budget: PageBudget) -> Markup:
    if len(data) > budget.images:
        return _note("An image is not shown: the images of this notebook are too large.")
    image = image_html(kind, data, f"Figure drawn by {cell_name}")
    if image is None:
        return _note("An image is not shown: its data is damaged.")
    budget.images -= len(data)
    return Markup('<div class="output figure">{}</div>').format(image)


def _drawing(svg: str, cell_name: str, budget: PageBudget) -> Markup:
    """An SVG as an image: browsers run no script and load nothing in an image."""
    data = base64.b64encode(svg.encode("utf-8", "replace")).decode("ascii")
    if len(data) > budget.images:
        return _note("An image is not shown: the images of this notebook are too large.")
    budget.images -= len(data)
    return Markup(
        '<div class="output figure"><img src="data:image/svg+xml;base64,{}" alt="{}"></div>'
    ).format(data, f"Figure drawn by {cell_name}")


def _terminal(text: str, budget: PageBudget, name: str = "text") -> Markup | None:
    html = terminal_html(text)
    if not html.strip():
        return None
    return _spend(Markup("<pre>{}</pre>").format(html), budget, name)


def _spend(html: Markup, budget: PageBudget, name: str) -> Markup:
    if len(html) > budget.text:
        return _note("An output is not shown: the outputs of this notebook are too long.")
    budget.text -= len(html)
    # It can be scrolled sideways, so it must be reachable by the keyboard.
    return Markup(
        '<div class="output {}" tabindex="0" role="group" aria-label="Output">{}</div>'
    ).format(name, html)


def _stream_name(output: Mapping[str, Any]) -> str:
    # Warnings go to stderr too: they are set apart, but not shown as errors.
    return "stderr" if output.get("name") == "stderr" else "text"


def _note(text: str) -> Markup:
    return Markup('<p class="output note">{}</p>').format(text)


def _traceback(output: Mapping[str, Any]) -> str:
    lines = output.get("traceback")
    if isinstance(lines, Sequence) and not isinstance(lines, str) and lines:
        return "\n".join(_text(line) for line in lines)
    return f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return "".join(part for part in value if isinstance(part, str))
    return ""
