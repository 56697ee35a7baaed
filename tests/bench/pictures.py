"""Makes the pictures of pages in docs/images, from a class that was graded.

    python -m tests.bench.pictures OUT ASSIGNMENT STUDENT TEST

OUT is a folder with gradebook, autograded notebooks and reports, as `autograder grade` and
`autograder report` leave it (the course folder after `make demo`). Beside our feedback page stands
nbgrader's own, which its `generate_feedback` makes of the same submission with its own template;
its lower half shows the cell of TEST, the id of a test. Needs chromium and chromedriver.
"""

from __future__ import annotations

import argparse
import base64
import io
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image
from selenium import webdriver

from autograder.course.layout import OutputFolders, find_course
from autograder.report.feedback import make_feedback

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
WIDTH, HEIGHT, BAR = 700, 1080, 36  # of the pages, in pixels
SMALL = 584  # width of a page in the picture of both
STOCK_CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "{}"\n'
BESIDE = """
<style>body {{ margin: 0; width: 1200px; background: #d9dce3; font: bold 17px sans-serif; }}
p {{ margin: 7px 12px; height: 22px; }} div {{ position: absolute; }}
img {{ display: block; width: {small}px; }} img + img {{ margin-top: 8px; }}</style>
<div style="left: 0"><p>nbgrader {version}</p><img src="{top}"><img src="{test}"></div>
<div style="left: {right}px"><p>this course</p><img src="{ours}"></div>
"""
PLACE_OF = """
const mark = [...document.querySelectorAll("code, .label, a")]
    .find(part => part.innerText.trim() === arguments[0]);
const cell = mark.closest(".nbgrader_cell") || mark.parentElement.parentElement;
return cell.getBoundingClientRect().bottom + window.scrollY;
"""


def stock_page(folder: Path, out: OutputFolders, course_id: str, name: str, student: str) -> Path:
    """nbgrader's own feedback page of a submission, from a copy of what it needs."""
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG.format(course_id), encoding="utf-8")
    shutil.copy(out.root / "gradebook.db", folder)
    place = Path(student) / name
    shutil.copytree(out.autograded / place, folder / "autograded" / place)
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", name, "--student", student]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "feedback" / place / f"{name}.html"


class Camera:
    """A browser that photographs pages."""

    def __init__(self) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in ("headless=new", "no-sandbox", "disable-gpu"):
            options.add_argument(f"--{argument}")
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.browser = webdriver.Chrome(options=options, service=service)

    def open(self, page: Path, width: int) -> None:
        """Show a page, in light colours."""
        light = {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", light)
        size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.get(page.resolve().as_uri())

    def ask(self, script: str, *arguments: str) -> Any:
        """What a script finds in the page."""
        return self.browser.execute_script(script, *arguments)

    def picture(self, width: int, height: float, top: float = 0) -> bytes:
        """A part of the page as PNG, sizes in pixels."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        options = {"captureBeyondViewport": True, "clip": clip}
        taken = self.browser.execute_cdp_cmd("Page.captureScreenshot", options)
        return base64.b64decode(taken["data"])

    def close(self) -> None:
        """End the browser."""
        self.browser.quit()


def beside(camera: Camera, folder: Path, stock: Path, ours: Path, test: str) -> bytes:
    """nbgrader's page on the left, its lower half at the end of a test; ours on the right."""
    upper = 0.4 * HEIGHT
    camera.open(stock, WIDTH)
    end = camera.ask(PLACE_OF, test)
    lower = HEIGHT - upper - 10
    parts = {
        "top": camera.picture(WIDTH, upper),
        "test": camera.picture(WIDTH, lower, max(0, end + 60 - lower)),
    }
    camera.open(ours, WIDTH)
    parts["ours"] = camera.picture(WIDTH, HEIGHT)
    sources = {
        name: "data:image/png;base64," + base64.b64encode(png).decode()
        for name, png in parts.items()
    }
    page = folder / "beside.html"
    text = BESIDE.format(version=version("nbgrader"), small=SMALL, right=1200 - SMALL, **sources)
    page.write_text(text, encoding="utf-8")
    camera.open(page, 1200)
    return camera.picture(1200, HEIGHT * SMALL / WIDTH + BAR)


def write(path: Path, png: bytes) -> None:
    """Keep a picture with 256 colours, which pages hardly need, in a third of the size."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(256).save(path, optimize=True)


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("out", "assignment", "student", "test"):
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("--to", type=Path, default=IMAGES, help="docs/images if left out")
    wanted = parser.parse_args()
    course, out = find_course(), OutputFolders(Path(wanted.out).resolve())
    name, student = wanted.assignment, wanted.student
    make_feedback(course, out, name)
    ours = out.feedback / student / name / f"{name}.html"
    camera = Camera()
    try:
        with tempfile.TemporaryDirectory(prefix="pictures-") as text:
            folder = Path(text)
            stock = stock_page(folder, out, course.settings.course_id, name, student)
            picture = beside(camera, folder, stock, ours, wanted.test)
            write(wanted.to / "feedback-beside-nbgrader.png", picture)
        camera.open(ours, 1000)
        write(wanted.to / "feedback.png", camera.picture(1000, 1900))
        camera.open(out.reports / name / "index.html", 1000)
        write(wanted.to / "class-report.png", camera.picture(1000, 1250))
    finally:
        camera.close()


if __name__ == "__main__":
    main()
