"""What the pages show of models, of the parts of a message, and of mark schemes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.judge.measured import MeasuredModel
from autograder.record.lines import Notice, write_grades, write_submissions
from autograder.record.measured import Measured
from autograder.report.class_page import Reported, write_class_pages
from autograder.report.hand_grading import HandGrading
from autograder.report.honour import table_of_honour
from autograder.report.model_view import accuracy_interval, models_html
from tests.unit.report import measurements
from tests.unit.report.fake_nbgrader_course import ASSIGNMENT, FakeCourse
from tests.unit.report.measurements import CNN, DENSE, OPAQUE, UNMEASURED
from tests.unit.report.test_class_page import GRADE, NAME, SUBMISSION, TITLES, failed


def feedback(course: FakeCourse, *models: MeasuredModel, show_mark_scheme: bool = False) -> str:
    course.add_submission("ada")
    measurements.write(course.root / "reports", ASSIGNMENT, "ada", *models)
    course.generate_feedback(show_mark_scheme=show_mark_scheme)
    return course.page("ada").read_text(encoding="utf-8")


def test_the_feedback_shows_what_the_judge_measured(fake_course: FakeCourse) -> None:
    page = feedback(fake_course, UNMEASURED, DENSE, CNN)
    assert page.index("Results</h2>") < page.index("Models, as measured")
    assert page.index("Models, as measured") < page.index("Your notebook</h2>")
    for words in ("model_10", "models[100]", "7,960 parameters", "26 × 26 × 8", "Dense, relu",
                  "97.20 %", "96.71 % to 97.62 %", "a 4 read as 9 (137×)",
                  "140 of 5,000 digits were read wrongly", "A digit that the model read as 7",
                  "all\n  10 units", "stands for 1.5"):  # fmt: skip
        assert words in page, words
    assert page.count('<details class="model"') == 3
    assert page.index('id="model-3"') < page.index("untrained</bdi></h3>"), "measured ones first"


def test_no_measurement_leaves_no_section(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.generate_feedback()
    page = fake_course.page("ada").read_text(encoding="utf-8")
    assert "Models" not in page
    assert "#models" not in page


def test_a_damaged_file_leaves_no_section(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    measurements.write(fake_course.root / "reports", ASSIGNMENT, "ada", DENSE)
    (fake_course.root / "reports" / ASSIGNMENT / "measured" / "ada.json").write_text('{"seed": 1')
    fake_course.generate_feedback()
    assert "as measured" not in fake_course.page("ada").read_text(encoding="utf-8")


def test_a_model_of_layers_of_its_own() -> None:
    html = models_html([OPAQUE], {})
    assert "layers of its own" in html
    assert "Only its answers were measured" in html
    assert "97.20 %" in html
    assert "<caption>Layers" not in html


def test_a_perfect_reading_has_no_confusions() -> None:
    perfect = replace(measurements.reading(5000), wrong=(), confusion=tuple(
        tuple(500 * (i == j) for j in range(10)) for i in range(10)))  # fmt: skip
    html = models_html([replace(DENSE, reading=perfect)], {})
    assert "all 5,000 digits were read correctly" in html
    assert "99.92 % to 100.00 %" in html


def test_names_of_models_and_layers_are_only_text() -> None:
    attack = "<img src=x onerror=alert(1)>\x00"
    layer = replace(DENSE.layers[0], name=attack, kind=attack)
    html = models_html([replace(DENSE, name=attack, layers=(layer,))], {})
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert "\x00" not in html


@pytest.mark.parametrize(
    ("correct", "digits", "low", "high"),
    # Wilson, 1927; figures from the formula in its usual form.
    [(4860, 5000, 0.9671, 0.9762), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)],
)
def test_the_error_bar(correct: int, digits: int, low: float, high: float) -> None:
    assert accuracy_interval(correct, digits) == pytest.approx((low, high), abs=1e-4)


def test_a_message_in_parts(fake_course: FakeCourse) -> None:
    page = feedback(fake_course)
    assert "<dt>Observed</dt><dd>The panels share one scale.</dd>" in page
    assert "<dt>Expected</dt><dd>It runs from -0.3 to 0.5.</dd>" in page
    assert "<dt>Why it matters</dt>" in page
    assert '<p class="message">Your image mixes' in page, "one that has no parts"


def test_parts_must_be_the_message(fake_course: FakeCourse) -> None:
    from tests.unit.report.fake_nbgrader_course import sample_notebook

    notebook = sample_notebook()
    marks = notebook.cells[6].metadata["autograder"]
    marks["message"] += " (The cell 'features' stopped: ValueError)"
    for cell, parts in ((4, ["Other.", "Words.", ""]), (3, 7)):
        notebook.cells[cell].metadata["autograder"]["parts"] = parts
    fake_course.add_submission("ada", notebook)
    fake_course.generate_feedback()
    page = fake_course.page("ada").read_text(encoding="utf-8")
    assert "<dt>Also</dt><dd>(The cell &#39;features&#39; stopped: ValueError)</dd>" in page
    assert "Other." not in page


def test_mark_schemes_only_where_allowed(fake_course: FakeCourse) -> None:
    page = feedback(fake_course, show_mark_scheme=True)
    assert page.count("How points are given") == 2
    assert page.count("scheme_secret") == 2
    assert "BEGIN MARK SCHEME" not in page


def pages(folder: Path, **options: object) -> str:
    """The class page of three students, one of whom needs attention."""
    flag = Notice("near_copy", "Agrees with that of 'bob' to 97 %.")
    limit = Notice("cell_timeout", "Cell 5 was stopped after 600 seconds.")
    lines = [
        replace(SUBMISSION, flags=(flag,), problems=(limit,)),
        replace(SUBMISSION, student="bob", score=0.0),
        replace(SUBMISSION, student="cy", score=0.0, status="needs_attention",
                problems=(Notice("unreadable_json", "Not valid JSON."),)),
    ]  # fmt: skip
    grades = [GRADE, failed("bob", "features is still None."), replace(GRADE, test="why",
              title="Why they differ", outcome="manual", points=0, max_points=6)]  # fmt: skip
    write_submissions(folder / "reports" / NAME / "submissions.jsonl", lines)
    write_grades(folder / "reports" / NAME / "grades.jsonl", grades)
    hand = {("ada", NAME): HandGrading(0, 6, 1, ("why",))}
    write_class_pages(
        Reported(folder / "reports", folder / "feedback", TITLES, "Course", hand, **options)  # type: ignore[arg-type]
    )
    return (folder / "reports" / NAME / "index.html").read_text(encoding="utf-8")


def test_a_page_for_people_who_grade(tmp_path: Path) -> None:
    measurements.write(tmp_path / "reports", NAME, "ada", DENSE)
    pages(tmp_path, replay_options=("--out=/x y",))
    page = (tmp_path / "reports" / NAME / "submissions" / "ada.html").read_text(encoding="utf-8")
    for words in ("Near copy", "Agrees with that of &#39;bob&#39; to 97 %.", "bwrap", "20260301",
                  "30.0 s for its cells, 2.0 s for the tests", "Cell 5 was stopped",
                  "<span>--student=ada</span> <span>--force</span> <span>&#39;--out=/x</span> "
                  "<span>y&#39;</span>",
                  "One image per unit", "10 min 0 s", "Models, as measured",
                  "By hand"):  # fmt: skip
        assert words in page, words
    assert "Problems</h2>" not in page, "a limit is no problem of its own"
    broken = (tmp_path / "reports" / NAME / "submissions" / "cy.html").read_text(encoding="utf-8")
    assert "Not valid JSON." in broken
    assert "Ask for the notebook as Jupyter saves it" in broken
    assert not list((tmp_path).glob("feedback/**/*.html")), "nothing for students"


def test_the_class_page_says_what_to_do_and_who_hit_limits(tmp_path: Path) -> None:
    html = pages(tmp_path)
    assert "Ask for the notebook as Jupyter saves it" in html
    assert "1 submission hit a limit" in html
    assert "0 of 1 answers graded" in html
    assert "0 of 1 graded by a person" in html
    assert 'href="submissions/ada.html"' in html


def test_figures_have_words_and_the_colours_of_the_page(tmp_path: Path) -> None:
    html = pages(tmp_path)
    charts = re.findall(r'<svg class="chart" role="img" aria-label="([^"]+)"', html)
    assert len(charts) == 2
    assert "Distribution of scores of 3 submissions" in charts[0]
    assert "the lowest is 50 %, of &#39;One image per unit&#39;" in charts[1]
    assert "fill: var(--mark)" in html
    assert "<use" not in html
    assert not re.search(r"#0([1-8])(?:0\1){2}", html), "a stand-in was left"
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_table_of_honour(tmp_path: Path) -> None:
    small = replace(CNN, parameters=900)
    for student, models in (("ada", (DENSE, CNN)), ("bob", (small, CNN)), ("cy", (DENSE,))):
        measurements.write(tmp_path / "reports", NAME, student, *models)
    html = pages(tmp_path, honour={NAME: 0.99})
    table = html[html.index('<table class="honours stack">') : html.index('id="all"')]
    assert table.index("bob") < table.index("900") < table.index("ada") < table.index("7,960")
    assert "cy" not in re.findall(r"<bdi>(\w+)</bdi>", table)
    assert "Table of honour" not in pages(tmp_path)


def test_equal_sizes_have_equal_ranks() -> None:
    measured = {
        name: Measured(1, (), (replace(CNN, parameters=size),))
        for name, size in (("a", 900), ("b", 900), ("c", 1000))
    }
    assert [(row.rank, row.student) for row in table_of_honour(measured, 0.99)] == [
        (1, "a"), (1, "b"), (3, "c"),
    ]  # fmt: skip
    opaque = {"a": Measured(1, (), (replace(OPAQUE, reading=CNN.reading),))}
    assert table_of_honour(opaque, 0.99) == []
