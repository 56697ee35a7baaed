"""docs/attacks.md is what the kept results make of the attacks that there are now."""

from __future__ import annotations

import json

import pytest

from tests.attacks.suite import NUMBERS, load_attacks
from tests.attacks.table import COLUMNS, DEFENCES, KEPT, PAGE, page

RENEW = "run: pytest tests/attacks -m attacks; python -m tests.attacks.table"
RESULTS = json.loads(KEPT.read_text("utf-8"))
ATTACKS = load_attacks()


def test_the_page_is_made_of_the_kept_results() -> None:
    assert PAGE.read_text("utf-8") == page(RESULTS).rstrip() + "\n", RENEW


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_what_was_tried_was_stopped(name: str) -> None:
    column, found = COLUMNS[name], RESULTS[name]["attacks"]
    promised = [entry for entry in ATTACKS if column.promises(entry.attack)]
    assert not any(found.values())
    assert set(found) <= {entry.student for entry in promised}, RENEW


def test_every_kind_of_attack_has_a_defence() -> None:
    assert set(NUMBERS) <= set(DEFENCES)


def test_a_change_of_a_result_changes_the_page() -> None:
    student = next(iter(RESULTS["bubblewrap"]["attacks"]))
    changed = {**RESULTS["bubblewrap"]["attacks"], student: ["'answer' gives 2 points, not 0."]}
    results = {**RESULTS, "bubblewrap": {**RESULTS["bubblewrap"], "attacks": changed}}
    assert "**not stopped: " in page(results)
