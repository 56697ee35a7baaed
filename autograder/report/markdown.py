"""Markdown cells and comments as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.report.highlighting import highlighted_python
from autograder.report.mathematics import formula_html
from autograder.report.safe_html import clean_html, clean_text, image_html

MAX_MARKDOWN_CHARACTERS = 20_000
HEADING_SHIFT = 2  # the page itself has the first two levels
_PYTHON_NAMES = {"python", "py", "python3", "ipython3", "ipython"}
_COLAB_BADGE = "https://colab.research.google.com/assets/"
# What opens a formula and is sought to its end: many without an end cost quadratic time.
_OPENINGS = re.compile(r"\\\\[(\[]|\\begin\{")
MAX_OPENINGS = 300
_RUNS = re.compile(r"([$\\*_`\[\](){}<>~!&|^#-])\1{63,}")


class _PageRenderer(IPythonRenderer):
    """Mistune's renderer with formulas as MathML, no anchors, and no image from elsewhere."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + HEADING_SHIFT, 6)
        return f"<h{level}>{text}</h{level}>\n"

    def block_math(self, body: str) -> str:
        return formula_html(body, display=True)

    def inline_math(self, body: str) -> str:
        return formula_html(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return formula_html(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").strip().split(maxsplit=1)[:1]
        if language and language[0].lower() in _PYTHON_NAMES:
            return f"<pre><code>{highlighted_python(code)}</code></pre>\n"
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def task_list_item(self, text: str, checked: bool = False) -> str:
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        shown = _attachment(self.attachments, url, text) or _embedded(url, text)
        if shown:
            return str(shown)
        if url.startswith(_COLAB_BADGE):
            return str(escape(text))
        return f"<em>[Image not shown: {escape(text or 'no description')}]</em>"


def markdown_html(source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Markdown, with HTML and formulas in it, as HTML that is safe to show.

    Text that is longer than MAX_MARKDOWN_CHARACTERS, or that the parser can't digest, is
    shown as it was typed.
    """
    source = clean_text(source)
    # Long runs of one mark drive the parser's patterns into quadratic time, too.
    too_long = len(source) > MAX_MARKDOWN_CHARACTERS
    if too_long or _RUNS.search(source) or len(_OPENINGS.findall(source)) > MAX_OPENINGS:
        return plain_text_html(source)
    renderer = _PageRenderer(escape=False, attachments=dict(attachments or {}))
    try:
        html = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # a parser of other people's, fed with hostile text
        return plain_text_html(source)
    return clean_html(html)


def plain_text_html(text: str) -> Markup:
    """Text as it was typed, cut off at MAX_MARKDOWN_CHARACTERS."""
    cut = text[:MAX_MARKDOWN_CHARACTERS]
    note = "" if cut == text else f"\n… {len(text) - len(cut):,} more characters are not shown."
    return Markup("<pre>{}</pre>").format(cut + note)


def _attachment(attachments: Mapping[str, Any], url: str, alt: str) -> Markup | None:
    if not url.startswith("attachment:"):
        return None
    bundle = attachments.get(url.removeprefix("attachment:"))
    if not isinstance(bundle, Mapping):
        return None
    for kind in ("png", "jpeg", "gif"):
        data = bundle.get(f"image/{kind}")
        if isinstance(data, str):
            return image_html(kind, data, alt)
    return None


def _embedded(url: str, alt: str) -> Markup | None:
    match = re.fullmatch(r"data:image/(png|jpeg|gif);base64,(.*)", url, re.DOTALL)
    return image_html(match[1], match[2], alt) if match else None
