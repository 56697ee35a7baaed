"""A student's process and a judge in one, joined by a folder as they are in a graded run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")

import matplotlib
import pytest

from autograder.evidence import (
    BlobReader,
    BlobWriter,
    Decoder,
    Holder,
    Limits,
    encode_call,
    encode_result,
    encode_value,
)

matplotlib.use("agg")


@dataclass
class Crossing:
    """Carries values from the student's side to the judge's, and calls back.

    Attributes:
        folder: where blobs are.
        limits: of both sides.
    """

    folder: Path
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self.blobs = BlobWriter(self.folder, self.limits)
        self.reader = BlobReader(self.folder, self.limits)
        self.holder = Holder()
        self.decoder = Decoder(self.reader, self.call, self.limits)

    def encode(self, value: Any) -> Any:
        """The tree of a value of the student."""
        return encode_value(value, self.blobs, self.holder, self.limits)

    def decode(self, tree: Any) -> Any:
        """What the judge makes of a tree."""
        return self.decoder.decode(tree)

    def across(self, value: Any) -> Any:
        """What the judge sees of a value of the student."""
        return self.decode(self.encode(value))

    def call(self, handle: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """A call from the judge, its arguments and result as data."""
        tree = encode_call(args, kwargs, self.blobs, limits=self.limits)
        student = Decoder(self.reader, limits=self.limits, resolve=self.holder.get)
        positional, named = student.decode_call(tree)
        result = self.holder.get(handle)(*positional, **named)
        return self.decode(encode_result(result, self.blobs, self.holder, self.limits))


@pytest.fixture
def crossing(tmp_path: Path) -> Crossing:
    """A crossing in a fresh folder."""
    return Crossing(tmp_path)


@pytest.fixture
def crossing_with(tmp_path: Path) -> Callable[[Limits], Crossing]:
    """Makes a crossing with other limits."""
    return lambda limits: Crossing(tmp_path / "limited", limits)
