"""The same notebook with other random numbers, also where it sets its seeds by itself."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from autograder.flags.syntax import MAX_CELL_CHARACTERS
from autograder.intake.submission import Submission
from autograder.notebook_code.cell_code import read_cell

SEED_STEP = 1000  # a notebook's own seeds, all small, stay different from those of other runs
BELOW = 2**32  # NumPy's older generators and Keras take no larger seeds
_SEEDING = {"set_random_seed", "set_seed", "seed", "default_rng", "RandomState", "Random",
            "SeedGenerator"}  # fmt: skip
_KEYWORDS = {"seed", "a"}  # what these calls name their seed: `random.seed` calls it a
# What may come to a number when the cell runs. Strings, tuples and comprehensions do not.
_COMPUTED = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.UnaryOp, ast.IfExp,
             ast.NamedExpr)  # fmt: skip
# Looks at the seed once and uses no name that the notebook could have given another meaning.
# NumPy's integers move as well; True, None, texts and arrays reach the call as they are.
_MOVED = (
    "(lambda s: (s.__index__() + {added}) % {below} "
    "if s.__class__.__name__.strip('0123456789') in ('int', 'uint') else s)("
)


@dataclass(frozen=True)
class _Code:
    """A cell that can be changed.

    Attributes:
        lines: its lines, encoded: a tree counts columns in bytes.
        readable: its lines as the tree has them, without magics and shell lines.
        tree: of the readable lines.
    """

    lines: list[bytes]
    readable: list[bytes]
    tree: ast.Module


def submission_with_other_seeds(submission: Submission, number: int) -> Submission:
    """The submission with the seeds of another run, in all cells but the tests.

    Args:
        submission: as it was taken in.
        number: of the run; 0 leaves everything as it is.
    """
    if not number:
        return submission
    notebook = copy.deepcopy(submission.notebook)
    cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")
    ]
    own = own_functions(cell.source for cell in cells)
    for cell in cells:
        cell.source = with_other_seeds(cell.source, number, own)
    return replace(submission, notebook=notebook)


def own_functions(cells: Iterable[str]) -> frozenset[str]:
    """Names of functions that a notebook defines; those of methods begin with a dot."""
    trees = [code.tree for code in map(_read, cells) if code is not None]
    return frozenset(name for tree in trees for name in _defined(tree))


def with_other_seeds(code: str, number: int, own: frozenset[str] = frozenset()) -> str:
    """Code in which every call that sets a seed adds `number` times 1000 to it.

    Calls are known by their names: `set_random_seed(1)` becomes `set_random_seed(3001)`. A seed
    that is no plain number, but may come to one, is looked at when the cell runs. What is no
    whole number then, such as None or a text, stays as it is; so do seeds in f-strings and
    in lines with a magic, and those of calls with other names, such as `Dropout(0.2, seed=1)`.

    Args:
        code: a cell; magics and shell lines stay, and what can't be read stays as a whole.
        number: of the run; 0 leaves everything as it is.
        own: see `own_functions`; calls of these set no seed by themselves.
    """
    read = _read(code) if number else None
    if read is None:
        return code
    changes = [
        change
        for call in _calls(read.tree)
        for seed in _seeds(call, own)
        if _is_as_parsed(read, seed)
        for change in _changes(seed, number * SEED_STEP)
    ]
    return _changed(read.lines, changes) if changes else code


def _read(code: str) -> _Code | None:
    if len(code) > MAX_CELL_CHARACTERS:
        return None
    text = code.replace("\r\n", "\n").replace("\r", "\n")
    read = read_cell(text)
    if read.tree is None:
        return None
    return _Code(text.encode().split(b"\n"), read.source.encode().split(b"\n"), read.tree)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Names of the functions that a tree defines, with a dot where it is in a class."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, dot = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield dot + node.name
            dot = ""
        elif isinstance(node, ast.ClassDef):
            yield node.name
            dot = "."
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            yield from (dot + name.id for name in node.targets if isinstance(name, ast.Name))
        waiting.extend((child, dot) for child in ast.iter_child_nodes(node))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """All calls but those in f-strings, of which Python below 3.12 does not know the place."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Call):
            yield one
        if not isinstance(one, ast.JoinedStr):
            waiting.extend(ast.iter_child_nodes(one))


def _seeds(call: ast.Call, own: frozenset[str]) -> list[ast.expr]:
    """The seed that a call sets, if it does and the seed may be a number."""
    name = f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    given = call.args or [word.value for word in call.keywords if word.arg in _KEYWORDS]
    if name.lstrip(".") not in _SEEDING or name in own or len(given) != 1:
        return []
    (seed,) = given
    number = isinstance(seed, ast.Constant) and type(seed.value) is int
    return [seed] if number or isinstance(seed, _COMPUTED) else []


def _is_as_parsed(code: _Code, seed: ast.expr) -> bool:
    """Whether a seed stands in lines that are in the tree as they are in the cell."""
    place = slice(seed.lineno - 1, seed.end_lineno)
    return code.lines[place] == code.readable[place]


def _changes(seed: ast.expr, added: int) -> list[tuple[int, int, int, bytes]]:
    """What to put in the place of a seed: line, columns from and to, text."""
    assert seed.end_lineno is not None
    assert seed.end_col_offset is not None
    last, start, end = seed.end_lineno - 1, seed.col_offset, seed.end_col_offset
    if isinstance(seed, ast.Constant) and isinstance(seed.value, int):
        moved = (seed.value + added) % BELOW
        return [(last, start, end, str(moved).encode())]
    before = _MOVED.format(added=added, below=BELOW).encode()
    return [(seed.lineno - 1, start, start, before), (last, end, end, b")")]


def _changed(lines: list[bytes], changes: list[tuple[int, int, int, bytes]]) -> str:
    """The lines with all changes, of which no two touch."""
    begins = [0, *accumulate(len(line) + 1 for line in lines)]
    text, parts, done = b"\n".join(lines), [], 0
    for line, start, end, new in sorted(changes):
        parts += [text[done : begins[line] + start], new]
        done = begins[line] + end
    return b"".join((*parts, text[done:])).decode()
