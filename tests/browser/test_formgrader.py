"""nbgrader's formgrader, in a browser, on what `autograder grade` recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from autograder.course.layout import Course
from tests.conftest import autograder, records, submit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTOGRADE_SECONDS = 180


def wait_for(browser: Any, condition: Callable[[Any], Any], seconds: float = 30) -> Any:
    return WebDriverWait(browser, seconds).until(condition)


def rows(browser: Any) -> dict[str, tuple[str, str]]:
    """Student -> status and score, as the page lists them."""
    found = {}
    for row in browser.find_elements(By.CSS_SELECTOR, "#main-table tr"):
        cells = [
            row.find_element(By.CLASS_NAME, name).text for name in ("student-id", "status", "score")
        ]
        found[cells[0]] = (cells[1], cells[2])
    return found


def test_points_given_by_hand(
    tiny_course: Course, browser: Any, jupyter: Callable[..., Any], tmp_path: Path
) -> None:
    submit(tiny_course, "anna")
    submit(tiny_course, "ben", "adds-two")
    assert autograder(tiny_course.root, "grade").status == 0
    submit(tiny_course, "carla", "loses-sign")
    address = jupyter(tiny_course.root, "formgrader")

    # What `autograder formgrader` opens.
    browser.get(address("formgrader"))
    browser.save_screenshot("/tmp/nbg/1.png")
    assert browser.find_element(By.LINK_TEXT, "small")
    browser.get(address("formgrader/manage_submissions/small"))
    browser.save_screenshot("/tmp/nbg/2.png")
    waits = "needs manual grading"
    assert wait_for(browser, rows) == {
        "anna": (waits, "7 / 10"), "ben": (waits, "3 / 10"), "carla": ("needs autograding", ""),
    }  # fmt: skip

    # The Autograde button.
    browser.find_element(By.XPATH, "//tr[td[text()='carla']]//td[@class='autograde']/a").click()
    WebDriverWait(browser, AUTOGRADE_SECONDS).until(
        lambda page: "Successfully autograded 'small' for student 'carla'" in page.page_source
    )
    browser.save_screenshot("/tmp/nbg/3.png")
    assert rows(browser)["carla"] == (waits, "5 / 10")
    assert {line["student"]: line["score"] for line in records(tiny_course, "submissions")} == {
        "anna": 7, "ben": 3, "carla": 5,
    }  # fmt: skip

    # One submission, with our results beside the tests and a box for the written answer.
    browser.get(address("formgrader/gradebook/small/small"))
    browser.save_screenshot("/tmp/nbg/4.png")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Submission #1").click()
    box = browser.find_element(By.CSS_SELECTOR, "input.score#why")
    browser.save_screenshot("/tmp/nbg/5.png")
