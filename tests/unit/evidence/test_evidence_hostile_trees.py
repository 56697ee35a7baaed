"""Malformed trees give an EvidenceError, whatever a student's process wrote into them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autograder.errors import EvidenceError

GOOD = {"blob": "0" * 64}

MALFORMED = [
    {},
    {"x": 1},
    {"$list": []},
    {"$tuple": 1},
    {"$tuple": {"a": 1}},
    {"$tuple": [], "more": 1},
    {"$set": [[]]},
    {"$set": [{"$dict": []}]},
    {"$dict": [1]},
    {"$dict": [[1]]},
    {"$dict": [[[], 1]]},
    {"$dict": {"a": 1}},
    {"$int": "7"},
    {"$int": "0x" + "f" * 3000},
    {"$int": 7},
    {"$float": "1.0"},
    {"$float": []},
    {"$numbers": [1, 2]},
    {"$numbers": {"dtype": "<f8", "shape": [], "data": "AAAAAAAAAAA="}},
    {"$numbers": {"dtype": "<f8", "shape": [2**40, 0], "data": ""}},
    {"$numbers": {"dtype": "<i4", "shape": [1, 2], "data": "AAAAAAAAAAA="}},
    {"$array": None},
    {"$array": {"blob": 1}},
    {"$array": {"blob": "../../etc/passwd"}},
    {"$array": GOOD},
    {"$array": {"dtype": "|O", "shape": [1], "data": "AAAAAAAAAAA="}},
    {"$array": {"dtype": "<f8", "shape": [2], "data": "AAAAAAAAAAA="}},
    {"$array": {"dtype": "<f8", "shape": [2**62, 2**62], "data": ""}},
    {"$array": {"dtype": "<f8", "shape": [-1], "data": "AAAAAAAAAAA="}},
    {"$array": {"dtype": "<f8", "shape": [1], "data": "*"}},
    {"$array": {"dtype": "<f8", "shape": [1] * 40, "data": "AAAAAAAAAAA="}},
    {"$array": {"dtype": "|b1", "shape": [1], "data": "Bw=="}},
    {"$array": {"dtype": "<U1", "shape": [1], "data": "/////w=="}},
    {"$objects": {"shape": [2], "items": [1]}},
    {"$objects": {"shape": [2**40, 0], "items": [1]}},
    {"$large": {}},
    {"$history": 1},
    {"$history": {"$dict": [["history", 1]]}},
    {"$function": "../x"},
    {"$function": None},
    {"$function": "h1", "name": 5},
    {"$handle": "h1"},
    {"$module": ["os"]},
    {"$class": 1},
    {"$unsupported": {}},
    {"$unsupported": "x" * 500},
    {"$figure": "x"},
    {"$figure": GOOD["blob"]},
    {"$axes": {"figure": 1, "index": 0}},
    {"$model": {}},
    {"$model": {"class": "M", "handle": "no spaces"}},
    {"$model": {"class": "M", "data": "x"}},
    ["x" * 200_001],
]


@pytest.mark.parametrize("tree", MALFORMED, ids=lambda tree: json.dumps(tree)[:60])
def test_malformed_trees_are_refused(crossing, tree):
    with pytest.raises(EvidenceError):
        crossing.decode(tree)
    with pytest.raises(EvidenceError):
        crossing.decode([1, {"$dict": [["a", tree]]}])


@pytest.mark.parametrize("tree", [(1,), b"x", {1: 2}, object()])
def test_trees_that_are_no_json_are_refused(crossing, tree):
    with pytest.raises(EvidenceError):
        crossing.decode(tree)


def test_nesting_and_size_are_bounded(crossing):
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(EvidenceError, match="nested too deep"):
        crossing.decode(deep)
    with pytest.raises(EvidenceError, match="too many parts"):
        crossing.decode([[]] * 1_000_000)


def test_keys_chosen_to_collide_are_refused(crossing):
    keys = [index * (2**61 - 1) for index in range(1, 4)]
    assert len({hash(key) for key in keys}) == 1
    colliding = [{"$int": hex(index * (2**61 - 1))} for index in range(1, 5000)]
    with pytest.raises(EvidenceError, match="collide"):
        crossing.decode({"$set": colliding})
    with pytest.raises(EvidenceError, match="collide"):
        crossing.decode({"$dict": [[key, 0] for key in colliding]})


def test_one_array_named_many_times_is_counted_each_time(crossing):
    digest = crossing.blobs.write_array(np.zeros(2**20))
    with pytest.raises(EvidenceError, match="bytes"):
        crossing.decode([{"$array": {"blob": digest}}] * 40)
