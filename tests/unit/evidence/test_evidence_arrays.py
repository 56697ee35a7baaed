"""Arrays, tensors and tables come back whole, large ones as summaries."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.evidence import LargeArray, Limits, Unsupported


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


def test_arrays_of_objects(crossing):
    found = crossing.across(np.array([[1, "a"], [None, 2.5]], dtype=object))
    assert found.tolist() == [[1, "a"], [None, 2.5]]


def test_tensors(crossing):
    tensorflow = pytest.importorskip("tensorflow")
    import keras

    assert np.array_equal(crossing.across(tensorflow.constant([1, 2])), [1, 2])
    assert crossing.across(tensorflow.Variable(2.5)).shape == ()
    assert np.array_equal(crossing.across(keras.Variable([1.0])), [1.0])
    assert crossing.across(tensorflow.constant([1.5], tensorflow.bfloat16)).dtype == np.float32
    assert isinstance(crossing.across(keras.Input((3,))), Unsupported)


def test_tables_and_columns_of_pandas_cross_as_arrays(crossing):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"large": [0.25, 0.75], "small": [0.5, 0.5]}, index=["a.jpg", "b.jpg"])
    for given, expected in (
        (table, [[0.25, 0.5], [0.75, 0.5]]),
        (table["large"], [0.25, 0.75]),
        (table.index[table["large"] > 0.5], ["b.jpg"]),
        (pandas.Series(["a", "b"], dtype="category"), ["a", "b"]),
    ):
        found = crossing.across(given)
        assert type(found) is np.ndarray
        assert found.tolist() == expected
    of_student = crossing.across(lambda labels: pandas.crosstab(labels, labels))
    assert of_student(np.array([4, 4, 7])).tolist() == [[2, 0], [0, 1]]


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


def test_blobs_keep_within_their_total(crossing_with):
    crossing = crossing_with(Limits(total_bytes=20_000))
    small, large = np.arange(1000), np.arange(3000)
    assert isinstance(crossing.across(small), np.ndarray)
    assert "too large together" in crossing.across(large).reason
    assert isinstance(crossing.across(small), np.ndarray)
