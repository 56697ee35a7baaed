"""Forms in which cells were deleted, copied, moved, merged, split or turned into another type."""

from __future__ import annotations

from tests.damaged.form import (
    Content,
    cell_of,
    changed,
    clone,
    code,
    place_of,
    source_of,
    text,
    without_marks,
)

TESTS = ("number", "double", "picture")
SOLUTIONS = tuple(f"solution-{name}" for name in TESTS)
SKELETON = "x = None\n# YOUR CODE HERE"


def delete(content: Content, *names: str) -> None:
    for name in names:
        del content["cells"][place_of(content, name)]


def move(content: Content, name: str, place: int) -> None:
    content["cells"].insert(place, content["cells"].pop(place_of(content, name)))


# Deleted -----------------------------------------------------------------------------------


@changed("One test deleted", codes=("missing_cell",))
def test_deleted(content: Content) -> None:
    delete(content, "double")


@changed("All tests deleted", codes=("missing_cell",))
def tests_deleted(content: Content) -> None:
    delete(content, *TESTS)


@changed("All tests deleted, no metadata", codes=("missing_cell",))
def tests_and_marks_deleted(content: Content) -> None:
    delete(content, *TESTS)
    without_marks(content)


@changed("A given cell deleted", codes=("missing_cell",))
def given_deleted(content: Content) -> None:
    delete(content, "given-imports")


@changed("A solution deleted", codes=("missing_cell",), score=3.0)
def solution_deleted(content: Content) -> None:
    delete(content, "solution-double")


@changed("The question deleted, its answer kept", codes=("missing_cell",))
def question_deleted(content: Content) -> None:
    delete(content, "why")


@changed("Question and answer deleted", codes=("missing_cell",), answer=False)
def answer_deleted(content: Content) -> None:
    delete(content, "why", "answer why")


@changed("All text deleted", codes=("missing_cell",), answer=False)
def text_deleted(content: Content) -> None:
    content["cells"] = [cell for cell in content["cells"] if cell["cell_type"] == "code"]


@changed("All but the solutions deleted", codes=("missing_cell",), answer=False)
def only_solutions(content: Content) -> None:
    content["cells"] = [cell_of(content, name) for name in SOLUTIONS]


# Copied ------------------------------------------------------------------------------------


@changed("A test twice", codes=("duplicated_cell",))
def test_twice(content: Content) -> None:
    content["cells"].append(clone(cell_of(content, "double")))


@changed("All cells twice", codes=("duplicated_cell",))
def all_twice(content: Content) -> None:
    content["cells"] += [clone(cell) for cell in content["cells"]]


@changed("A solution twice, with another id", codes=("duplicated_cell",))
def solution_twice(content: Content) -> None:
    copy = clone(cell_of(content, "solution-double"))
    copy["id"] = "another"
    content["cells"].insert(place_of(content, "solution-double"), copy)


@changed("An untouched copy of a solution below it", codes=("untouched_copy",))
def untouched_copy_below(content: Content) -> None:
    copy = clone(cell_of(content, "solution-number"))
    copy["source"] = SKELETON
    content["cells"].insert(place_of(content, "solution-number") + 1, copy)


@changed("An untouched copy of a solution above it", codes=("untouched_copy",))
def untouched_copy_above(content: Content) -> None:
    copy = clone(cell_of(content, "solution-number"))
    copy["source"] = SKELETON
    content["cells"].insert(place_of(content, "solution-number"), copy)


@changed("One id for all cells")
def one_id_for_all(content: Content) -> None:
    for cell in content["cells"]:
        cell["id"] = "cell"


# Moved -------------------------------------------------------------------------------------


@changed("Tests above everything", codes=("reordered_cells",))
def tests_first(content: Content) -> None:
    for name in TESTS:
        move(content, name, 0)


@changed("A test at the end")
def test_last(content: Content) -> None:
    move(content, "number", len(content["cells"]) - 1)


@changed("Imports at the end", codes=("reordered_cells",))
def imports_last(content: Content) -> None:
    move(content, "given-imports", len(content["cells"]) - 1)


@changed("The whole notebook upside down", codes=("reordered_cells",))
def upside_down(content: Content) -> None:
    content["cells"].reverse()


@changed("Upside down, no metadata", codes=("reordered_cells",))
def upside_down_without_marks(content: Content) -> None:
    without_marks(content)
    content["cells"].reverse()


@changed("Solutions in another order, which works")
def other_order(content: Content) -> None:
    move(content, "solution-picture", place_of(content, "solution-number"))


