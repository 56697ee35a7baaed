"""Forms in which cells were edited, lost their marks, or hold the work of another cell."""

from __future__ import annotations

from tests.damaged.cells import SKELETON, TESTS, move
from tests.damaged.form import (
    Content,
    cell_of,
    changed,
    code,
    place_of,
    source_of,
    without_marks,
)

# Edited ------------------------------------------------------------------------------------


@changed("Tests edited", codes=("edited_cell",))
def tests_edited(content: Content) -> None:
    for name in TESTS:
        cell = cell_of(content, name)
        cell["source"] = "print('a try')\n" + source_of(cell).replace("assert", "assert True or")


@changed("Tests emptied", codes=("edited_cell",))
def tests_emptied(content: Content) -> None:
    for name in TESTS:
        cell_of(content, name)["source"] = ""


@changed("Tests edited, no metadata", codes=("edited_cell",))
def tests_edited_without_marks(content: Content) -> None:
    for name in TESTS:
        cell = cell_of(content, name)
        cell["source"] = source_of(cell) + "\nprint('passed')"
    without_marks(content)


@changed("The imports edited", codes=("edited_cell",))
def given_edited(content: Content) -> None:
    cell_of(content, "given-imports")["source"] = "import numpy"


@changed("All ids and metadata gone")
def marks_lost(content: Content) -> None:
    without_marks(content)


@changed("All metadata gone, ids kept")
def only_ids_kept(content: Content) -> None:
    for cell in content["cells"]:
        cell["metadata"] = {}


@changed("No metadata, own cells between all others")
def marks_lost_own_cells(content: Content) -> None:
    without_marks(content)
    cells = content["cells"]
    content["cells"] = [one for cell in cells for one in (code("print('here')"), cell)]


# Work in another place ---------------------------------------------------------------------


@changed("A solution in an own cell above the untouched one", codes=("untouched_copy",))
def work_above(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    content["cells"].insert(place_of(content, "solution-number"), code(source_of(cell)))
    cell["source"] = SKELETON


@changed("A solution in an own cell below the untouched one", codes=("untouched_copy",))
def work_below(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    content["cells"].insert(place_of(content, "solution-number") + 1, code(source_of(cell)))
    cell["source"] = SKELETON


@changed("A solution in an own cell below its test",
         codes=("untouched_copy", "reordered_cells"))  # fmt: skip
def work_below_its_test(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    content["cells"].insert(place_of(content, "number") + 1, code(source_of(cell)))
    cell["source"] = SKELETON


@changed("A solution in the cell of its test", codes=("edited_cell", "work_in_test"))
def work_in_test(content: Content) -> None:
    cell, test = cell_of(content, "solution-number"), cell_of(content, "number")
    test["source"] = source_of(cell) + "\n" + source_of(test)
    cell["source"] = SKELETON


@changed("A solution instead of its test", codes=("edited_cell", "work_in_test"))
def work_instead_of_test(content: Content) -> None:
    cell, test = cell_of(content, "solution-double"), cell_of(content, "double")
    test["source"] = source_of(cell)
    cell["source"] = "def double(values):\n    pass"


@changed("A solution in the next solution's cell", codes=())
def work_in_next_cell(content: Content) -> None:
    cell, following = cell_of(content, "solution-double"), cell_of(content, "solution-picture")
    following["source"] = source_of(cell) + "\n" + source_of(following)
    cell["source"] = 'def double(values):\n    """Twice."""\n    # YOUR CODE HERE'
    move(content, "double", place_of(content, "picture"))


@changed("A hundred empty cells, and white space around all sources")
def white_space(content: Content) -> None:
    for cell in content["cells"]:
        cell["source"] = "\n" + source_of(cell) + "\n\n"
    content["cells"] += [code("") for _ in range(100)]


@changed("Sources as one text instead of lines, prompts pasted along")
def prompts(content: Content) -> None:
    cell_of(content, "solution-number")["source"] = ">>> x = 3"
    for cell in content["cells"]:
        cell["source"] = source_of(cell)
