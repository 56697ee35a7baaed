"""Floods of output, bounded: at most 300 MB if nothing stopped them."""

from __future__ import annotations

from nbformat import NotebookNode

from tests.attacks.suite import Attack

NUMBER = 28
TITLE = "gigabytes of output"

FEW_LARGE = """
for _ in range(300):
    print("x" * 1_000_000)
"""
MANY_SMALL = """
import sys
for number in range(60_000):
    print(number, flush=True)
    print(number, file=sys.stderr, flush=True)
"""
DISPLAYS = """
from IPython.display import HTML, display
for number in range(15_000):
    display(HTML("<b>" + "x" * 500 + "</b>"))
"""
ONE_HTML = """
from IPython.display import HTML, display
display(HTML("<div>" * 2_000_000))
display(HTML("<p>x</p>" * 12_000_000))
"""
REPR = """
class Loud:
    def __repr__(self):
        return "x" * 200_000_000
answer = Loud()
answer
"""
NESTED = """
from IPython.display import display
tree = {}
for _ in range(900):
    tree = {"x": [tree]}
display({"application/json": tree, "text/plain": "x"}, raw=True)
display({"text/plain": "x"}, metadata={"deep": tree}, raw=True)
tree = {}
for _ in range(200):
    tree = {"x": [tree]}
display({"application/json": tree, "text/html": [[["<b>x</b>"]]], "text/plain": "x"}, raw=True)
"""
DESCRIPTORS = """
import os
part = b"x" * 1_000_000
for descriptor in (1, 2):
    for _ in range(150):
        try:
            os.write(descriptor, part)
        except OSError as error:
            print(error.strerror)
            break
"""
ERRORS = """
name = type("X" * 1_000_000, (Exception,), {})
raise name("y" * 100_000_000 + "\\n" * 1_000_000)
"""
RAISED_WHEN_CALLED = """
import autograder.student_kernel.exchange as exchange
exchange.MOST_ERROR_TEXT = 10 ** 9
def scale(images):
    raise ValueError("x" * 50_000_000)
"""
UPDATES = """
from IPython.display import clear_output, display
handle = display("x", display_id=True)
for number in range(8000):
    handle.update("x" * 5000)
    if number % 10 == 0:
        clear_output(wait=True)
"""
IMAGES = """
from IPython.display import display
png = "iVBORw0KGgo" + "A" * 10_000_000
for _ in range(20):
    display({"image/png": png, "image/svg+xml": "<svg>" + "x" * 5_000_000}, raw=True)
"""
BRACKETS = """
from IPython.display import display
for mark in ("[", "$", "*", "`", "\\\\begin{a}", "<", "![", "&", "\\x1b[1m"):
    display({"text/markdown": mark * 100_000, "text/latex": "$" + "{" * 5000}, raw=True)
    print(mark * 100_000)
print("/a" * 100_000)
"""


def huge_source(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "(" * 50 + "'" + "x" * 3_000_000 + "'" + ")" * 50


FORMS = [
    Attack("few-large", {"answer": FEW_LARGE}),
    Attack("many-small", {"answer": MANY_SMALL}),
    Attack("displays", {"answer": DISPLAYS}),
    Attack("one-html", {"answer": ONE_HTML}),
    Attack("repr", {"answer": REPR}),
    Attack("nested-json", {"answer": NESTED}),
    Attack("descriptors", {"answer": DESCRIPTORS}),
    Attack("errors", {"answer": ERRORS}),
    Attack("raised-when-called", {"scale": RAISED_WHEN_CALLED}),
    Attack("updates", {"answer": UPDATES}),
    Attack("images", {"answer": IMAGES}),
    Attack("slow-to-show", {"answer": BRACKETS}),
    Attack("huge-source", mutate=huge_source),
]
