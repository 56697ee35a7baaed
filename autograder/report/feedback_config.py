"""How nbgrader is told to make our feedback page instead of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.report.feedback_preprocessors import HideHiddenTests, PreparePage, ReadGrades

TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(HTMLExporter):
    """HTMLExporter under a name of its own.

    formgrader sets HTMLExporter's template for its own pages; in its process that setting
    would also catch feedback made by its button. A section of our own wins over it.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page as the template made it.

        HTMLExporter would parse and write it anew to look for images without a description:
        that takes two thirds of the time, and a page that was sanitised must not change again.
        """
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


def feedback_config(*, show_mark_scheme: bool = False) -> Config:
    """Exactly the settings that make `nbgrader generate_feedback` and formgrader use our page.

    Args:
        show_mark_scheme: whether students see how written answers are marked.
    """
    config = Config()
    config.GenerateFeedback.exporter_class = FeedbackExporter
    config.GenerateFeedback.preprocessors = [ReadGrades, HideHiddenTests, PreparePage]
    config.HideHiddenTests.show_mark_scheme = show_mark_scheme
    config.FeedbackExporter.template_name = "feedback"
    config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
    return config
