"""Notebooks of other versions of the format, with and without their number."""

from __future__ import annotations

from pathlib import Path

from tests.damaged.form import (
    Content,
    changed,
    put,
    without_ids,
    without_marks,
    written,
)


def old_notebook(content: Content) -> Content:
    """The notebook in nbformat 3."""
    cells = []
    for cell in content["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        if cell["cell_type"] == "code":
            old.update(input=cell["source"], language="python", outputs=[], collapsed=False)
        else:
            old["source"] = cell["source"]
        cells.append(old)
    cells[1] = {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Step 1"]}
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""},
            "worksheets": [{"cells": cells[:4], "metadata": {}}, {"cells": cells[4:]}]}  # fmt: skip


@written("nbformat 3, with worksheets")
def nbformat_3(content: Content, folder: Path) -> None:
    put(folder / "small.ipynb", old_notebook(content))


@written("nbformat 3, marks lost")
def nbformat_3_marks_lost(content: Content, folder: Path) -> None:
    without_marks(content)
    put(folder / "small.ipynb", old_notebook(content))


def _minor(minor: int) -> None:
    def change(content: Content) -> None:
        without_ids(content, minor)

    change.__name__ = f"nbformat_4_{minor}"
    changed(f"nbformat 4.{minor}, without ids")(change)


for _number in range(6):
    _minor(_number)


@changed("No nbformat number")
def nbformat_missing(content: Content) -> None:
    del content["nbformat"], content["nbformat_minor"]


@changed("nbformat as text")
def nbformat_text(content: Content) -> None:
    content["nbformat"] = "4"


@changed("An nbformat of the future")
def nbformat_future(content: Content) -> None:
    content.update(nbformat=5, nbformat_minor=2, extension={"new": True})
