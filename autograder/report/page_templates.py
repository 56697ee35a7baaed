"""The templates of this package's own pages: everything that is put into one is escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.atomic_file import replace_file
from autograder.report.safe_html import clean_text
from autograder.report.style import style_sheet


def rendered(template: str, **values: Any) -> Markup:
    """A part of a page, or a whole one, with the values in their places."""
    return Markup(_templates().get_template(template).render(**values))


def write_page(path: Path, template: str, **values: Any) -> None:
    """Write a page as a whole.

    Raises:
        RecordError: it can't be written.
    """
    html = rendered(template, style=style_sheet("page.css", "models.css", "report.css"), **values)
    replace_file(path, html.encode("utf-8"))


def points_text(number: float) -> str:
    """Points as people write them: 4, 4.5, −2."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def percent_text(share: float) -> str:
    """A share from 0 to 1 in whole per cents."""
    return f"{share * 100:.0f} %"


def duration_text(seconds: float) -> str:
    """A time in seconds, minutes or hours."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def command_text(command: str) -> Markup:
    """A command line that breaks between its words: an option stays whole."""
    words = (Markup("<span>{}</span>").format(word) for word in clean_text(command).split(" "))
    return Markup("<kbd>{}</kbd>").format(Markup(" ").join(words))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.report", "templates/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters["points"] = points_text
    environment.filters["percent"] = percent_text
    environment.filters["duration"] = duration_text
    environment.filters["command"] = command_text
    return environment


def _printable(value: Any) -> Any:
    """What every value passes before it is escaped: no control characters in a page."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value
