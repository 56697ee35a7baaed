"""Flags a submission whose model earned points by its predictions alone."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.flags.flag import Flag, Sighting, flag_of, quoted
from autograder.judge.results import BlindReading

CODE = "opaque_model"
WHY = (
    "Its layers could not be looked into: only its answers to new digits were judged, and any "
    "program could give them. Look at what reads the digits."
)


def opaque_model_flags(blind: Iterable[BlindReading]) -> list[Flag]:
    """One flag for all models of a submission that were judged blindly, or none."""
    sightings = [
        Sighting(
            CODE,
            "",
            f"the test '{reading.test}' measured a model of class '{quoted(reading.name)}' "
            f"({quoted(reading.reason)})",
        )
        for reading in blind
    ]
    return [flag_of(CODE, sightings, WHY)] if sightings else []
