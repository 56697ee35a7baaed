"""Syntax trees for many threads at once, and of what is no Python."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.notebook_code import syntax_tree as module
from autograder.notebook_code.syntax_tree import syntax_tree


def test_many_threads() -> None:
    source = "\n".join(f"x{number} = [{number}, (1 + {number}) * 2]" for number in range(300))
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(syntax_tree, [source] * 60))
    assert {len(tree.body) for tree in trees if tree is not None} == {300}
    assert len(trees) == 60


def test_a_parser_that_was_disturbed_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [SystemError("AST constructor recursion depth mismatch"), ast.Module([], [])]

    def parse(source: str) -> ast.Module:
        answer = answers.pop(0)
        if isinstance(answer, SystemError):
            raise answer
        return answer

    monkeypatch.setattr(module.ast, "parse", parse)
    assert isinstance(syntax_tree("x"), ast.Module)
    answers += [SystemError()] * 9
    assert syntax_tree("x") is None


@pytest.mark.parametrize("source", ["x = ", "\x00", "(" * 100_000, "x = " + "-" * 50_000 + "1"])
def test_what_has_no_tree(source: str) -> None:
    assert syntax_tree(source) is None
