"""The last cell of each notebook: says whether the saved file is whole, in plain Python."""

from __future__ import annotations

import hashlib

import nbformat
from nbformat.v4 import new_code_cell

from autograder.course.assignment import Assignment, SourceCell

LAST_CELL_ID = "check-this-file"
LAST_CELL_MARK = {"autograder": {"check": True}}
_DIGITS = 8  # of a digest: enough to notice a change
_WIDTH = 96

# The cells by the id that nbgrader gave them, with the start of the SHA-256 of the text of those
# that nobody changes. A notebook does not know its own name, so the name stands in the last line.
TEMPLATE = '''\
# Save the notebook (Ctrl+S), then run this cell. It reads the saved file and changes nothing.
def check_this_file(name, cells):
    """Say whether all cells of the assignment are in the saved file, with the checks unchanged."""
    import hashlib
    import json
    import time
    from pathlib import Path

    try:
        notebook = json.loads(Path(name).read_text(encoding="utf-8-sig"))
        saved = time.strftime(" as saved at %H:%M", time.localtime(Path(name).stat().st_mtime))
    except (OSError, ValueError):
        try:  # Colab keeps the file elsewhere, but can be asked for it
            from google.colab import _message

            notebook = _message.blocking_request("get_ipynb", timeout_sec=30)["ipynb"]
            saved = ""
        except Exception:
            print(f"{{name}} can't be read here. Is this the name of your file? It stands in the")
            print("last line of this cell. Change it there if it has another name.")
            return
    marks, digests = set(), set()
    for cell in notebook.get("cells", []):
        data = cell.get("metadata", {{}})
        marks.add(data.get("nbgrader", {{}}).get("grade_id"))
        marks.add(data.get("autograder", {{}}).get("answer", "") + "-answer")
        text = "".join(cell.get("source", "")).strip()
        digests.add(hashlib.sha256(text.encode()).hexdigest()[:{digits}])
    faults = []
    for mark, digest in cells.items():
        if digest and digest not in digests:
            faults.append(f"{{mark}}: " + ("was changed" if mark in marks else "is missing"))
        elif not digest and mark not in marks:
            faults.append(f"{{mark}}: is missing, or your editor has removed its mark")
    if faults:
        print(f"Look at these cells of {{name}}{{saved}}:", *faults, sep="\\n- ")
        print("A fresh copy of the notebook shows how they were.")
    else:
        print(f"{{name}}{{saved}} is whole: all {{len(cells)}} cells are there.")
    print("This does not look at your solutions. More tests run after you hand in.")


check_this_file("{name}.ipynb", cells={{
{cells}
}})'''


def last_cell(assignment: Assignment) -> nbformat.NotebookNode:
    """The cell; it carries no points, and is not run when a notebook is graded."""
    cell = new_code_cell(last_cell_source(assignment), id=LAST_CELL_ID)
    cell.metadata = nbformat.from_dict(LAST_CELL_MARK)
    return cell


def last_cell_source(assignment: Assignment) -> str:
    """The cell's code, with the list of the assignment's cells."""
    entries = [
        f'"{mark}": "{digest}",' for cell in assignment.cells for mark, digest in _listed(cell)
    ]
    lines = [""]
    for entry in entries:
        if len(lines[-1]) + len(entry) + 1 > _WIDTH:
            lines.append("")
        lines[-1] += f" {entry}" if lines[-1] else f"    {entry}"
    return TEMPLATE.format(name=assignment.name, cells="\n".join(lines), digits=_DIGITS)


def _listed(cell: SourceCell) -> list[tuple[str, str]]:
    """A cell's mark, and the digest of what must not change; empty where the student writes."""
    if cell.kind == "text":
        return []
    digest = hashlib.sha256(cell.released.strip().encode()).hexdigest()[:_DIGITS]
    if cell.kind == "solution":
        return [(cell.grade_id, "")]
    if cell.kind == "written":
        return [(cell.grade_id, digest), (f"{cell.ident}-answer", "")]
    return [(cell.grade_id, digest)]
