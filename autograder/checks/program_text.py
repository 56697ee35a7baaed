"""Reads a student's program as text: its statements, each with the comments that explain it.

A comment may be written in any language and script. So nothing here counts words or spaces:
a comment is known by its letters and by the names that it shares with its statement.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.checks.registry import fail
from autograder.notebook_code.cell_code import without_indent

MAX_SOURCE = 100_000  # characters; a commented program of a course has a few thousand
MIN_BYTES = 3  # of UTF-8: three Latin letters or one Chinese sign can carry a meaning
_THOUSANDS = re.compile(r"(?<=\d)[.,'’_ ](?=\d{3}(?!\d))")  # 60,000 is one number
MAX_QUOTE = 60  # characters of a statement that are repeated in a message


@dataclass(frozen=True)
class ExplainedStatement:
    """A statement of a program with what its author says about it.

    Attributes:
        line: line where the statement starts, from 1.
        code: the statement on one line, shortened.
        names: each name and each word of the statement's code, as its words, casefolded:
            `x_train` is {x, train}, while the function in `mnist.load_data` is {load} and {data}.
        comment: its comments, joined by spaces; empty when there are none.
    """

    line: int
    code: str
    names: frozenset[frozenset[str]]
    comment: str

    @property
    def letters(self) -> str:
        """Letters of the comment, casefolded, without digits, signs and spaces."""
        folded = _folded(self.comment)
        return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LM")

    @property
    def telling(self) -> tuple[str, ...]:
        """What tells the comment from others: its letters, and its numbers from 100 on.

        "60,000 images" and "10,000 images" say two things; "step 1" and "step 2" do not.
        """
        numbers = re.findall(r"\d+", _THOUSANDS.sub("", self.comment))
        return self.letters, *(number for number in numbers if len(number) > 2)

    @property
    def has_words(self) -> bool:
        """Whether the comment has letters enough to mean something, in any script."""
        return len(self.letters.encode()) >= MIN_BYTES

    @property
    def is_echo(self) -> bool:
        """Whether the comment says nothing but names of its statement.

        A name is repeated by all of its words: beside `model.fit(x_train, y_train)`, "train the
        model" says what `fit` is for, and repeats no `x_train`.
        """
        said = words(self.comment)
        repeated = [name for name in self.names if name <= said]
        return said - FILLERS <= frozenset[str]().union(*repeated)


@dataclass(frozen=True)
class _Remark:
    """A comment or a bare text, and the line of code beside which, or above which, it stands."""

    line: int
    text: str


def explained_statements(source: str) -> list[ExplainedStatement]:
    """The statements of a program, nested ones too, each with its comments.

    A comment belongs to the statement in whose lines it stands, otherwise to the next one. A
    bare text in quotes is taken as a comment.

    Raises:
        CheckFailed: the program can't be read.
    """
    source = _as_it_runs(source)
    body = parse_program(source)
    remarks = _remarks(source, body)
    names = _names_by_line(source)
    explained = []
    previous_end = 0
    for node, end in _statements_with_ends(body, source.split("\n")):
        own = [remark.text for remark in remarks if previous_end < remark.line <= end]
        on_its_lines = (names.get(line, set()) for line in range(node.lineno, end + 1))
        explained.append(
            ExplainedStatement(
                line=node.lineno,
                code=quoted(node),
                names=frozenset[frozenset[str]]().union(*on_its_lines),
                comment=" ".join(own),
            )
        )
        previous_end = max(previous_end, end)
    return explained


def parse_program(source: str) -> list[ast.stmt]:
    """The statements at the top level of a program.

    Raises:
        CheckFailed: the program can't be read; names the line and what to do.
    """
    source = _as_it_runs(source)
    if len(source) > MAX_SOURCE:
        fail(f"The program has {len(source)} characters.", "A commented program is far shorter.")
    line: int | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd backslash in a text is nobody's concern
            return ast.parse(source).body
    except SyntaxError as error:
        line = error.lineno
    except (ValueError, RecursionError, MemoryError):
        line = None
    lines = source.split("\n")
    if line is None or not 1 <= line <= len(lines):
        fail("Python cannot read your program.", "Run its cell and mend what Python reports.")
    text = _short(lines[line - 1].strip())
    fail(
        f"Python cannot read line {line} of your program: `{text}`.",
        "Take this line out: it is a command of the notebook, not Python."
        if text.startswith(("%", "!"))
        else "If this is a comment, it needs a # sign in front.",
        "Python skips what follows a # sign; all other text must be code.",
    )


def is_bare_text(node: ast.stmt) -> bool:
    """Whether a statement is nothing but a text in quotes."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def has_comment(source: str) -> bool:
    """Whether there is any comment in a program that can be read."""
    return any(_comment_tokens(_as_it_runs(source)))


