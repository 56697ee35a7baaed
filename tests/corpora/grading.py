"""Has examples graded by the real engine, into a folder that is kept.

The engine grades again only what has changed since: an example, a test, or the package. So a
run that was interrupted goes on where it ended.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from autograder.authoring.examples import Example, load_examples, write_examples
from autograder.authoring.release import build_assignment
from autograder.course.layout import Course, OutputFolders
from autograder.course.source import load_assignment
from autograder.engine.class_run import ClassRequest, Progress, grade_class
from autograder.record.grades import existing_grades, existing_submissions
from autograder.record.lines import SubmissionLine
from tests.corpora.verdicts import Verdict, digest_of, verdict_on

RESULTS = Path(__file__).parent / "results"


def grade(course: Course, name: str, examples: list[Example], jobs: int | None) -> list[Verdict]:
    """Grade examples of one assignment; the verdict on each, kept as soon as it is known."""
    out = OutputFolders(course.private / "corpora" / name)
    build_assignment(course, name)
    names = [example.name for example in examples]
    write_examples(course, name, out.root / "submitted", names)
    request = ClassRequest([name], out.root / "submitted", out, students=names, jobs=jobs)

    def told(progress: Progress) -> None:
        line = progress.last
        if line is not None:
            _tell(progress, line)
            graded = [example for example in examples if example.name == line.student]
            keep_verdicts(course, name, _verdicts(course, name, graded, out))

    grade_class(course, request, told, lambda text: print(text, file=sys.stderr))
    verdicts = _verdicts(course, name, examples, out)
    keep_verdicts(course, name, verdicts)
    return verdicts


def _verdicts(
    course: Course, name: str, examples: list[Example], out: OutputFolders
) -> list[Verdict]:
    """Verdicts from what the engine has recorded."""
    submissions = {line.student: line for line in existing_submissions(out, name)}
    grades = existing_grades(out, name)
    tests = [cell.ident for cell in load_assignment(course, name).of_kind("test")]
    return [
        verdict_on(
            example,
            submissions.get(example.name),
            [line for line in grades if line.student == example.name],
            tests,
            time.strftime("%Y-%m-%d", time.gmtime()),
        )
        for example in examples
    ]


def kept_verdicts(name: str) -> dict[str, Verdict]:
    """Verdicts on the examples of an assignment from earlier runs, by example."""
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return {}
    plain = json.loads(path.read_text(encoding="utf-8"))
    return {entry["name"]: Verdict.from_json(entry) for entry in plain}


def keep_verdicts(course: Course, name: str, fresh: list[Verdict]) -> None:
    """Add verdicts to those of earlier runs; examples that are gone are dropped."""
    there = {example.name for example in load_examples(course, load_assignment(course, name))}
    every = {**kept_verdicts(name), **{verdict.name: verdict for verdict in fresh}}
    entries = [every[key].as_json() for key in sorted(every) if key in there]
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(entries, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def outdated(example: Example, verdict: Verdict | None) -> bool:
    """Whether an example was never graded in the form that it has now."""
    return verdict is None or verdict.digest != digest_of(example)


def _tell(progress: Progress, line: SubmissionLine) -> None:
    print(
        f"{progress.done}/{progress.total} {line.student}: {line.status}, {line.score:g} points, "
        f"{line.seconds_run:.0f} s + {line.seconds_judge:.0f} s",
        file=sys.stderr,
        flush=True,
    )
