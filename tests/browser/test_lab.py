"""A student notebook in JupyterLab, in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from autograder.course.layout import Course

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "03-weight-visualization"


def test_first_cells_run(
    course: Course, browser: Any, jupyter: Callable[..., Any], tmp_path: Path
) -> None:
    """`autograder lab` shows the notebook, and the digits load without network."""
    root = tmp_path / "course"  # a copy: JupyterLab saves what it opens
    shutil.copytree(course.assignments / NAME, root / "assignments" / NAME)
    shutil.copy(course.root / "course.toml", root)
    (root / "source_data").symlink_to(course.source_data)
    address = jupyter(root, "lab")
    browser.get(address(f"lab/tree/assignments/{NAME}/{NAME}.ipynb"))
    heading = "Draw what a network has learned"
    WebDriverWait(browser, 90).until(lambda page: heading in text(page))
    browser.find_element(By.CSS_SELECTOR, ".jp-Notebook .jp-MarkdownCell").click()
    # Up to the first test, which says what is still to do.
    for _ in range(6):
        ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(
            Keys.SHIFT
        ).perform()
    said = "AssertionError: model_10 is still None"
    WebDriverWait(browser, 120).until(lambda page: said in text(page))
    assert text(browser).count("Error:") == 1


def text(browser: Any) -> str:
    """What the notebook shows."""
    return "\n".join(e.text for e in browser.find_elements(By.CLASS_NAME, "jp-Notebook"))
