"""Nothing that a student writes does anything in a page."""

from __future__ import annotations

import base64
import re
import time
from html.parser import HTMLParser

import pytest

from autograder.report.markdown import markdown_html
from autograder.report.outputs import PageBudget, outputs_html
from autograder.report.safe_html import clean_html, clean_text, image_html
from autograder.report.terminal_text import hide_paths, settled, shortened, terminal_html
from tests.unit.report.script_attacks import ATTACKS

ALLOWED_ATTRIBUTES = {
    "href", "rel", "src", "alt", "class", "display", "stretchy", "lspace", "rspace", "form",
    "style", "accent", "width", "scope", "tabindex", "role", "aria-label",
}  # fmt: skip


class Inspector(HTMLParser):
    """Collects what a browser would act upon."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "style", "link", "meta", "svg",
                   "base", "input", "video", "audio", "template", "body"}:  # fmt: skip
            self.problems.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES:
                self.problems.append(f"{tag} {name}={value}")
            if name in ("src", "href") and not re.match(
                r"https?://|mailto:|data:image/(png|jpeg|gif);", value or ""
            ):
                self.problems.append(f"{tag} {name}={value}")
            if name == "src" and not (value or "").startswith("data:"):
                self.problems.append(f"remote {value}")
            if name == "class" and not re.match(r"(ansi|output|[a-z]{1,2}\d?$)", value or ""):
                self.problems.append(f"class {value}")


def problems(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    return inspector.problems


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_harmless_in_markdown_and_in_outputs(attack: str) -> None:
    assert problems(markdown_html(attack)) == []
    assert problems(clean_html(attack)) == []
    data = {"text/html": attack, "text/plain": attack}
    outputs = [
        {"output_type": "display_data", "data": data},
        {"output_type": "display_data", "data": {"text/markdown": attack}},
        {"output_type": "display_data", "data": {"text/latex": attack}},
        {"output_type": "stream", "name": "stdout", "text": attack},
        {"output_type": "error", "ename": attack, "evalue": attack, "traceback": [attack]},
        {"output_type": "display_data", "data": {"application/javascript": attack}},
        {"output_type": "display_data", "data": {"image/png": attack}},
    ]
    for html in outputs_html(outputs, attack, PageBudget()):
        assert problems(html) == []


def test_what_people_write_stays() -> None:
    html = markdown_html("# Title\n\n**bold** `code` $x^2$ [a](https://a.example) \n\n- [x] done")
    assert "<h3>Title</h3>" in html
    assert "<strong>bold</strong>" in html
    assert "<math>" in html
    assert 'href="https://a.example"' in html
    assert "☑ done" in html


def test_formulas_that_cannot_be_read_stay_as_source() -> None:
    html = markdown_html(r"$\unknowncommand{x}$ and $\frac{$ ")
    assert r"\unknowncommand{x}" in html
    assert "<math" not in html


def test_an_svg_becomes_an_image() -> None:
    output = {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload=alert(1)/>"}}
    (html,) = outputs_html([output], "cell 1", PageBudget())
    assert "<svg" not in html
    assert "onload" not in html
    assert "data:image/svg+xml;base64," in html


def test_attachments_are_shown_if_they_are_images() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n...").decode()
    attachments = {"a.png": {"image/png": png}, "b.png": {"image/png": "bm90IGFuIGltYWdl"}}
    assert "data:image/png" in markdown_html("![A](attachment:a.png)", attachments)
    assert "not shown: B" in markdown_html("![B](attachment:b.png)", attachments)
    assert "not shown: C" in markdown_html("![C](attachment:missing)", {})


def test_an_image_without_words_gets_some() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n...").decode()
    html = clean_html(f"<img src='data:image/png;base64,{png}'> <p title='<img src=\"x\">'>a</p>")
    assert html.count('alt="No description"') == 1
    described = clean_html(f"<img alt='A dog' src='data:image/png;base64,{png}'>")
    assert "No description" not in described


def test_an_image_must_be_one() -> None:
    assert image_html("png", "!!!", "x") is None
    assert image_html("jpeg", base64.b64encode(b"<script>").decode(), "x") is None


def test_the_budget_of_a_page_ends() -> None:
    budget = PageBudget(text=500, images=100)
    outputs = [{"output_type": "stream", "name": n, "text": "x" * 300} for n in "ab"]
    shown = outputs_html(outputs, "cell 1", budget)
    assert "xxx" in shown[0]
    assert "too long" in shown[1]
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 200}}
    assert "too large" in outputs_html([picture], "cell 1", budget)[0]


@pytest.mark.parametrize(
    "text",
    ["[" * 30_000, "$ a " * 4_000, r"\begin{a}" * 2_000, r"\\(" * 6_000, "> " * 9_000,
     "<b>" * 6_000 + "x", "*_" * 9_000, "`a" * 9_000, "\x00\ud800", "\u202e" * 50],
)  # fmt: skip
def test_hostile_markdown_costs_little_time(text: str) -> None:
    start = time.perf_counter()
    html = markdown_html(text)
    assert time.perf_counter() - start < 5
    html.encode("utf-8")
    assert html.count("<b>") < 300


def test_deep_nesting_is_flattened_in_little_time() -> None:
    start = time.perf_counter()
    assert clean_html("<div>" * 20_000 + "deep" + "</div>" * 20_000).endswith("&gt;")
    assert clean_html("<div>" * 500 + "deep" + "</div>" * 500) == "deep"
    assert "<table>" in clean_html("<table>" + "<tr><td>1<td>2" * 5_000 + "</table>")
    assert time.perf_counter() - start < 5


def test_progress_bars_leave_their_last_state() -> None:
    assert settled("1/3 [=  ]\r2/3 [== ]\r3/3 [===]\n") == "3/3 [===]\n"
    assert settled("a\b\b\rdone\b\b") == "done"
    assert settled("title\x1b]0;evil\x07 \x1b[2Jx\x1b[31mred") == "title x\x1b[31mred"


def test_long_texts_keep_head_and_tail() -> None:
    text = shortened("\n".join(f"line {i}" for i in range(1000)))
    assert text.startswith("line 0\n")
    assert text.endswith("line 999")
    assert "880 lines are not shown" in text
    wide = shortened("\n".join("x" * 5000 for _ in range(1000)))
    assert len(wide) < 20_000
    assert len(terminal_html("y" * 1_000_000)) < 3_000


def test_paths_of_the_grading_machine_are_hidden() -> None:
    text = hide_paths(
        "File \x1b[32m~/c/.venv/lib/python3.11/site-packages/keras/src/x.py:12\x1b[39m, "
        '"/home/grader/secret/a.py", C:\\Users\\ta\\b.py, https://keras.io/api, 28/28, x/y/z'
    )
    assert "…/keras/src/x.py:12" in text
    assert "…/a.py" in text
    assert "…/b.py" in text
    for kept in ("https://keras.io/api", "28/28", "x/y/z"):
        assert kept in text
    for gone in ("grader", "Users", ".venv"):
        assert gone not in text


def test_control_characters_go() -> None:
    assert clean_text("a\x00b\x08c\ud800\tä\n") == "abc?\tä\n"
