"""Weights or answers that come with the notebook instead of from training.

Thresholds, and where they come from: the smallest thing worth smuggling is a linear
classifier, 784 x 10 weights; with one bit each that is 980 bytes, 1,307 characters of base64.
A table of the 10,000 test labels takes 4,153 bytes, 5,537 characters. No text or comment of
the 87 example submissions of assignments 01 to 05 has a single character that looks encoded; their
longest literal list has 30 numbers and texts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from autograder.flags.dotted_names import DottedNames
from autograder.flags.flag import Flag, Sighting, flag_of, quoted
from autograder.flags.student_code import StudentCell
from autograder.flags.syntax import ParsedCell
from autograder.flags.tokens import Token, tokens

# Encoded characters in one notebook; half of them are enough beside a call that decodes.
MAX_ENCODED_CHARACTERS = 1_000
# Numbers in one pair of brackets: fewer than an image has pixels, more than a table needs.
MAX_NUMBERS = 400
MAX_DIGITS = 150  # of one number: a whole number can hold any data
MAX_READ_CHARACTERS = 600_000  # of one notebook

# Module or type -> functions that make data from text or bytes.
DECODERS = {
    "base64": ("b64decode", "b32decode", "b16decode", "b85decode", "a85decode", "decodebytes",
               "urlsafe_b64decode", "standard_b64decode"),
    "binascii": ("unhexlify", "a2b_base64", "a2b_hex"),
    "bytes": ("fromhex",),
    "bytearray": ("fromhex",),
    "codecs": ("decode",),
    "numpy": ("frombuffer", "fromstring"),
    **dict.fromkeys(("zlib", "gzip", "bz2", "lzma"), ("decompress",)),
    **dict.fromkeys(("pickle", "dill", "marshal"), ("loads",)),
}  # fmt: skip

# Words of prose and names of code are shorter; a line of code without spaces, commented out,
# may be longer; addresses on the web are not data.
_LONG_WORD = {"string": re.compile(r"[!-~]{61,}"), "comment": re.compile(r"[!-~]{161,}")}
_LONG_FOREIGN_WORD = re.compile(r"[^\s!-~、。，．：；！？「」『』（）《》…—·،؛؟।]{200,}")
_ESCAPES = re.compile(r"(?:\\x[\da-fA-F]{2}|\\[0-7]{3}|\\u[\da-fA-F]{4}){20,}")
# One character repeated draws a line in a comment.
_RULER = re.compile(r"(.{1,4}?)\1{14,}")


def embedded_data_flags(cells: Iterable[ParsedCell], names: DottedNames) -> list[Flag]:
    """At most one flag, for encoded text, long lists of numbers, and what decodes them."""
    cells = list(cells)
    decoders = [sighting for cell in cells for sighting in _decoder_sightings(cell, names)]
    read = list(_read(cells))
    encoded = [(cell, *found) for cell, content in read for found in _encoded(cell.cell, content)]
    total = sum(size for _, _, size in encoded)
    least = MAX_ENCODED_CHARACTERS // 2 if decoders else MAX_ENCODED_CHARACTERS
    sightings = []
    if total >= least:
        largest = sorted(encoded, key=lambda found: -found[2])
        sightings += [_text_sighting(*found) for found in largest]
    for cell, content in read:
        for line, what in _number_sightings(cell.cell, content):
            sightings.append(Sighting("embedded_data", cell.place(line), what))
    if not sightings:
        return []
    why = (
        "That is enough for the weights of a small network or a table of answers. See whether "
        "the student's model comes from training in this notebook."
    )
    return [flag_of("embedded_data", [*sightings, *decoders], why)]


def _read(cells: Iterable[ParsedCell]) -> Iterator[tuple[ParsedCell, list[Token]]]:
    """Cells with their tokens, as far as the notebook's share of time goes."""
    room = MAX_READ_CHARACTERS
    for cell in cells:
        source = cell.cell.source[:room]
        room -= len(source)
        yield cell, list(tokens(source))


def _text_sighting(cell: ParsedCell, token: Token, size: int) -> Sighting:
    kind = "comment" if token.kind == "comment" else "text"
    what = f"holds {size:,} characters of encoded data in a {kind}"
    return Sighting("embedded_data", cell.place(token.line), what)


def _encoded(cell: StudentCell, content: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Texts and comments that look like data, and how many of their characters do."""
    known = {t.text for t in tokens(cell.released) if t.kind in ("string", "comment")}
    for token in content:
        if token.kind in ("string", "comment") and token.text not in known:
            size = encoded_characters(token)
            if size:
                yield token, size


def encoded_characters(token: Token) -> int:
    """How many characters of a text or comment are in words too long for any language."""
    patterns = (_LONG_WORD[token.kind], _LONG_FOREIGN_WORD)
    words = [word for pattern in patterns for word in pattern.findall(token.text)]
    found = sum(len(_RULER.sub("", word)) for word in words if "://" not in word)
    return max(found, sum(map(len, _ESCAPES.findall(token.text))))


def _number_sightings(cell: StudentCell, content: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Literal lists with very many numbers or texts, and very long numbers."""
    depth, count, start = 0, 0, 1
    for token in content:
        if token.kind == "number" and len(token.text) > MAX_DIGITS:
            if token.text not in cell.released:
                yield token.line, f"holds a number of {len(token.text):,} digits"
        elif token.kind in ("number", "string"):
            count += depth > 0
        elif token.text in "([{" and token.kind == "operator":
            if depth == 0:
                count, start = 0, token.line
            depth += 1
        elif token.text in ")]}" and token.kind == "operator" and depth:
            depth -= 1
            if depth == 0 and count > MAX_NUMBERS:
                yield start, f"holds a list of {count:,} numbers or texts"


def _decoder_sightings(cell: ParsedCell, names: DottedNames) -> Iterator[Sighting]:
    for node in ast.walk(cell.tree) if cell.tree else ():
        if isinstance(node, ast.Call):
            name = names.of(node.func)
            module, _, function = name.rpartition(".")
            if function in DECODERS.get(module, ()):
                what = f"decodes data with {quoted(name)}"
                yield Sighting("embedded_data", cell.place(node.lineno), what)
