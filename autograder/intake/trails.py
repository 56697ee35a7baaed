"""Names of files in downloads, from the outside in: file, folders, archives within, notebook."""

from __future__ import annotations

import re
import unicodedata

NOTEBOOK = ".ipynb"
ZIP_ENDINGS, TAR_ENDINGS = (".zip",), (".tar", ".tar.gz", ".tgz")
MAX_NAME = 255  # characters of one part of a name
# Written beside the real files by Jupyter and macOS.
_IGNORED_FOLDERS = {".ipynb_checkpoints", "__MACOSX"}
_UNSAFE_PART = re.compile(r"[\x00-\x1f\x7f]|^\.\.$|^[A-Za-z]:")
_LEADS_OUT = "Its name leads out of the archive, or is no name of a file."

Trail = tuple[str, ...]


def is_notebook(name: str) -> bool:
    """Whether a file is called a notebook."""
    return name.lower().endswith(NOTEBOOK)


def is_archive(name: str) -> bool:
    """Whether a file is called an archive that can be read."""
    return name.lower().endswith(ZIP_ENDINGS + TAR_ENDINGS)


def inner_trail(trail: Trail, name: str) -> tuple[Trail, str]:
    """The trail of a member, and why it can't be taken, if so."""
    # Some programs on Windows put backslashes between folders.
    parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
    unsafe = any(_UNSAFE_PART.search(part) or len(part) > MAX_NAME for part in parts)
    nothing = not parts and not name.startswith(".")
    if unsafe or nothing or name.startswith(("/", "\\")):
        return (*trail, name[:MAX_NAME]), _LEADS_OUT
    return (*trail, *parts), ""


def place_name(trail: Trail) -> str:
    """A trail as text without control characters or marks that reorder letters."""
    text = " > ".join(trail)
    return "".join(char if char.isprintable() else "?" for char in text)


def is_ignored(inner: Trail, trail: Trail) -> bool:
    """Whether a member is one that Jupyter or macOS wrote beside the real files."""
    parts = inner[len(trail) :]
    hidden = not parts or parts[-1].startswith("._")
    return hidden or bool(_IGNORED_FOLDERS.intersection(parts))


def name_key(name: str, of_class: bool) -> str:
    """Equal for names that would be one file; in a student's archive, on any machine."""
    return name if of_class else unicodedata.normalize("NFC", name).casefold()
