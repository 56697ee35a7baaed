"""The mutants that are made of a cell, and those that are not."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.operators import mutants_of

CELL = """
def share(hits, total, scale=1):
    # how many of all
    return hits / total * scale


fig, ax = plt.subplots(figsize=(8, 4))
if len(x_train) > 10 and not done:
    ax.plot(x_train, y_train, color="red", label="training")
print(share(3, 4), "of", 5)
model.compile(loss="mse", optimizer=SGD(0.1))
best = values.argmax(axis=1)
"""


def afters(source: str, operator: str) -> set[str]:
    return {mutant.after for mutant in mutants_of("cell", source) if mutant.operator == operator}


@pytest.mark.parametrize(
    ("operator", "after"),
    [
        ("operator exchanged", "(hits * total)"),
        ("operator exchanged", "(hits / total / scale)"),
        ("operator exchanged", "(len(x_train) > 10 or not done)"),
        ("comparison exchanged", "(len(x_train) >= 10)"),
        ("comparison exchanged", "(len(x_train) < 10)"),
        ("sign dropped", "done"),
        ("number changed", "11"),
        ("number changed", "0.2"),
        ("number changed", "0.05"),
        ("name exchanged", "y_train"),
        ("argument dropped", "ax.plot(x_train, y_train, color='red')"),
        ("argument dropped", "values.argmax()"),
        ("argument changed", "model.compile(loss='binary_crossentropy', optimizer=SGD(0.1))"),
        ("arguments exchanged", "ax.plot(y_train, x_train, color='red', label='training')"),
        ("function exchanged", "values.argmin(axis=1)"),
        ("returned value changed", "return -(hits / total * scale)"),
        ("statement deleted", "pass"),
    ],
)
def test_each_operator_makes_its_mutant(operator: str, after: str) -> None:
    assert after in afters(CELL, operator)


def test_every_mutant_is_another_valid_program_with_the_comments_kept() -> None:
    made = mutants_of("cell", CELL)
    dumps = {ast.dump(ast.parse(mutant.source)) for mutant in made}
    assert len(dumps) == len(made)
    assert ast.dump(ast.parse(CELL)) not in dumps
    assert all("# how many of all" in mutant.source for mutant in made)
    assert len({mutant.key for mutant in made}) == len(made)


def test_wording_output_and_styling_are_left_alone() -> None:
    quiet = 'print(3 + 4)\nax.set_title("a")\nh = plot(x, color="red", linewidth=2)\nt = "text"\n'
    assert [mutant.after for mutant in mutants_of("cell", quiet)] == []
    assert "ax.plot(x, y)" not in afters('ax.plot(x, y, "o-")', "argument dropped")
    assert mutants_of("cell", 'settings = {"verbose": 2, "seed": 1}') == []


def test_arguments_whose_order_does_not_matter_stay() -> None:
    assert "arguments exchanged" not in {m.operator for m in mutants_of("c", "y = max(a, b)")}


def test_a_change_inside_a_product_keeps_its_place() -> None:
    (mutant,) = [m for m in mutants_of("c", "y = (a + b) * c") if m.after == "(a - b)"]
    assert ast.unparse(ast.parse(mutant.source)) == "y = (a - b) * c"
    (mutant,) = [m for m in mutants_of("c", "y = é * (a * b)") if m.after == "(a / b)"]
    assert ast.unparse(ast.parse(mutant.source)) == "y = é * (a / b)"


def test_comments_are_changed_only_where_they_are_the_answer() -> None:
    source = "# one\nx = 1\n# two\ny = 2  # three"
    operators = [mutant.operator for mutant in mutants_of("c", source)]
    assert not any(operator.startswith("comment") for operator in operators)
    changed = [m for m in mutants_of("c", source, comments=True) if m.operator[:7] == "comment"]
    assert [m.source for m in changed if m.operator == "comment deleted"][2].endswith("y = 2  ")
    assert [m.after for m in changed if m.operator == "comment repeated"] == ["# one", "# two"]
