"""What a flag is: a hint for a teaching assistant, never a penalty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_PLACES = 5
MAX_QUOTED_CHARACTERS = 80


@dataclass(frozen=True)
class Flag:
    """Something about a submission that a person should look at; it costs nothing by itself.

    Attributes:
        code: short name, stable, for programs.
        message: where it is, what was seen, and why it is worth a look, for people.
    """

    code: str
    message: str


@dataclass(frozen=True)
class Sighting:
    """One place where something was seen; sightings of one code become one flag.

    Attributes:
        code: of the flag that it leads to.
        place: for example "cell 'train', line 3", or empty where there is none.
        what: what stands there, a verb and its objects: "replaces mnist.load_data".
    """

    code: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place} {self.what}" if self.place else self.what


def flag_of(code: str, sightings: Iterable[Sighting], why: str) -> Flag:
    """One flag for all sightings of a code: the first few places, and why to look there."""
    texts = list(dict.fromkeys(map(str, sightings)))
    shown = "; ".join(texts[:MAX_PLACES])
    if len(texts) > MAX_PLACES:
        shown += f"; and {len(texts) - MAX_PLACES} more places"
    return Flag(code, f"{shown[:1].upper()}{shown[1:]}. {why}")


def quoted(text: str) -> str:
    """Text of a student's on one short line, without characters that a page can't show."""
    line = " ".join("".join(c if c.isprintable() else "?" for c in text).split())
    return line if len(line) <= MAX_QUOTED_CHARACTERS else f"{line[: MAX_QUOTED_CHARACTERS - 1]}…"


def listed(names: Sequence[str], most: int = MAX_PLACES) -> str:
    """Names as people read them, the first few and how many more."""
    shown = ", ".join(f"'{quoted(name)}'" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
