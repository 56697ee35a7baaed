"""Forms that word processors and other systems give a file: quotes, line ends, names, bytes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.damaged.form import (
    Content,
    cell_of,
    changed,
    put,
    source_of,
    text_of,
    without_marks,
    written,
)


@written("Google Docs: curly quotes in the whole file", codes=("typographic_quotes",))
def docs_quotes(content: Content, folder: Path) -> None:
    curly = text_of(content).replace('"', "\u201d").replace("  ", "\u00a0 ")
    (folder / "small.ipynb").write_text("\ufeff" + curly, encoding="utf-8")


@changed("Google Docs: curly quotes and hard spaces in code", codes=("typographic_quotes",))
def docs_quotes_in_code(content: Content) -> None:
    for name in ("double", "picture"):
        cell = cell_of(content, f"solution-{name}")
        curly = source_of(cell).replace('"', "\u201d").replace("    ", "\u00a0" * 4)
        cell["source"] = curly + "\nhint = \u2018it\u2019"


@changed("Curly quotes in all cells, tests too, and no metadata",
         codes=("typographic_quotes", "edited_cell"))  # fmt: skip
def docs_quotes_everywhere(content: Content) -> None:
    without_marks(content)
    for cell in content["cells"]:
        cell["source"] = source_of(cell).replace('"', "\u201d").replace("'", "\u2019")


@written("Google Docs: byte order mark and Windows line ends")
def docs_line_ends(content: Content, folder: Path) -> None:
    raw = b"\xef\xbb\xbf" + text_of(content).replace("\n", "\r\n").encode()
    (folder / "small.ipynb").write_bytes(raw)


@written("Windows line ends of the file")
def windows_line_ends(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(text_of(content).replace("\n", "\r\n").encode())


@changed("Windows line ends in cells, no metadata")
def windows_line_ends_in_cells(content: Content) -> None:
    without_marks(content)
    for cell in content["cells"]:
        cell["source"] = source_of(cell).replace("\n", "\r\n")


@written("A name as Windows gives it to a copy", codes=("renamed",))
def windows_copy(content: Content, folder: Path) -> None:
    put(folder / "small - Copy (2).ipynb", content)


@written("A name in capitals", codes=("renamed",))
def windows_capitals(content: Content, folder: Path) -> None:
    put(folder / "SMALL.IPYNB", content)


@written("A whole path of Windows as the name", codes=("renamed",))
def windows_path(content: Content, folder: Path) -> None:
    put(folder / "C:\\Users\\anna\\small.ipynb", content)


@written("Byte order mark")
def byte_order_mark(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(b"\xef\xbb\xbf" + text_of(content).encode())


@written("UTF-16 with its mark", codes=("encoding",))
def utf_16(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(text_of(content).encode("utf-16"))


@written("UTF-16 without a mark", codes=("encoding",))
def utf_16_unmarked(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(text_of(content).encode("utf-16-le"))


@written("The encoding of old Windows programs", codes=("encoding",))
def windows_encoding(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_bytes(text_of(content).encode("cp1252", "replace"))


@written("A damaged byte in UTF-8", codes=("encoding",))
def damaged_byte(content: Content, folder: Path) -> None:
    cell_of(content, "solution-number")["source"] = "x = 3  # größer @"
    raw = text_of(content).encode().replace(b" @", b"\xff")
    (folder / "small.ipynb").write_bytes(raw)


@written("Not a number in the file, and text outside of ASCII escaped")
def odd_json(content: Content, folder: Path) -> None:
    content["metadata"]["score"] = float("nan")
    (folder / "small.ipynb").write_text(json.dumps(content), encoding="ascii")
