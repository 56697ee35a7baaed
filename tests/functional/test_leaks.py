"""What no student's page may hold, after a real grading of submissions that look for it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.examples import write_examples
from autograder.course.layout import Course, find_course
from autograder.data.graded_digits import prepare_graded_digits
from tests.conftest import autograder, records, submit

pytestmark = pytest.mark.slow
STUDENTS = ("anna-secretname", "ben-secretname", "carla-secretname")
RUN_OF_LABELS = 8  # so many labels in a row appear by chance once in 10 ** 8 / 5,000
# A model that a test measures, so that hold-out digits come into play.
MODEL = '''
# %% solution="model"
model = None
def preprocess(images):
    """What the model takes."""
    ### BEGIN SOLUTION
    return images / 255.0
    ### END SOLUTION
### BEGIN SOLUTION
from tensorflow import keras

keras.utils.set_random_seed(1)
model = keras.Sequential(
    [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)], name="untrained"
)
### END SOLUTION

# %% test="model" title="The model answers" points=1
assert model is not None, "model is still None."
### BEGIN HIDDEN TESTS
from autograder import checks

hidden_measure = checks.holdout_accuracy(model, preprocess)
checks.require(hidden_measure > 2, observed="It is not trained.", expected="Train it.")
### END HIDDEN TESTS
'''
# Prints whatever it finds of the machine and of the course.
CURIOUS = """
import os, sys, traceback
print(os.getcwd(), sys.prefix, os.environ.get("HOME"), sys.argv, sys.path)
for place in (".", "..", "../..", os.path.expanduser("~"), sys.prefix):
    try:
        print(place, os.path.abspath(place), sorted(os.listdir(place))[:5])
    except OSError as error:
        print(error)
try:
    open("../../../gradebook.db").read()
except OSError:
    traceback.print_exc()
x = 1
raise ValueError("stopped in " + os.path.abspath("small.ipynb"))
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three submissions, graded, with their pages: one curious, one wrong, one copied."""
    import shutil

    from tests.conftest import ROOT

    root = tmp_path_factory.mktemp("leaks") / "secretfolder"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    (root / "source_data").symlink_to(ROOT / "source_data")
    source = root / "solutions" / "small" / "source.py"
    text = source.read_text(encoding="utf-8")
    before, mark, after = text.partition('# %% [markdown] written="why"')
    source.write_text(before + MODEL.lstrip("\n") + "\n" + mark + after, encoding="utf-8")
    settings = root / "course.toml"
    changed = settings.read_text(encoding="utf-8")
    for old, new in (("points = 10", "points = 11"), ("_seconds = 8", "_seconds = 120"),
                     ("_seconds = 30", "_seconds = 240")):  # fmt: skip
        changed = changed.replace(old, new)
    settings.write_text(changed, encoding="utf-8")
    course = find_course(root)
    assert autograder(root, "build").status == 0
    write_examples(course, "small", course.root / "made", ["reference"])
    submit(course, STUDENTS[0], number=CURIOUS)
    submit(course, STUDENTS[1], "adds-two")
    submit(course, STUDENTS[2], "adds-two")
    ended = autograder(root, "grade")
    assert ended.status == 0, ended.err
    assert autograder(root, "feedback").status == 0
    assert autograder(root, "report").status == 0
    return course


def pages(course: Course) -> Iterator[tuple[str, str]]:
    """Student and everything that is handed out to him."""
    for student in STUDENTS:
        files = [path for path in (course.root / "feedback" / student).rglob("*") if path.is_file()]
        assert [path.name for path in files] == ["small.html"], "nothing else is handed out"
        yield student, files[0].read_text(encoding="utf-8")


def hidden_lines(source: str) -> list[str]:
    """Lines of hidden tests, solutions and mark schemes that say something."""
    begin = r"BEGIN (?:HIDDEN TESTS|MARK SCHEME)[^\n]*\n"
    regions = re.findall(begin + r"(.*?)\n[^\n]*END ", source, re.DOTALL)
    lines = [line.strip("# ").strip() for region in regions for line in region.split("\n")]
    return [line for line in lines if len(line) > 11]


def test_pages_show_what_they_should(graded: Course) -> None:
    for student, page in pages(graded):
        assert student in page
        assert "Models, as measured" in page
        assert "It is not trained." in page


def test_hidden_tests_and_mark_schemes(graded: Course) -> None:
    lines = hidden_lines(graded.source("small").read_text(encoding="utf-8"))
    assert len(lines) > 10
    assert any("hidden_measure" in line for line in lines)
    for _, page in pages(graded):
        for line in lines:
            assert line not in page
            assert line.replace('"', "&#34;").replace("'", "&#39;") not in page
        for word in ("hidden_measure", "secret_of_the_test", "first prime", "HIDDEN TESTS"):
            assert word not in page


def test_answers(graded: Course) -> None:
    """The solution's code is not on pages of students who wrote another."""
    for student, page in pages(graded):
        shown = re.sub(r"<[^>]+>", "", page)
        if student != STUDENTS[0]:
            assert "2 * np.asarray" not in shown


def test_other_students(graded: Course) -> None:
    flags = records(graded, "submissions")
    assert any(flag["code"] == "near_copy" for line in flags for flag in line["flags"])
    for student, page in pages(graded):
        for other in set(STUDENTS) - {student}:
            assert other not in page
        assert "near_copy" not in page


def test_places_of_the_machine(graded: Course) -> None:
    places = [
        str(graded.root),
        "secretfolder",
        str(graded.root.parent),
        sys.prefix,
        str(Path.home()),
    ]
    for _, page in pages(graded):
        for place in places:
            assert place not in page, place


def test_labels_of_the_holdout(graded: Course) -> None:
    digits = prepare_graded_digits(graded.source_data, graded.private, graded.settings.holdout_size)
    labels = "".join(map(str, np.load(digits.judge / "labels.npy")))
    runs = {labels[start : start + RUN_OF_LABELS] for start in range(len(labels) - RUN_OF_LABELS)}
    kept = (graded.root / "reports" / "small" / "measured").glob("*.json")
    texts = [page for _, page in pages(graded)] + [path.read_text() for path in kept]
    assert len(texts) == 6
    for text in texts:
        without_images = re.sub(r"(?<=base64,)[A-Za-z0-9+/=]+", "", text)
        without_images = re.sub(r'(?<="pixels": ")[^"]+', "", without_images)
        found = digit_runs(without_images)
        assert not {run for run in runs if any(run in digits for digits in found)}
    # The search finds labels where they are.
    assert labels[:9] in digit_runs(f"[{', '.join(labels[:9])}]")


def digit_runs(text: str) -> list[str]:
    """Single digits in a row, whatever stands between them in a list or a table."""
    text = re.sub(r"<[^>]+>", " ", text)
    rows = re.findall(r"(?<![\d.])\d(?:[\s,;\[\]()|]*\d(?![\d.]))+", text)
    return [re.sub(r"\D", "", row) for row in rows]


def test_the_measured_file_is_small_and_the_judges(graded: Course) -> None:
    path = graded.root / "reports" / "small" / "measured" / f"{STUDENTS[0]}.json"
    measured = json.loads(path.read_text(encoding="utf-8"))
    (model,) = measured["models"]
    assert (model["name"], model["parameters"]) == ("model", 7850)
    assert model["reading"]["digits"] == graded.settings.holdout_size
    assert path.stat().st_size < 100_000
