"""The pages in a real browser: nothing runs, nothing is fetched, nothing sticks out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_nbgrader_course import FakeCourse, sample_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from script_attacks import ATTACKS
from test_class_page import GRADE, SUBMISSION, failed, written

from autograder.record.lines import Notice

webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver"),
]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless", "no-sandbox", "disable-gpu", "disable-background-networking",
                     "disable-component-update", "disable-sync", "no-first-run",
                     f"user-data-dir={tmp_path / 'browser'}"):  # fmt: skip
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(DRIVER)
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


def check(browser: Any, page: Path) -> None:
    """Open the page at both widths, in light and dark."""
    for scheme in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        for width in (400, 1400):
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.get(page.as_uri())
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width
            assert browser.execute_script("return document.scripts.length") == 0
    # A script, a blocked resource or a dialogue would each leave an entry.
    assert browser.get_log("browser") == []
    requested = {
        event["params"]["request"]["url"].partition(":")[0]
        for event in map(_event, browser.get_log("performance"))
        if event["method"] == "Network.requestWillBeSent"
    }
    assert requested <= {"file", "data", "chrome"}  # chrome: the browser's own new tab


def _event(entry: dict[str, str]) -> dict[str, Any]:
    return json.loads(entry["message"])["message"]


def test_a_hostile_feedback_page_is_quiet(browser: Any, fake_course: FakeCourse) -> None:
    notebook = sample_notebook()
    notebook.cells += [new_markdown_cell(attack) for attack in ATTACKS]
    notebook.cells += [
        new_code_cell("1", outputs=[new_output("display_data", data={kind: attack})])
        for attack in ATTACKS
        for kind in ("text/html", "image/svg+xml")
    ]
    fake_course.add_submission("ada", notebook)
    fake_course.generate_feedback()
    check(browser, fake_course.page("ada"))


def test_class_pages_are_quiet(browser: Any, tmp_path: Path) -> None:
    attacks = [attack.replace("/", "") for attack in ATTACKS]
    lines = [
        replace(SUBMISSION, student=a, sandbox="none", flags=(Notice(a, a * 9),)) for a in attacks
    ]
    written(tmp_path, [SUBMISSION, *lines], [GRADE, *(failed(a, a * 9) for a in attacks)], {})
    check(browser, tmp_path / "reports" / "03-weights" / "index.html")
    check(browser, tmp_path / "reports" / "index.html")
