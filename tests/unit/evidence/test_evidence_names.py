"""Functions are called where they live; modules and classes are the judge's own; namespaces."""

from __future__ import annotations

import os

import numpy as np
import pytest

from autograder.evidence import StudentFunction, Unsupported
from autograder.evidence.namespace import encode_call, encode_namespace


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


def test_keras_classes(crossing):
    keras = pytest.importorskip("keras")

    class Own(keras.layers.Layer):
        pass

    assert crossing.across(keras.layers.Dense) is keras.layers.Dense
    assert isinstance(crossing.across(Own), Unsupported)
    for name in ("__init__", "os", "nothing"):
        assert isinstance(crossing.decode({"$class": name}), Unsupported)


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
