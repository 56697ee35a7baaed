"""Whatever a student's process writes, the judge gets a value or an EvidenceError."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc

import numpy as np
import pytest

from autograder.errors import EvidenceError
from autograder.evidence import BlobReader, Bundle, Decoder, Limits, OpaqueModel, seal, write_bundle
from autograder.evidence.arrays import npy_bytes, parse_npy

GOOD = {"blob": "0" * 64}


def put(crossing, content: bytes, kind: str = "npy") -> str:
    """Write a blob under its right name, whatever is in it."""
    digest = hashlib.sha256(content).hexdigest()
    (crossing.folder / f"{digest}.{kind}").write_bytes(content)
    return digest


def npy(header: str, data: bytes = b"") -> bytes:
    """A .npy file with any header."""
    text = header.encode("latin1")
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


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


HEADERS = {
    "object dtype": npy("{'descr': '|O', 'fortran_order': False, 'shape': (1, ), }\n", b"\0" * 8),
    "structured": npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1, ), }\n"),
    "huge shape": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, ), }\n"),
    "overflow": npy(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 2), }\n"
    ),
    "negative": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, ), }\n"),
    "fortran": npy("{'descr': '<f8', 'fortran_order': True, 'shape': (0, ), }\n"),
    "code": npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1, ), }\n"),
    "nested": npy("(" * 500),
    "too short": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, ), }\n", b"\0" * 8),
    "too long": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, ), }\n", b"\0" * 24),
    "wide text": npy("{'descr': '<U99999', 'fortran_order': False, 'shape': (0, ), }\n"),
    "dates": npy("{'descr': '<M8[s]', 'fortran_order': False, 'shape': (0, ), }\n"),
    "version 2": b"\x93NUMPY\x02\x00" + b"\0" * 100,
    "header past the end": b"\x93NUMPY\x01\x00\xff\xff",
    "empty": b"",
    "pickle": b"\x80\x04\x95" + b"\0" * 50,
    "zip": b"PK\x03\x04" + b"\0" * 50,
}


@pytest.mark.parametrize("name", HEADERS)
def test_malformed_arrays_are_refused_before_anything_large_is_made(crossing, name):
    tree = {"$array": {"blob": put(crossing, HEADERS[name])}}
    tracemalloc.start()
    with pytest.raises(EvidenceError):
        crossing.decode(tree)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_our_arrays_are_what_numpy_reads_too(tmp_path):
    array = np.random.default_rng(0).random((3, 4, 5)).astype(np.float32)
    path = tmp_path / "array.npy"
    path.write_bytes(npy_bytes(array))
    assert np.array_equal(np.load(path, allow_pickle=False), array)
    assert np.array_equal(parse_npy(path.read_bytes()), array)


def test_blobs_must_be_what_their_names_say(crossing):
    digest = crossing.blobs.write_array(np.arange(1000))
    path = crossing.folder / f"{digest}.npy"
    path.write_bytes(npy_bytes(np.arange(1, 1001)))
    with pytest.raises(EvidenceError, match="does not hold what its name says"):
        crossing.reader.read_array(digest)


def test_links_pipes_and_folders_are_not_followed(crossing, tmp_path):
    content = npy_bytes(np.arange(3))
    secret = tmp_path / "secret"
    secret.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path = crossing.folder / f"{digest}.npy"
    for make in (
        lambda: path.symlink_to(secret),
        lambda: os.mkfifo(path),
        path.mkdir,
        lambda: path.symlink_to("/dev/zero"),
    ):
        make()
        with pytest.raises(EvidenceError):
            crossing.reader.read_array(digest)
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    link = tmp_path / "link"
    link.symlink_to(crossing.folder)
    with pytest.raises(EvidenceError):
        BlobReader(link).read_array(digest)
    with pytest.raises(EvidenceError):
        Bundle(tmp_path / "nowhere").positions()


def test_files_over_the_limit_are_not_read(crossing_with):
    crossing = crossing_with(Limits(array_bytes=1000))
    path = crossing.folder / f"{'0' * 64}.npy"
    with path.open("wb") as file:
        file.truncate(2**40)  # sparse
    with pytest.raises(EvidenceError, match="the limit is"):
        crossing.reader.read_array("0" * 64)


POSITIONS = {
    "no json": b"{",
    "not utf-8": b"\xff\xfe",
    "a list": b"[]",
    "same key twice": b'{"version": 1, "position": 0, "names": {"a": 1, "a": 2}}',
    "nan": b'{"version": 1, "position": 0, "names": {"a": NaN}}',
    "infinity": b'{"version": 1, "position": 0, "names": {"a": -Infinity}}',
    "another position": b'{"version": 1, "position": 1, "names": {}}',
    "another version": b'{"version": 2, "position": 0, "names": {}}',
    "more": b'{"version": 1, "position": 0, "names": {}, "score": 100}',
    "names": b'{"version": 1, "position": 0, "names": []}',
    "deep": b"[" * 1_000_000,
    "digits": b'{"version": 1, "position": 0, "names": {"a": ' + b"9" * 100_000 + b"}}",
    "large": b" " * 5_000_000,
}


@pytest.mark.parametrize("name", POSITIONS)
def test_malformed_positions_are_refused(tmp_path, name):
    (tmp_path / "position-0.json").write_bytes(POSITIONS[name])
    with pytest.raises(EvidenceError):
        Bundle(tmp_path).trees(0)


def test_bundles_come_back(crossing):
    trees = {"x": crossing.encode(1), "a": crossing.encode(np.arange(1000))}
    write_bundle(crossing.folder, 0, trees)
    write_bundle(crossing.folder, 12, {})
    bundle = Bundle(crossing.folder)
    assert bundle.positions() == [0, 12]
    assert bundle.trees(0) == trees
    assert np.array_equal(Decoder(bundle.blobs).decode(bundle.trees(0)["a"]), np.arange(1000))
    for position in (-1, 10_000):
        with pytest.raises(ValueError, match="no position"):
            write_bundle(crossing.folder, position, {})
        with pytest.raises(EvidenceError):
            bundle.trees(position)


def test_sealing_copies_what_is_ours_and_nothing_else(crossing, tmp_path):
    tree = crossing.encode(np.arange(1000))
    write_bundle(crossing.folder, 0, {"a": tree})
    for name in ("position-00.json", "position-1.json.bak", "x.npy", ".part-1-x", "grades.jsonl"):
        (crossing.folder / name).write_text("{}")
    (crossing.folder / "sub").mkdir()
    target = tmp_path / "private"
    bundle = seal(crossing.folder, target)
    blob = tree["$array"]["blob"] + ".npy"
    assert sorted(path.name for path in target.iterdir()) == sorted(["position-0.json", blob])
    (crossing.folder / blob).write_bytes(b"changed")
    assert np.array_equal(Decoder(bundle.blobs).decode(bundle.trees(0)["a"]), np.arange(1000))


def test_sealing_refuses_links_and_too_much(crossing, tmp_path):
    path = crossing.folder / "position-3.json"
    path.symlink_to("/etc/passwd")
    with pytest.raises(EvidenceError):
        seal(crossing.folder, tmp_path / "a")
    path.unlink()
    for index in range(8):
        crossing.blobs.write_array(np.arange(1000) + index)
    with pytest.raises(EvidenceError, match="bytes"):
        seal(crossing.folder, tmp_path / "b", Limits(total_bytes=20_000))
    with pytest.raises(EvidenceError, match="files"):
        seal(crossing.folder, tmp_path / "c", Limits(files=2))


# Models -----------------------------------------------------------------------------------


def _model_tree(crossing, change):
    """The tree of a small model after a change of its description."""
    keras = pytest.importorskip("keras")
    from autograder.evidence.encode import Encoder
    from autograder.evidence.model_describe import describe_model

    image = keras.Input((4,), name="in")
    middle = keras.layers.Dense(3, name="one")(image)
    model = keras.Model(image, keras.layers.Dense(2, name="two")(middle), name="m")
    described = describe_model(model, crossing.limits)
    change(described)
    encoder = Encoder(crossing.blobs, crossing.holder)
    digest = crossing.blobs.write_json(encoder.tree(described, 0))
    return {"$model": {"class": "M", "handle": "h1", "data": digest}}


def _set(path, value):
    def change(described):
        place = described
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


WRONG_WEIGHTS = {
    "many units": _set(["layers", 1, "config", "units"], 8192),
    "missing": _set(["layers", 1, "weights"], []),
    "one too many": _set(["layers", 1, "weights"], [np.zeros((4, 3)), np.zeros(3), np.zeros(3)]),
    "shape": _set(["layers", 1, "weights"], [np.zeros((3, 4)), np.zeros(3)]),
    "text": _set(["layers", 1, "weights"], [np.full((4, 3), "a"), np.zeros(3)]),
    "no arrays": _set(["layers", 1, "weights"], [1, 2]),
    "no layers": _set(["layers"], 5),
    "kind": _set(["kind"], "pickle"),
    "claims": _set(["claims"], []),
    "claimed loss": _set(["claims", "loss"], 5),
    "config": _set(["layers", 1, "config"], []),
    "nodes": _set(["layers", 1, "nodes"], 3),
    "function inside": _set(["layers", 1, "config"], len),
}


@pytest.mark.parametrize("name", WRONG_WEIGHTS)
def test_malformed_models_are_refused(crossing, name):
    with pytest.raises(EvidenceError):
        crossing.decode(_model_tree(crossing, WRONG_WEIGHTS[name]))


NOT_ON_THE_LISTS = {
    "unknown layer": _set(["layers", 1, "class"], "Lambda"),
    "class of another module": _set(["layers", 1, "module"], "os"),
    "private class": _set(["layers", 1, "class"], "__class__"),
    "absurd units": _set(["layers", 1, "config", "units"], 10**9),
    "negative units": _set(["layers", 1, "config", "units"], -1),
    "units as text": _set(["layers", 1, "config", "units"], "3"),
    "units as bool": _set(["layers", 1, "config", "units"], True),
    "absurd input": _set(["layers", 0, "config", "batch_shape"], [None, 10**9]),
    "large input": _set(["layers", 0, "config", "batch_shape"], [None] + [90_000] * 3),
    "activation": _set(["layers", 1, "config", "activation"], {"class_name": "function"}),
    "activation by path": _set(["layers", 1, "config", "activation"], "os.system"),
    "argument": _set(["layers", 1, "config", "lora_rank"], 4),
    "dtype": _set(["layers", 1, "config", "dtype"], "object"),
    "name": _set(["layers", 1, "name"], "a/b"),
    "same name twice": _set(["layers", 1, "name"], "two"),
    "cycle": _set(["layers", 1, "nodes", 0, "args"], [{"tensor": ["two", 0, 0]}]),
    "tensor from nowhere": _set(["outputs"], ["nobody", 0, 0]),
    "input from inside": _set(["inputs"], ["one", 0, 0]),
    "call": _set(["layers", 1, "nodes", 0, "kwargs"], {"mask": 1}),
    "many layers": lambda described: described["layers"].extend(described["layers"] * 300),
}


@pytest.mark.parametrize("name", NOT_ON_THE_LISTS)
def test_models_with_parts_that_are_not_on_the_lists_are_not_built(crossing, monkeypatch, name):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, NOT_ON_THE_LISTS[name])
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    found = crossing.decode(tree)
    assert isinstance(found, OpaqueModel)
    assert found.reason


def _never(*args, **kwargs):
    raise AssertionError("nothing may be built")


def test_size_is_known_before_anything_is_built(crossing, monkeypatch):
    keras = pytest.importorskip("keras")

    def change(described):
        shape = [None, 8000]
        described["layers"][0]["config"]["batch_shape"] = shape
        described["layers"][1]["config"]["units"] = 8000

    tree = _model_tree(crossing, change)
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    assert "parameters" in crossing.decode(tree).reason


def _nest(described, shape):
    """Put a model with an input of its own in the place of the layer "one"."""
    inner = {
        "kind": "sequential",
        "name": "inner",
        "trainable": True,
        "layers": [
            {**described["layers"][0], "config": {"batch_shape": shape, "dtype": "float32"}},
            {**described["layers"][1], "nodes": []},
        ],
    }
    outer = described["layers"][1]
    described["layers"][1] = {
        "class": "Sequential",
        "module": "keras",
        "name": "one",
        "nodes": outer["nodes"],
        "model": inner,
    }
    return inner


def test_a_nested_model_is_rebuilt(crossing):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, lambda described: _nest(described, [None, 4]))
    assert isinstance(crossing.decode(tree), keras.Model)


def _nested_input_that_is_never_given(described):
    _nest(described, [None, 100_000])["layers"][1]["config"]["units"] = 8000


def _nested_model_that_is_never_called(described):
    _nest(described, [None, 100_000])["layers"][1]["config"]["units"] = 8000
    described["layers"][1]["nodes"] = []
    described["layers"][2]["nodes"][0]["args"] = [{"tensor": ["in", 0, 0]}]


def _nested_model_in_an_unbuilt_one(described):
    _nested_model_that_is_never_called(described)
    described["kind"] = "sequential"
    inner = described["layers"][1]
    flat = {"class": "Flatten", "module": "keras.layers", "name": "f", "nodes": [], "weights": []}
    flat["config"] = {"trainable": True, "dtype": "float32", "data_format": "channels_last"}
    described["layers"] = [flat, inner]


@pytest.mark.parametrize(
    "change",
    [
        _nested_input_that_is_never_given,
        _nested_model_that_is_never_called,
        _nested_model_in_an_unbuilt_one,
    ],
)
def test_size_is_known_of_nested_models_too(crossing, monkeypatch, change):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, change)
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    assert isinstance(crossing.decode(tree), OpaqueModel)


def test_models_nested_without_end_are_refused(crossing):
    def change(described):
        inner = {key: described[key] for key in ("kind", "name", "trainable")}
        inner |= {"layers": [], "inputs": described["inputs"], "outputs": described["outputs"]}
        for _ in range(6):
            layer = {"class": "M", "module": "", "name": "n", "nodes": [], "model": inner}
            inner = {**inner, "layers": [layer]}
        described["layers"][1] = inner["layers"][0]

    assert isinstance(crossing.decode(_model_tree(crossing, change)), OpaqueModel)


# Figures ----------------------------------------------------------------------------------


def _figure_tree(crossing, change):
    import matplotlib.pyplot as plt

    from autograder.evidence.encode import Encoder
    from autograder.evidence.figure_describe import describe_figure

    figure, panel = plt.subplots()
    panel.plot([1, 2], label="a")
    panel.bar([1], [2], yerr=[1])
    panel.scatter([1], [2])
    panel.imshow(np.eye(3))
    panel.legend()
    plt.close(figure)
    described = describe_figure(figure, crossing.limits)
    change(described)
    tree = Encoder(crossing.blobs, crossing.holder).tree(described, 0)
    return {"$figure": crossing.blobs.write_json(tree)}


BAD_FIGURES = {
    "no axes": _set(["axes"], None),
    "axes": _set(["axes"], [1]),
    "endless size": _set(["size"], [float("inf"), 1]),
    "size": _set(["size"], [1]),
    "limits": _set(["axes", 0, "xlim"], ["a", "b"]),
    "nan limits": _set(["axes", 0, "xlim"], [float("nan"), 1]),
    "line": _set(["axes", 0, "lines", 0, "x"], np.zeros(7)),
    "line of text": _set(["axes", 0, "lines", 0, "x"], np.array(["a", "b"])),
    "colour": _set(["axes", 0, "lines", 0, "colour"], "red"),
    "image": _set(["axes", 0, "images", 0, "values"], np.zeros((3, 3, 7))),
    "image of text": _set(["axes", 0, "images", 0, "values"], np.array([["a"]])),
    "large image": _set(["axes", 0, "images", 0, "values"], np.zeros((600, 600))),
    "empty image": _set(["axes", 0, "images", 0, "values"], np.zeros((0, 3))),
    "container": _set(["axes", 0, "containers", 0, "caps"], [99]),
    "container of itself": _set(["axes", 0, "containers", 0, "line"], -1),
    "points": _set(["axes", 0, "collections", 1, "at"], np.zeros((2, 5))),
    "title": _set(["axes", 0, "titles"], [None, None, None]),
    "title colours": _set(["axes", 0, "title_colours"], [[0, 0, 0, 1]]),
    "title colour": _set(["axes", 0, "title_colours"], ["red", None, None]),
    "label colour": _set(["axes", 0, "label_colours"], [[0, 0, float("nan"), 1], None]),
    "no label colours": _set(["axes", 0, "label_colours"], None),
    "long title": _set(["axes", 0, "titles"], ["x" * 20_000, "", ""]),
    "ticks": _set(["axes", 0, "xticks"], {"positions": [1.0], "labels": ["a", "b"]}),
    "many ticks": _set(["axes", 0, "xticks"], {"positions": [1.0] * 2000, "labels": None}),
    "unknown collection": _set(["axes", 0, "collections", 0, "kind"], "code"),
    "function inside": _set(["axes", 0, "legend"], len),
}


@pytest.mark.parametrize("name", BAD_FIGURES)
def test_malformed_figures_are_refused(crossing, name):
    with pytest.raises(EvidenceError):
        crossing.decode(_figure_tree(crossing, BAD_FIGURES[name]))


def test_odd_but_harmless_figures_are_tamed(crossing):
    def change(described):
        described["size"] = [10_000.0, -5.0]
        line = described["axes"][0]["lines"][0]
        line |= {"marker": "$\\frac{1}{$", "linestyle": "x" * 100, "linewidth": 1e250}
        described["axes"][0]["images"][0]["cmap"] = "os.system"
        described["axes"][0]["xscale"] = "function"

    figure = crossing.decode(_figure_tree(crossing, change))
    assert list(figure.get_size_inches()) == [60, 0.1]
    assert figure.axes[0].lines[0].get_marker() == "o"
    assert figure.axes[0].get_xscale() == "linear"
