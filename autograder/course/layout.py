"""Where things lie in a course folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course.settings import FILE_NAME, CourseSettings, read_settings
from autograder.errors import SettingsError


@dataclass(frozen=True)
class Course:
    """A course folder and its settings.

    Attributes:
        root: the folder that holds course.toml.
        settings: what course.toml says.
    """

    root: Path
    settings: CourseSettings

    @property
    def solutions(self) -> Path:
        """Sources and instructor notebooks (nbgrader's source folder)."""
        return self.root / "solutions"

    @property
    def assignments(self) -> Path:
        """Student notebooks (nbgrader's release folder)."""
        return self.root / "assignments"

    @property
    def source_data(self) -> Path:
        """The data shipped with the course."""
        return self.root / "source_data"

    @property
    def examples(self) -> Path:
        """Example submissions, written as differences."""
        return self.root / "tests" / "examples"

    @property
    def private(self) -> Path:
        """Run-time files of the instructor: the hold-out secret and caches. Not tracked."""
        return self.root / ".autograder"

    def source(self, assignment: str) -> Path:
        """The hand-written source of an assignment."""
        return self.solutions / assignment / "source.py"

    def thresholds(self, assignment: str) -> Path:
        """The thresholds of an assignment."""
        return self.solutions / assignment / "thresholds.toml"

    def calibration(self, assignment: str) -> Path:
        """What the runs of its calibration measured, one line a run."""
        return self.solutions / assignment / "calibration.jsonl"

    def students_files(self, files: str) -> Path:
        """The files that students get with an assignment, as its source names them."""
        return self.source_data / files / "students"

    def instructor_notebook(self, assignment: str) -> Path:
        """The generated instructor notebook."""
        return self.solutions / assignment / f"{assignment}.ipynb"

    def student_notebook(self, assignment: str) -> Path:
        """The generated student notebook."""
        return self.assignments / assignment / f"{assignment}.ipynb"


@dataclass(frozen=True)
class OutputFolders:
    """Where a grading run puts its results.

    Attributes:
        root: the folder named by --out; the course folder by default.
        db_url: SQLAlchemy address of nbgrader's gradebook; empty: the file gradebook.db there.
    """

    root: Path
    db_url: str = ""

    @property
    def gradebook_url(self) -> str:
        """SQLAlchemy address of nbgrader's gradebook."""
        return self.db_url or f"sqlite:///{self.root / 'gradebook.db'}"

    @property
    def lacks_gradebook(self) -> bool:
        """Whether the gradebook is a file that does not exist yet."""
        return not self.db_url and not (self.root / "gradebook.db").exists()

    @property
    def autograded(self) -> Path:
        """nbgrader's autograded folder."""
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        """nbgrader's feedback folder."""
        return self.root / "feedback"

    @property
    def exports(self) -> Path:
        """Files for learning platforms."""
        return self.root / "exports"

    @property
    def reports(self) -> Path:
        """Record files and class pages."""
        return self.root / "reports"


def find_course(start: Path | None = None) -> Course:
    """The course whose folder is `start` (default: the working directory) or above it.

    Raises:
        SettingsError: no course.toml there, or it is wrong.
    """
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return Course(candidate, read_settings(candidate / FILE_NAME))
    raise SettingsError(
        f"No {FILE_NAME} in {folder} or above it.", "Run the command in the course's folder."
    )
