"""The feedback page, made by nbgrader from an autograded notebook and a gradebook."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.report.result_rows import OUTCOME_LABELS
from tests.unit.report.fake_nbgrader_course import (
    ASSIGNMENT,
    COURSE_ID,
    FakeCourse,
    marks,
    sample_notebook,
)
from tests.unit.report.script_attacks import ATTACKS


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.resources: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        href = values.get("href") or ""
        self.targets += [href[1:]] if href.startswith("#") else []
        self.resources += [values["src"] or ""] if "src" in values else []


def made(course: FakeCourse, student: str = "ada") -> str:
    course.generate_feedback()
    return course.page(student).read_text(encoding="utf-8")


def test_the_page_says_what_was_found_and_what_waits(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.grade_by_hand("ada", "observation", 4.5, "Look at **unit 3** again.")
    fake_course.set_late_penalty("ada", 2)
    page = made(fake_course)
    assert "Draw what a network has learned" in page
    assert "<bdi>ada</bdi>" in page
    assert "9.5" in page  # 4 + 0 + 3 + 4.5 - 2
    assert "−2" in page
    assert "1 written answer" in page
    assert "Your image mixes weights of many hidden units." in page
    for words in ("Passed", "Not passed", "Passed in part", "Graded by a person", "Waits for"):
        assert words in page
    assert "Look at <strong>unit 3</strong> again." in page
    assert "<math" in page
    assert "data:image/png;base64," in page


def test_an_untouched_cell_is_named_as_such(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.grade_by_hand("ada", "observation", 0, "No response.")
    page = made(fake_course)
    assert "This cell was handed in as it was given out." in page
    assert "No response." not in page


def test_nothing_hidden_is_on_the_page(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    page = made(fake_course)
    for secret in ("424242", "secret_of", "HIDDEN TESTS", "MARK SCHEME", "scheme_secret"):
        assert secret not in page
    for place in ("/home/grader", ".venv", str(fake_course.root)):
        assert place not in page
    assert "features is still None" in page  # the part that students have


def test_the_page_is_self_contained_and_its_links_lead_somewhere(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    links = Links()
    links.feed(made(fake_course))
    assert "script" not in links.tags
    assert all(source.startswith("data:image/") for source in links.resources)
    assert links.targets
    assert set(links.targets) <= set(links.ids)
    assert len(set(links.ids)) == len(links.ids)


def test_attacks_in_every_place_do_nothing(fake_course: FakeCourse) -> None:
    notebook = sample_notebook()
    for number, attack in enumerate(ATTACKS):
        data = {"text/html": attack, "text/plain": attack}
        notebook.cells += [
            new_markdown_cell(attack),
            new_code_cell(
                attack,
                metadata=marks(f"answer-{number}", solution=True),
                outputs=[
                    new_output("display_data", data=data),
                    new_output("stream", name="stdout", text=attack),
                ],
            ),
        ]
    attack = "\"'><script>alert(1)</script>"
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["autograder"]["title"] = attack
            cell.metadata["autograder"]["message"] = attack * 100
    notebook.metadata["autograder"] = {"title": attack}
    student = "x<img src=x onerror=alert(1)>'\" & y"
    fake_course.add_submission(student, notebook)
    fake_course.grade_by_hand(student, "observation", 1, "<script>alert(1)</script>")
    page = made(fake_course, student)
    links = Links()
    links.feed(page)
    assert not {"script", "iframe", "object", "form", "svg", "link", "base"} & set(links.tags)
    assert all(source.startswith("data:image/") for source in links.resources)
    assert "x&lt;img src=x onerror" in page


def test_a_student_cannot_write_results_into_a_cell(fake_course: FakeCourse) -> None:
    notebook = sample_notebook()
    forged = {"title": "FORGED", "outcome": "passed", "points": 99, "max_points": 99}
    notebook.cells.append(new_code_cell("pass", metadata={"autograder": forged}))
    notebook.cells.append(
        new_code_cell("pass", metadata={**marks("mine", solution=True), "autograder": forged})
    )
    fake_course.add_submission("ada", notebook)
    values = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade"))
    assert "FORGED" not in made(fake_course)
    assert values.metadata["autograder"]["title"] in made(fake_course)


def test_the_gradebook_decides_where_metadata_disagree(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.grade_by_hand("ada", "values", 8)
    page = made(fake_course)
    assert "A person changed these points." in page
    assert "8 of 8" in page


def test_a_mark_in_the_students_own_code_hides_nothing(fake_course: FakeCourse) -> None:
    notebook = sample_notebook()
    notebook.cells[2].source += "\n### BEGIN HIDDEN TESTS\ncopied_answer = 1"
    fake_course.add_submission("ada", notebook)
    assert "copied_answer" in made(fake_course)


def test_strange_metadata_and_outputs_do_not_stop_the_page(fake_course: FakeCourse) -> None:
    notebook = sample_notebook()
    for cell, value in zip(notebook.cells, (1, "x", [], None), strict=False):
        cell.metadata["autograder"] = value
    notebook.cells[3].metadata["autograder"] = {
        "title": 3, "outcome": [], "message": {}, "points": 4.0,
    }  # fmt: skip
    deep = "<div>" * 20_000 + "deep" + "</div>" * 20_000
    notebook.cells.append(
        new_code_cell(
            "x" * 100_000 + "\n" + "(" * 3000,
            outputs=[
                new_output("display_data", data={"text/html": deep}),
                new_output("stream", name="stderr", text="w" * 3_000_000),
                new_output("display_data", data={"application/x+json": {"a": 1}}),
            ],
        )
    )
    notebook.cells.append(new_markdown_cell("\x00\u202e" + "#" * 5000 + " x"))
    fake_course.add_submission("ada", notebook)
    page = made(fake_course)
    assert "&lt;div&gt;&lt;div&gt;" in page
    assert len(page) < 1_000_000


def test_pages_are_made_fast(fake_course: FakeCourse) -> None:
    for number in range(6):
        fake_course.add_submission(f"s{number}")
    start = time.perf_counter()
    fake_course.generate_feedback()
    assert (time.perf_counter() - start) / 6 < 1  # seconds a page; about 0.1 on a free core


def test_labels_cover_every_outcome() -> None:
    from autograder.record.lines import OUTCOMES

    assert set(OUTCOMES) <= set(OUTCOME_LABELS)


@pytest.mark.slow
def test_nbgraders_own_command_makes_the_same_page(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    here = made(fake_course)
    fake_course.page("ada").unlink()
    (fake_course.root / "nbgrader_config.py").write_text(
        "from autograder.report.feedback_config import feedback_config\n"
        "c = get_config()\n"
        f"c.CourseDirectory.course_id = {COURSE_ID!r}\n"
        "c.merge(feedback_config())\n"
    )
    project = Path(__file__).parents[3]
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT, "--force"],
        cwd=fake_course.root,
        check=True,
        env={**os.environ, "PYTHONPATH": str(project)},
        timeout=120,
    )
    assert fake_course.page("ada").read_text(encoding="utf-8") == here
