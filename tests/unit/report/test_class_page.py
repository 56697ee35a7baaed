"""The class pages, from record files alone."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from autograder.errors import RecordError
from autograder.record.lines import (
    GradeLine,
    Notice,
    SubmissionLine,
    write_grades,
    write_submissions,
)
from autograder.report.assistant_page import page_link
from autograder.report.class_page import Reported, write_class_pages
from autograder.report.class_statistics import class_statistics
from autograder.report.hand_grading import HandGrading

NAME = "03-weights"
TITLES = {"02-units": "Hidden units", NAME: "Draw what a network has learned"}
SUBMISSION = SubmissionLine("ada", NAME, "graded", 4, 10, (), (), 30.0, 2.0, "bwrap", "cpu", False)
GRADE = GradeLine("ada", NAME, "shape", "One image per unit", 4, 4, "passed", "", 0.1)


def failed(student: str, message: str) -> GradeLine:
    return replace(GRADE, student=student, points=0, outcome="failed", message=message)


def written(
    folder: Path,
    submissions: list[SubmissionLine],
    grades: list[GradeLine],
    hand: dict[tuple[str, str], HandGrading] | None = None,
    **options: Any,
) -> str:
    write_submissions(folder / "reports" / NAME / "submissions.jsonl", submissions)
    write_grades(folder / "reports" / NAME / "grades.jsonl", grades)
    index = write_class_pages(
        Reported(
            folder / "reports", folder / "feedback", TITLES, "Networks & digits", hand, **options
        )
    )
    assert index == folder / "reports" / "index.html"
    return (folder / "reports" / NAME / "index.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "th":
            assert "scope" in dict(attrs)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))


def test_the_page_shows_tests_messages_and_submissions(tmp_path: Path) -> None:
    students = ["ada", "bob", "cy", "dee"]
    message = "Your array has shape ({}, 784). One image per unit is due."
    html = written(
        tmp_path,
        [replace(SUBMISSION, student=s, score=4.0 * (s == "ada")) for s in students],
        [GRADE, failed("bob", message.format(11)), failed("cy", message.format(12)),
         failed("dee", "features is still None.")],
        {("ada", NAME): HandGrading(4.5, 6, 1), ("gone", NAME): HandGrading(1, 1, 5)},
    )  # fmt: skip
    assert "25 % passed" in html
    assert "2 submissions (numbers differ)" in html
    assert html.index("Your array has shape") < html.index("features is still None")
    assert "8.5" in html  # 4 by the machine, 4.5 by hand
    assert "1 answer of" in html
    assert "(1 waiting)" in html
    assert Page(html).headings[0] == 1
    index = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Networks &amp; digits" in index
    assert f'href="{NAME}/index.html"' in index
    assert "Hidden units" in index


def test_feedback_is_linked_where_it_exists(tmp_path: Path) -> None:
    odd = "a b%?#é'"
    for student in ("ada", odd):
        page = tmp_path / "feedback" / student / NAME / f"{NAME}.html"
        page.parent.mkdir(parents=True)
        page.write_text("x")
    students = ["ada", odd, "bob", "..", "../x", "\x00", "y" * 5000, "b\udcff"]
    html = written(tmp_path, [replace(SUBMISSION, student=s) for s in students], [])
    links = set(Page(html).links)
    assert len([link for link in links if "feedback" in link]) == 2
    for link in links - {link for link in links if link.startswith("#")}:
        place = tmp_path / "reports" / NAME / unquote(link)
        assert place.is_file()
        if link.startswith("submissions"):
            for inner in Page(place.read_text(encoding="utf-8")).links:
                assert inner.startswith("#") or (place.parent / unquote(inner)).is_file()


def test_what_needs_attention_comes_first_with_what_to_do(tmp_path: Path) -> None:
    problem = Notice("kernel_died", "The kernel died in cell 7. Ask for a smaller batch.")
    lines = [
        SUBMISSION,
        replace(SUBMISSION, student="z; rm -rf /", status="rejected", problems=(problem,)),
        replace(SUBMISSION, student="cy", status="needs_attention", problems=(problem,)),
    ]
    html = written(tmp_path, lines, [GRADE])
    assert "Run the notebook once by hand" in html
    assert "Needs attention (2)" in html
    assert html.index("Needs attention (2)") < html.rindex("All submissions")
    assert html.index("--student=cy</span>") < html.index("&#39;--student=z;</span> <span>rm")


def test_all_submissions_may_need_attention(tmp_path: Path) -> None:
    lines = [replace(SUBMISSION, student=f"s{i}", status="rejected", score=0) for i in range(3)]
    html = written(tmp_path, lines, [])
    assert "Needs attention (3)" in html
    assert "No reason was recorded" in html
    assert "Scores</h2>" not in html


def test_there_may_be_no_submission_at_all(tmp_path: Path) -> None:
    assert "No submission was found" in written(tmp_path, [], [])
    index = write_class_pages(Reported(tmp_path / "none", tmp_path, {}, "Course", None))
    assert "Nothing has been graded yet" in index.read_text(encoding="utf-8")


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\x00\x1b[31m\ud800"
    notice = Notice(attack, attack * 60)
    html = written(
        tmp_path,
        [replace(SUBMISSION, student=attack, status="needs_attention", problems=(notice,),
                 flags=(notice,))],
        [replace(failed(attack, attack * 60), title=attack, test=attack)],
        {(attack, NAME): HandGrading(1, 2, 1)},
    )  # fmt: skip
    page = Page(html)
    assert not {"script", "img", "iframe", "link"} & set(page.tags)
    own = page_link(attack)
    assert re.fullmatch(r"submissions/id-[0-9a-f]+\.html", own)
    assert all(link.startswith(("#", "../index.html", own)) for link in page.links)
    other = Page((tmp_path / "reports" / NAME / own).read_text(encoding="utf-8"))
    assert not {"script", "img", "iframe", "link"} & set(other.tags)
    assert "\x00" not in html
    assert "\x1b" not in html


def test_long_messages_are_folded(tmp_path: Path) -> None:
    html = written(tmp_path, [SUBMISSION], [failed("ada", "word " * 400)])
    assert "<summary>Whole message</summary>" in html


def test_a_malformed_record_is_named_and_pages_stay(tmp_path: Path) -> None:
    before = written(tmp_path, [SUBMISSION], [GRADE])
    folder = tmp_path / "reports" / NAME
    (folder / "grades.jsonl").write_text("{")
    with pytest.raises(RecordError, match=r"grades\.jsonl:1"):
        write_class_pages(Reported(tmp_path / "reports", tmp_path, TITLES, "C", None))
    assert (folder / "index.html").read_text(encoding="utf-8") == before


def test_statistics_separate_strong_from_weak() -> None:
    submissions = [replace(SUBMISSION, student=f"s{i}", score=float(i)) for i in range(12)]
    grades = []
    for i in range(12):
        grades.append(replace(GRADE, student=f"s{i}", test="rest", points=float(i), max_points=11))
        grades.append(
            replace(GRADE, student=f"s{i}") if i >= 6 else failed(f"s{i}", "No.")
        )  # fmt: skip
    numbers = class_statistics(submissions, grades, {})
    shape = next(test for test in numbers.tests if test.test == "shape")
    assert shape.separation is not None
    assert (shape.separation.strong_rate, shape.separation.weak_rate) == (1.0, 0.0)
    # Six passes above six failures on ranks 0 to 11: 3 / sqrt(143 / 12).
    assert shape.separation.index == pytest.approx(0.869, abs=0.001)
    assert shape.separation.words == "very well"
    assert numbers.machine_max == 15
    assert sum(entry.count for entry in numbers.bins) == 12
    assert numbers.median_score == 5.5


def test_full_marks_and_none_fall_into_the_outer_bins() -> None:
    lines = [replace(SUBMISSION, student=s, score=p) for s, p in (("a", 4.0), ("b", 0.0))]
    bins = class_statistics(lines, [GRADE], {}).bins
    assert (bins[0].count, bins[-1].count) == (1, 1)


def test_a_class_of_500_takes_little_time(tmp_path: Path) -> None:
    lines = [replace(SUBMISSION, student=f"s{i}") for i in range(500)]
    grades = [
        replace(failed(f"s{i}", f"Shape ({i}, 2)."), test=f"t{t}")
        for i in range(500)
        for t in range(10)
    ]
    start = time.perf_counter()
    written(tmp_path, lines, grades, {})
    assert time.perf_counter() - start < 20


def test_flags_are_shown_with_who_has_them_and_what_to_do(tmp_path: Path) -> None:
    flag = Notice("patched_library", "Cell 'train', line 3 replaces mnist.load_data. Look at it.")
    other = replace(flag, message="Cell 'train', line 9 replaces keras.Model.fit. Look at it.")
    lines = [
        replace(SUBMISSION, flags=(flag, Notice("near_copy", "As that of 'bob'."))),
        replace(SUBMISSION, student="bob", flags=(flag, flag)),
        replace(SUBMISSION, student="cy", flags=(other,)),
        replace(SUBMISSION, student="dee"),
    ]
    html = written(tmp_path, lines, [GRADE])
    assert html.index("Patched library") < html.index("Near copy"), "the most frequent first"
    assert "patched_library · 3 submissions" in html
    assert "line 9 replaces keras.Model.fit" in html
    assert html.count("line 3 replaces mnist.load_data") == 1, "the same words stand once"
    assert "<dt>Flagged</dt><dd>3</dd>" in html
    assert "As that of &#39;bob&#39;." in html


def test_no_flag_leaves_no_trace(tmp_path: Path) -> None:
    html = written(tmp_path, [SUBMISSION], [GRADE])
    assert 'id="flags"' not in html
    assert "<dt>Flagged</dt><dd>0</dd>" in html


def test_many_flags_are_folded(tmp_path: Path) -> None:
    lines = [
        replace(SUBMISSION, student=f"s{i:02}", flags=(Notice("near_copy", f"As {i:02} did."),))
        for i in range(20)
    ]
    html = written(tmp_path, lines, [])
    assert "<summary>12 more</summary>" in html
    assert html.index("As 07 did.") < html.index("<summary>12 more</summary>")
    assert html.index("As 08 did.") > html.index("<summary>12 more</summary>")


@pytest.mark.parametrize("sandbox", ["bubblewrap", "bubblewrap-host-proc", "landlock", ""])
def test_a_sandbox_or_no_run_is_no_alarm(tmp_path: Path, sandbox: str) -> None:
    html = written(tmp_path, [replace(SUBMISSION, sandbox=sandbox)], [GRADE])
    assert "Graded without a sandbox" not in html
    assert "Graded without a sandbox" not in (tmp_path / "reports" / "index.html").read_text()


def test_grading_without_a_sandbox_is_an_alarm_on_top_of_the_pages(tmp_path: Path) -> None:
    lines = [SUBMISSION, replace(SUBMISSION, student="bob", sandbox="none"),
             replace(SUBMISSION, student="cy", sandbox="")]  # fmt: skip
    html = written(tmp_path, lines, [GRADE])
    alarm = html.index("Graded without a sandbox")
    assert alarm < html.index("<h1>")
    assert "in 1 of\n    3 submissions" in html
    assert "tampered" in html
    assert "<bdi>bob</bdi>" in html[alarm : html.index("<nav")]
    assert "<bdi>ada</bdi>" not in html[alarm : html.index("<nav")]
    assert html.count("No sandbox</span>") == 1
    index = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert index.index("Graded without a sandbox") < index.index("<h1>")
    assert "in 1 submission:" in index
