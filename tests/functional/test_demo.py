"""`autograder demo` on the tiny course: records, pages, what it says, what it leaves alone."""

from __future__ import annotations

from autograder.course.layout import Course
from tests.conftest import autograder, records, submit

# The correct variant stands for the reference.
SHOWN = {"untouched", "with-loop", "adds-two", "loses-sign"}


def test_demo_leaves_records_and_pages(tiny_course: Course) -> None:
    root = tiny_course.root
    ended = autograder(root, "demo")
    assert ended.status == 0, ended.out + ended.err
    assert "4 example submissions graded" in ended.out
    assert "4 got exactly the points expected" in ended.out
    assert str(root / "reports" / "index.html") in ended.out
    assert {line["student"] for line in records(tiny_course, "submissions")} == SHOWN
    pages = {path.parent.parent.name for path in (root / "feedback").glob("*/small/small.html")}
    assert pages == SHOWN
    assert (root / "reports" / "small" / "index.html").exists()
    assert autograder(root, "demo", "--remove").status == 0
    assert not any((root / name).exists() for name in ("reports", "feedback", "gradebook.db"))


def test_demo_leaves_a_real_class_alone(tiny_course: Course) -> None:
    path = submit(tiny_course, "anna")
    ended = autograder(tiny_course.root, "demo")
    assert ended.status == 0, ended.out + ended.err
    assert "the demo goes into demo/" in ended.err
    assert path.exists()
    assert not (tiny_course.root / "reports").exists()
    assert (tiny_course.root / "demo" / "reports" / "index.html").exists()
