"""Comments of any style and script count; programs that were changed, and echoes, do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder.checks.comments import (
    comments_in_own_words,
    every_statement_commented,
    submitted_source,
    unchanged_program,
)
from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.program_text import explained_statements, parse_program
from autograder.checks.registry import CheckFailed, PartialCredit

ORIGINAL = """\
import numpy as np

x_train = np.zeros((4, 2))
x_train = x_train / 255.0
model = make(
    x_train,
    units=3,
)
print(model)
"""

ABOVE = """\
# NumPy does the arithmetic.
import numpy as np

# Four empty images to begin with.
x_train = np.zeros((4, 2))
# Grey levels become shares of one.
x_train = x_train / 255.0
# Three neurons are plenty here.
model = make(
    x_train,
    units=3,
)
# Have a look at what came out.
print(model)
"""

BESIDE = """\
import numpy as np  # NumPy does the arithmetic.
x_train = np.zeros((4, 2))  # Four empty images to begin with.
x_train = x_train / 255.0  # Grey levels become shares of one.
model = make(x_train, units=3)  # Three neurons are plenty here.
print(model)  # Have a look at what came out.
"""

INSIDE = ABOVE.replace("# Three neurons are plenty here.\n", "").replace(
    "    units=3,", "    units=3,  # Three neurons are plenty here."
)

CHINESE = """\
# 导入数值计算库
import numpy as np
# 四张空白图片
x_train = np.zeros((4, 2))
# 把灰度值缩放到零和一之间
x_train = x_train / 255.0
# 建立模型
model = make(x_train, units=3)
# 显示
print(model)
"""

ARABIC = """\
import numpy as np  # مكتبة الحساب
x_train = np.zeros((4, 2))  # أربع صور فارغة
x_train = x_train / 255.0  # تصغير القيم
model = make(x_train, units=3)  # بناء النموذج
print(model)  # عرض النتيجة
"""

Check = Callable[[str], None]


def all_checks(source: str) -> None:
    unchanged_program(source, ORIGINAL)
    every_statement_commented(source, ORIGINAL)
    comments_in_own_words(source)


def message(check: Callable[..., None], *arguments: str) -> str:
    with pytest.raises(CheckFailed) as caught:
        check(*arguments)
    return caught.value.finding.message


def partial(check: Callable[..., None], *arguments: str) -> tuple[float, str]:
    with pytest.raises(PartialCredit) as caught:
        check(*arguments)
    return caught.value.fraction, caught.value.finding.message


@pytest.mark.parametrize(
    "source",
    [
        ABOVE,
        BESIDE,
        INSIDE,
        CHINESE,
        ARABIC,
        ABOVE.replace("\n", "\r\n"),
        ABOVE.replace("\n", "\r"),
        "# A program\n# in two lines of introduction.\n\n" + ABOVE,
        ABOVE.replace("print(model)", "print(\n    model\n)"),
        ABOVE.replace("# ", "#").replace("#", "#### "),
        ABOVE + "\n# And that was all.\n",
        "\n" + "".join(f"    {line}\n" for line in ABOVE.split("\n")),
        "\n".join(f"\t{line}" if line else "" for line in BESIDE.split("\n")),
    ],
)
def test_every_style_passes(source: str) -> None:
    all_checks(source)


def test_the_given_program_has_no_comment_yet() -> None:
    assert "has no comment yet" in message(unchanged_program, ORIGINAL, ORIGINAL)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/ 255.0", "/ 256.0", "reads `x_train = x_train / 256.0` where the given program reads"),
        ("print(model)", "", "The statement `print(model)` of the given program is missing"),
        ("print(model)", "print(model)\nprint(1)", "`print(1)`, is not in the given program"),
        ("units=3", "units=30", "where the given program reads"),
        ("# Have a look at what came out.", "Have a look at what came out.",
         "Python cannot read line 13 of your program: `Have a look at what came out.`"),
        ("# Have a look at what came out.", "'Have a look at what came out.'",
         "is a text in quotes"),
        ("import numpy as np", "%pip install numpy\nimport numpy", "a command of the notebook"),
    ],
)  # fmt: skip
def test_a_changed_program_is_named(old: str, new: str, said: str) -> None:
    assert said in message(unchanged_program, ABOVE.replace(old, new), ORIGINAL)


@pytest.mark.parametrize(
    "source",
    [
        "x = '\0'",
        "(" * 5000 + ")" * 5000,
        "-" * 50_000 + "1",
        "x = 1\n" * 100_000,
        "def f(:",
        "\tx = 1\n  y = 2",
        "x = '\ud800'",
        "if x:",
        "",
        "#",
        "\f",
    ],
)
def test_hostile_programs_fail_with_a_message(source: str) -> None:
    for check, arguments in (
        (unchanged_program, (source, ORIGINAL)),
        (every_statement_commented, (source, ORIGINAL)),
        (comments_in_own_words, (source,)),
    ):
        assert message(check, *arguments)


def test_a_statement_without_a_comment_costs_a_share() -> None:
    source = ABOVE.replace("# Have a look at what came out.\n", "")
    fraction, said = partial(every_statement_commented, source, ORIGINAL)
    assert fraction == 0.75
    assert "4 of 5 statements have a comment of their own" in said
    assert "(`print(model)`)" in said
    comments_in_own_words(source)


def test_one_comment_for_all_is_not_enough() -> None:
    said = message(every_statement_commented, "# All of it is easy.\n" + ORIGINAL, ORIGINAL)
    assert "1 of 5 statements" in said
    assert "and 1 more" in said


def test_taking_statements_out_does_not_help() -> None:
    source = "# NumPy does the arithmetic.\nimport numpy as np\n"
    assert "1 of 5" in message(every_statement_commented, source, ORIGINAL)


@pytest.mark.parametrize("empty", ["#", "# ...", "# !!", "#-------", "# 1", "# 12345", "# a"])
def test_a_comment_without_words_is_none(empty: str) -> None:
    source = ABOVE.replace("# Have a look at what came out.", empty)
    assert partial(every_statement_commented, source, ORIGINAL)[0] == 0.75


@pytest.mark.parametrize(
    "echo",
    ["# print model", "# Print the model", "# print(model)", "# MODEL, print!", "# the print"],
)
def test_an_echo_of_the_code_costs_a_share(echo: str) -> None:
    source = ABOVE.replace("# Have a look at what came out.", echo)
    every_statement_commented(source, ORIGINAL)
    fraction, said = partial(comments_in_own_words, source)
    assert fraction == 0.75
    assert "only repeats names of the code in line 14 (`print(model)`)" in said


def test_a_word_more_than_the_names_is_no_echo() -> None:
    comments_in_own_words(
        ABOVE.replace("# Have a look at what came out.", "# print the model neatly")
    )


@pytest.mark.parametrize(
    ("statement", "comment", "echo"),
    [
        ("model.fit(x_train, y_train, epochs=5)", "train the model", False),
        ("model.evaluate(x_test, y_test)", "Test the model", False),
        ("model.fit(x_train, y_train, epochs=5)", "model fit x_train", True),
        ("model.fit(x_train, y_train, epochs=5)", "fit the model on x train, y train", True),
        ("model.evaluate(x_test, y_test)", "evaluate the model", True),
        ("data = keras.datasets.mnist.load_data()", "load the data", True),
        ("data = keras.datasets.mnist.load_data()", "mnist data", True),
        ("m.compile(loss='sparse_categorical_crossentropy')", "compile, crossentropy", True),
    ],
)
def test_a_name_is_repeated_by_all_of_its_words(statement: str, comment: str, echo: bool) -> None:
    (found,) = explained_statements(f"{statement}  # {comment}\n")
    assert found.is_echo is echo


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("60,000 images to 0-1", "10,000 images to 0-1", False),
        ("60 000 images to 0-1", "10 000 images to 0-1", False),
        ("60000 images", "10.000 images", False),
        ("784 inputs", "512 inputs", False),
        ("10000 images", "10.000 images!", True),
        ("step 1", "step 12", True),
        ("3.14 units", "2.72 units", True),
    ],
)
def test_large_numbers_tell_comments_apart(one: str, other: str, same: bool) -> None:
    first, second = explained_statements(f"a = 1  # {one}\nb = 2  # {other}\n")
    assert (first.telling == second.telling) is same


def test_repeated_comments_cost_a_share() -> None:
    code = [line.partition("  #")[0] for line in BESIDE.strip().split("\n")]
    numbered = "\n".join(f"{line}  # step {number}" for number, line in enumerate(code))
    said = message(comments_in_own_words, numbered)
    assert "repeats an earlier comment" in said
    source = ABOVE.replace("# Have a look at what came out.", "# THREE neurons, are plenty here!")
    assert partial(comments_in_own_words, source)[0] == 0.75


def test_too_few_comments_to_judge_words() -> None:
    source = "# NumPy does the arithmetic.\n" + ORIGINAL
    assert "1 of 5 statements have a comment" in message(comments_in_own_words, source)


def test_nested_statements_have_comments_of_their_own() -> None:
    source = (
        "# go through all\nfor i in range(3):  # three times\n    # odd ones only\n"
        "    if i % 2:\n        print(i)  # shows it\n    else:\n        pass  # nothing to do\n"
    )
    found = [(s.line, s.comment) for s in explained_statements(source)]
    assert found == [
        (2, "go through all three times"),
        (4, "odd ones only"),
        (5, "shows it"),
        (7, "nothing to do"),
    ]


def test_a_hash_inside_a_text_is_no_comment() -> None:
    (statement,) = explained_statements("colour = '# ff0000 is red'\n")
    assert statement.comment == ""


def test_a_comment_belongs_to_its_own_line_before_the_next() -> None:
    found = explained_statements("a = 1  # one\nb = 2\n# three\nc = 3\n")
    assert [s.comment for s in found] == ["one", "", "three"]


def test_deep_programs_are_read_or_refused_never_raised() -> None:
    for depth in (10, 90, 200, 3000):
        source = "x = " + "[" * depth + "]" * depth
        try:
            parse_program(source)
        except CheckFailed as failure:
            assert "Python cannot read" in failure.finding.message


@pytest.fixture
def judged() -> Iterator[None]:
    """A context as in the judge, with one cell handed in."""
    nothing = np.zeros((0, 28, 28), np.uint8)
    set_context(CheckContext(Digits(nothing, nothing), {}, sources={"first": "x = 1"}))
    yield
    set_context(None)


@pytest.mark.usefixtures("judged")
def test_the_source_of_a_cell_in_the_judge() -> None:
    assert submitted_source("first", "y = 2") == "x = 1"
    assert "The cell 'second' is missing" in message(submitted_source, "second", "y = 2")
