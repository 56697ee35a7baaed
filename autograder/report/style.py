"""Style sheets of the pages, which stand in the pages themselves."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup


@lru_cache(maxsize=8)
def style_sheet(*names: str) -> Markup:
    """Style sheets of this package, joined; they are ours and hold no markup."""
    folder = files("autograder.report") / "templates" / "style"
    return Markup("\n".join((folder / name).read_text(encoding="utf-8") for name in names))
