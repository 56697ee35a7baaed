"""Python source with its syntax coloured, by Pygments; the colours are in the style sheet."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.report.safe_html import clean_text

MAX_SOURCE_CHARACTERS = 60_000


# Given cells and test cells are the same in every submission.
@lru_cache(maxsize=1024)
def highlighted_python(source: str) -> Markup:
    """Source as spans with Pygments' short classes, everything escaped.

    A cell longer than MAX_SOURCE_CHARACTERS is cut off, with a note.
    """
    source = clean_text(source).rstrip("\n")
    if len(source) > MAX_SOURCE_CHARACTERS:
        left_out = len(source) - MAX_SOURCE_CHARACTERS
        source = f"{source[:MAX_SOURCE_CHARACTERS]}\n# … {left_out:,} more characters"
    # Neither tabs nor blank lines at the start are touched: the code stays as handed in.
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    return Markup(highlight(source, lexer, HtmlFormatter(nowrap=True)))
