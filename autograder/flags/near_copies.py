"""Pairs of submissions whose own code is nearly the same.

Two similarities, both RapidFuzz's normalised Indel similarity (twice the tokens in common, in
order, over all tokens of both), from 0 to 1:

- shape: statements without the names that students chose, sorted, so that renamed variables,
  other comments, other spacing and another order of statements change nothing;
- text: statements and comments as written, sorted. It finds what shape can't where the work
  is short answers and comments, as in 01-comment-the-code.

Calibration, on the reference and the correct variants of assignments 01 to 05 (some share cells,
so that pairs of honest students are less alike): the largest shape of two of them is 0.73, the
largest text 0.71. A copy of any of 02 to 05 with names, comments, spacing and the order of
statements and cells changed keeps a shape of 0.95 or more; with every tenth number changed, 0.93
or more (the least of ten draws for each of 62 notebooks: 0.940, where numbers are many); with a
fifth of code added besides, 0.87 to 0.95. A copy of 01, where the work is comments, keeps
a text of 1 as long as these are not rewritten, and escapes when they are. An accusation of an
honest student is worse than a copy that escapes, so the limits lie nearer to the copies.

Why not copydetect or another program for it: the last release of copydetect is of March 2024,
it wants files on disk, and its fingerprints are made for programs of hundreds of lines. RapidFuzz
is maintained, in this environment anyway (nbgrader uses it), and compares 45,000 pairs of
solutions of this course in a few seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from autograder.flags.flag import Flag, quoted
from autograder.flags.own_code import Line, OwnCode

SHAPE_LIMIT = 0.88
TEXT_LIMIT = 0.85
# Below, agreement may be chance: the answers to the questions of assignment 01 have 65 to 92
# tokens and are the same for all who answer right.
MIN_SHAPE_TOKENS = 200
MIN_TEXT_TOKENS = 100
MAX_NAMED = 5

_BUCKETS = 1024  # tokens are counted in so many classes: fewer would let more pairs through
_SURROGATES, _ABOVE_SURROGATES, _CHARACTERS = 0xD800, 0x10000, 0x100000


@dataclass(frozen=True)
class Likeness:
    """How alike the own code of two students is; similarities from 0 to 1, 0 if below a limit."""

    other: str
    shape: float
    text: float

    @property
    def most(self) -> float:
        """The larger of the two similarities."""
        return max(self.shape, self.text)


def near_copies(own_code: Mapping[str, OwnCode]) -> dict[str, list[Flag]]:
    """A flag for each student whose code is nearly the same as another's, naming the others.

    Args:
        own_code: student -> own code, all of one assignment.
    """
    alike = like_pairs(own_code)
    return {student: [_flag(others)] for student, others in alike.items()}


def like_pairs(own_code: Mapping[str, OwnCode]) -> dict[str, list[Likeness]]:
    """Student -> the students whose code is nearly the same, the most similar first."""
    shapes = {student: code.shapes for student, code in own_code.items()}
    texts = {student: code.texts for student, code in own_code.items()}
    by_shape = _similar(shapes, MIN_SHAPE_TOKENS, SHAPE_LIMIT)
    by_text = _similar(texts, MIN_TEXT_TOKENS, TEXT_LIMIT)
    found: dict[str, list[Likeness]] = defaultdict(list)
    for one, other in sorted({*by_shape, *by_text}):
        shape, text = by_shape.get((one, other), 0.0), by_text.get((one, other), 0.0)
        found[one].append(Likeness(other, shape, text))
        found[other].append(Likeness(one, shape, text))
    return {
        student: sorted(others, key=lambda pair: (-pair.most, pair.other))
        for student, others in sorted(found.items())
    }


def _similar(
    lines: Mapping[str, Sequence[Line]], least: int, limit: float
) -> dict[tuple[str, str], float]:
    """Pairs of students, in alphabetical order, at or above the limit, with their similarity."""
    students = sorted(name for name, own in lines.items() if sum(map(len, own)) >= least)
    sequences = _as_numbers([lines[student] for student in students])
    pairs = _candidates(sequences, limit)
    strings = ["".join(map(chr, sequence)) for sequence in sequences]
    values = process.cpdist(
        [strings[one] for one, _ in pairs],
        [strings[other] for _, other in pairs],
        scorer=Indel.normalized_similarity,
        score_cutoff=limit,
        dtype=np.float64,
    )
    return {
        (students[one], students[other]): float(value)
        for (one, other), value in zip(pairs, values, strict=True)
        if value > 0
    }


def _as_numbers(submissions: Sequence[Sequence[Line]]) -> list[list[int]]:
    """Each submission's lines, sorted, as one list with a number for each token.

    The most frequent tokens get the smallest numbers: RapidFuzz is fastest below 256.
    """
    sequences = [[token for line in sorted(lines) for token in line] for lines in submissions]
    counts = Counter(token for sequence in sequences for token in sequence)
    # Two tokens share a number only where there are more than there are characters.
    numbers = {
        token: rank if rank < _SURROGATES else _ABOVE_SURROGATES + rank % _CHARACTERS
        for rank, (token, _) in enumerate(counts.most_common())
    }
    return [[numbers[token] for token in sequence] for sequence in sequences]


def _candidates(sequences: Sequence[Sequence[int]], limit: float) -> list[tuple[int, int]]:
    """Pairs that have enough tokens in common to reach the limit, whatever their order."""
    bags = np.zeros((len(sequences), _BUCKETS), np.int32)
    for row, sequence in zip(bags, sequences, strict=True):
        np.add.at(row, np.asarray(sequence) % _BUCKETS, 1)
    sizes = bags.sum(axis=1)
    found = []
    for one in range(len(sequences) - 1):
        common = np.minimum(bags[one], bags[one + 1 :]).sum(axis=1)
        enough = 2 * common >= limit * (sizes[one] + sizes[one + 1 :])
        found += [(one, one + 1 + int(place)) for place in np.flatnonzero(enough)]
    return found


def _flag(others: Sequence[Likeness]) -> Flag:
    named = [_named(pair) for pair in others[:MAX_NAMED]]
    rest = f", and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
    return Flag(
        "near_copy",
        f"The student's own code agrees with that of {', '.join(named)}{rest}. Released code was "
        "left out. Compare the notebooks: working together, a common source and copying look "
        "the same here, so ask before you conclude.",
    )


def _named(pair: Likeness) -> str:
    aside = "names, comments and order aside" if pair.shape >= pair.text else "as written"
    return f"'{quoted(pair.other)}' to {int(pair.most * 100)} % ({aside})"
