"""Chooses the one notebook that counts of all that a student handed in; the newest wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.intake.archives import Found, LeftOut
from autograder.intake.identities import Identified
from autograder.intake.lms_names import CANVAS, PLAIN, original_name
from autograder.intake.trails import Trail, place_name


@dataclass(frozen=True)
class HandIn:
    """A notebook, and whose it is."""

    found: Found
    who: Identified
    content: str

    @property
    def source(self) -> str:
        """Where it lay, safe to print."""
        return place_name(self.found.trail)

    def is_newer_than(self, other: HandIn) -> bool | None:
        """Whether it was handed in later; None where nothing says so."""
        one, two = self.who.origin, other.who.origin
        if one.attempt and two.attempt:
            return one.attempt > two.attempt if one.attempt != two.attempt else None
        if one.time and two.time:
            return one.time > two.time if one.time != two.time else None
        return None


def choose(hand_ins: Sequence[HandIn], assignment: str) -> tuple[HandIn | None, list[LeftOut]]:
    """The notebook of one student that counts, and why the others don't.

    First one of each download, by its name; then the newest of those.
    """
    left_out: list[LeftOut] = []
    chosen = []
    for group in _by_download(hand_ins):
        one, others = _of_one_download(group, assignment)
        left_out += others
        if one is not None:
            chosen.append(one)
    newest, others = _newest(chosen)
    return newest, left_out + others


def _by_download(hand_ins: Iterable[HandIn]) -> list[list[HandIn]]:
    """Notebooks that were handed in together, as far as names tell."""
    groups: dict[Trail, list[HandIn]] = {}
    for hand_in in hand_ins:
        origin = hand_in.who.origin
        # A plain name is a hand-in by itself; the platforms name each file of one hand-in.
        together = origin.outermost if origin.platform == PLAIN else origin.outermost[:-1]
        groups.setdefault(together, []).append(hand_in)
    return list(groups.values())


def _of_one_download(group: list[HandIn], assignment: str) -> tuple[HandIn | None, list[LeftOut]]:
    if len(group) == 1:
        return group[0], []
    named = [hand_in for hand_in in group if _is_called(hand_in, assignment)]
    if not named:
        names = ", ".join(repr(hand_in.found.trail[-1]) for hand_in in group[:5])
        reason = (
            f"{group[0].who.student} handed in {len(group)} notebooks ({names}), none called "
            f"{assignment}.ipynb; which one counts is not clear."
        )
        return None, [LeftOut(group[0].who.origin.outermost, reason)]
    newest, left_out = _newest(named)
    for other in group:
        if other in named:
            continue
        # A newer file under another name may well be what was meant.
        harmless = newest is None or other.is_newer_than(newest) is not True
        reason = f"It is not called {assignment}.ipynb, as another file of {other.who.student} is."
        left_out.append(LeftOut(other.found.trail, reason, harmless))
    return newest, left_out


def _newest(hand_ins: Sequence[HandIn]) -> tuple[HandIn | None, list[LeftOut]]:
    if not hand_ins:
        return None, []
    newest = hand_ins[0]
    for other in hand_ins[1:]:
        newer = other.is_newer_than(newest)
        if newer is None and other.content != newest.content:
            places = "; ".join(hand_in.source for hand_in in hand_ins)
            reason = (
                f"{newest.who.student} handed in {len(hand_ins)} times ({places}), and nothing "
                "says which is the newest."
            )
            return None, [LeftOut(newest.who.origin.outermost, reason)]
        if newer:
            newest = other
    reason = f"{newest.who.student} handed in again later: {newest.source}"
    others = [other for other in hand_ins if other is not newest]
    return newest, [LeftOut(other.found.trail, reason, harmless=True) for other in others]


def _is_called(hand_in: HandIn, assignment: str) -> bool:
    """Whether a notebook has the assignment's name, perhaps with a number behind it.

    Canvas and browsers number the copies of a file: `name-1`, `name (1)`.
    """
    name = hand_in.found.trail[-1]
    origin = hand_in.who.origin
    if origin.outermost == hand_in.found.trail and origin.platform == CANVAS:
        name = original_name(origin)
    stem = PurePosixPath(name).stem
    numbered = re.escape(assignment) + r"(-\d+| ?\(\d+\))*"
    return re.fullmatch(rf"(.*_)?{numbered}", stem, re.IGNORECASE | re.DOTALL) is not None
