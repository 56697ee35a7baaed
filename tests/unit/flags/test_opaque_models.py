"""A model that was judged by its predictions alone is shown to a teaching assistant."""

from __future__ import annotations

from autograder.flags.opaque_models import opaque_model_flags
from autograder.judge.results import BlindReading


def test_one_flag_names_tests_and_reasons() -> None:
    (flag,) = opaque_model_flags(
        [
            BlindReading("accuracy", "Net", "the layer Secret is not on the list"),
            BlindReading("claim", "Net", "the layer Secret is not on the list"),
        ]
    )
    assert flag.code == "opaque_model"
    for words in ("'accuracy'", "'claim'", "'Net'", "the layer Secret is not on the list"):
        assert words in flag.message


def test_no_blind_reading_no_flag() -> None:
    assert opaque_model_flags([]) == []


def test_what_a_student_calls_a_model_stays_short_and_printable() -> None:
    (flag,) = opaque_model_flags([BlindReading("accuracy", "\x1b[31m" * 500, "\n" * 3)])
    assert len(flag.message) < 600
    assert flag.message.isprintable()