def quoted(node: ast.stmt) -> str:
    """A statement as one line of normal form, shortened to fit into a message."""
    try:
        return _short(ast.unparse(node).partition("\n")[0])
    except RecursionError:
        return "..."


def words(text: str) -> frozenset[str]:
    """Words of a text, casefolded: runs of letters and digits of any script."""
    return frozenset(re.findall(r"[^\W_]+", _folded(text)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


# Names in programs are English, so only English prose can be made of names and these.
FILLERS = words(
    "a an the this that it its is are of to in on for with from by and as we i our my now"
)


def _as_it_runs(source: str) -> str:
    return without_indent(source.replace("\r\n", "\n").replace("\r", "\n"))


def _statements_with_ends(body: list[ast.stmt], lines: list[str]) -> Iterator[tuple[ast.stmt, int]]:
    """Statements in order, each with its last line; a block's header ends where its code does."""
    for node in body:
        if is_bare_text(node):
            continue
        blocks = [
            block
            for _, value in ast.iter_fields(node)
            if isinstance(value, list)
            for block in _blocks(value)
        ]
        end = node.end_lineno or node.lineno
        if blocks:
            end = blocks[0][0].lineno - 1
            while end > node.lineno and lines[end - 1].strip()[:1] in ("", "#"):
                end -= 1  # a comment above the block's first statement is that statement's
            end = max(node.lineno, end)
        yield node, end
        for block in blocks:
            yield from _statements_with_ends(block, lines)


def _blocks(value: list[object]) -> Iterator[list[ast.stmt]]:
    statements = [part for part in value if isinstance(part, ast.stmt)]
    if statements:
        yield statements
    for part in value:
        inner = getattr(part, "body", None)  # except handlers and match cases
        if not isinstance(part, ast.stmt) and isinstance(inner, list):
            yield inner


def _remarks(source: str, body: list[ast.stmt]) -> list[_Remark]:
    lines = source.split("\n")
    remarks = []
    previous = (0, 0)
    anchor = 0  # line of code beside which the running comment began; 0 for none
    for token in _comment_tokens(source):
        row, column = token.start
        if lines[row - 1][:column].strip():
            anchor = row
        elif previous != (row - 1, column):
            anchor = 0  # not the next line of a comment that began beside code
        remarks.append(_Remark(anchor or row, token.string.lstrip("#").strip()))
        previous = token.start
    for node in body:
        # The same as is_bare_text, in a form from which the type checker learns.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str):
                remarks.append(_Remark(node.lineno, text))
    return sorted(remarks, key=lambda remark: remark.line)


def _names_by_line(source: str) -> dict[int, set[frozenset[str]]]:
    """Names on each line; those of functions and in texts word by word, others as a whole."""
    names: dict[int, set[frozenset[str]]] = {}
    before = ""
    for token in _tokens(source):
        if token.type != tokenize.COMMENT:
            on_line = names.setdefault(token.start[0], set())
            if token.type == tokenize.NAME and before != ".":
                on_line.add(words(token.string))
            else:
                on_line.update(frozenset([word]) for word in words(token.string))
        before = token.string
    return names


def _comment_tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    return (token for token in _tokens(source) if token.type == tokenize.COMMENT)


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return  # the parser has accepted the source and is the authority: take what came


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 3] + "..."
