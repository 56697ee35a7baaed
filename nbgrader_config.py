"""Points nbgrader at this checkout; the settings themselves are made by the package."""

from pathlib import Path

from autograder.course.layout import find_course
from autograder.nbgrader_plugin.config import nbgrader_config

c = get_config()  # noqa: F821  -- defined by traitlets, which runs this file
c.merge(nbgrader_config(find_course(Path(__file__).parent)))
