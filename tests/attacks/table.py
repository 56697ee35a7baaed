"""Makes docs/attacks.md: which attack is stopped at which level, from the results of the tests.

The tests leave a result for each attack and column in `.autograder/attacks/`. To renew the page:

    python -m pytest tests/attacks -m attacks
    python -m tests.attacks.table

The results that the page was made from are kept in tests/attacks/results.json.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.suite import FOLDER, Attack, Numbered, load_attacks

ROOT = FOLDER.parent.parent
FRESH = ROOT / ".autograder" / "attacks"
KEPT = FOLDER / "results.json"
PAGE = ROOT / "docs" / "attacks.md"
Results = dict[str, dict[str, Any]]  # column -> {"tested": date, "attacks": {student: [faults]}}


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        level: name of the level of confinement.
        ordinary: whether an ordinary user grades, and not root.
    """

    level: str
    ordinary: bool = False

    @property
    def name(self) -> str:
        """The column's name in results and test ids."""
        return f"{self.level}-ordinary-user" if self.ordinary else self.level

    @property
    def title(self) -> str:
        """What stands above the column."""
        return f"{self.level}, {'ordinary user' if self.ordinary else 'root'}"

    def promises(self, attack: Attack) -> bool:
        """Whether the level promises to stop an attack."""
        return attack.stopped_by is None or self.level in attack.stopped_by


LEVELS = ("bubblewrap", "bubblewrap-host-proc", "landlock")
COLUMNS = {
    column.name: column
    for column in (Column(level, ordinary) for level in LEVELS for ordinary in (False, True))
}
# Kinds that are graded together in one class, a matter of minutes each.
CLASSES = (
    range(1, 9), range(9, 17), range(17, 23), range(23, 25), range(25, 27), range(27, 29),
    range(29, 32), range(32, 34), range(34, 37), range(37, 41),
)  # fmt: skip
# Forms in the class of `make test`: one or more of every kind, such as take little time.
FAST = frozenset({
    "a01-swallow", "a02-drop", "a03-chosen", "a04-quiet", "a05-status", "a06-other-module",
    "a07-subclasses", "a08-infinite", "a09-hooks", "a10-gc", "a11-files", "a11-hold-out",
    "a11-processes", "a12-outputs", "a13-records", "a13-links", "a14-unremovable", "a15-forged",
    "a16-files", "a17-class", "a18-swapped", "a19-nearest-prepared", "a20-names-of-tests",
    "a21-table", "a22-beside", "a22-in-memory", "a23-os-exit", "a23-kill-everyone",
    "a24-ignores-signals", "a25-forks", "a26-shared-mmap", "a27-private-folder", "a28-few-large",
    "a29-double-fork", "a30-sockets", "a30-unix-sockets", "a31-verdicts", "a32-own-tests",
    "a33-displays", "a33-messages", "a34-link-to-neighbour", "a34-archives-beside",
    "a35-positions", "a36-neighbours", "a36-processes", "a36-trainings", "a37-rewrites",
    "a38-replies", "a39-tests", "a40-base64",
})  # fmt: skip
# What holds each kind of attack back; the sandbox is around all of them.
DEFENCES = {
    **dict.fromkeys(range(1, 11), "judge: tests run in another process, over data"),
    11: "sandbox: nothing of it can be seen",
    12: "judge: outputs mean nothing",
    13: "sandbox: no such folder; links are not followed",
    14: "sandbox: private folder, ended and removed from outside",
    15: "judge: no reader that can run code",
    16: "judge: models are rebuilt from a table of layers",
    17: "judge: accuracy is measured on hold-out digits",
    18: "judge: parameters and shapes are computed anew",
    19: "judge: hold-out digits are in no table; preprocess and model are checked as measured",
    20: "judge: claims are compared with measurements",
    21: "report: flagged; hold-out digits gain nothing from it",
    22: "sandbox and intake: only the notebook is taken in",
    **dict.fromkeys(range(23, 31), "sandbox: own processes, no network, limits, watchdog"),
    31: "intake: ids, points and metadata come from the release",
    32: "intake: the released test cells are put back",
    33: "report: pages are sanitised",
    34: "intake: links and archives are not followed",
    35: "judge: what is measured is checked on the same numbers",
    36: "sandbox: nothing is shared between submissions",
    37: "record: times are taken by the coordinator",
    38: "judge: replies of the kernel are not believed",
    39: "intake: tags of test cells come from the release",
    40: "report: flagged for a person",
}


