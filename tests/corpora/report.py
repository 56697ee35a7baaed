"""Grades the example submissions and reports the judge's errors in docs/corpora.md.

    python -m tests.corpora.report [ASSIGNMENT ...] [--only NAME ...] [--new] [--page]

What was graded and has not changed is not graded again, so a second start goes on. `--new` leaves
out examples that have a verdict in the form that they have now, though tests may have changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from autograder.authoring.examples import load_examples
from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from tests.corpora.grading import grade, kept_verdicts, outdated
from tests.corpora.page import write_page


def main() -> int:
    """Read the command line; 1 when there is an error of judgement among what was graded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--kind", choices=("correct", "wrong"), default="")
    parser.add_argument("--new", action="store_true", help="only those without a verdict")
    parser.add_argument("--page", action="store_true", help="write the page and grade nothing")
    parser.add_argument("--limit", type=int, default=0, help="at most so many of an assignment")
    parser.add_argument("--jobs", type=int, default=None)
    options = parser.parse_args()
    course = find_course(Path.cwd())
    faults = 0
    for name in [] if options.page else options.assignments or course.settings.assignment_names:
        kept = kept_verdicts(name)
        chosen = [
            example
            for example in load_examples(course, load_assignment(course, name))
            if (not options.only or example.name in options.only)
            and (not options.kind or example.kind == options.kind)
            and (not options.new or outdated(example, kept.get(example.name)))
        ]
        chosen = chosen[: options.limit or None]
        if not chosen:
            continue
        for verdict in grade(course, name, chosen, options.jobs):
            for fault in verdict.faults:
                faults += 1
                print(f"{name} {verdict.name}: {fault.kind} {fault.test}: {fault.text}")
    write_page(course)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
