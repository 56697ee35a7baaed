"""Formulas as MathML, which browsers set without any script."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import escape
from math_core import LatexError, LatexToMathML

MAX_FORMULA_CHARACTERS = 2_000


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, max_expansions=100)


# The given formulas of an assignment are the same in every submission.
@lru_cache(maxsize=4096)
def formula_html(latex: str, *, display: bool) -> str:
    """A formula as MathML; as its source, escaped, where it can't be read.

    The result still has to pass `clean_html`: a formula may ask for links and styles.
    """
    latex = latex.strip()
    if len(latex) <= MAX_FORMULA_CHARACTERS:
        try:
            html = _converter().convert_with_local_state(latex, displaystyle=display)
            # A wide formula is scrolled sideways: it must be reachable by the keyboard.
            return html.replace("<math", '<math tabindex="0"', 1) if display else html
        except (LatexError, UnicodeError):
            pass
    mark = "$$" if display else "$"
    return f"<code>{escape(mark + latex + mark)}</code>"
