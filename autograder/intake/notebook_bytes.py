"""Reads a file's bytes as text, whatever program saved it."""

from __future__ import annotations

import json
from dataclasses import dataclass

_MARK = "\ufffd"
# Saved by programs that know no UTF-8; all bytes mean something in the second one.
_OLD_ENCODINGS = ("cp1252", "latin-1")


@dataclass(frozen=True)
class Decoded:
    """A file as text.

    Attributes:
        text: its content; characters that could not be read are U+FFFD.
        encoding: how it was saved: utf-8, utf-16-le, cp1252 and so on.
        unreadable: how many characters could not be read.
    """

    text: str
    encoding: str
    unreadable: int = 0

    @property
    def remark(self) -> str:
        """What a person should know, as a sentence; empty if it is all as it should be."""
        if self.unreadable:
            return f"{self.unreadable} characters of the file are damaged and were left out."
        if self.encoding != "utf-8":
            return f"The file was not saved as UTF-8; it was read as {self.encoding}."
        return ""


def decode(raw: bytes) -> Decoded:
    """The text of a file; never raises, and a byte order mark is left out.

    Args:
        raw: the file's bytes.
    """
    wide = json.detect_encoding(raw[:4096]) if raw else "utf-8"
    if wide.startswith(("utf-16", "utf-32")):
        text = raw.decode(wide, "replace").removeprefix("\ufeff")
        return Decoded(text, wide, text.count(_MARK))
    try:
        return Decoded(raw.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _damaged_or_old(raw)


def _damaged_or_old(raw: bytes) -> Decoded:
    """UTF-8 with damaged bytes, if most of what is not ASCII can be read; else an old encoding."""
    text = raw.decode("utf-8-sig", "replace")
    unreadable = text.count(_MARK)
    readable = sum(char > "\x7f" for char in text) - unreadable
    if readable >= unreadable or "\x00" in text:
        return Decoded(text, "utf-8", unreadable)
    for encoding in _OLD_ENCODINGS:
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return Decoded(text, "utf-8", unreadable)
