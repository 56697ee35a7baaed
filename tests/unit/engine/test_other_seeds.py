"""A correct notebook gets other random numbers, and stays the same otherwise."""

from __future__ import annotations

import pytest

from autograder.engine.other_seeds import with_other_seeds


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("keras.utils.set_random_seed(1)", "keras.utils.set_random_seed((1) + 3000)"),
        ("np.random.default_rng(seed)", "np.random.default_rng((seed) + 3000)"),
        ("np.random.seed(10 * i + j)", "np.random.seed((10 * i + j) + 3000)"),
        ("é = 'ü'; set_seed(5)  # größer", "é = 'ü'; set_seed((5) + 3000)  # größer"),
        (
            "a = default_rng(1); b = default_rng(2)",
            "a = default_rng((1) + 3000); b = default_rng((2) + 3000)",
        ),
    ],
)
def test_seeds_are_moved(code: str, moved: str) -> None:
    assert with_other_seeds(code, 3) == moved


@pytest.mark.parametrize(
    "code",
    [
        "np.random.default_rng()",
        "np.random.default_rng((1, 2))",
        "random.seed('text')",
        "train(10, seed=2)",
        "x = 1",
        "%matplotlib inline\nset_seed(1)",
    ],
)
def test_all_else_stays(code: str) -> None:
    assert with_other_seeds(code, 3) == code


def test_run_zero_is_the_notebook_itself() -> None:
    assert with_other_seeds("set_seed(1)", 0) == "set_seed(1)"


def test_moved_code_runs_with_the_moved_seed() -> None:
    seen: list[int] = []
    source = "for i in range(2):\n    set_seed(\n        i\n    )\nset_seed(7)\n"
    exec(with_other_seeds(source, 1), {"set_seed": seen.append})
    assert seen == [1000, 1001, 1007]
