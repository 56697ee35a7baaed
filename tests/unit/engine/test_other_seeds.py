"""A correct notebook gets other random numbers, and stays the same otherwise."""

from __future__ import annotations

import random
from typing import Any

import nbformat.v4
import numpy as np
import pytest

from autograder.engine.other_seeds import submission_with_other_seeds, with_other_seeds
from autograder.intake.submission import Submission

LARGEST = 2**32 - 1  # the largest seed that NumPy's older generators and Keras take


def seeds_of(code: str, number: int = 3, **names: Any) -> list[Any]:
    """What `set_seed` is called with when the changed code runs."""
    seen: list[Any] = []
    exec(with_other_seeds(code, number), {"set_seed": seen.append, "np": np, **names})
    return seen


def changed_cells(number: int, *sources: str) -> list[str]:
    """The cells of a notebook as another run has them."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    submission = Submission("anna", "small", nbformat.v4.new_notebook(cells=cells), ())
    changed = submission_with_other_seeds(submission, number).notebook.cells
    assert [cell.source for cell in submission.notebook.cells] == list(sources)
    return [cell.source for cell in changed]


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("keras.utils.set_random_seed(1)", "keras.utils.set_random_seed(3001)"),
        ("keras.utils.set_random_seed(seed=1)", "keras.utils.set_random_seed(seed=3001)"),
        ("é = 'ü'; set_seed(5)  # größer", "é = 'ü'; set_seed(3005)  # größer"),
        ("a = default_rng(1); b = default_rng(2)", "a = default_rng(3001); b = default_rng(3002)"),
        ("%matplotlib inline\nset_seed(1)", "%matplotlib inline\nset_seed(3001)"),
        ("%%time\nset_seed(1)\n!ls", "%%time\nset_seed(3001)\n!ls"),
        (
            "x = !ls\nfor i in [1]:\n    %pwd\n    seed(1)",
            "x = !ls\nfor i in [1]:\n    %pwd\n    seed(3001)",
        ),
    ],
)
def test_numbers_are_moved_where_they_stand(code: str, moved: str) -> None:
    assert with_other_seeds(code, 3) == moved


@pytest.mark.parametrize(
    "code",
    [
        "np.random.default_rng()",
        "np.random.default_rng((1, 2))",
        "random.seed('text')",
        "default_rng(None)",
        "set_seed(True)",
        "set_seed(*[1])",
        "set_seed(**{'seed': 1})",
        "seed(x for x in [1])",
        "train(10, seed=2)",
        "print(f'{set_seed(1)}')",
        "%%bash\nset_seed(1)",
        "x = 1",
        "set_seed(1",
    ],
)
def test_all_else_stays(code: str) -> None:
    assert with_other_seeds(code, 3) == code


def test_run_zero_is_the_notebook_itself() -> None:
    assert with_other_seeds("set_seed(1)", 0) == "set_seed(1)"
    assert changed_cells(0, "set_seed(1)") == ["set_seed(1)"]


def test_moved_code_runs_with_the_moved_seed() -> None:
    source = "for i in range(2):\n    set_seed(\n        i\n    )\nset_seed(7)\n"
    assert seeds_of(source, 1) == [1000, 1001, 1007]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("set_seed(10 * 2 + 1)", 3021),
        ("seeds = [4]\nset_seed(seeds[0])", 3004),
        ("set_seed(int('5'))", 3005),
        ("set_seed(\n    2 *\n    3\n)", 3006),
        ("set_seed(-1)", 2999),
        ("set_seed((s := 6))", 3006),
        ("for s in np.arange(8, 9):\n    set_seed(s)", 3008),
        ("set_seed(np.uint8(250))", 3250),
        ("int = isinstance = type = None\ns = 1\nset_seed(s)", 3001),
        ("s = 1\nset_seed(s) # ü\r\n", 3001),
        (f"set_seed({LARGEST})", 2999),
        (f"s = {LARGEST}\nset_seed(s)", 2999),
    ],
)
def test_what_comes_to_a_number_is_moved_when_it_runs(code: str, seen: int) -> None:
    assert seeds_of(code) == [seen]


@pytest.mark.parametrize(
    "seed", [None, "my name", b"bytes", (1, 2), True, 0.5, np.array([1, 2])], ids=repr
)
def test_what_comes_to_no_number_reaches_the_call_as_it_is(seed: object) -> None:
    (seen,) = seeds_of("set_seed(s)", s=seed)
    assert seen is seed


def test_a_seed_is_looked_at_once() -> None:
    asked = iter([1, 2, 3])
    assert seeds_of("set_seed(next(asked))", asked=asked) == [3001]


def test_an_inner_seed_is_moved_too() -> None:
    seen = []

    def seed(value: int) -> int:
        seen.append(value)
        return value

    assert seeds_of("set_seed(seed(1))", seed=seed) == [6001]
    assert seen == [3001]


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"np": np, "random": random}
    exec(with_other_seeds(code, 1), names)
    return names


def test_a_function_whose_seed_is_none_by_default_works() -> None:
    code = "def draw(seed=None):\n    return np.random.default_rng(seed).random()\n"
    draw = run(code)["draw"]
    assert draw() != draw()
    assert draw(5) == np.random.default_rng(1005).random()


@pytest.mark.parametrize(
    "call",
    [
        "random.seed(name)",
        "np.random.seed(2**32 - 1)",
        f"np.random.RandomState({LARGEST})",
        "np.random.RandomState(seed=np.int64(3))",
        "random.seed(a=5)",
    ],
)
def test_libraries_take_what_is_made_of_their_seeds(call: str) -> None:
    run(f"name = 'anna'\n{call}\n")


def test_the_keyword_moves_the_random_numbers() -> None:
    found = run("s = 1\nx = np.random.default_rng(seed=s).random()")["x"]
    assert found == np.random.default_rng(1001).random()


@pytest.mark.parametrize(
    "defined",
    [
        "def seed(image):\n    return image",
        "if True:\n    async def other(): pass\n    def seed(image): return image",
        "seed = lambda image: image",
        "%matplotlib inline\ndef seed(image):\n    return image",
    ],
)
def test_an_own_function_is_called_as_it_was(defined: str) -> None:
    assert changed_cells(1, defined, "x = seed(5)\ny = seed(x)") == [
        defined,
        "x = seed(5)\ny = seed(x)",
    ]


def test_an_own_method_is_called_as_it_was() -> None:
    defined = "class Grower:\n    def seed(self, place):\n        return place"
    used = "x = Grower().seed(5)\nset_seed(1)"
    assert changed_cells(1, defined, used) == [defined, "x = Grower().seed(5)\nset_seed(1001)"]


def test_a_function_of_the_same_name_as_a_libraries_keeps_the_libraries_moved() -> None:
    """Students write a `set_seed` or `seed` that sets all the seeds that they know."""
    code = "def seed(s):\n    np.random.seed(s)\nseed(2)\nx = np.random.random()"
    (changed,) = changed_cells(1, code)
    names: dict[str, Any] = {"np": np}
    exec(changed, names)
    np.random.seed(1002)
    assert names["x"] == np.random.random()


def test_another_name_for_a_librarys_function_is_still_moved() -> None:
    assert changed_cells(1, "set_seed = np.random.seed", "set_seed(2)")[1] == "set_seed(1002)"


def test_deep_nesting_stops_nothing() -> None:
    deep = "x = " + "+".join(["1"] * 1500) + "\nset_seed(1)"
    assert changed_cells(1, deep) == [deep.replace("set_seed(1)", "set_seed(1001)")]


def test_tests_stay() -> None:
    cell = nbformat.v4.new_code_cell("set_seed(1)", metadata={"nbgrader": {"grade": True}})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    changed = submission_with_other_seeds(Submission("anna", "small", notebook, ()), 1)
    assert changed.notebook.cells[0].source == "set_seed(1)"
