"""What the judge made of a kept run, test by test, to be used again where nothing has changed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.engine.fingerprints import digest_of, environment
from autograder.judge.dependence import needed_by
from autograder.judge.footprint import Footprint, text, texts
from autograder.judge.measured import MeasuredModel
from autograder.judge.results import BlindReading, Case, TestCell, TestResult
from autograder.judge.verdict import bound_names, used_names

FORMAT = 2
MOST_BYTES = 2**26  # of JSON; those of a notebook with fifty models are 100 kB
_LEVEL = 1
_MALFORMED = (AttributeError, KeyError, TypeError, ValueError, RecursionError, zlib.error)


@dataclass(frozen=True)
class Verdict:
    """What came of one test.

    Attributes:
        key: `test_keys` of the test.
        result: its result; title and points may be others by now.
        footprint: what else it took in and left.
        requests: calls of the student's functions that it made, in order.
    """

    key: str
    result: TestResult
    footprint: Footprint
    requests: tuple[str, ...]


@dataclass(frozen=True)
class KeptVerdicts:
    """What came of all tests of a case, in order.

    Attributes:
        case: `case_digest` of the case.
        tests: one for each test.
        requests: calls of the student's functions after all tests.
        pairs: how well models read hold-out and public test digits.
        blind: models that were measured without their layers being seen.
        models: what the pages show of models.
    """

    case: str
    tests: tuple[Verdict, ...]
    requests: tuple[str, ...]
    pairs: tuple[AccuracyPair, ...]
    blind: tuple[BlindReading, ...]
    models: tuple[MeasuredModel, ...]

    def as_bytes(self, run: str) -> bytes:
        """To be kept.

        Args:
            run: `run_digest` of the kept run that was judged.
        """
        values = {"format": FORMAT, "run": run, **asdict(self)}
        return zlib.compress(json.dumps(values).encode(), _LEVEL)

    @classmethod
    def from_bytes(cls, data: bytes, run: str | None) -> KeptVerdicts | None:
        """The inverse of `as_bytes`; None when it is something else, or about another run.

        Args:
            data: what `as_bytes` returned; it may come from another machine.
            run: `run_digest` of the run that it is to be about, as the student's functions may
                have answered otherwise in another one; None: any.
        """
        try:
            values = json.loads(_decompressed(data))
            if values["format"] != FORMAT or run not in (None, values["run"]):
                return None
            return cls(
                case=text(values["case"]),
                tests=tuple(map(_verdict, values["tests"])),
                requests=texts(values["requests"]),
                pairs=tuple(AccuracyPair(**pair) for pair in values["pairs"]),
                blind=tuple(BlindReading(**one) for one in values["blind"]),
                models=tuple(MeasuredModel.from_json(one) for one in values["models"]),
            )
        except _MALFORMED:
            return None


def case_digest(case: Case, evidence: str, digits: str) -> str:
    """The digest of all that every test of a case may depend on.

    Args:
        case: the case.
        evidence: digest of the evidence.
        digits: digest of all that its digits are made of.
    """
    needed = relations(case.tests)
    doubt = needed if isinstance(needed, str) else ""
    own = [dict(case.sources), dict(case.originals), doubt]
    return digest_of([FORMAT, environment(), evidence, digits, *own])


def test_keys(case: Case) -> dict[str, str]:
    """Test id -> digest of all that only this test depends on, besides thresholds.

    What earlier tests hand on to it is another matter; that names of theirs are not the
    student's, and which of the tests hand on something, is part of it.
    """
    needed = relations(case.tests)
    found: dict[str, str] = {}
    reserved: set[str] = set()
    for test in case.tests:
        found[test.ident] = digest_of(
            [
                test.source,
                test.seconds,
                case.positions.get(test.ident),
                case.executed.get(test.ident, []),
                case.cell_errors.get(test.ident, ""),
                sorted(used_names(test.source) & reserved),
                # One that hands on nothing any more has changed what this test is given.
                [] if isinstance(needed, str) else sorted(needed[test.ident]),
            ]
        )
        reserved |= bound_names(test.source)
    return found


@lru_cache(maxsize=64)
def relations(tests: tuple[TestCell, ...]) -> dict[str, frozenset[str]] | str:
    """See `needed_by`."""
    return needed_by(tests)


def _decompressed(data: bytes) -> bytes:
    """A worker may send what grows without end.

    Raises:
        ValueError, zlib.error: it is too much, cut off, or something else.
    """
    stream = zlib.decompressobj()
    content = stream.decompress(data, MOST_BYTES)
    if not stream.eof:
        raise ValueError("too much or cut off")
    return content


def _verdict(values: Mapping[str, Any]) -> Verdict:
    result = values["result"]
    return Verdict(
        key=text(values["key"]),
        result=TestResult.from_json(result),
        footprint=Footprint.from_json(values["footprint"]),
        requests=texts(values["requests"]),
    )
