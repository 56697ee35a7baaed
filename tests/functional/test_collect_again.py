"""`autograder collect` a second time, and after it was stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.functional.collecting import Collect, given, hand_ins, texts
from tests.unit.intake.lms_archives import notebook, write, zipped


def state(folder: Path) -> dict[str, Any]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted((folder / "submitted").rglob("*"))
    }


def test_again_changes_nothing_and_newer_wins(folder: Path, collect: Collect) -> None:
    place = given(folder, first__zip=zipped({"anna_1_50_small.ipynb": notebook("first")}))
    assert collect(folder).status == 0
    before = state(folder)
    ended = collect(folder)
    assert (ended.status, "0 new, 0 replaced, 1 unchanged" in ended.err) == (0, True)
    assert state(folder) == before

    write(place, {"later.zip": zipped({"anna_1_60_small-1.ipynb": notebook("second")})})
    ended = collect(folder)
    assert (ended.status, texts(folder)) == (0, {"1": "second"})
    assert "first.zip > anna_1_50_small.ipynb: 1 handed in again later" in ended.err

    (place / "later.zip").unlink()
    ended = collect(folder)
    assert (ended.status, texts(folder)) == (0, {"1": "second"})
    assert "1 has a newer hand-in" in ended.err


def test_what_a_person_changed_stays(folder: Path, collect: Collect) -> None:
    place = given(folder, first__zip=zipped({"anna_1_50_small.ipynb": notebook("first")}))
    collect(folder)
    path = folder / "submitted" / "1" / "small" / "small.ipynb"
    path.write_bytes(notebook("mended"))
    write(place, {"first.zip": zipped({"anna_1_60_small.ipynb": notebook("second")})})
    ended = collect(folder)
    assert (ended.status, texts(folder)) == (1, {"1": "mended"})
    assert "--force replaces it" in ended.err
    assert collect(folder, "--force").status == 0
    assert texts(folder) == {"1": "second"}


def test_two_hand_ins_of_unknown_order(folder: Path, collect: Collect) -> None:
    moodle = "Anna_4711_assignsubmission_file/small.ipynb"
    place = given(folder, one__zip=zipped({moodle: notebook("1")}))
    write(place, {"two.zip": zipped({moodle: notebook("2")})})
    ended = collect(folder)
    assert (ended.status, hand_ins(folder)) == (1, {})
    assert "nothing says which is the newest" in ended.err
    write(place, {"two.zip": zipped({moodle: notebook("1")})})
    assert collect(folder).status == 0
    assert texts(folder) == {"anna": "1"}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(6))
def test_stopping_leaves_nothing_half_written(
    folder: Path, collect: Collect, monkeypatch: pytest.MonkeyPatch, step: int, after: bool
) -> None:
    """Ctrl-C before or after any of the renamings that put two notebooks into their places."""
    members = {"anna_1_10_small.ipynb": notebook("old"), "ben_2_11_small.ipynb": notebook("old")}
    given(folder, submissions__zip=zipped(members))
    assert collect(folder).status == 0
    members = {"anna_1_20_small.ipynb": notebook("new"), "ben_2_21_small.ipynb": notebook("new")}
    given(folder, submissions__zip=zipped(members))
    calls = []
    rename = Path.rename

    def stopped(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == step + 1 and not after:
            raise KeyboardInterrupt
        made = rename(path, target)
        if len(calls) == step + 1:
            raise KeyboardInterrupt
        return made

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", stopped)
        assert collect(folder).status == 130
    assert len(calls) > step
    assert {path.name for path in (folder / "submitted").iterdir()} == {".collected", "1", "2"}
    assert set(texts(folder).values()) <= {"old", "new"}
    assert set(texts(folder)) == {"1", "2"}
    ended = collect(folder)
    assert ended.status == 0, ended.err
    assert texts(folder) == {"1": "new", "2": "new"}
