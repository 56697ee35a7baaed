"""Makes docs/attacks.md: which attack is stopped at which level, from the results of the tests.

The tests leave a result for each attack and run in `.autograder/attacks/`. To renew the page:

    python -m pytest tests/attacks -m attacks
    python -m tests.attacks.table

The results that the page was made from are kept in tests/attacks/results.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.attacks.suite import FOLDER, Numbered, load_attacks

ROOT = FOLDER.parent.parent
FRESH = ROOT / ".autograder" / "attacks"
KEPT = FOLDER / "results.json"
PAGE = ROOT / "docs" / "attacks.md"
Results = dict[str, dict[str, Any]]  # run -> {"level": ..., "attacks": {student: [shortcomings]}}

COLUMNS = {
    "all-best": "as root",
    "all-ordinary-user": "as ordinary user",
    "all-host-proc": "as root",
    "all-landlock": "as root",
    "all-landlock-ordinary-user": "as ordinary user",
}
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


def write_result(run: str, level: str, entry: Numbered, found: list[str]) -> None:
    """Keep what came of one attack in one run, for the page."""
    FRESH.mkdir(parents=True, exist_ok=True)
    path = FRESH / f"{run}.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if kept.get("level") != level:
        kept = {"level": level, "attacks": {}}
    kept["attacks"][entry.student] = found
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def fresh_results() -> Results:
    """The results of the last complete runs, of the attacks that there are now."""
    students = {entry.student for entry in load_attacks()}
    results: Results = {}
    for run in COLUMNS:
        path = FRESH / f"{run}.json"
        if path.exists():
            content = json.loads(path.read_text("utf-8"))
            attacks = {s: content["attacks"][s] for s in sorted(students & set(content["attacks"]))}
            results[run] = {"level": content["level"], "attacks": attacks}
    return results


def page(results: Results) -> str:
    """The whole page."""
    attacks = load_attacks()
    runs = [run for run in COLUMNS if run in results]
    names = [f"{results[run]['level']}, {COLUMNS[run]}" for run in runs]
    lines = [
        "# Attacks, and what stops them",
        "",
        "Made by `python -m tests.attacks.table` from the results of the tests; see",
        "`tests/attacks/`. Each attack is handed in, in the number of forms given, in one class",
        "with honest submissions, and graded by the real `autograder grade`. *Stopped* means: no",
        "form of it earned a point that its honest part does not earn, the honest got what they",
        "get without attackers, nothing outside changed, and nothing was left behind.",
        "",
        f"| | attack | forms | held back by | {' | '.join(names)} |",
        f"| --- | --- | --- | --- | {' | '.join('---' for _ in runs)} |",
    ]
    for number in sorted({entry.number for entry in attacks}):
        forms = [entry for entry in attacks if entry.number == number]
        cells = " | ".join(_cell(results[run], forms) for run in runs)
        defence = DEFENCES[number]
        lines.append(f"| {number} | {forms[0].title} | {len(forms)} | {defence} | {cells} |")
    return "\n".join([*lines, "", *_by_level(results, attacks)])


def _cell(result: dict[str, Any], forms: list[Numbered]) -> str:
    tried = [entry for entry in forms if entry.student in result["attacks"]]
    failed = [entry for entry in tried if result["attacks"][entry.student]]
    if failed:
        return "**not stopped: " + ", ".join(entry.attack.name for entry in failed) + "**"
    if not tried:
        return "not promised"
    if len(tried) < len(forms):
        return f"stopped, {len(tried)} of {len(forms)} forms promised"
    return "stopped"


def _by_level(results: Results, attacks: list[Numbered]) -> list[str]:
    lines = []
    for level in dict.fromkeys(result["level"] for result in results.values()):
        open_rows = [
            entry
            for entry in attacks
            if entry.attack.stopped_by is not None and level not in entry.attack.stopped_by
        ]
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
    results = fresh_results()
    KEPT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(results).rstrip() + "\n", encoding="utf-8")
    print(f"{PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE} written")


if __name__ == "__main__":
    main()
