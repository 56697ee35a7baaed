"""Plain values, arrays, functions and names cross and come back as the format says."""

from __future__ import annotations

import collections
import math
import os

import numpy as np
import pytest

from autograder.evidence import HistoryData, LargeArray, Limits, StudentFunction, Unsupported
from autograder.evidence.namespace import encode_call, encode_namespace


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


def test_tables_and_columns_of_pandas_cross_as_arrays(crossing):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"large": [0.25, 0.75], "small": [0.5, 0.5]}, index=["a.jpg", "b.jpg"])
    assert np.array_equal(crossing.across(table), [[0.25, 0.5], [0.75, 0.5]])
    assert np.array_equal(crossing.across(table["large"]), [0.25, 0.75])
    assert list(crossing.across(table.index[table["large"] > 0.5])) == ["b.jpg"]
    assert list(crossing.across(pandas.Series(["a", "b"], dtype="category"))) == ["a", "b"]


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


@pytest.mark.parametrize(
    "array",
    [
        np.arange(5),
        np.zeros((0, 3), np.float32),
        np.array(3.5),
        np.random.default_rng(0).random((28, 28)),
        np.arange(24, dtype=">i4").reshape(2, 3, 4)[:, ::-1],
        np.asfortranarray(np.eye(40, dtype=np.float16)),
        np.array([True, False]),
        np.array(["a", "bcd"]),
        np.arange(1000, dtype=np.uint8),
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_arrays_come_back_whole(crossing, array):
    found = crossing.across(array)
    assert found.shape == array.shape
    assert found.dtype == array.dtype.newbyteorder("=")
    assert np.array_equal(found, array)
    found[...] = found  # writable


def test_large_arrays_come_as_summaries(crossing):
    array = np.random.default_rng(0).random((2000, 28, 28))
    found = crossing.across(array)
    assert isinstance(found, LargeArray)
    assert (found.shape, found.dtype, found.ndim, found.size, len(found), found.nbytes) == (
        array.shape,
        array.dtype,
        3,
        array.size,
        2000,
        array.nbytes,
    )
    assert (np.min(found), found.max(), np.shape(found)) == (array.min(), array.max(), array.shape)
    assert np.mean(found) == pytest.approx(array.mean())
    assert np.array_equal(found[0], array[0])
    assert np.array_equal(found[2:5], array[2:5])
    assert found[3, 4, 5] == array[3, 4, 5]
    for index in (10, -1, slice(5, 11), slice(None)):
        with pytest.raises(IndexError):
            found[index]
    for ask in (lambda: np.asarray(found), lambda: list(found), lambda: found.min(axis=0)):
        with pytest.raises(TypeError):
            ask()


def test_a_summary_is_made_again_when_the_array_changes_in_place(crossing):
    array = np.full((1000, 1000), 255.0)
    before = crossing.across(array)
    again = crossing.across(array)
    array /= 255.0
    after = crossing.across(array)
    assert before.digest == again.digest != after.digest
    assert (before.max(), after.max()) == (255.0, 1.0)


def test_functions_are_called_where_they_live(crossing):
    def preprocess(images, scale=1.0):
        """Divides."""
        return images / scale

    found = crossing.across(preprocess)
    assert isinstance(found, StudentFunction)
    assert found.__name__ == "preprocess"
    images = np.full((5000, 28, 28), 255, np.uint8)
    result = found(images, scale=255.0)
    assert result.shape == images.shape
    assert result.dtype == np.float64
    assert result.max() == 1.0
    assert crossing.across(lambda: 1).__name__ == "<lambda>"


def test_functions_go_back_as_themselves(crossing):
    def twice(function, value):
        return function(function(value)), function is increase

    def increase(value):
        return value + 1

    assert crossing.across(twice)(crossing.across(increase), 1) == (3, True)


def test_what_a_function_raises_passes_through(crossing):
    def fail():
        raise ZeroDivisionError("by the student")

    with pytest.raises(ZeroDivisionError, match="by the student"):
        crossing.across(fail)()


@pytest.mark.parametrize("argument", [len, lambda: 1, object(), b"x"])
def test_the_judge_is_told_at_once_what_cannot_be_an_argument(crossing, argument):
    with pytest.raises(TypeError, match="can't cross"):
        encode_call([[argument]], {}, crossing.blobs)


def test_modules_are_the_judges_own(crossing):
    assert crossing.across(np) is np
    assert crossing.across(np.linalg) is np.linalg
    assert crossing.across(os.path) is os.path
    assert crossing.decode({"$module": "keras._tf_keras.keras"}).__name__ == "keras"
    assert crossing.across(pytest) == Unsupported("module", "the module pytest")
    for name in ("subprocess", "keras.src", "numpy.distutils", "..", "antigravity"):
        assert isinstance(crossing.decode({"$module": name}), Unsupported)


def test_arrays_of_objects(crossing):
    found = crossing.across(np.array([[1, "a"], [None, 2.5]], dtype=object))
    assert found.tolist() == [[1, "a"], [None, 2.5]]


def test_namespaces_leave_out_what_is_ipythons(crossing):
    names = {"x": 1, "_y": 2, "__name__": 3, "In": [], "Out": {}, "exit": 4, "get_ipython": len}
    assert set(encode_namespace(names, crossing.blobs, crossing.holder)) == {"x"}
    assert set(encode_namespace({"open": open}, crossing.blobs, crossing.holder)) == set()
    assert set(encode_namespace({"open": 3}, crossing.blobs, crossing.holder)) == {"open"}


def test_namespaces_keep_within_their_size(crossing):
    names = {f"text{index}": "x" * 190_000 for index in range(40)} | {"last": 1}
    trees = encode_namespace(names, crossing.blobs, crossing.holder)
    kinds = [type(crossing.decode(trees[name])) for name in names]
    assert kinds.count(str) == 21
    assert kinds[-1] is int
    huge = encode_namespace({"a": ["x" * 190_000] * 9}, crossing.blobs, crossing.holder)
    assert "bytes" in crossing.decode(huge["a"]).reason


def test_blobs_keep_within_their_total(crossing_with):
    crossing = crossing_with(Limits(total_bytes=20_000))
    small, large = np.arange(1000), np.arange(3000)
    assert isinstance(crossing.across(small), np.ndarray)
    assert "too large together" in crossing.across(large).reason
    assert isinstance(crossing.across(small), np.ndarray)


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


def test_tensors(crossing):
    tensorflow = pytest.importorskip("tensorflow")
    import keras

    assert np.array_equal(crossing.across(tensorflow.constant([1, 2])), [1, 2])
    assert crossing.across(tensorflow.Variable(2.5)).shape == ()
    assert np.array_equal(crossing.across(keras.Variable([1.0])), [1.0])
    assert crossing.across(tensorflow.constant([1.5], tensorflow.bfloat16)).dtype == np.float32
    assert isinstance(crossing.across(keras.Input((3,))), Unsupported)


def test_tables_of_pandas_come_as_their_values(crossing):
    pandas = pytest.importorskip("pandas")
    counts = np.arange(6).reshape(2, 3)
    table = pandas.DataFrame(counts, index=["a", "b"])
    for given, expected in (
        (table, counts),
        (table[0], counts[:, 0]),
        (table.index, np.array(["a", "b"])),
    ):
        found = crossing.across(given)
        assert type(found) is np.ndarray
        assert np.array_equal(found, expected)
    of_student = crossing.across(lambda labels: pandas.crosstab(labels, labels))
    assert of_student(np.array([4, 4, 7])).tolist() == [[2, 0], [0, 1]]


def test_keras_classes(crossing):
    keras = pytest.importorskip("keras")

    class Own(keras.layers.Layer):
        pass

    assert crossing.across(keras.layers.Dense) is keras.layers.Dense
    assert isinstance(crossing.across(Own), Unsupported)
    for name in ("__init__", "os", "nothing"):
        assert isinstance(crossing.decode({"$class": name}), Unsupported)
