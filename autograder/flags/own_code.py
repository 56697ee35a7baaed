"""What a student wrote, in a form that can be compared: tokens of statements and comments."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.flags.student_code import released_sources, student_cells
from autograder.flags.tokens import Token, logical_lines, text_of, tokens
from autograder.intake.submission import Submission

# What is beyond is not compared: solutions of this course have 600 to 1,500 tokens.
MAX_TOKENS = 6_000
MAX_CELL_CHARACTERS = 200_000
MAX_TOKEN_CHARACTERS = 60
NAMES_OF_PYTHON = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})

Line = tuple[str, ...]


@dataclass(frozen=True)
class OwnCode:
    """A student's own code in one assignment, without what was released.

    Attributes:
        texts: per statement or comment its tokens as written, spacing and quotes aside; a
            comment's tokens are its words.
        shapes: per statement its tokens with the student's own names replaced by one mark;
            names of libraries and of the release, numbers and strings are kept.
    """

    texts: tuple[Line, ...]
    shapes: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain data, for a cache."""
        return {"texts": [list(line) for line in self.texts],
                "shapes": [list(line) for line in self.shapes]}  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OwnCode:
        """The inverse of as_json.

        Raises:
            ValueError: the data is not what as_json gives.
        """
        try:
            texts, shapes = _lines(data["texts"]), _lines(data["shapes"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a student's own code: {error}") from error
        return cls(texts, shapes)


def own_code(submission: Submission, originals: Mapping[str, str]) -> OwnCode:
    """The student's own statements and comments, in the order of the notebook.

    Statements and comments that the release has anywhere are left out.

    Args:
        submission: laid over the release.
        originals: solution cell id -> source as released.
    """
    released = [
        line for source in released_sources(submission, originals) for line in _cut_lines(source)
    ]
    known_texts = {_text(line) for line in released}
    known_names = NAMES_OF_PYTHON.union(
        token.text for line in released for token in line if token.kind == "name"
    )
    lines = _within(MAX_TOKENS, (
        line
        for cell in student_cells(submission, originals)
        for line in _cut_lines(cell.source)
        if _text(line) not in known_texts
    ))  # fmt: skip
    statements = [line for line in lines if line[0].kind != "comment"]
    return OwnCode(
        texts=tuple(text for text in map(_text, lines) if text),
        shapes=_shapes(statements, known_names),
    )


def _cut_lines(source: str) -> Iterator[list[Token]]:
    return logical_lines(tokens(source[:MAX_CELL_CHARACTERS]))


def _within(most: int, lines: Iterable[list[Token]]) -> list[list[Token]]:
    """The first lines with so many tokens or comments; what follows is not even read."""
    kept, room = [], most
    for line in lines:
        kept.append(line[:room])
        room -= len(line)
        if room <= 0:
            break
    return kept


def _text(line: Sequence[Token]) -> Line:
    if line[0].kind == "comment":
        return tuple(word[:MAX_TOKEN_CHARACTERS] for word in line[0].text.strip("# ").split())
    return tuple(_plain(token) for token in _without_last_commas(line))


def _plain(token: Token) -> str:
    text = f'"{text_of(token.text)}"' if token.kind == "string" else token.text
    return text[:MAX_TOKEN_CHARACTERS]


def _without_last_commas(line: Sequence[Token]) -> list[Token]:
    """Formatters add a comma before a closing bracket on a line of its own."""
    return [
        token
        for token, following in zip(line, [*line[1:], None], strict=True)
        if not (token.text == "," and following is not None and following.text in ")]}")
    ]


def _shapes(statements: Sequence[Sequence[Token]], known: frozenset[str]) -> tuple[Line, ...]:
    """Statements without names that the student chose.

    A name was chosen by the student unless Python or the release has it, it follows a dot, or
    it is a keyword of a call. Attributes that the student sets are the student's choice too.
    """
    roles = [_roles(statement, known) for statement in map(_without_last_commas, statements)]
    own = {t.text for line in roles for t, role in line if role in ("own", "set attribute")}
    return tuple(tuple(_mark(token, role, own) for token, role in line) for line in roles)


def _roles(statement: Sequence[Token], known: frozenset[str]) -> list[tuple[Token, str]]:
    found = []
    depth = 0
    before = ""
    for token, following in zip(statement, [*statement[1:], None], strict=True):
        depth += (token.text in "([{") - (token.text in ")]}")
        role = ""
        if token.kind == "name":
            role = _role(token.text, before, following.text if following else "", depth, known)
        found.append((token, role))
        before = token.text
    return found


def _role(name: str, before: str, after: str, depth: int, known: frozenset[str]) -> str:
    if before == ".":
        return "set attribute" if after == "=" and depth == 0 else "attribute"
    if name in known:
        return "known"
    return "keyword" if after == "=" and depth > 0 else "own"


def _mark(token: Token, role: str, own: set[str]) -> str:
    if role in ("own", "set attribute") or (role in ("attribute", "keyword") and token.text in own):
        return "NAME"
    if token.kind == "string" and "f" in token.text[:2].lower().partition('"')[0].partition("'")[0]:
        return "FORMATTED"  # holds names
    return _plain(token)


def _lines(data: Iterable[Any]) -> tuple[Line, ...]:
    lines = []
    for line in data:
        if not isinstance(line, list) or not all(isinstance(token, str) for token in line):
            raise TypeError("a line must be a list of strings")
        lines.append(tuple(line))
    return tuple(lines)
