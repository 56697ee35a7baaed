"""Reads notebooks that were exported as HTML pages, by the marks that nbconvert puts around cells.

The page is parsed by Python's own parser, and nothing in it is loaded or run. Only what stands in
a cell's input counts: outputs are nobody's work.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

MAX_CHARACTERS = 10_000_000  # without embedded images
MAX_DEPTH = 500
_IMAGES = re.compile(r"data:[a-z/+.-]{1,60};base64,[A-Za-z0-9+/=\s]*")
_IDENT = "cell-id="

# Classes of the two styles that nbconvert has: JupyterLab's, and that of the classic notebook.
_CELLS = {
    "jp-CodeCell": "code",
    "code_cell": "code",
    "jp-MarkdownCell": "markdown",
    "text_cell": "markdown",
}
_INPUTS = {
    "code": {"jp-InputArea-editor", "input_area"},
    "markdown": {"jp-RenderedMarkdown", "text_cell_render"},
}
_BEFORE = {
    **{f"h{level}": "\n\n" + "#" * level + " " for level in range(1, 7)},
    **dict.fromkeys(("p", "ul", "ol", "table", "blockquote"), "\n\n"),
    **{"li": "\n* ", "tr": "\n", "td": " | ", "th": " | ", "br": "\n", "img": "[picture]"},
    **{"em": "*", "strong": "**", "code": "`", "pre": "\n\n"},
}
_AFTER = {"em": "*", "strong": "**", "code": "`", "p": "\n\n", "pre": "\n\n"}


def page_cells(text: str) -> list[dict[str, Any]] | None:
    """The cells of a page that was a notebook, or None if there is no cell of code in it.

    Text comes back as text, with little of its formatting; formulas stay as they were written.

    Args:
        text: an HTML page.
    """
    if not any(name in text for name in _CELLS):
        return None
    small = _IMAGES.sub("", text)
    if len(small) > MAX_CHARACTERS:
        return None
    page = _Page()
    try:
        page.feed(small)  # never closed: the end of a broken page is not searched again and again
    except AssertionError:  # how the parser says that a declaration is malformed
        return None
    return page.cells if any(cell["cell_type"] == "code" for cell in page.cells) else None


class _Page(HTMLParser):
    """Collects cells; a cell or an input ends with the element that began it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: list[dict[str, Any]] = []
        self._depth = 0  # of div elements
        self._cell_depth = self._input_depth = 0  # where they began; 0: not in one
        self._seen_input = False
        self._pre = self._left_out = False
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._depth += 1
            self._open(dict(attrs))
        elif self._input_depth and self._kind == "code":
            self._pre = self._pre or tag == "pre"
        elif self._input_depth:
            self._left_out = tag == "a" and "anchor-link" in (dict(attrs).get("class") or "")
            if not self._left_out and not (tag == "code" and self._pre):
                self._parts.append(_BEFORE.get(tag, ""))
            self._pre = self._pre or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._close()
            self._depth = max(0, self._depth - 1)
        elif not self._input_depth:
            return
        elif tag == "pre":
            self._pre = False
            self._parts.append("\n\n" if self._kind == "markdown" else "")
        elif tag == "a":
            self._left_out = False
        elif self._kind == "markdown" and not (tag == "code" and self._pre):
            self._parts.append(_AFTER.get(tag, ""))

    def handle_data(self, data: str) -> None:
        wanted = self._pre if self._kind == "code" else not self._left_out
        if self._input_depth and wanted:
            self._parts.append(data)

    @property
    def _kind(self) -> str:
        return str(self.cells[-1]["cell_type"]) if self.cells else ""

    def _open(self, attributes: dict[str, str | None]) -> None:
        classes = set((attributes.get("class") or "").split())
        kind = next((_CELLS[name] for name in _CELLS if name in classes), "")
        if kind and not self._cell_depth and self._depth < MAX_DEPTH:
            self.cells.append({"cell_type": kind, "source": "", "metadata": {}})
            ident = attributes.get("id") or ""
            if ident.startswith(_IDENT):
                self.cells[-1]["id"] = ident.removeprefix(_IDENT)
            self._cell_depth, self._seen_input = self._depth, False
        elif self._cell_depth and not self._seen_input and classes & _INPUTS[self._kind]:
            self._input_depth, self._seen_input = self._depth, True
            self._parts, self._pre, self._left_out = [], False, False

    def _close(self) -> None:
        if self._input_depth and self._depth == self._input_depth:
            self._input_depth = 0
            self.cells[-1]["source"] = _tidy("".join(self._parts))
        if self._cell_depth and self._depth == self._cell_depth:
            self._cell_depth = 0


def _tidy(text: str) -> str:
    """Without the empty lines that stand around it, and at most one between paragraphs of text."""
    return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n").rstrip()
