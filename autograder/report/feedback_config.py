"""How nbgrader is told to make our feedback page instead of its own."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.report.feedback_preprocessors import HideHiddenTests, PreparePage, ReadGrades

TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(HTMLExporter):
    """HTMLExporter under a name of its own.

    formgrader sets HTMLExporter's template for its own pages; in its process that setting
    would also catch feedback made by its button. A section of our own wins over it.
    """


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
