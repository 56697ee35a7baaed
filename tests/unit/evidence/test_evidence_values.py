"""Plain values and histories come back as the format says; others say what they are."""

from __future__ import annotations

import collections
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograder.evidence import HistoryData, Unsupported
from autograder.evidence.namespace import encode_namespace


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**63),
        2**63,
        -(10**400),
        1.5,
        -0.0,
        "",
        "é \U0001f600 \0",
        [],
        [1, [2.5, "x"], None],
        (1,),
        (),
        {"a": 1, 2: (3,), (4, 5): [6]},
        {1, 2},
        [1.0] * 100,
        list(range(1000)),
        [True] * 100,
        [1, 2.0] * 100,
        [[[0.5] * 3] * 28] * 10,
        [[1, 2]] * 50,
        [[1.5], [2.5, 3.5]] * 50,
        [[]] * 100,
        [[1.0, "x"]] * 100,
    ],
    ids=repr,
)
def test_plain_values_come_back_equal_and_of_the_same_type(crossing, value):
    found = crossing.across(value)
    assert found == value
    assert type(found) is type(value)
    assert repr(found) == repr(value)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_floats_that_json_has_not(crossing, number):
    assert repr(crossing.across(number)) == repr(number)
    assert repr(crossing.across([number] * 100)) == repr([number] * 100)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float32(0.5), 0.5),
        (np.float64(0.25), 0.25),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.longdouble(0.5), 0.5),
        (Fraction(9251, 10_000), 0.9251),
        (Decimal("0.9251"), 0.9251),
        (frozenset({1}), {1}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.defaultdict(int, a=1), {"a": 1}),
        (collections.namedtuple("Point", "x y")(1, 2), (1, 2)),
        (range(3), [0, 1, 2]),
        ({"a": 1}.keys(), ["a"]),
        ("lone \ud800", "lone ?"),
    ],
    ids=repr,
)
def test_relatives_of_plain_values_become_plain(crossing, value, plain):
    found = crossing.across(value)
    assert found == plain
    assert type(found) is type(plain)


def test_images_as_lists_of_lists_of_numbers_cross_however_many(crossing):
    images = [[list(row) for row in image] for image in np.ones((512, 28, 28), "float32")]
    found = crossing.across(images)
    assert np.shape(found) == (512, 28, 28)
    assert type(found[0]) is list
    assert type(found[0][0][0]) is float


def test_subclasses_that_lie_are_read_past_their_own_methods(crossing):
    class Lying(float):
        def __eq__(self, other):
            return True

        def __float__(self):
            return 1.0

        __hash__ = None

    class LyingList(list):
        def __iter__(self):
            return iter([1, 2, 3])

        def __len__(self):
            return 3

    assert crossing.across(Lying(0.25)) == 0.25
    assert crossing.across(LyingList([7])) == [7]


def test_containers_that_hold_themselves_or_are_too_deep(crossing):
    cycle: list = []
    cycle.append(cycle)
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    for value in (cycle, deep):
        found = crossing.across(value)
        assert isinstance(found, Unsupported)
        assert "nested too deep" in found.reason


def test_other_values_say_what_they_are(crossing):
    class Gadget:
        pass

    assert crossing.across(Gadget()).type_name.endswith("Gadget")
    assert crossing.across(b"bytes") == Unsupported("bytes")
    assert crossing.across(1j) == Unsupported("complex")
    assert crossing.across([1, b"x"]) == [1, Unsupported("bytes")]
    assert crossing.across("x" * 300_000).reason == "it is a text of 300000 characters"
    assert "bits" in crossing.across(1 << 5000).reason


def test_a_value_whose_own_code_raises_costs_no_other_value(crossing):
    class Hostile:
        @property
        def __class__(self):
            raise SystemError("no")

    trees = encode_namespace({"a": 1, "bad": Hostile(), "z": 2}, crossing.blobs, crossing.holder)
    assert crossing.decode(trees["a"]) == 1
    assert crossing.decode(trees["z"]) == 2
    assert isinstance(crossing.decode(trees["bad"]), Unsupported)


def test_histories(crossing):
    keras = pytest.importorskip("keras")
    history = keras.callbacks.History()
    history.history = {"loss": [np.float32(0.5), 0.25]}
    history.epoch = [0, 1]
    history.params = {"epochs": 2}
    expected = HistoryData({"loss": [0.5, 0.25]}, [0, 1], {"epochs": 2})
    assert crossing.across(history) == expected
    assert crossing.across(keras.callbacks.History()) == HistoryData({}, [], {})
    assert crossing.across(lambda given: given.history["loss"][0])(expected) == 0.5
