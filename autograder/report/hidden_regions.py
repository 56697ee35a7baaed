"""Taking out what students must not read: hidden tests and mark schemes."""

from __future__ import annotations

HIDDEN_TESTS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
MARK_SCHEME = ("BEGIN MARK SCHEME", "END MARK SCHEME")


def without_regions(source: str, marks: tuple[str, str]) -> str:
    """Source without its regions between two marks, mark lines included.

    Where marks don't pair up, too much is taken out rather than too little: without an end
    mark the rest of the source, without a begin mark all that stands before.
    """
    begin, end = marks
    kept: list[str] = []
    depth = 0
    for line in source.split("\n"):
        # Both marks may stand in one line: then it is a region by itself.
        begins, ends = line.count(begin), line.count(end)
        if begins or ends:
            if ends > depth + begins:
                kept.clear()
            depth = max(0, depth + begins - ends)
        elif depth == 0:
            kept.append(line)
    return "\n".join(kept).rstrip()


def region(source: str, marks: tuple[str, str]) -> str:
    """What stands between the marks, mark lines left out; for readers who may see it."""
    inside: list[str] = []
    depth = 0
    for line in source.split("\n"):
        begins, ends = (line.count(mark) for mark in marks)
        depth = max(0, depth + begins - ends)
        if depth and not begins and not ends:
            inside.append(line)
    return "\n".join(inside).strip("\n")


def has_region(source: str, marks: tuple[str, str]) -> bool:
    """Whether one of the marks stands in the source."""
    return any(mark in source for mark in marks)
