"""Why a value did not cross, in words that can't themselves go wrong."""

from __future__ import annotations

from typing import Any


class CannotCross(Exception):
    """A value, or a part of one, is over a limit or of a kind that can't cross."""


def unsupported(value: Any, reason: str = "") -> dict[str, Any]:
    """The tree of a value that can't cross."""
    tree = {"$unsupported": type_name(value)}
    return tree | {"reason": reason} if reason else tree


def type_name(value: Any) -> str:
    """The name of a value's type, with its module unless that is built in."""
    kind = type(value)
    name = str(getattr(kind, "__qualname__", kind.__name__))
    module = str(getattr(kind, "__module__", "builtins"))
    return clean(name if module in ("builtins", "__main__") else f"{module}.{name}", 200)


def reason_of(error: Exception) -> str:
    """An exception as a short text."""
    try:
        text = str(error)
    except Exception:  # its own code may raise anything
        text = ""
    text = text if isinstance(error, CannotCross) else f"{type(error).__name__}: {text}"
    return one_line(clean(text, 1000))


def one_line(text: str, longest: int = 300) -> str:
    """Foreign words for a message: one line, cut to a length, without control characters."""
    words = " ".join(text[: 4 * longest].split())[:longest]
    return "".join(character if character.isprintable() else "\ufffd" for character in words)


def clean(text: str, longest: int) -> str:
    """A text cut to a length, without what UTF-8 can't hold."""
    return text[:longest].encode("utf-8", errors="replace").decode("utf-8")
