"""Cells with magics, shell lines and prompts: all that IPython runs as Python is read as such."""

from __future__ import annotations

import ast
import time

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.notebook_code.cell_code import read_cell, without_indent

LAST = "f = keras.ops.exp"
# Each is followed by the line above.
BEFORE = [
    "%matplotlib inline",
    "%%time",
    "\n\n%%time   \n",
    "%%capture --no-stderr shown",
    "%%timeit -n1 -r1 global f",
    "%%prun -l 5 -s time -q",
    "%%debug",
    "%%memit",
    "%%capture\n%%time",
    "%timeit -n 10 -r 3 f(1)",
    "own = %timeit -o -q -n1 -r1 f(1)",
    "%time",
    "for i in x:\n  %timeit f(i)",
    "def g():\n    !ls\n    %pwd",
    "%time f(1, \\\n  2)",
    "%time await g()",
    "!pip install \\\n  tensorflow",
    "%matplotlib \\\n inline",
    "files = !ls \\\n -l",
    "a, b = !ls",
    "a[0] = !ls",
    "a.b = %pwd",
    "if 1: a = !ls",
    "!!ls",
    "/print x",
    ",print x y",
    ";print x y",
    "?np.exp",
    "np.e*?",
    "%timeit?",
    "x[0]?",
    "x = np.exp?",
    # Lines that only look like commands.
    "x = (1\n  % 3\n  / 4\n , 5)\n!echo 'it'\"s ((",
    "x = 5 \\\n % 3\n!ls",
    "x = '''\n!ls\n'''\n!ls",
    'def g():\n  """Doc (\n  what?\n  """\n!ls',
    "x = 'a\\\n!b'\n!ls",
    "x = f'{a!r}'\n!ls (",
    "# don't (\n!ls",
    "x = '(' # '''\n!ls",
    "def g():\n    ...\n!ls",
    "x = a[\n  ..., 0\n]\n!ls",
]
PROMPTS = [
    f"  {LAST}",
    f"    %time {LAST}",
    f"%time {LAST}",
    f"%time --no-raise-error {LAST}",
    f"%prun -l 5 -s time -q {LAST}",
    f">>> {LAST}",
    f">>> def g():\n...     return 1\n>>> {LAST}",
    f"In [3]: !ls\n\nIn [4]: {LAST}",
    f"In [1]: if x:\n   ...:     {LAST}",
]
CELLS = [*(f"{before}\n{LAST}" for before in BEFORE), *PROMPTS]


@pytest.mark.parametrize("cell", CELLS)
def test_what_ipython_runs_is_read(cell: str) -> None:
    ast.parse(TransformerManager().transform_cell(cell))  # it does run it
    code = read_cell(cell)
    assert code.tree is not None
    assert LAST in [ast.unparse(one) for one in ast.walk(code.tree) if isinstance(one, ast.Assign)]
    assert code.source.count("\n") == cell.count("\n")


@pytest.mark.parametrize(
    ("cell", "commands"),
    [
        ("x = 1", []),
        ("%matplotlib inline\nx = 1\n!ls", [(1, "%matplotlib inline"), (3, "!ls")]),
        ("x = !ls", [(1, "!ls")]),
        ("!wget \\\n  page\nx?", [(1, "!wget \\"), (2, "  page"), (3, "x?")]),
        ("%%time\n%time f(1)", [(1, "%%time")]),
        ("%%bash\nrm x\n\ncd y", [(1, "%%bash"), (2, "rm x"), (4, "cd y")]),
        ("%%writefile keras.py\nx = 1", [(1, "%%writefile keras.py"), (2, "x = 1")]),
    ],
)
def test_commands_are_told_from_code(cell: str, commands: list[tuple[int, str]]) -> None:
    assert list(read_cell(cell).commands) == commands
    tree = read_cell(cell).tree
    assert tree is not None


@pytest.mark.parametrize(
    ("cell", "runs"),
    [
        ("x = 1\n  # y", "x = 1\n  # y"),
        ("\n  # why\n\n  if x:\n    y = 1\n", "\n# why\n\nif x:\n  y = 1\n"),
        ("\tx = 1\ny = 2", "x = 1\ny = 2"),
        ("  # why\nx = 1", "  # why\nx = 1"),
        ("  # only", "  # only"),
        ("", ""),
    ],
)
def test_a_cell_that_is_indented_as_a_whole_runs_without(cell: str, runs: str) -> None:
    assert without_indent(cell) == runs


@pytest.mark.parametrize(
    "cell", ["x = (", "!ls\nx = (", "this is no Python", "if x:\n!ls\nelse", "\0"]
)
def test_what_is_no_python_has_no_tree(cell: str) -> None:
    assert read_cell(cell).tree is None


@pytest.mark.parametrize(
    "cell",
    [
        "'''" + "\\'''" * 30_000,
        "x = '" + "\\'" * 50_000,
        "'\"" * 50_000,
        "%time " + "-s " * 30_000,
        "%time " + "-a 1 " * 20_000 + "(",
        "\n".join(["!a \\"] * 15_000),
        "(" * 50_000 + "\n!ls" * 15_000,
        '"""' * 30_000 + "?",
    ],
)
def test_hostile_cells_take_no_time(cell: str) -> None:
    started = time.process_time()
    read_cell(f"!ls\n{cell}")
    assert time.process_time() - started < 5  # seconds; a tenth of one on a free core
