"""Forms in which something else than a notebook is handed in: programs, pages, printouts."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from tests.damaged.form import Content, source_of, text_of, written


@written("The program that nbconvert makes", codes=("program", "renamed"))
def program(content: Content, folder: Path) -> None:
    parts = ["#!/usr/bin/env python\n# coding: utf-8\n"]
    for cell in content["cells"]:
        source = source_of(cell)
        if cell["cell_type"] == "code":
            parts.append(f"# In[ ]:\n\n\n{source}\n")
        else:
            parts.append("".join(f"# {line}\n" for line in source.split("\n")))
    (folder / "small.py").write_text("\n".join(parts), encoding="utf-8")


@written("The page that JupyterLab exports", codes=("page", "renamed"))
def exported_page(content: Content, folder: Path) -> None:
    (folder / "small.html").write_text(page_of(content, "lab"), encoding="utf-8")


@written("The page that the classic notebook exported, without ids", codes=("page", "renamed"))
def exported_classic_page(content: Content, folder: Path) -> None:
    page = re.sub(r'id="cell-id=[^"]*"', "", page_of(content, "classic"))
    (folder / "homework.htm").write_text(page, encoding="utf-8")


@written("An exported page called a notebook", codes=("page",))
def exported_page_named_so(content: Content, folder: Path) -> None:
    (folder / "small.ipynb").write_text(page_of(content, "lab"), encoding="utf-8")


def page_of(content: Content, style: str) -> str:
    """The notebook with outputs, as a page."""
    made = nbformat.reads(text_of(content), as_version=4)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="In [1]:\n<div></div>")]
    page, _ = HTMLExporter(template_name=style).from_notebook_node(made)
    return str(page)


@written("A program with cells, as editors write it", codes=("program",))
def percent_program(content: Content, folder: Path) -> None:
    parts = []
    for cell in content["cells"]:
        source = source_of(cell)
        if cell["cell_type"] == "code":
            parts.append(f"# %%\n{source}\n")
        else:
            lines = "".join(f"# {line}\n" for line in source.split("\n"))
            parts.append(f"# %% [markdown]\n{lines}")
    (folder / "small.ipynb").write_text("\n".join(parts), encoding="utf-8")


def instead(name: str, title: str, raw: bytes, code_: str, says: str, *, as_: str = "") -> None:
    """Register a file that stands in the place of the notebook."""

    def write(content: Content, folder: Path) -> None:
        (folder / (as_ or "small.ipynb")).write_bytes(raw)

    write.__name__ = name
    written(title, status="needs_attention", codes=(code_,), says=says)(write)


EMPTY = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%b]}'
OWN_CELL = b'{"cell_type": "code", "metadata": {}, "source": "y = 3", "outputs": []}'
NOT, MISSING = "not_a_notebook", "missing_notebook"

for _name, _ending, _title, _raw, _code, _says in (
    ("page", ".html", "A page", b"<!DOCTYPE html>", NOT, "in Jupyter 'File > Download'"),
    ("page_named_so", "", "A page called a notebook", b"\n<!DOCTYPE html>", NOT, "an HTML page"),
    ("printout", ".pdf", "A PDF file", b"%PDF-1.7 \xff", MISSING, "small.pdf is a PDF file"),
    ("printout_named_so", "", "A PDF called a notebook", b"%PDF-1.7 \xff", NOT, "a PDF file"),
    ("archive", ".zip", "An archive", b"PK\x03\x04", MISSING, "small.zip is an archive"),
    ("archive_named_so", "", "An archive called a notebook", b"PK\x03\x04\xff", NOT, "an archive"),
    ("plain_program", ".py", "A program without cells", b"x = 3\n", "unreadable_json", "Ask for"),
    ("empty", "", "An empty file", b"", "empty_file", "is empty"),
    ("blank", "", "A file of spaces", b" \r\n" * 99, "empty_file", "is empty"),
    ("zeros", "", "A file of zero bytes", b"\x00" * 999, "empty_file", "is empty"),
    ("noise", "", "A file of noise", bytes(range(256)) * 40, "unreadable_json", "Ask for"),
    ("other_json", "", "Other JSON", b'{"name": "x", "cells": 3}', NOT, "Ask for"),
    ("no_cells", "", "A notebook without cells", EMPTY % b"", "no_cells", "Ask for"),
    ("foreign", "", "Another notebook", EMPTY % OWN_CELL, "foreign_notebook", "ask for"),
):
    instead(_name, _title, _raw, _code, _says, as_=f"small{_ending}" if _ending else "")
