"""Comments in a given program: is it still the same program, and is every statement explained?"""

from __future__ import annotations

import ast
import difflib

from autograder.checks.context import context
from autograder.checks.program_text import (
    ExplainedStatement,
    explained_statements,
    has_comment,
    is_bare_text,
    parse_program,
    quoted,
)
from autograder.checks.registry import award, check, fail

MAX_LISTED = 3  # statements that a message names
QUARTERS = 4  # partial credit comes in quarters, so that four points stay whole points


def submitted_source(cell: str, otherwise: str) -> str:
    """Source of a solution cell as it was handed in.

    Args:
        cell: the solution cell's id.
        otherwise: what to return outside the judge, where nothing was handed in.

    Raises:
        CheckFailed: the submission has no such cell.
    """
    sources = context().sources
    if not sources:
        return otherwise
    if cell not in sources:
        fail(
            f"The cell '{cell}' is missing in this submission.",
            "Keep the cells of the notebook, and write into them.",
        )
    return sources[cell]


@check(concept="Python skips comments, so a program with comments does exactly what it did before.")
def unchanged_program(source: str, original: str) -> None:
    """The program is the original one, and somebody has begun to comment it.

    Syntax trees are compared: comments, blank lines, line breaks and quotes are free.

    Args:
        source: the program as handed in.
        original: the program as given.

    Raises:
        CheckFailed: the program has no comment, can't be read, or differs; names the place.
    """
    found, wanted = parse_program(source), parse_program(original)
    code = [node for node in found if not is_bare_text(node)]
    texts = [node for node in found if is_bare_text(node)]
    _require_same(code, wanted)
    if texts:
        fail(
            f"Line {texts[0].lineno} is a text in quotes. Your explanation is welcome, but a text "
            "in quotes is a statement: Python makes a string of it and throws it away.",
            "Begin every line of a comment with a # sign instead.",
            "A comment is what follows a # sign; Python skips nothing else.",
        )
    if not has_comment(source):
        fail("The program has no comment yet.", "Write a comment for each of its statements.")


@check(concept="Who reads a statement wants to know there and then what it is for.")
def every_statement_commented(source: str, original: str) -> None:
    """Every statement has a comment of its own, above it, beside it or inside it.

    Args:
        source: the program as handed in.
        original: the program as given; statements taken out of it count as not explained.

    Raises:
        PartialCredit: a part of the statements has comments; full quarters count.
        CheckFailed: fewer than a quarter have, or the program can't be read.
    """
    statements = explained_statements(source)
    total = max(len(statements), len(explained_statements(original)))
    bare = [statement for statement in statements if not statement.has_words]
    explained = len(statements) - len(bare)
    if explained == total:
        return
    observed = f"{explained} of {total} statements have a comment of their own."
    if bare:
        observed += f" There is none, or none with words in it, for {_listed(bare)}."
    _give_share(
        explained,
        total,
        observed=observed,
        expected="Each statement needs one, directly above it or beside it.",
    )


@check(concept="The code already says what is called; a comment says what for, in your words.")
def comments_in_own_words(source: str) -> None:
    """No comment is repeated, or a mere echo of the names in its statement.

    Comments that differ in signs and small numbers alone ("step 1", "step 2") count as repeated.
    Statements without a comment are left to `every_statement_commented`, but half must have one.

    Args:
        source: the program as handed in.

    Raises:
        PartialCredit: a part of the comments is good; full quarters count.
        CheckFailed: fewer than a quarter are, or there are too few comments to tell.
    """
    statements = explained_statements(source)
    explained = [statement for statement in statements if statement.has_words]
    if not explained or 2 * len(explained) < len(statements):
        fail(
            f"{len(explained)} of {len(statements)} statements have a comment with words in it.",
            "At least half are needed to see how you explain.",
        )
    echoes = [statement for statement in explained if statement.is_echo]
    repeats = _repeats([statement for statement in explained if not statement.is_echo])
    observed = []
    if echoes:
        observed.append(f"The comment only repeats names of the code in {_listed(echoes)}.")
    if repeats:
        observed.append(f"The comment repeats an earlier comment in {_listed(repeats)}.")
    if not observed:
        return
    _give_share(
        len(explained) - len(echoes) - len(repeats),
        len(explained),
        observed=" ".join(observed),
        expected="Say what the statement is for, or what happens to the data.",
    )


def _require_same(found: list[ast.stmt], wanted: list[ast.stmt]) -> None:
    """Fail at the first statement that was changed, added or taken out."""
    try:
        have, need = [ast.dump(node) for node in found], [ast.dump(node) for node in wanted]
    except RecursionError:
        fail("Your program is nested too deeply to be the given one.", "Bring back the given code.")
    changes = difflib.SequenceMatcher(None, have, need, autojunk=False).get_opcodes()
    for kind, at, _, given_at, _ in changes:
        if kind == "replace":
            fail(
                f"Line {found[at].lineno} reads `{quoted(found[at])}` where the given program "
                f"reads `{quoted(wanted[given_at])}`.",
                "Bring back the given statement; only comments and blank lines may be added.",
            )
        if kind == "delete":
            fail(
                f"Line {found[at].lineno}, `{quoted(found[at])}`, is not in the given program.",
                "Take it out, or turn it into a comment; experiments go into a cell of their own.",
            )
        if kind == "insert":
            fail(
                f"The statement `{quoted(wanted[given_at])}` of the given program is missing.",
                "Bring it back; only comments and blank lines may be added.",
            )


def _repeats(statements: list[ExplainedStatement]) -> list[ExplainedStatement]:
    """Statements whose comment says the same as an earlier one."""
    seen: set[tuple[str, ...]] = set()
    repeats = []
    for statement in statements:
        if statement.telling in seen:
            repeats.append(statement)
        seen.add(statement.telling)
    return repeats


def _give_share(good: int, total: int, *, observed: str, expected: str) -> None:
    quarters = QUARTERS * good // total
    if quarters == 0:
        fail(observed, expected)
    award(quarters / QUARTERS, observed=observed, expected=expected)


def _listed(statements: list[ExplainedStatement]) -> str:
    named = [f"line {statement.line} (`{statement.code}`)" for statement in statements[:MAX_LISTED]]
    more = len(statements) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
