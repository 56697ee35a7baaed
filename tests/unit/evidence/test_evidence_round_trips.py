"""Random values come back as they were. Damaged evidence is the subject of tests/fuzz."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

# The folder of a crossing is shared by the examples of a test, which only ever add to it.
BRIEF = settings(
    max_examples=100,
    deadline=None,
    database=None,  # leaves no folder behind
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

atoms = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
keys = st.booleans() | st.integers() | st.text(max_size=10) | st.tuples(st.integers(), st.text())
values = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.dictionaries(keys, inner, max_size=5)
        | st.sets(st.integers(), max_size=5)
        | st.lists(st.floats(), min_size=64, max_size=80)
    ),
    max_leaves=30,
)
dtypes = st.sampled_from("bool int8 uint8 int16 int32 int64 float16 float32 float64 U3".split())  # noqa: SIM905
some_arrays = dtypes.flatmap(
    lambda dtype: arrays.arrays(
        np.dtype(dtype), arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=12)
    )
)


def _same(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        pairs = zip(one.items(), other.items(), strict=True)
        return len(one) == len(other) and all(_same(list(a), list(b)) for a, b in pairs)
    return one == other


@BRIEF
@given(value=values)
def test_plain_values_come_back(crossing, value):
    assert _same(crossing.across(value), value)


@BRIEF
@given(array=some_arrays)
def test_arrays_come_back(crossing, array):
    found = crossing.across(array)
    assert (found.shape, found.dtype) == (array.shape, array.dtype)
    assert np.array_equal(found, array, equal_nan=array.dtype.kind == "f")
