"""The pages in a real browser: quiet, self-contained, readable by everybody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.record.lines import Notice
from autograder.report.assistant_page import page_link
from autograder.report.hand_grading import HandGrading
from tests.unit.report import measurements
from tests.unit.report.fake_nbgrader_course import ASSIGNMENT, FakeCourse, sample_notebook
from tests.unit.report.page_checks import accessibility_faults, check_page
from tests.unit.report.script_attacks import ATTACKS, SVG_ATTACKS
from tests.unit.report.test_class_page import GRADE, NAME, SUBMISSION, failed, written

webdriver = pytest.importorskip("selenium.webdriver")
pytest.importorskip("axe_playwright_python")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("browser")
    for argument in ("headless", "no-sandbox", "disable-gpu", "disable-background-networking",
                     "disable-component-update", "disable-sync", "no-first-run",
                     f"user-data-dir={profile}"):  # fmt: skip
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(DRIVER)
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go; AUTOGRADER_SCREENSHOTS keeps them for people to look at."""
    return Path(os.environ.get("AUTOGRADER_SCREENSHOTS", tmp_path / "screenshots"))


def feedback_page(course: FakeCourse) -> Path:
    """A usual page: points by hand, comments, models, a mark scheme."""
    course.add_submission("ada")
    course.grade_by_hand("ada", "observation", 4.5, "Look at **unit 3** again: $w > 0$.")
    course.set_late_penalty("ada", 2)
    models = (measurements.DENSE, measurements.CNN, measurements.UNMEASURED)
    measurements.write(course.root / "reports", ASSIGNMENT, "ada", *models)
    course.generate_feedback(show_mark_scheme=True)
    return course.page("ada")


def class_pages(folder: Path) -> Path:
    """Pages of a class in which all kinds of things happened; the folder of the assignment."""
    flag = Notice("near_copy", "Agrees with that of 'student-02' to 97 %.")
    limit = Notice("cell_timeout", "Cell 5 was stopped after 600 seconds.")
    broken = Notice("unreadable_json", "The notebook is not valid JSON (line 3).")
    students = [f"student-{number:02}" for number in range(14)]
    lines = [
        replace(SUBMISSION, student=student, score=4.0 * (number > 5), seconds_run=20.0 + number)
        for number, student in enumerate(students)
    ]
    lines[1] = replace(lines[1], flags=(flag,), sandbox="none")
    lines[2] = replace(lines[2], problems=(limit,), from_cache=True)
    lines[3] = replace(lines[3], status="needs_attention", problems=(broken,))
    lines[4] = replace(lines[4], status="rejected", problems=(broken,))
    grades = []
    for number, student in enumerate(students):
        passed = replace(GRADE, student=student)
        grades += [
            passed if number > 5 else failed(student, f"Your array has shape ({number}, 784)."),
            replace(passed, test="other", title="Another", points=float(number % 3),
                    outcome="partial" if number % 3 == 1 else "passed", message="Half."),
            replace(passed, test="why", title="Why", outcome="manual", points=0, message=""),
        ]  # fmt: skip
        measurements.write(folder / "reports", NAME, student, measurements.CNN)
    hand = {(s, NAME): HandGrading(0, 4, 1, ("why",)) for s in students[:5]}
    written(folder, lines, grades, hand, honour={NAME: 0.99})
    return folder / "reports" / NAME


def test_a_feedback_page_is_quiet_and_readable_by_everybody(
    browser: Any, fake_course: FakeCourse, shots: Path
) -> None:
    page = feedback_page(fake_course)
    check_page(browser, page, shots / "feedback")
    assert accessibility_faults(browser, page) == []
    light, dark = (
        (shots / "feedback" / f"{page.stem}-400-{scheme}.png").read_bytes()
        for scheme in ("light", "dark")
    )
    assert light != dark
    assert page.stat().st_size < 1_000_000


def test_class_pages_are_quiet_and_readable_by_everybody(
    browser: Any, tmp_path: Path, shots: Path
) -> None:
    folder = class_pages(tmp_path)
    for name, page in (
        ("class", folder / "index.html"),
        ("course", folder.parent / "index.html"),
        ("submission", folder / page_link("student-01")),
    ):
        check_page(browser, page, shots / name)
        assert accessibility_faults(browser, page) == [], name


