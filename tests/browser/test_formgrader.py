"""nbgrader's formgrader, in a browser, on what `autograder grade` recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from autograder.authoring.gradebook import open_gradebook
from autograder.course.layout import Course
from tests.conftest import autograder, records, submit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTOGRADE_SECONDS = 180
WAITS = "needs manual grading"
READ_ROWS = """
return [...document.querySelectorAll("#main-table tr:has(.student-id)")].map(
    row => [".student-id", ".status", ".score"].map(name => row.querySelector(name).innerText))
"""
ATTACK = """<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>"""


def wait_for(browser: Any, condition: Callable[[], Any], seconds: float = 30) -> Any:
    return WebDriverWait(browser, seconds).until(lambda _: condition())


def rows(browser: Any) -> dict[str, tuple[str, str]]:
    """Student -> status and score, as the page lists them."""
    return {row[0]: (row[1], row[2]) for row in browser.execute_script(READ_ROWS)}


def scores(course: Course) -> dict[str, float]:
    return {line["student"]: line["score"] for line in records(course, "submissions")}


def test_grading_by_hand(tiny_course: Course, browser: Any, jupyter: Callable[..., Any]) -> None:
    submit(tiny_course, "anna")
    submit(tiny_course, "ben", "adds-two")
    assert autograder(tiny_course.root, "grade").status == 0
    submit(tiny_course, "carla", "loses-sign")
    address = jupyter(tiny_course.root, "formgrader")

    # What `autograder formgrader` opens.
    browser.get(address("formgrader"))
    assert browser.find_element(By.LINK_TEXT, "small")
    browser.get(address("formgrader/manage_submissions/small"))
    wait_for(browser, lambda: rows(browser))
    assert rows(browser) == {
        "anna": (WAITS, "7 / 10"), "ben": (WAITS, "3 / 10"), "carla": ("needs autograding", ""),
    }  # fmt: skip

    # The Autograde button of one submission.
    row = "//tr[td[contains(@class, 'student-id')]='carla']"
    browser.find_element(By.XPATH, f"{row}//td[contains(@class, 'autograde')]/a").click()
    said = wait_for(browser, lambda: text_of(browser, "modal-body"), AUTOGRADE_SECONDS)
    assert "Successfully autograded" in said
    assert "Writing" in said  # nbgrader's own report is not lost
    assert wait_for(browser, lambda: rows(browser).get("carla")) == (WAITS, "5 / 10")
    assert scores(tiny_course) == {"anna": 7, "ben": 3, "carla": 5}

    # One submission: its outputs, and a box for the points of the written answer.
    open_submission(browser, address, "anna")
    assert "Passed: x is three" in browser.page_source
    box = browser.find_element(By.CSS_SELECTOR, "input.score#why")
    assert box.get_attribute("value") == ""
    box.send_keys("2.5\t")
    wait_for(browser, lambda: points_by_hand(tiny_course).get("anna") == 2.5)
    browser.get(address("formgrader/manage_submissions/small"))
    assert wait_for(browser, lambda: rows(browser))["anna"] == ("graded", "9.5 / 10")

    assert autograder(tiny_course.root, "feedback").status == 0
    browser.get((tiny_course.root / "feedback/anna/small/small.html").as_uri())
    assert "9.5 of 10 points" in browser.find_element(By.TAG_NAME, "main").text
    assert "2.5 of 3" in browser.find_element(By.TAG_NAME, "main").text


def test_a_submission_can_not_act_on_the_page(
    tiny_course: Course, browser: Any, jupyter: Callable[..., Any]
) -> None:
    path = submit(
        tiny_course, "mallory",
        number="x = 3\n"
        "from IPython.display import display\n"
        f"text = {ATTACK!r}\n"
        "for kind in ('text/html', 'text/markdown', 'text/latex', 'image/svg+xml', 'image/png'):\n"
        "    display({kind: text, 'text/plain': text}, raw=True)\n"
        "display({'image/png': '\">' + text}, raw=True)\n"
        "display({'application/javascript': 'document.title = \"taken\"'}, raw=True)\n",
    )  # fmt: skip
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "answer" in cell.metadata.get("autograder", {}):
            cell.source = f"{ATTACK}\n\n[press](javascript:document.title='taken')"
    notebook.cells.append(new_markdown_cell(ATTACK, metadata={"nbgrader": {"comment": ATTACK}}))
    notebook.cells.append(new_code_cell(f"# {ATTACK}", metadata={"tags": [ATTACK]}))
    nbformat.write(notebook, path)
    assert autograder(tiny_course.root, "grade").status == 0
    assert scores(tiny_course) == {"mallory": 7}
    address = jupyter(tiny_course.root, "formgrader")
    browser.get(address("formgrader"))
    open_submission(browser, address, "mallory")
    assert browser.find_element(By.CSS_SELECTOR, "input.score#why")
    assert browser.title != "taken"
    assert (
        browser.execute_script("return document.querySelectorAll('#notebook script').length") == 0
    )
    assert not browser.find_elements(By.CSS_SELECTOR, "#notebook [onerror], [href^=javascript]")


def open_submission(browser: Any, address: Callable[[str], str], student: str) -> None:
    """The page on which a person grades one submission."""
    browser.get(address("formgrader/manage_submissions/small"))
    row = f"//tr[td[contains(@class, 'student-id')]='{student}']"
    browser.find_element(By.XPATH, f"{row}//td[contains(@class, 'student-name')]/a").click()
    browser.find_element(By.LINK_TEXT, "small").click()


def text_of(browser: Any, name: str) -> str:
    return " ".join(e.text for e in browser.find_elements(By.CLASS_NAME, name))


def points_by_hand(course: Course) -> dict[str, float | None]:
    """Student -> points given for the written answer, as in the gradebook."""
    with open_gradebook(course, f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: gradebook.find_grade(
                "why", "small", "small", submission.student.id
            ).manual_score
            for submission in gradebook.assignment_submissions("small")
        }
