"""What reading an archive may cost, and what it may hold."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from dataclasses import dataclass
from typing import IO

from autograder.errors import SubmissionError

MAX_ZIP_LIST = 4_000_000  # bytes of a zip file's table of contents
# Deflated text shrinks to a hundredth at best; what shrinks more was made to.
MAX_RATIO = 300
RATIO_MATTERS = 10_000_000  # bytes unpacked; smaller files do no harm
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END_64_SIZE, _LOCATOR_64_SIZE = 22, 56, 20
_LONGEST_COMMENT = 65_535
# Other methods ask for as much memory as the archive says.
_ZIP_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass
class Budget:
    """What reading one archive may cost.

    Attributes:
        members: entries that may be looked at.
        content: bytes that may be decompressed.
    """

    members: int = 2_000
    content: int = 300_000_000

    def count_member(self) -> None:
        """Take one entry off.

        Raises:
            SubmissionError: there were too many.
        """
        self.members -= 1
        if self.members < 0:
            raise SubmissionError("too_many_files", "It holds too many files.")

    def count_content(self, size: int) -> None:
        """Take bytes off.

        Raises:
            SubmissionError: there were too many.
        """
        self.content -= size
        if self.content < 0:
            raise SubmissionError("too_large", "It unpacks to too many bytes.")


def class_budget() -> Budget:
    """What reading a whole class's download may cost; each archive in it has its own budget.

    So one student's archive can't use up what the others need.
    """
    return Budget(members=50_000, content=50_000_000_000)


def check_zip_list(file: IO[bytes]) -> None:
    """Refuse a table of contents that would not fit into memory before it is read.

    Raises:
        SubmissionError: it is too long, or there is none.
    """
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_64_SIZE - _END_64_SIZE)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or end + _END_SIZE > len(tail):
        raise SubmissionError("unreadable_archive", "It is not a zip file, or cut off.")
    (list_size,) = struct.unpack_from("<I", tail, end + 12)
    locator = end - _LOCATOR_64_SIZE
    if locator >= 0 and tail.startswith(_LOCATOR_64, locator):
        list_size = _list_size_64(tail, start, locator)
    if list_size > MAX_ZIP_LIST:
        raise SubmissionError("too_many_files", "It lists too many files; unpack it by hand.")


def _list_size_64(tail: bytes, start: int, locator: int) -> int:
    """The same in the form for more than 4 GB, which has a record of its own before the end."""
    (place,) = struct.unpack_from("<Q", tail, locator + 8)
    record = locator - _END_64_SIZE
    if record < 0 or place != start + record or not tail.startswith(_END_64, record):
        raise SubmissionError("unreadable_archive", "Its table of contents is damaged.")
    size: int = struct.unpack_from("<Q", tail, record + 40)[0]
    return size


def objection_to(info: zipfile.ZipInfo) -> str:
    """Why a member of a zip file is not read, as a sentence; empty if there is no reason."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "It is a link or a device, and no file."
    if info.flag_bits & 1:
        return "It is encrypted."
    if info.compress_type not in _ZIP_METHODS:
        return "It is packed in an unusual way."
    if info.file_size > max(RATIO_MATTERS, MAX_RATIO * info.compress_size):
        return f"It unpacks to more than {MAX_RATIO} times its size."
    return ""
