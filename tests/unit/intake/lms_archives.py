"""Archives as Canvas and Moodle make them, and such as nobody should make."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

FOLDERS = 0o40755 << 16


def notebook(text: str = "1") -> bytes:
    """A notebook that differs with its text."""
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    content: dict[str, Any] = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def zipped(members: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """A zip file; names may occur twice."""
    entries = list(members.items()) if isinstance(members, dict) else members
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar file."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def with_tar_entry(kind: bytes, target_name: str) -> bytes:
    """A tar file with a notebook, and an entry of another kind of the same name ending."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        info = tarfile.TarInfo("small.ipynb")
        info.size = len(notebook())
        archive.addfile(info, io.BytesIO(notebook()))
        odd = tarfile.TarInfo("odd.ipynb")
        odd.type, odd.linkname = kind, target_name
        archive.addfile(odd)
    return target.getvalue()


def with_zip_link(name: str, target_name: str) -> bytes:
    """A zip file with a notebook and a symbolic link."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("small.ipynb", notebook())
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o120777 << 16
        archive.writestr(info, target_name)
    return target.getvalue()


def encrypted(name: str = "small.ipynb") -> bytes:
    """A zip file that says of its entry that it is encrypted."""
    data = bytearray(zipped({name: notebook()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(mark)
        (flags,) = struct.unpack_from("<H", data, start + place)
        struct.pack_into("<H", data, start + place, flags | 1)
    return bytes(data)


def bomb(size: int = 40_000_000) -> bytes:
    """A zip file of a notebook full of spaces."""
    return zipped({"small.ipynb": b" " * size})


def damaged() -> bytes:
    """A zip file whose content does not fit its checksum."""
    data = bytearray(zipped({"small.ipynb": notebook("x" * 3000)}))
    start = data.index(b"small.ipynb") + len("small.ipynb") + 5
    data[start] ^= 0xFF
    return bytes(data)


def write(place: Path, files: dict[str, bytes]) -> Path:
    """A folder of files."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return place
