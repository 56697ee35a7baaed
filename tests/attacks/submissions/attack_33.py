"""Scripts in everything that ends up on a page that somebody else opens."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tests.attacks.suite import Attack

NUMBER = 33
TITLE = "stored script in feedback"

SCRIPTS = (
    "<script>xss33()</script>",
    "<img src=x onerror=xss33()>",
    "<svg onload=xss33()><script>xss33()</script></svg>",
    "<iframe srcdoc='<script>xss33()</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=http://xss33.example'>",
    "<base href=http://xss33.example>",
    "<link rel=stylesheet href=http://xss33.example>",
    "<style>@import 'http://xss33.example'; .score { display: none }</style>",
    "<form action=http://xss33.example><input name=password></form>",
    "<a href='javascript:xss33()'>x</a>",
    "<a href='java\tscript:xss33()'>x</a>",
    "<a href='data:text/html,<script>xss33()</script>'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=xss33()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=xss33()>'>",
    "<details open ontoggle=xss33()><summary>x</summary></details>",
    "<object data='data:text/html,<script>xss33()</script>'></object>",
    "</pre></div></section></main></body><script>xss33()</script>",
    "<!--><script>xss33()</script>-->",
    "<p style='position:fixed;inset:0' id=results class=passed>Passed</p>",
    "<img src=http://xss33.example/beacon.png>",
    "<video src=http://xss33.example autoplay></video>",
    "<template><script>xss33()</script></template>",
)
ALL = "\n".join(SCRIPTS)
LINKS = "\n\n".join(
    (
        "[x](javascript:xss33())",
        "[x](JaVaScRiPt&colon;xss33())",
        "![x](http://xss33.example/beacon.png)",
        '![x" onerror="xss33()](data:image/png;base64,xx)',
        "[x]: javascript:xss33()",
        "<javascript:xss33()>",
        "![x](attachment:a.svg) ![x](attachment:a.png)",
        "$\\href{javascript:xss33()}{x}$ $\\style{behavior:url(x)}{x}$",
        "$</script><b onclick=xss33()>$",
        "`<script>xss33()</script>`",
        "```html\n<script>xss33()</script>\n```",
        "```python\n</pre><script>xss33()</script>\n```",
        "| a |\n|---|\n| <script>xss33()</script> |",
        "# <img src=x onerror=xss33()> {onclick=xss33()}",
    )
)
DISPLAYS = f"""
from IPython.display import display
text = {ALL!r}
links = {LINKS!r}
for kind in ("text/html", "text/markdown", "text/latex", "image/svg+xml", "text/plain",
             "application/javascript", "application/pdf", "image/png", "image/jpeg", "image/gif",
             "application/json", "application/vnd.jupyter.widget-view+json", "video/mp4",
             "text/x-anything", "application/x-ipynb+json"):
    display({{kind: text}}, raw=True)
    display({{kind: links, "text/plain": text}}, raw=True)
alone = {{"isolated": True, "text/html": {{"isolated": True}}}}
display({{"text/html": text}}, metadata=alone, raw=True)
display({{"image/png": '" onerror="xss33()', "text/plain": "x"}}, raw=True)
display({{"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>xss33()</script>"
         "<foreignObject><iframe src='javascript:xss33()'/></foreignObject></svg>"}}, raw=True)
for script in {SCRIPTS!r}:
    display({{"text/html": script}}, raw=True)
"""
STREAMS = f"""
import sys
print({ALL!r})
print({ALL!r}, file=sys.stderr)
print("\\x1b[31m<script>xss33()</script>\\x1b]8;;javascript:xss33()\\x07x\\x1b]8;;\\x07")
print("\\x1b[38;5;1\\"onclick=xss33()m x \\x1b[<script>m", "\\u202e<script>xss33()</script>")
name = type({SCRIPTS[1]!r}, (Exception,), {{}})
raise name({ALL!r})
"""
MESSAGES = f"""
def scale(images):
    raise ValueError({ALL!r} + "\\x1b]0;pwned\\x07\\x1b[2J")
"""
ANSWER = f"answer = {SCRIPTS[1]!r}"
FIGURE = f"""
fig, ax = plt.subplots()
ax.plot([1, 2], [2, 1], label={SCRIPTS[0]!r})
ax.set_title({ALL!r})
ax.set_xlabel("")
ax.set_ylabel({SCRIPTS[1]!r})
plt.close(fig)
"""
TYPES = f"""
Named = type({SCRIPTS[1]!r}, (), {{"__module__": {SCRIPTS[0]!r}}})
model = Named()
history = {{"loss": [{SCRIPTS[0]!r}, {SCRIPTS[1]!r}]}}
def preprocess(images):
    raise Named({SCRIPTS[1]!r})
"""


def markdown(notebook: NotebookNode) -> None:
    for text in (*SCRIPTS, ALL, LINKS):
        cell = new_markdown_cell(text)
        cell["attachments"] = {
            "a.svg": {"image/svg+xml": "<svg onload=xss33()>", "text/html": SCRIPTS[0]},
            "a.png": {"image/png": '" onerror="xss33()'},
        }
        notebook.cells.append(cell)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.metadata.get("autograder", {}).get("answer"):
            cell.source = ALL + LINKS


def names(notebook: NotebookNode) -> None:
    """Where a page might take a name from the notebook."""
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"x{number}"
        cell.metadata["name"] = cell.metadata["title"] = SCRIPTS[0]
        cell.metadata["tags"] = [SCRIPTS[0], "x onclick=xss33()"]
        cell.metadata["autograder"] = {"title": SCRIPTS[1], "message": SCRIPTS[0]}
    notebook.metadata["title"] = notebook.metadata["authors"] = SCRIPTS[0]
    notebook.metadata["autograder"] = {"title": SCRIPTS[1]}
    notebook.cells.insert(0, new_markdown_cell(f"# {SCRIPTS[1]}"))


def named_file(folder: Path) -> None:
    """The name of the file is told where something is wrong with it."""
    (folder / "target.ipynb").rename(folder / "<img src=x onerror=xss33()>\x1b[2J.ipynb")


def bad_json(folder: Path) -> None:
    path = folder / "target.ipynb"
    path.write_text('{"cells": <script>xss33()</script>\x1b]0;pwned\x07', encoding="utf-8")


FORMS = [
    Attack("displays", {"answer": DISPLAYS}),
    Attack("streams", {"answer": STREAMS}),
    Attack("messages", {"scale": MESSAGES}),
    Attack("value", {"answer": ANSWER}),
    Attack("figure", {"picture": FIGURE}),
    Attack("types", {"model": TYPES, "claim": f"accuracy = {SCRIPTS[0]!r}"}),
    Attack("markdown", mutate=markdown),
    Attack("names", mutate=names),
    Attack("file-name", place=named_file),
    Attack("bad-json", place=bad_json, expect_status=("needs_attention",)),
]
