"""Replacing a file as a whole."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from autograder.errors import DiskFullError, RecordError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def replace_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file so that readers see the old content or the new one, never a part.

    Args:
        path: the file; its folder is made if need be.
        data: the new content, whole or in parts.

    Raises:
        DiskFullError: there is no room for it.
        RecordError: the file can't be written.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(path.parent) from error
        raise RecordError(
            f"{path} can't be written: {error.strerror or error}.",
            "Look at the disk's free space and the folder's permissions.",
        ) from error
