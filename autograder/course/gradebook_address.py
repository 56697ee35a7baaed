"""Where the course's gradebook is, when nbgrader_config.py names another place than a file."""

from __future__ import annotations

import io
import os
import re
import tokenize
from pathlib import Path

from autograder.errors import SettingsError

FILE_NAME = "nbgrader_config.py"
_SCHEME = re.compile(r"[a-z][a-z0-9+_]*:/")


def configured_gradebook(root: Path) -> str:
    """nbgrader's `c.CourseDirectory.db_url`, as nbgrader_config.py sets it; empty if it does not.

    The file is the instructor's own program, and is run, as nbgrader does, only if it says
    `db_url` at all.

    Args:
        root: the course folder.

    Raises:
        SettingsError: the file can't be run, or the address is none.
    """
    path = root / FILE_NAME
    if not path.is_file() or not _says_db_url(path):
        return ""
    from traitlets.config import PyFileConfigLoader

    variables = dict(os.environ)
    try:
        config = PyFileConfigLoader(FILE_NAME, path=str(root)).load_config()
    except Exception as error:  # whatever an instructor's program raises
        raise SettingsError(f"{path} can't be run: {type(error).__name__}: {error}.") from error
    finally:
        os.environ.clear()  # what it sets is meant for nbgrader's own processes
        os.environ.update(variables)
    address = config.CourseDirectory.get("db_url", "")
    if not isinstance(address, str) or not _SCHEME.match(address):
        raise SettingsError(f"{path}: c.CourseDirectory.db_url is no address of a database.")
    return address


def _says_db_url(path: Path) -> bool:
    """Whether the word stands there outside of comments and texts."""
    try:
        tokens = tokenize.tokenize(io.BytesIO(path.read_bytes()).readline)
        return any(token.type == tokenize.NAME and token.string == "db_url" for token in tokens)
    except (OSError, SyntaxError, tokenize.TokenError):
        return True  # running it says what is wrong
