"""Random values come back, and random or damaged trees do no harm."""

from __future__ import annotations

import copy
import math
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.errors import EvidenceError
from autograder.evidence import Bundle
from autograder.evidence.arrays import npy_bytes, parse_npy
from autograder.evidence.decode import _BY_TAG

# The folder of a crossing is shared by the examples of a test, which only ever add to it.
BRIEF = settings(
    max_examples=100,
    deadline=None,
    database=None,  # leaves no folder behind
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(BRIEF, max_examples=60)

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
json_atoms = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["nan", "0x1", "<f8", "|O", "h1", "numpy", "Dense", "0" * 64, "AAAA"])
)
field_names = st.sampled_from(
    "blob dtype shape data figure index items first digest min max mean class handle reason".split()  # noqa: SIM905
)
trees = st.recursive(
    json_atoms,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(sorted(_BY_TAG)), inner, min_size=1, max_size=1)
        | st.dictionaries(field_names, inner, max_size=4)
    ),
    max_leaves=25,
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


def _harmless(decode, tree) -> None:
    try:
        decode(tree)
    except EvidenceError as error:
        assert "unforeseen" not in str(error)


@settings(BRIEF, max_examples=400)
@given(tree=trees)
def test_random_trees_do_no_harm(crossing, tree):
    _harmless(crossing.decode, tree)


@BRIEF
@given(content=st.binary(max_size=300))
def test_random_bytes_are_no_position(tmp_path, content):
    (tmp_path / "position-0.json").write_bytes(content)
    with pytest.raises(EvidenceError):
        Bundle(tmp_path).trees(0)


@BRIEF
@given(array=some_arrays, seed=st.integers(0, 2**32))
def test_damaged_arrays_do_no_harm(array, seed):
    chance, content = random.Random(seed), bytearray(npy_bytes(array))
    for _ in range(chance.randint(1, 4)):
        content[chance.randrange(min(len(content), 140))] = chance.choice(b"0189<>|fUO(),'{} \n")
    del content[len(content) - chance.randint(0, 3) :]
    _harmless(parse_npy, bytes(content))


def _places(tree, path=()):
    """All places in a tree or description."""
    yield path
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _places(value, (*path, key))


_ODD = [
    *(None, True, -1, 0, 3, 10**6, 10**30, 1e300, math.nan, "", "x", "Lambda", "softmax"),
    *([], {}, [1], [[]], {"a": 1}, np.zeros(3), np.zeros((2, 2)), np.array("text"), (1, 2)),
]


def _damage(described, seed):
    """A copy of a description with one or two places changed, removed or swapped."""
    chance, described = random.Random(seed), copy.deepcopy(described)
    for _ in range(chance.randint(1, 2)):
        path = chance.choice([path for path in _places(described) if path])
        parent = described
        for key in path[:-1]:
            parent = parent[key]
        if chance.random() < 0.2:
            del parent[path[-1]]
        else:
            parent[path[-1]] = copy.deepcopy(chance.choice(_ODD))
    return described


def _payload(crossing, described):
    from autograder.evidence.encode import Encoder

    tree = Encoder(crossing.blobs, crossing.holder).tree(described, 0)
    return crossing.blobs.write_json(tree)


@pytest.fixture(scope="module")
def described_model():
    """A small model of several kinds of layers, described."""
    keras = pytest.importorskip("keras")
    from autograder.evidence import DEFAULT_LIMITS
    from autograder.evidence.model_describe import describe_model

    layers = keras.layers
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(2, 3, activation="relu", kernel_regularizer="l2")(image / 255.0)
    x = layers.BatchNormalization()(layers.MaxPooling2D()(x))
    inner = keras.Sequential([layers.Flatten(), layers.Dense(3, layers.LeakyReLU())])
    x = layers.Concatenate()([inner(x), layers.GlobalAveragePooling2D()(x)])
    return describe_model(keras.Model(image, layers.Dense(2)(x)), DEFAULT_LIMITS)


@settings(BRIEF, max_examples=120)
@given(seed=st.integers(0, 2**32))
def test_damaged_models_do_no_harm(crossing, described_model, seed):
    digest = _payload(crossing, _damage(described_model, seed))
    _harmless(crossing.decode, {"$model": {"class": "M", "data": digest}})


@pytest.fixture(scope="module")
def described_figure():
    """A figure with artists of all kinds, described."""
    import matplotlib.pyplot as plt

    from autograder.evidence import DEFAULT_LIMITS
    from autograder.evidence.figure_describe import describe_figure

    figure, (left, right) = plt.subplots(1, 2)
    left.bar(["a", "b"], [1, 2], yerr=[0.1, 0.2], label="bars")
    left.errorbar([0, 1], [1, 2], yerr=0.1, label="line")
    left.legend()
    left.scatter([0, 1], [1, 2], c=[0.0, 1.0])
    left.fill_between([0, 1], [0, 1], [1, 2])
    left.text(0, 0, "text")
    figure.colorbar(right.imshow(np.eye(3)))
    figure.suptitle("both")
    plt.close(figure)
    return describe_figure(figure, DEFAULT_LIMITS)


@FEW
@given(seed=st.integers(0, 2**32))
def test_damaged_figures_do_no_harm(crossing, described_figure, seed):
    digest = _payload(crossing, _damage(described_figure, seed))
    _harmless(crossing.decode, {"$figure": digest})
