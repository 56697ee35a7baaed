"""Malformed arrays, positions and bundles are refused; links and pipes are not followed."""

from __future__ import annotations

import hashlib
import os
import tracemalloc

import numpy as np
import pytest

from autograder.errors import EvidenceError
from autograder.evidence import BlobReader, Bundle, Decoder, Limits, seal, write_bundle
from autograder.evidence.arrays import npy_bytes, parse_npy


def put(crossing, content: bytes, kind: str = "npy") -> str:
    """Write a blob under its right name, whatever is in it."""
    digest = hashlib.sha256(content).hexdigest()
    (crossing.folder / f"{digest}.{kind}").write_bytes(content)
    return digest


def npy(header: str, data: bytes = b"") -> bytes:
    """A .npy file with any header."""
    text = header.encode("latin1")
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


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
