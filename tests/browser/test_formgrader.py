"""nbgrader's formgrader, in a browser, on what `autograder grade` recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

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
    browser.save_screenshot("/tmp/nbg/1.png")
    browser.get(address("formgrader/manage_submissions/small"))
    wait_for(browser, lambda: rows(browser))
    assert rows(browser) == {
        "anna": (WAITS, "7 / 10"), "ben": (WAITS, "3 / 10"), "carla": ("needs autograding", ""),
    }  # fmt: skip
    browser.save_screenshot("/tmp/nbg/2.png")

    # The Autograde button of one submission.
    browser.find_element(By.XPATH, "//tr[td[text()='carla']]//td[@class='autograde']/a").click()
    modal = wait_for(
        browser, lambda: browser.find_elements(By.CLASS_NAME, "modal-body"), AUTOGRADE_SECONDS
    )
    browser.save_screenshot("/tmp/nbg/3.png")
    assert "Successfully autograded" in modal[0].text
    assert wait_for(browser, lambda: rows(browser).get("carla")) == (WAITS, "5 / 10")
    assert scores(tiny_course) == {"anna": 7, "ben": 3, "carla": 5}

    # One submission: points for the written answer.
    browser.get(address("formgrader/gradebook/small/small"))
    browser.save_screenshot("/tmp/nbg/4.png")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Submission #1").click()
    box = browser.find_element(By.CSS_SELECTOR, "input.score#why")
    browser.save_screenshot("/tmp/nbg/5.png")
