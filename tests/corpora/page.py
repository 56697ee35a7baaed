"""Writes docs/corpora.md from the kept verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.examples import Example, load_examples
from autograder.course.assignment import Assignment
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from tests.corpora.grading import kept_verdicts, outdated
from tests.corpora.verdicts import KINDS, NOTHING_GRADED, Fault, Kind, Verdict

RIGHT = ("reference", "correct")


def write_page(course: Course) -> None:
    """Write docs/corpora.md."""
    parts = [_Part(course, name) for name in course.settings.assignment_names]
    lines = [*_head(parts), *(line for part in parts for line in part.lines())]
    (course.root / "docs" / "corpora.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


class _Part:
    """One assignment."""

    def __init__(self, course: Course, name: str) -> None:
        self.assignment: Assignment = load_assignment(course, name)
        examples = load_examples(course, self.assignment)
        kept = kept_verdicts(name)
        self.examples: list[Example] = examples
        self.verdicts: dict[str, Verdict] = {
            example.name: kept[example.name]
            for example in examples
            if not outdated(example, kept.get(example.name))
        }

    def of(self, *kinds: str, graded: bool = False) -> list[Example]:
        """Examples of some kinds, those with a verdict alone where asked."""
        return [
            example
            for example in self.examples
            if example.kind in kinds and (not graded or example.name in self.verdicts)
        ]

    def faults(self, kind: Kind, test: str | None = None) -> list[Fault]:
        """Errors of one kind, of one test where given."""
        return [
            fault
            for verdict in self.verdicts.values()
            for fault in verdict.faults
            if fault.kind == kind and test in (None, fault.test)
        ]

    def losses(self, test: str | None = None) -> int:
        """How often a graded wrong example should lose a test."""
        graded = self.of("wrong", graded=True)
        return sum(test in (None, lost) for example in graded for lost in example.loses)

    def row(self) -> str:
        """The assignment's row in the first table."""
        counts = [f"{len(self.of(*k, graded=True))} of {len(self.of(*k))}" for k in _GROUPS]
        errors = [str(len(self.faults(kind))) for kind in KINDS]
        dates = sorted(verdict.tested for verdict in self.verdicts.values())
        last = dates[-1] if dates else "never"
        name = self.assignment.name
        return f"| [{name}](#{name}) | {' | '.join([*counts, *errors, last])} |"

    def lines(self) -> Iterable[str]:
        """The assignment's section."""
        yield from (f"## {self.assignment.name}", "")
        right = len(self.of(*RIGHT, graded=True))
        yield "| test | correct ones that kept it | wrong ones that should lose it | errors |"
        yield "| --- | --- | --- | --- |"
        for test in [cell.ident for cell in self.assignment.of_kind("test")]:
            errors = [
                f"{len(found)} {words}"
                for k, words in KINDS.items()
                if (found := self.faults(k, test))
            ]
            refused = len(self.faults("refused", test))
            yield (
                f"| {test} | {right - refused} of {right} | {self.losses(test)} | "
                f"{', '.join(errors) or '0'} |"
            )
        yield ""
        for verdict in self.verdicts.values():
            for fault in verdict.faults:
                where = "" if fault.test == NOTHING_GRADED else f", test {fault.test}"
                yield f"- **{verdict.name}**{where}, {KINDS[fault.kind]}: {_cell(fault.text)}"
        yield from self._listed("Correct ones, by style", "correct")
        yield from self._listed("Wrong ones, by misconception", "wrong")

    def _listed(self, heading: str, kind: str) -> Iterable[str]:
        yield from ("", f"{heading}:", "")
        for example in self.of(kind):
            verdict = self.verdicts.get(example.name)
            when = verdict.tested if verdict else "not graded as it is now"
            lost = f"; loses {', '.join(example.loses)}" if example.loses else ""
            yield f"- `{example.name}`: {example.title}{lost} ({when})"
        yield ""


_GROUPS = (("correct",), ("wrong",))


def _head(parts: list[_Part]) -> Iterable[str]:
    right, wrong = (
        [example for part in parts for example in part.of(*kinds, graded=True)] for kinds in _GROUPS
    )
    losses = sum(part.losses() for part in parts)
    counts = {kind: sum(len(part.faults(kind)) for part in parts) for kind in KINDS}
    share = 100 * (1 - counts["message"] / losses) if losses else 0
    said = f"of {losses} losses that should occur, {share:.1f} % carry the right message."
    said = said if losses else "no wrong one was graded since this report was begun."
    yield from (
        "# Right and wrong: the example submissions, and the judge's errors",
        "",
        "Made by `python -m tests.corpora.report` (it goes on where it ended; `--page` writes the",
        "page alone). Each example in `tests/examples` is handed in and graded by the real engine;",
        "it says of itself which tests it loses, and with which words. Besides, the reference and",
        "the untouched notebook of each assignment are graded. `make test` grades those examples",
        "that are not marked `extra`, `make test-extra` the others.",
        "",
        f"{len(right)} correct and {len(wrong)} wrong examples graded in the form that they have",
        f"now: **{counts['refused']} losses of points by correct work, {counts['passed']} wrong",
        f"ones passed**; {said}",
        f"Wrong ones lost a test besides {counts['besides']} times.",
        "",
        f"| assignment | correct, graded | wrong, graded | {' | '.join(KINDS.values())} | last |",
        f"| --- | --- | --- | {' | '.join('---' for _ in KINDS)} | --- |",
        *(part.row() for part in parts),
        "",
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")[:300]