def test_the_keyboard_is_enough(browser: Any, fake_course: FakeCourse) -> None:
    browser.get(feedback_page(fake_course).as_uri())
    body = browser.find_element("tag name", "body")
    body.send_keys("\ue004")  # Tab
    focused = browser.switch_to.active_element
    assert focused.text == "Skip to the results"
    focused.send_keys("\ue007")  # Enter
    assert browser.current_url.endswith("#results-title")
    # The first link after the results' heading leads to the first test.
    link = browser.find_element("css selector", "section table a")
    link.send_keys("\ue007")
    top = "return document.querySelector(location.hash).getBoundingClientRect().top"
    assert browser.current_url.endswith("#cell-4")
    assert abs(browser.execute_script(top)) < 100
    reachable = browser.execute_script(
        "return [...document.querySelectorAll('*')].filter(part => part.scrollWidth > "
        "part.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(part).overflowX))"
        ".every(part => part.tabIndex >= 0)"
    )
    assert reachable, "what scrolls sideways can be reached"


def test_printing_unfolds_everything(browser: Any, fake_course: FakeCourse) -> None:
    browser.get(feedback_page(fake_course).as_uri())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = browser.execute_script(
            "return [...document.querySelectorAll('details:not([open]) > :not(summary)')]"
            ".filter(part => !part.checkVisibility()).length"
        )
        assert hidden == 0
        assert not browser.find_element("css selector", ".jump").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_hostile_feedback_page_is_quiet(browser: Any, fake_course: FakeCourse) -> None:
    student = "<img src=x onerror=alert(1)>'\"--><script>alert(1)<"  # ids are folder names
    notebook = sample_notebook()
    notebook.metadata["autograder"] = {"title": ATTACKS[0]}
    for number, attack in enumerate(ATTACKS):
        picture = f"![{attack}](attachment:{number}.png) ![x](attachment:{attack}.png)"
        cell = new_markdown_cell(f"{attack}\n\n{picture}")
        cell["attachments"] = {f"{attack}.png": {"image/png": attack, "image/svg+xml": attack}}
        notebook.cells.append(cell)
        notebook.cells.append(new_code_cell(attack, metadata={"tags": [attack.replace(",", "")]}))
        for kind in ("text/html", "text/markdown", "text/latex", "text/plain", "image/png",
                     "image/svg+xml", "application/javascript"):  # fmt: skip
            shown = new_output("display_data", data={kind: attack})
            notebook.cells.append(new_code_cell("1", outputs=[shown]))
        notebook.cells.append(
            new_code_cell(
                "1",
                outputs=[
                    new_output("stream", name="stderr", text=attack),
                    new_output("error", ename=attack, evalue=attack, traceback=[attack]),
                ],
            )
        )
    notebook.cells += [
        new_code_cell("1", outputs=[new_output("display_data", data={"image/svg+xml": svg})])
        for svg in SVG_ATTACKS
    ]
    fake_course.add_submission(student, notebook)
    fake_course.grade_by_hand(student, "observation", 1, "\n\n".join(ATTACKS[:20]))
    layers = tuple(
        replace(measurements.DENSE.layers[0], name=attack, kind=attack) for attack in ATTACKS[:30]
    )
    model = replace(measurements.DENSE, name=ATTACKS[9], layers=layers)
    measurements.write(fake_course.root / "reports", ASSIGNMENT, student, model)
    fake_course.generate_feedback()
    page = fake_course.page(student)
    assert "as measured" in page.read_text(encoding="utf-8")
    check_page(browser, page)
    assert browser.title.endswith("feedback for " + student)


def test_hostile_class_pages_are_quiet(browser: Any, tmp_path: Path) -> None:
    attacks = [attack.replace("/", "") for attack in ATTACKS]
    lines = [
        replace(SUBMISSION, student=a, sandbox="none", flags=(Notice(a, a * 9),),
                status="needs_attention", problems=(Notice(a, f"The notebook was called {a!r}."),))
        for a in attacks
    ]  # fmt: skip
    grades = [replace(failed(a, a * 9), title=a, test=a) for a in attacks]
    for attack in attacks:
        model = replace(measurements.CNN, name=attack)
        measurements.write(tmp_path / "reports", NAME, attack, model)
    written(tmp_path, [SUBMISSION, *lines], [GRADE, *grades], {}, honour={NAME: 0.99})
    folder = tmp_path / "reports" / NAME
    check_page(browser, folder / "index.html")
    check_page(browser, folder.parent / "index.html")
    for attack in attacks[:3]:
        check_page(browser, folder / page_link(attack))
