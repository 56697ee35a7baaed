"""Files beside the notebook that would take the place of a library."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.machinery import PathFinder

from autograder.flags.dotted_names import DottedNames
from autograder.flags.flag import Flag, Sighting, flag_of, listed, quoted
from autograder.flags.syntax import ParsedCell

# Python, pytest and Jupyter run these by themselves wherever they find them.
STARTUP_FILES = {"sitecustomize", "usercustomize", "conftest", "ipython_config",
                 "jupyter_config", "jupyter_server_config", "ipython_kernel_config"}  # fmt: skip
MODULE_ENDINGS = (".py", ".pyc", ".pyw", ".so", ".pyd")
PATH_METHODS = {"insert", "append", "extend"}
_WRITTEN = re.compile(r"^%%(?:writefile|file)\s+(?:-a\s+)?(\S+)|>\s*(\S+\.(?:py|pth))\b")


def shadowing_flags(
    file_names: Iterable[str], cells: Iterable[ParsedCell], names: DottedNames
) -> list[Flag]:
    """Flags for such files, and for cells that write one or change where Python imports from.

    Args:
        file_names: names of files and folders in the submission's folder.
        cells: the student's cells.
        names: of the notebook.
    """
    flags = []
    beside = sorted(name for name in file_names if takes_the_place_of_a_module(name))
    if beside:
        flags.append(
            Flag(
                "shadowing_files",
                f"Beside the notebook lies {listed(beside)}, which Python would import in place "
                "of a library, or run at its start. Only the notebook was run, without these "
                "files: look into them, and ask what they are for.",
            )
        )
    sightings = [
        Sighting("import_path_changed", cell.place(line), what)
        for cell in cells
        for line, what in _sightings(cell, names)
    ]
    if sightings:
        why = (
            "Modules may then come from somewhere else than the libraries of the course. In "
            "Colab some people do so for files in their Drive; otherwise look what is imported."
        )
        flags.append(flag_of("import_path_changed", sightings, why))
    return flags


def takes_the_place_of_a_module(file_name: str) -> bool:
    """Whether Python would take a file or folder of this name for something else."""
    stem, dot, _ = file_name.partition(".")
    if file_name.lower().endswith(".pth") or stem.lower() in STARTUP_FILES:
        return True
    if dot and not file_name.lower().endswith(MODULE_ENDINGS):
        return False
    return _is_importable(stem)


@lru_cache(maxsize=4096)
def _is_importable(name: str) -> bool:
    """Whether there is a module of this name; nothing is imported to find out."""
    if not name.isidentifier() or len(name) > 100:
        return False
    if name in sys.stdlib_module_names:
        return True
    # Only where libraries lie: the working folder may hold anything.
    places = [place for place in sys.path if place.endswith("-packages")]
    try:
        found = PathFinder.find_spec(name, places)
    except (ImportError, ValueError, AttributeError):
        return False
    return found is not None and found.origin is not None


def _sightings(cell: ParsedCell, names: DottedNames) -> Iterator[tuple[int, str]]:
    for line, command in cell.commands:
        written = _WRITTEN.search(command[:500])
        name = (written[1] or written[2]) if written else ""
        if name and takes_the_place_of_a_module(_last_part(name)):
            yield line, f"writes the file '{quoted(name)}'"
    for node in ast.walk(cell.tree) if cell.tree else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _names_such_a_file(node.value):
                yield node.lineno, f"names the file '{quoted(node.value)}'"
        elif isinstance(node, ast.Call):
            changed = names.of(node.func)
            base, _, method = changed.rpartition(".")
            if (base == "sys.path" and method in PATH_METHODS) or changed == "site.addsitedir":
                yield node.lineno, "adds a folder to sys.path"
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(
            node.ctx, ast.Load
        ):
            target = node.value if isinstance(node, ast.Subscript) else node
            if names.of(target) == "sys.path":
                yield node.lineno, "changes sys.path"


def _names_such_a_file(text: str) -> bool:
    if len(text) > 300 or not text.endswith((".py", ".pth")):
        return False
    return takes_the_place_of_a_module(_last_part(text))


def _last_part(path: str) -> str:
    return re.split(r"[\\/]", path)[-1]