def write_result(column: Column, entry: Numbered, found: list[str]) -> None:
    """Keep what came of one attack, for the page."""
    FRESH.mkdir(parents=True, exist_ok=True)
    path = FRESH / f"{column.name}.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {"attacks": {}}
    kept["tested"] = time.strftime("%Y-%m-%d", time.gmtime())
    kept["attacks"][entry.student] = found
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def latest_results() -> Results:
    """The last result of each of the attacks that there are now, from these runs or kept ones."""
    students = {entry.student for entry in load_attacks()}
    kept: Results = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    results: Results = {}
    for name in COLUMNS:
        path = FRESH / f"{name}.json"
        fresh = json.loads(path.read_text("utf-8")) if path.exists() else {"attacks": {}}
        known = {**kept.get(name, {}).get("attacks", {}), **fresh["attacks"]}
        attacks = {student: known[student] for student in sorted(students & set(known))}
        if attacks:
            tested = fresh.get("tested") or kept[name]["tested"]
            results[name] = {"tested": tested, "attacks": attacks}
    return results


def page(results: Results) -> str:
    """The whole page."""
    attacks = load_attacks()
    columns = [column for name, column in COLUMNS.items() if name in results]
    lines = [
        "# Attacks, and what stops them",
        "",
        "Made by `python -m tests.attacks.table` from what `python -m pytest tests/attacks -m",
        "attacks` found; both, and the attacks as submissions, are in `tests/attacks/`. Each form",
        "of an attack is handed in within a class of other attackers and honest students, and",
        "graded by the real `autograder grade`. *Stopped* means: no form of it earned a point",
        "that its honest part does not earn, and none printed what it must not see. For each",
        "class, the tests also require that the honest get what they get without attackers, that",
        "nothing outside is changed, that no process, mount or file is left, that the run ends by",
        "itself, and that all pages are harmless.",
        "",
        *[f"- {column.title}: {_tried(results[column.name], attacks)}" for column in columns],
        "",
        f"| | attack | forms | held back by | {' | '.join(c.title for c in columns)} |",
        f"| --- | --- | --- | --- | {' | '.join('---' for _ in columns)} |",
    ]
    for number in sorted({entry.number for entry in attacks}):
        forms = [entry for entry in attacks if entry.number == number]
        cells = " | ".join(_cell(results[column.name], column, forms) for column in columns)
        defence = DEFENCES[number]
        lines.append(f"| {number} | {forms[0].title} | {len(forms)} | {defence} | {cells} |")
    return "\n".join([*lines, "", *_by_level(columns, attacks)])


def _tried(result: dict[str, Any], attacks: list[Numbered]) -> str:
    forms = f"{len(result['attacks'])} of {len(attacks)} forms"
    return f"{forms}, the latest of them run on {result['tested']}"


def _cell(result: dict[str, Any], column: Column, forms: list[Numbered]) -> str:
    promised = [entry for entry in forms if column.promises(entry.attack)]
    tried = [entry for entry in promised if entry.student in result["attacks"]]
    failed = [entry for entry in tried if result["attacks"][entry.student]]
    if failed:
        return "**not stopped: " + ", ".join(entry.attack.name for entry in failed) + "**"
    if not promised:
        return "not promised"
    if not tried:
        return "not tried"
    if len(tried) < len(forms):
        return f"stopped ({len(tried)} of {len(forms)} forms)"
    return "stopped"


def _by_level(columns: list[Column], attacks: list[Numbered]) -> list[str]:
    lines = []
    for level in dict.fromkeys(column.level for column in columns):
        open_rows = [entry for entry in attacks if not Column(level).promises(entry.attack)]
        lines += [f"## {level}", ""]
        if not open_rows:
            lines += ["Promises to stop all of these attacks.", ""]
            continue
        lines += ["Promises to stop all of these attacks but:", ""]
        lines += [
            f"- {entry.number}, {entry.title} (form `{entry.attack.name}`)" for entry in open_rows
        ]
        lines.append("")
    return lines


def main() -> None:
    """Write results.json and the page."""
    results = latest_results()
    KEPT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(results).rstrip() + "\n", encoding="utf-8")
    print(f"{PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE} written")


if __name__ == "__main__":
    main()
