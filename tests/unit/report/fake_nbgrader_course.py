"""A course of one assignment in a temporary folder: autograded notebooks and a gradebook."""

from __future__ import annotations

import base64
import io
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

COURSE_ID = "testing"
ASSIGNMENT = "03-weights"


def marks(ident: str, **roles: Any) -> dict[str, Any]:
    """nbgrader metadata of a cell."""
    base = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**base, "grade_id": ident, **roles}}


def figure_png() -> str:
    """A small figure, as base64, as the inline backend would store it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, 5, figsize=(6, 2.6))
    for index, panel in enumerate(axes.flat):
        noise = np.random.default_rng(index).normal(size=(28, 28))
        panel.imshow(noise, cmap="coolwarm", vmin=-3, vmax=3)
        panel.set_title(f"unit {index}")
        panel.axis("off")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80)
    pyplot.close(figure)
    return base64.b64encode(buffer.getvalue()).decode()


TRACEBACK = [
    "\x1b[31m---------------------------------------------------------------------------\x1b[39m",
    "\x1b[31mValueError\x1b[39m                                Traceback (most recent call last)",
    "\x1b[36mFile \x1b[39m\x1b[32m/home/grader/course/.venv/lib/python3.11/site-packages/keras/src/"
    "layers/layer.py:944\x1b[39m, in \x1b[36mLayer.__call__\x1b[39m\x1b[34m(self)\x1b[39m",
    "\x1b[31mValueError\x1b[39m: cannot reshape array of size 7840 into shape (10,27,28)",
]


def test_source(ident: str) -> str:
    return (
        f"assert features is not None, 'features is still None'\n"
        f"### BEGIN HIDDEN TESTS\nsecret_of_{ident.replace('-', '_')} = 424242\n"
        f"### END HIDDEN TESTS\n"
    )


test_source.__test__ = False  # type: ignore[attr-defined]


def sample_notebook() -> nbformat.NotebookNode:
    """An autograded notebook: two tests (one failed), one answer graded, one waiting."""
    results = {
        "shape": {
            "title": "One image per hidden unit, 28 by 28 pixels",
            "outcome": "passed",
            "message": "",
            "points": 4.0,
            "max_points": 4.0,
        },
        "values": {
            "title": "Each image holds the weights of one unit",
            "outcome": "failed",
            "message": "Your image mixes weights of many hidden units. Image j must be made of "
            "the weights that lead to unit j. Rows of W are pixels: which axis belongs to one "
            "unit?",
            "points": 0.0,
            "max_points": 8.0,
        },
        "figure": {
            "title": "All images share one colour scale, centred on zero",
            "outcome": "partial",
            "message": "The panels share one scale. It runs from -0.3 to 0.5. A scale that is "
            "not centred on zero shows small positive weights as negative ones.",
            "points": 3.0,
            "max_points": 6.0,
            "parts": [
                "The panels share one scale.",
                "It runs from -0.3 to 0.5.",
                "A scale that is not centred on zero shows small positive weights as negative "
                "ones.",
            ],
        },
    }
    cells = [
        new_markdown_cell(
            "# Draw what a network has learned\n\n[![Open in Colab](https://colab.research."
            "google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/x)\n\n"
            "Every hidden unit computes $a_j = \\operatorname{relu}\\left(\\sum_i W_{ij} x_i + "
            "b_j\\right)$.\n\n$$\\frac{\\partial L}{\\partial W_{ij}} = \\delta_j x_i$$\n\n"
            "| layer | shape | parameters |\n|---|---|---|\n| Dense | (None, 10) | 7850 |"
        ),
        new_code_cell(
            "import numpy as np\nfrom tensorflow import keras\n\n(x_train, y_train), _ = "
            "keras.datasets.mnist.load_data()  # 60,000 digits\nprint(x_train.shape)",
            metadata=marks("imports", locked=True),
            outputs=[new_output("stream", name="stdout", text="(60000, 28, 28)\n")],
        ),
        new_code_cell(
            "def hidden_features(model):\n    W = model.get_weights()[0]\n"
            "    return W.reshape(10, 28, 28)   # one image for each unit\n\n"
            "features = hidden_features(model)",
            metadata=marks("features", solution=True),
            outputs=[
                new_output(
                    "stream",
                    name="stdout",
                    text="\r 1/1875 \x1b[37m━━━━\x1b[0m 2s\r1875/1875 \x1b[32m━━━━━━━━━━\x1b[0m "
                    "\x1b[1m3s\x1b[0m 2ms/step - accuracy: 0.9131 - loss: 0.3060\n",
                ),
                new_output(
                    "display_data",
                    data={"image/png": figure_png(), "text/plain": "<Figure size 600x260>"},
                ),
            ],
        ),
        new_code_cell(
            test_source("shape"),
            metadata={**marks("shape", grade=True, locked=True, points=4),
                      "autograder": results["shape"]},
        ),
        new_code_cell(
            test_source("values"),
            metadata={**marks("values", grade=True, locked=True, points=8),
                      "autograder": results["values"]},
            outputs=[new_output("error", ename="E", evalue="secret 424242", traceback=["424242"])],
        ),
        new_code_cell(
            "features.reshape(10, 27, 28)",
            outputs=[
                new_output("error", ename="ValueError", evalue="x", traceback=TRACEBACK)
            ],
        ),
        new_code_cell(
            test_source("figure"),
            metadata={**marks("figure", grade=True, locked=True, points=6),
                      "autograder": results["figure"]},
        ),
        new_markdown_cell(
            "### What do the images show?\n\nWrite three sentences.\n\n"
            "=== BEGIN MARK SCHEME ===\n* scheme_secret: 2 points\n=== END MARK SCHEME ===",
            metadata=marks("observation", task=True, locked=True, points=6),
        ),
        new_markdown_cell(
            "Some units look like **strokes**. Others look like noise, because $W$ was mixed up.",
            metadata={"autograder": {"answer": "observation"}},
        ),
        new_markdown_cell(
            "### Why do they differ?\n\nOne sentence.\n\n=== BEGIN MARK SCHEME ===\nscheme_secret",
            metadata=marks("reason", task=True, locked=True, points=6),
        ),
        new_markdown_cell(
            "The start values are random.", metadata={"autograder": {"answer": "reason"}}
        ),
    ]  # fmt: skip
    return new_notebook(cells=cells)


class FakeCourse:
    """A folder that nbgrader takes for a course."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.db_url = f"sqlite:///{root / 'gradebook.db'}"

    def open_gradebook(self) -> Any:
        from nbgrader.api import Gradebook

        # nbgrader starts `alembic` by name; it lies beside the interpreter.
        folder = str(Path(sys.executable).parent)
        if folder not in os.environ["PATH"].split(os.pathsep):
            os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
        return Gradebook(self.db_url, COURSE_ID)

    def add_submission(self, student: str, notebook: nbformat.NotebookNode | None = None) -> None:
        """Write an autograded notebook, and its points into the gradebook."""
        notebook = notebook or sample_notebook()
        folder = self.root / "autograded" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
        with self.open_gradebook() as gradebook:
            gradebook.update_or_create_assignment(ASSIGNMENT, course_id=COURSE_ID)
            gradebook.update_or_create_notebook(ASSIGNMENT, ASSIGNMENT)
            for cell in notebook.cells:
                self._declare(gradebook, cell)
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(ASSIGNMENT, student)
            for cell in notebook.cells:
                info = cell.metadata.get("nbgrader", {})
                if info.get("grade"):
                    grade = gradebook.find_grade(info["grade_id"], ASSIGNMENT, ASSIGNMENT, student)
                    grade.auto_score = cell.metadata["autograder"]["points"]
                    grade.needs_manual_grade = False
            gradebook.db.commit()

    def grade_by_hand(self, student: str, cell: str, points: float, comment: str = "") -> None:
        """What formgrader does when a TA enters points and a comment."""
        with self.open_gradebook() as gradebook:
            grade = gradebook.find_grade(cell, ASSIGNMENT, ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            if comment:
                found = gradebook.find_comment(cell, ASSIGNMENT, ASSIGNMENT, student)
                found.manual_comment = comment
            gradebook.db.commit()

    def set_late_penalty(self, student: str, points: float) -> None:
        with self.open_gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student)
            notebook.late_submission_penalty = points
            gradebook.db.commit()

    def generate_feedback(self, *, show_mark_scheme: bool = False) -> None:
        """What `nbgrader generate_feedback` does, in this process."""
        from nbgrader.converters import GenerateFeedback
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config import Config

        from autograder.report.feedback_config import feedback_config

        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        config.CourseDirectory.course_id = COURSE_ID
        config.CourseDirectory.assignment_id = ASSIGNMENT
        config.merge(feedback_config(show_mark_scheme=show_mark_scheme))
        GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()

    def page(self, student: str) -> Path:
        return self.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"

    @staticmethod
    def _declare(gradebook: Any, cell: nbformat.NotebookNode) -> None:
        info = cell.metadata.get("nbgrader", {})
        place = (info.get("grade_id"), ASSIGNMENT, ASSIGNMENT)
        if info.get("grade"):
            gradebook.update_or_create_grade_cell(
                *place, max_score=info["points"], cell_type="code"
            )
        if info.get("solution"):
            gradebook.update_or_create_solution_cell(*place)
        if info.get("task"):
            gradebook.update_or_create_task_cell(
                *place, max_score=info["points"], cell_type="markdown"
            )
