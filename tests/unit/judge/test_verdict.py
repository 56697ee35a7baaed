"""How one test cell ends, and which names it sees."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.errors import EvidenceError
from autograder.evidence import OpaqueModel
from autograder.judge.calls import StudentCallError
from autograder.judge.results import TestCell, TestResult
from autograder.judge.verdict import MOST_MESSAGE, run_test, used_names


def run(
    source: str,
    student: dict[str, Any] | None = None,
    namespace: dict[str, Any] | None = None,
    cell_error: str = "",
) -> TestResult:
    names = student or {}

    def evidence(name: str) -> Any:
        value = names[name]
        if isinstance(value, EvidenceError):
            raise value
        return value

    test = TestCell("some-test", "A title", 8, source, 60)
    scope = {"__name__": "__main__"} if namespace is None else namespace
    return run_test(test, scope, evidence, cell_error)


def ending(source: str, **student: Any) -> tuple[str, float, str]:
    result = run(source, student)
    return result.outcome, result.points, result.message


CHECKS = "from autograder import checks\n"


def test_a_test_that_runs_to_its_end_has_full_points() -> None:
    result = run("assert x == 3, 'x is another'", {"x": 3})
    assert (result.test, result.title, result.max_points) == ("some-test", "A title", 8)
    assert (result.outcome, result.points, result.message) == ("passed", 8, "")
    assert 0 <= result.seconds < 5


def test_an_assertion_says_its_message() -> None:
    assert ending("assert x == 3, 'x is another'", x=4) == ("failed", 0, "x is another")


def test_a_check_says_three_sentences() -> None:
    source = CHECKS + "checks.require(x == 3, observed='Four.', expected='Odd.', concept='Why.')"
    assert ending(source, x=4) == ("failed", 0, "Four. Odd. Why.")
    assert ending(source, x=3) == ("passed", 8, "")


def test_partial_credit() -> None:
    source = CHECKS + "checks.award(0.25, observed='A quarter is there.')\nassert False, 'no'"
    assert ending(source) == ("partial", 2, "A quarter is there.")


@pytest.mark.parametrize("share", ["1.5", "-1", "float('nan')"])
def test_what_is_no_share_of_the_points_breaks_the_test(share: str) -> None:
    outcome, points, message = ending(CHECKS + f"checks.award({share}, observed='A part.')")
    assert (outcome, points) == ("error", 0)
    assert "is no share of a test's points" in message


def test_points_have_no_rounding_noise() -> None:
    source = CHECKS + "checks.award(1 / 3, observed='A third.')"
    assert ending(source)[1] == 2.6667


def test_a_missing_name_is_named() -> None:
    outcome, points, message = ending("assert accuracy > 0.5, 'too low'")
    assert (outcome, points) == ("failed", 0)
    assert message.startswith("The name 'accuracy' does not exist at this place of the notebook.")


def test_a_missing_name_that_is_never_needed_does_no_harm() -> None:
    assert ending("if False:\n    accuracy\n")[0] == "passed"


def test_a_missing_name_inside_a_function_of_the_test() -> None:
    assert "The name 'weights'" in ending("def f():\n    return weights\nf()")[2]


def test_a_value_that_cannot_be_read() -> None:
    outcome, points, message = ending("x", x=EvidenceError("it has 9 TB"))
    assert (outcome, points) == ("failed", 0)
    assert message == "A value could not be taken over from the notebook: it has 9 TB"


def test_a_students_function_that_raises() -> None:
    def f() -> None:
        raise StudentCallError("Your function raised ValueError: no")

    assert ending("f()", f=f) == ("failed", 0, "Your function raised ValueError: no")


@pytest.mark.parametrize("source", ["x + 1", "x.shape", "x['a']", "1 / 0", "x()", "int(x)"])
def test_a_test_that_breaks_is_an_error(source: str) -> None:
    outcome, points, message = ending(source, x="text")
    assert (outcome, points) == ("error", 0)
    assert message.startswith("The test could not work with what your notebook gave it: ")


def test_endless_recursion_and_memory() -> None:
    assert ending("def f():\n    return f()\nf()")[0] == "error"
    assert ending("raise MemoryError") == ("error", 0, "The test ran out of memory.")


def test_an_assertion_without_words_still_says_something() -> None:
    outcome, points, message = ending("raise AssertionError")
    assert (outcome, points) == ("failed", 0)
    assert message


def test_code_that_is_no_python_is_an_error_of_the_test() -> None:
    assert ending("y = (")[0] == "error"


def test_what_went_wrong_in_the_cell_above_is_added() -> None:
    note = "(The cell 'number' stopped: ValueError: no)"
    assert run("assert x, 'x is 0'", {"x": 0}, cell_error=note).message == f"x is 0 {note}"
    assert run("x + 1", {"x": ""}, cell_error=note).message.endswith(note)
    assert run("pass", cell_error=note).message == ""


def test_long_messages_are_cut_in_the_middle() -> None:
    message = ending("assert False, 'begin' + 'x' * 10_000 + 'end'")[2]
    assert len(message) <= MOST_MESSAGE + 10
    assert message.startswith("beginx")
    assert message.endswith("xend")
    assert " [...] " in message


def test_students_names_cannot_override_those_of_earlier_tests() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    run(CHECKS + "secret = 3\ndef helper():\n    return 'ours'", {}, namespace)
    forged = {"secret": 1, "checks": None, "helper": lambda: "theirs", "x": 1}
    source = "assert secret == 3, 'secret'\nassert helper() == 'ours', 'helper'\nchecks.require"
    assert run(source, forged, namespace).outcome == "passed"


def test_students_names_do_not_stay_for_later_tests() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    run("assert x == 1, 'x'", {"x": 1}, namespace)
    assert "x" not in namespace
    assert run("assert x == 2, 'x'", {"x": 2}, namespace).outcome == "passed"


def test_a_name_that_a_test_sets_anew_is_the_tests_from_then_on() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    run("x = x + 1", {"x": 1}, namespace)
    assert run("assert x == 2, 'x'", {"x": 99}, namespace).outcome == "passed"


def test_students_builtins_do_not_reach_the_judge() -> None:
    forged = {"len": lambda _: 3, "print": None, "AssertionError": int, "__builtins__": {}}
    assert run("assert len('a') == 1, 'len'", forged).outcome == "passed"
    assert run("assert len('a') == 2, 'len'", forged).outcome == "failed"


def test_definitions_of_a_failed_test_stay() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    source = (
        "assert x, 'x'\nimport math\ndef area(r):\n    return math.pi * r\n"
        "class A:\n    n = 1\nk = 7"
    )
    assert run(source, {"x": 0}, namespace).outcome == "failed"
    assert run("assert round(area(1)) == 3 and A.n == 1, 'gone'", {}, namespace).outcome == "passed"
    assert run("k", {}, namespace).outcome == "failed"  # values were never computed


def test_definitions_before_the_failure_stay_too() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    run("fresh = [1, 2]\nassert x, 'x'", {"x": 0}, namespace)
    assert run("assert fresh == [1, 2], 'gone'", {}, namespace).outcome == "passed"


def test_evidence_is_asked_only_for_names_in_use() -> None:
    asked: list[str] = []

    def evidence(name: str) -> Any:
        asked.append(name)
        raise KeyError(name)

    test = TestCell("t", "T", 1, "import math\ny = 1\nassert y + math.pi and not x, 'x'", 60)
    run_test(test, {"ours": 1}, evidence, "")
    assert "ours" not in asked
    assert "print" not in asked
    assert "x" in asked


def test_used_names() -> None:
    assert used_names("a = b + len(c.d)\nimport e\n[f for f in g]") == {"b", "c", "f", "g"}


def test_annotations_behave_as_in_a_notebook() -> None:
    source = "def f(a: int) -> str:\n    return ''\nassert f.__annotations__['a'] is int, 'text'"
    assert ending(source)[0] == "passed"


OPAQUE = OpaqueModel("Net", "the layer Secret is not on the list", "h1", lambda *_, **__: "scores")


@pytest.mark.parametrize(
    "source",
    [
        "assert model.layers, 'no layers'",
        "model.count_params()",
        "assert hasattr(model, 'get_weights'), 'model is no network.'",
        CHECKS + "checks.require_model(model)",
        CHECKS + "checks.parameter_limits(model, at_most=1000)",
        CHECKS + "checks.sees_neighbours(model)",
        CHECKS + "checks.conv_layers(model)",
    ],
)
def test_a_model_of_predictions_alone_is_no_network(source: str) -> None:
    outcome, points, message = ending(source, model=OPAQUE)
    assert (outcome, points) == ("failed", 0)
    assert message.count("the layer Secret is not on the list") == 1
    assert "layers of Keras" in message


def test_a_model_of_predictions_alone_predicts() -> None:
    source = "assert model.predict([1]) == model([1]) == 'scores', 'other'"
    assert ending(source, model=OPAQUE) == ("passed", 8, "")
    broken = ending("1 / 0", model=OPAQUE)
    assert broken[0] == "error"
    assert "Secret" not in broken[2]