# Merged and split --------------------------------------------------------------------------


def merge(content: Content, first: str, second: str, *, keep_second: bool = False) -> None:
    """Merge two cells; which one's metadata stay depends on the editor."""
    upper, lower = cell_of(content, first), cell_of(content, second)
    both = source_of(upper) + "\n\n" + source_of(lower)
    kept, gone = (lower, upper) if keep_second else (upper, lower)
    kept["source"] = both
    content["cells"].remove(gone)


@changed("A solution and its test merged", codes=("missing_cell",))
def solution_and_test_merged(content: Content) -> None:
    merge(content, "solution-double", "double")


@changed("The same, as the test", codes=("edited_cell", "work_in_test", "merged_cell"))
def solution_and_test_merged_as_test(content: Content) -> None:
    merge(content, "solution-double", "double", keep_second=True)


@changed("A solution merged with the given cell", codes=("edited_cell", "work_in_test",
         "merged_cell"))  # fmt: skip
def solution_and_given_merged(content: Content) -> None:
    merge(content, "given-imports", "solution-number")


@changed("Two solutions merged", codes=("merged_cell",))
def solutions_merged(content: Content) -> None:
    merge(content, "solution-number", "solution-double")
    move(content, "number", place_of(content, "double"))


@changed("All code in one cell", codes=("merged_cell", "missing_cell"))
def all_code_in_one(content: Content) -> None:
    sources = [source_of(cell) for cell in content["cells"] if cell["cell_type"] == "code"]
    first = cell_of(content, "solution-number")
    first["source"] = "\n\n".join(sources)
    content["cells"] = [
        cell for cell in content["cells"] if cell is first or cell["cell_type"] != "code"
    ]


@changed("All code in one cell, no metadata", codes=("merged_cell", "missing_cell"))
def all_code_in_one_without_marks(content: Content) -> None:
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    both = "\n\n".join(source_of(cell) for cell in cells)
    place = content["cells"].index(cells[0])
    content["cells"] = [cell for cell in content["cells"] if cell["cell_type"] != "code"]
    content["cells"].insert(place, code(both))
    without_marks(content)


def split(content: Content, name: str, *, marks: bool, lower_lines: int = 3) -> None:
    """Split a cell before its last lines."""
    cell = cell_of(content, name)
    lines = source_of(cell).split("\n")
    lower = clone(cell) if marks else code("")
    lower["id"] = "lower"
    cell["source"], lower["source"] = (
        "\n".join(lines[:-lower_lines]),
        "\n".join(lines[-lower_lines:]),
    )
    content["cells"].insert(place_of(content, name) + 1, lower)


@changed("A solution split, marks on the first half")
def solution_split(content: Content) -> None:
    split(content, "solution-picture", marks=False)


@changed("A solution split, marks on both halves", codes=("duplicated_cell",))
def solution_split_with_marks(content: Content) -> None:
    split(content, "solution-picture", marks=True)


@changed("A solution split, no metadata")
def solution_split_without_marks(content: Content) -> None:
    split(content, "solution-picture", marks=False)
    without_marks(content)


@changed("A test split", codes=("edited_cell",))
def test_split(content: Content) -> None:
    split(content, "double", marks=False, lower_lines=1)


# Other types -------------------------------------------------------------------------------


def convert(content: Content, name: str, kind: str) -> None:
    cell = cell_of(content, name)
    cell["cell_type"] = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)


@changed("A solution turned into text", codes=("converted_cell",))
def solution_as_text(content: Content) -> None:
    convert(content, "solution-double", "markdown")


@changed("A solution turned into a raw cell", codes=("converted_cell",))
def solution_as_raw(content: Content) -> None:
    convert(content, "solution-double", "raw")


@changed("A test turned into text", codes=("missing_cell",))
def test_as_text(content: Content) -> None:
    convert(content, "double", "markdown")


@changed("The imports turned into text", codes=("missing_cell",))
def given_as_text(content: Content) -> None:
    convert(content, "given-imports", "markdown")


@changed("The answer turned into code", codes=("converted_cell",))
def answer_as_code(content: Content) -> None:
    convert(content, "answer why", "code")


@changed("The answer written below its cell", codes=("untouched_copy",))
def answer_below(content: Content) -> None:
    cell = cell_of(content, "answer why")
    content["cells"].insert(place_of(content, "answer why") + 1, text(source_of(cell)))
    cell["source"] = "*Write your answer here.*"
