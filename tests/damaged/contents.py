"""Forms with large outputs, other kernels, or code that asks for what is not there."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.damaged.form import ANSWER, Content, cell_of, changed, code, put, source_of, written

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\x00" * 60).decode()


@written("Outputs of 100 MB")
def outputs_100_mb(content: Content, folder: Path) -> None:
    lines = [f"step {number}: the loss is {number / 7:.20f} and falls\n" for number in range(2000)]
    stream = {"output_type": "stream", "name": "stdout", "text": lines * 850}
    cell_of(content, "solution-double")["outputs"] = [stream]
    put(folder / "small.ipynb", content)
    assert (folder / "small.ipynb").stat().st_size > 100_000_000


@changed("Outputs as a plotting library writes them: long tables of numbers")
def outputs_of_numbers(content: Content) -> None:
    data = {"application/vnd.plotly.v1+json": {"data": [[1.5] * 20] * 10_000}}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cell_of(content, "solution-picture")["outputs"] = [output]


@changed("Embedded images in text and outputs")
def embedded_images(content: Content) -> None:
    cell = cell_of(content, "answer why")
    cell["source"] = ANSWER + "\n\n![picture](attachment:a.png)"
    cell["attachments"] = {"a.png": {"image/png": PIXEL * 1000}, "odd": {"image/png": 3}}
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PIXEL}}
    cell_of(content, "solution-picture")["outputs"] = [output]


@changed("Malformed outputs and counts")
def malformed_outputs(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["outputs"] = {"text": "no list"}
    cell["execution_count"] = "In [3]"


@changed("Half a character in a text")
def half_a_character(content: Content) -> None:
    cell_of(content, "solution-number")["source"] = "x = 3  # \N{GRINNING FACE}"
    content["cells"][1]["source"] = "a \N{GRINNING FACE}"


@changed("Saved with a kernel of R, but the code is Python", codes=("other_kernel",))
def kernel_of_r(content: Content) -> None:
    content["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    content["metadata"]["language_info"] = {"name": "R"}


@changed("Saved with a kernel that nobody else has")
def kernel_of_own(content: Content) -> None:
    spec = {"name": "conda-env-tf2-py", "display_name": "Python [conda env:tf2]"}
    content["metadata"] = {"kernelspec": spec}


@changed("Solved in R", status="needs_attention", codes=("other_language",), says="(r)")
def solved_in_r(content: Content) -> None:
    spec = {"name": "ir", "display_name": "R", "language": "R"}
    content["metadata"] = {"kernelspec": spec, "language_info": {"name": "R"}}
    cell_of(content, "solution-number")["source"] = "x = c(3, 4)\nif (x[1] > 2) { print(x) }"
    cell_of(content, "solution-double")["source"] = "double <- function(values) { 2 * values }"
    cell_of(content, "solution-picture")["source"] = "fig <- plot(x$a, type='l')"


@changed("input() above the work")
def asks_for_input(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["source"] = "name = input('Your name? ')\n" + source_of(cell)


@changed("A number asked for with input() in an own cell")
def asks_for_a_number(content: Content) -> None:
    content["cells"].insert(3, code("wished = int(input('A number: '))"))


@changed("A password asked for")
def asks_for_a_password(content: Content) -> None:
    cell = cell_of(content, "solution-double")
    cell["source"] = "import getpass\nkey = getpass.getpass()\n" + source_of(cell)


@changed("Output without end in an own cell", codes=("cell_timeout",))
def output_without_end(content: Content) -> None:
    content["cells"].append(code("while True:\n    print('still running' * 100)"))


@changed("Output without end in a solution", codes=("cell_timeout",), score=7.0)
def output_without_end_in_solution(content: Content) -> None:
    cell = cell_of(content, "solution-picture")
    cell["source"] = source_of(cell) + "\nwhile True:\n    print('still running' * 100)"


@changed("Widgets, and a display of the browser")
def widgets(content: Content) -> None:
    cell = cell_of(content, "solution-picture")
    cell["source"] = (
        "%matplotlib widget\nimport ipywidgets\nfrom ipywidgets import interact\n"
        "ipywidgets.IntSlider(value=3)\ninteract(lambda n: n, n=(0, 5))\n" + source_of(cell)
    )


@changed("Another display of the browser")
def notebook_backend(content: Content) -> None:
    cell = cell_of(content, "solution-picture")
    magics = "%matplotlib notebook\n%config InlineBackend.figure_format = 'retina'\n"
    cell["source"] = magics + source_of(cell)


@changed("Extensions and magics that are not there")
def unknown_extensions(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["source"] = "%load_ext nb_black\n%load_ext tensorboard\n%tensorboard --logdir logs\n"
    cell["source"] += "x = 3"


@changed("A cell magic above the work")
def cell_magic(content: Content) -> None:
    cell = cell_of(content, "solution-number")
    cell["source"] = "%%time\n" + source_of(cell)


@changed("Nothing solved", score=0.0, answer=False)
def nothing_solved(content: Content) -> None:
    for name, source in (("number", "x = None"), ("double", "def double(values):\n    pass"),
                         ("picture", "fig = None")):  # fmt: skip
        cell_of(content, f"solution-{name}")["source"] = source
    cell_of(content, "answer why")["source"] = "*Write your answer here.*"
