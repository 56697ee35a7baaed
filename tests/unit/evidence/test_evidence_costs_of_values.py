"""Plain values that would take much memory, or that others can't write, are refused."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import EvidenceError
from autograder.evidence import DEFAULT_LIMITS, Limits
from autograder.evidence.arrays import npy_bytes, parse_npy
from autograder.evidence.strict_json import parse_json
from tests.unit.evidence.described_trees import as_model_tree

keras = pytest.importorskip("keras")
from autograder.evidence.model_describe import describe_model  # noqa: E402


@pytest.mark.parametrize(
    "text", [r'"\ud800"', r'{"\udfff": 1}', r'["\ud83d", "\ude00"]', "1e999", "-1e999", "9" * 25]
)
def test_json_that_python_reads_but_others_can_not_write_is_refused(text):
    with pytest.raises(EvidenceError):
        parse_json(text.encode())


def test_characters_beyond_the_first_plane_are_read_in_both_forms():
    assert parse_json(rb'"\ud83d\ude00"') == parse_json('"😀"'.encode()) == "😀"


def test_arrays_of_half_characters_are_refused():
    array = np.array(["ab"])
    content = npy_bytes(array).replace("b".encode("utf-32-le"), (0xDC00).to_bytes(4, "little"))
    with pytest.raises(EvidenceError, match="no characters"):
        parse_npy(content)


@pytest.mark.parametrize("shape", [[2**39, 2**39, 0], [0, 2**39, 2**30], [2**31] * 3 + [0]])
def test_shapes_that_numpy_can_not_count_are_refused(crossing, shape):
    for tree in (
        {"$array": {"dtype": "<f8", "shape": shape, "data": ""}},
        {"$objects": {"shape": shape, "items": []}},
    ):
        with pytest.raises(EvidenceError, match="impossible"):
            crossing.decode(tree)


def test_numbers_count_as_what_python_makes_of_them(crossing):
    small = crossing.blobs.write_array(np.zeros(2**20, np.int8))
    with pytest.raises(EvidenceError, match="list of numbers"):
        crossing.decode({"$numbers": {"blob": small}})
    # 8 MB each; as lists of Python's floats, 40 MB.
    list_of_floats = {"$numbers": {"blob": crossing.blobs.write_array(np.zeros(1_000_000))}}
    assert len(crossing.decode([list_of_floats] * 2)) == 2
    with pytest.raises(EvidenceError, match="bytes"):
        crossing.decode([list_of_floats] * 8)
    # A million lists of one number each take 64 MB more.
    lists = crossing.blobs.write_array(np.zeros((1_000_000, 1, 1)))
    assert len(crossing.decode({"$numbers": {"blob": lists}})) == 1_000_000
    with pytest.raises(EvidenceError, match="bytes"):
        crossing.decode([{"$numbers": {"blob": lists}}] * 2)


def test_parts_of_descriptions_are_parts_of_the_value(crossing_with):
    crossing = crossing_with(Limits(nodes=1000))
    described = describe_model(keras.Sequential(), DEFAULT_LIMITS)
    trees = [
        as_model_tree(crossing, {**described, "more": [index] * 50 + [0.5] * 850})
        for index in "abcd"
    ]
    with pytest.raises(EvidenceError, match="too many parts"):
        crossing.decode(trees)
    assert len(crossing.decode(trees[:3])) == 3
