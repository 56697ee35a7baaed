"""Names of the same kind: those that students take for each other."""

from __future__ import annotations

import ast


def siblings(tree: ast.Module) -> dict[str, list[str]]:
    """Names of the cell that differ in one word: x_train and x_test, weights_1 and weights_2."""
    names = sorted(
        {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    )
    words = {name: _words(name) for name in names}
    return {
        name: [
            other
            for other in names
            if other != name
            and len(words[name]) == len(words[other]) > 1
            and sum(a != b for a, b in zip(words[name], words[other], strict=True)) == 1
        ]
        for name in names
    }


def _words(name: str) -> list[str]:
    spaced = "".join(f"_{sign}" if sign.isdigit() else sign for sign in name)
    return [word for word in spaced.split("_") if word]
