"""docs/attacks.md is what the kept results make of the attacks that there are now."""

from __future__ import annotations

import json

import pytest

from tests.attacks.suite import load_attacks
from tests.attacks.table import COLUMNS, DEFENCES, KEPT, PAGE, page

pytestmark = pytest.mark.attacks

RENEW = "run: pytest tests/attacks -m attacks; python -m tests.attacks.table"


def test_the_page_is_made_of_the_kept_results() -> None:
    results = json.loads(KEPT.read_text("utf-8"))
    assert PAGE.read_text("utf-8") == page(results).rstrip() + "\n", RENEW


def test_every_attack_has_a_result_at_every_level_that_promises_to_stop_it() -> None:
    results = json.loads(KEPT.read_text("utf-8"))
    assert set(results) == set(COLUMNS), RENEW
    for result in results.values():
        promised = {
            entry.student
            for entry in load_attacks()
            if entry.attack.stopped_by is None or result["level"] in entry.attack.stopped_by
        }
        assert set(result["attacks"]) == promised, RENEW
        assert not any(result["attacks"].values())


def test_every_kind_of_attack_has_a_defence() -> None:
    assert {entry.number for entry in load_attacks()} <= set(DEFENCES)
