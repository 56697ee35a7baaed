"""A tokenizer for whatever students hand in.

Python's own raises at the first mistake and changes between versions (f-strings in 3.12).
This one takes any text, in time linear in its length, and gives the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# No alternative can be entered in two ways, and each ends at what it can't take: there is
# nothing to try again, so that no text makes matching slow.
_TOKEN = re.compile(
    r"""
    (?P<newline>\n)
    | (?P<space>[^\S\n]+|\\\n)
    | (?P<comment>\#[^\n]*)
    | (?P<string>[rRbBuUfFtT]{0,2}(?:
        \"\"\"(?:[^\\"]|\\(?:.|\Z)|"(?!""))*(?:\"\"\"|\Z)
        | '''(?:[^\\']|\\(?:.|\Z)|'(?!''))*(?:'''|\Z)
        | "(?:[^"\\\n]|\\(?:.|\Z))*(?:"|(?=\n)|\Z)
        | '(?:[^'\\\n]|\\(?:.|\Z))*(?:'|(?=\n)|\Z)))
    | (?P<number>(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)
        (?:[eE][+-]?\d+)?)[jJ]?)
    | (?P<name>\w+)
    | (?P<operator>\*\*=?|//=?|>>=?|<<=?|[-+*/%@&|^=!<>:]=|->|\.\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "([{", ")]}"


class Token(NamedTuple):
    """A token: its kind (comment, string, number, name, operator) and its text."""

    kind: str
    text: str
    line: int


def tokens(source: str) -> Iterator[Token]:
    """Tokens with their line, from 1; "newline" tokens are kept, spaces are not."""
    line = 1
    for match in _TOKEN.finditer(source):
        kind, text = str(match.lastgroup), match[0]
        if kind != "space":
            yield Token(kind, text, line)
        line += text.count("\n")


def logical_lines(stream: Iterable[Token]) -> Iterator[list[Token]]:
    """Statements as lists of tokens: a newline inside brackets doesn't end one, a ";" does.

    A comment is a list of its own.
    """
    statement: list[Token] = []
    depth = 0
    for token in stream:
        if token.kind == "comment":
            yield [token]
            continue
        if depth == 0 and (token.kind == "newline" or token.text == ";"):
            if statement:
                yield statement
            statement = []
            continue
        if token.kind == "newline":
            continue
        if token.kind == "operator":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            depth = max(depth, 0)
        statement.append(token)
    if statement:
        yield statement


def text_of(string: str) -> str:
    """What stands between the quotes of a string token, escapes as they are."""
    body = string.lstrip("rRbBuUfFtT")
    quote = body[:3] if body[:3] in ('"""', "'''") else body[:1]
    body = body[len(quote) :]
    return body[: -len(quote)] if body.endswith(quote) else body
