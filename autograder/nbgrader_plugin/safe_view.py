"""Shows students' notebooks in formgrader without letting them act there.

formgrader puts markdown and outputs of a submission unchanged into a page of the Jupyter
server. A script in them would run with the rights of the person who grades.
"""

from __future__ import annotations

from typing import Any

import nbformat
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_output
from traitlets import Bool

from autograder.report.markdown import markdown_html
from autograder.report.outputs import PageBudget, outputs_html


class SafeOutputs(Preprocessor):
    """Replaces all outputs of a cell by one of sanitised HTML."""

    enabled = Bool(True, help="Without it, outputs may run scripts.").tag(config=True)

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """The notebook with outputs as the feedback page shows them."""
        budget = PageBudget()
        for number, cell in enumerate(nb.cells, start=1):
            if cell.cell_type == "code" and cell.outputs:
                shown = Markup("").join(outputs_html(cell.outputs, f"cell {number}", budget))
                cell.outputs = [new_output("display_data", data={"text/html": str(shown)})]
        return nb, resources


@pass_context
def safe_markdown(context: Context, source: str) -> Markup:
    """Filter for nbconvert's templates: markdown as sanitised HTML."""
    return markdown_html(source, context.get("cell", {}).get("attachments", {}))
