"""A cell's Python, with what only IPython understands set aside.

IPython's own transformer is not used: on a hostile cell of 1 MB it tokenizes the whole cell
again for each of up to 500 magics.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograder.notebook_code.syntax_tree import syntax_tree

# Cell magics of which the body goes to a shell, another language, a file or a browser.
OTHER_LANGUAGES = {
    *("bash", "sh", "cmd", "script", "sx", "system", "file", "writefile", "html", "svg", "latex"),
    *("markdown", "javascript", "js", "cython", "perl", "pypy", "python2", "ruby"),
}

_CELL_MAGIC = re.compile(r"[ \t]*%%(\w+)")
# A magic that runs the code after it, with its options: of some of `prun`, a word is the value.
_RUNS_CODE = re.compile(
    r"%%?(?:time|timeit|prun)(?:[ \t]+|$)"
    r"(?:-[slTD][ \t]+\S+(?:[ \t]+|$)|--?[a-zA-Z][\w-]*(?:[ \t]+|$)(?:\d+[ \t]+)?)*"
)
_FIRST_PROMPT = re.compile(r">>>(?: |$)|In \[\d*\]: ?")
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)|In \[\d*\]: ?|[ \t]*\.{3,}: ?")
_COMMAND_STARTS = tuple("%!?/,;")
_QUESTION = re.compile(r"[^#'\"]*\?$")
_PART = re.compile(
    r"""#.*|(?P<quotes>'''|\"\"\")|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|[()\[\]{}]"""
)
_ENDS = {
    "'''": re.compile(r"(?:[^'\\]|\\.|'(?!''))*'''"),
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"""'),
}


@dataclass(frozen=True)
class CellCode:
    """A cell of code, read.

    Attributes:
        source: its Python, in as many lines; of a cell without commands the cell itself.
        tree: of this source, or None if it can't be parsed.
        commands: magics and shell lines as (line number, text).
    """

    source: str
    tree: ast.Module | None
    commands: tuple[tuple[int, str], ...] = ()


def read_cell(source: str) -> CellCode:
    """Read a cell; any thread may, and nothing is raised for what a student wrote.

    What a magic such as `%time` runs is code of the cell, and so is what stands behind prompts.

    Args:
        source: the cell, with whatever ends of lines Python knows.
    """
    tree = syntax_tree(source)
    if tree is not None:
        return CellCode(source, tree)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    commands: list[tuple[int, str]] = []
    if not _set_cell_magics_aside(lines, commands):
        every = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        return CellCode("", syntax_tree(""), tuple(every))
    lines = _without_prompts(_dedented(lines))
    _set_commands_aside(lines, commands)
    code = "\n".join(lines)
    return CellCode(code, syntax_tree(code), tuple(commands))


def without_indent(source: str) -> str:
    """A cell of which all code is indented, as IPython runs it; any other as it is.

    Who selects a cell and presses the tab key has such a cell, and it runs.
    """
    lines = source.split("\n")
    code = next((line for line in lines if line.strip() and line.strip()[0] != "#"), "")
    return "\n".join(_dedented(lines)) if code[:1] in (" ", "\t") else source


def _set_cell_magics_aside(lines: list[str], commands: list[tuple[int, str]]) -> bool:
    """Replace the lines of cell magics; whether what they are about is Python."""
    for place, line in enumerate(lines):
        magic = _CELL_MAGIC.match(line)
        if magic is None and line.strip():
            break
        if magic is not None:
            if magic[1].casefold() in OTHER_LANGUAGES:
                return False
            commands.append((place + 1, line.strip()))
            run = _RUNS_CODE.match(line.strip())  # code that is timed, or that goes before
            lines[place] = line.strip()[run.end() :] if run else ""
    return True


def _dedented(lines: list[str]) -> list[str]:
    """Lines without the indentation of the first one, as IPython takes it off."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return [line.removeprefix(indent) for line in lines]


def _without_prompts(lines: list[str]) -> list[str]:
    """Lines without prompts, where the first or second one has one: else, dots are code."""
    first = [line for line in lines if line.strip()][:2]
    if not any(map(_FIRST_PROMPT.match, first)):
        return lines
    prompts = map(_PROMPT.match, lines)
    return [line[one.end() :] if one else line for line, one in zip(lines, prompts, strict=True)]


def _set_commands_aside(lines: list[str], commands: list[tuple[int, str]]) -> None:
    """Replace the lines of commands, of which a backslash may make several."""
    reading, of_command = _Reading(), False
    for place, line in enumerate(lines):
        code, command = line, ""
        if of_command:
            code, command = "", line
        elif not reading.inside:
            code, command = _without_command(line)
        if command:
            commands.append((place + 1, command))
        else:
            reading.read(code)
        lines[place], of_command = code, bool(command) and line.endswith("\\")


class _Reading:
    """Follows lines of Python far enough to say where a statement can't begin.

    Attributes:
        inside: whether the next line goes on with a bracket, a text or what a backslash ends.
    """

    def __init__(self) -> None:
        self.inside = False
        self._depth, self._quotes = 0, ""

    def read(self, line: str) -> None:
        """Go on to the end of a line."""
        place, comment = 0, False
        while part := (_ENDS[self._quotes].match if self._quotes else _PART.search)(line, place):
            place = part.end()
            if self._quotes:
                self._quotes = ""
                continue
            self._quotes, text = part["quotes"] or "", part[0]
            comment = text.startswith("#")
            if text in tuple("([{)]}"):
                self._depth = max(0, self._depth + (1 if text in "([{" else -1))
        goes_on = line.endswith("\\") and not comment
        self.inside = bool(self._depth or self._quotes or goes_on)


def _without_command(line: str) -> tuple[str, str]:
    """A line with `pass` or `None` for its magic, shell command or question; and that."""
    code = line.lstrip(" \t")
    indent = line[: len(line) - len(code)]
    run = _RUNS_CODE.match(code)
    if run:
        return indent + (code[run.end() :] or "pass"), ""
    if code.startswith(_COMMAND_STARTS) or _QUESTION.match(code.rstrip()):
        return f"{indent}pass", code
    name, equals, value = code.partition("=")
    value = value.lstrip(" \t")
    if equals and value.startswith(("%", "!")) and not value.startswith("!="):
        run = _RUNS_CODE.match(value)
        return f"{indent}{name}= {value[run.end() :] if run else 'None'}", value
    return line, ""
