"""The store of kept runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.engine.store import DEFAULT_LIMIT_MB, Store

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def entry(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.entry"


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs")
    assert store.get(A) is None
    assert store.put(A, b"one")
    assert store.put(A, b"two")
    assert Store(tmp_path / "runs").get(A) == b"two"
    assert (tmp_path / "runs").stat().st_mode & 0o077 == 0
    assert not list((tmp_path / "runs").rglob("*.part"))


@pytest.mark.parametrize("content", [b"", b"short", None])
def test_a_damaged_entry_is_removed(tmp_path: Path, content: bytes | None) -> None:
    store = Store(tmp_path)
    store.put(A, b"something of some length")
    path = entry(tmp_path, A)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"!" if content is None else content)
    assert store.peek(A) is None
    assert path.exists()
    assert store.get(A) is None
    assert not path.exists()
    assert (store.state().damaged, store.state().entries) == (1, 0)


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for age, key in enumerate((A, B, C)):
        store.put(key, bytes(400_000))
        os.utime(entry(tmp_path, key), (age, age))
    assert store.get(A) is not None  # used now
    store.limit_mb = 1
    assert store.peek(B) is None
    assert (store.peek(A), store.peek(C)) == (bytes(400_000), bytes(400_000))
    assert Store(tmp_path).limit_mb == 1
    store.put(B, bytes(400_000))
    assert store.peek(C) is None
    assert store.state().megabytes < 1


def test_looking_and_cleaning(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.state().limit_mb == DEFAULT_LIMIT_MB
    store.put(A, b"x")
    store.get(A)
    store.get(B)
    store.save_counts()
    again = Store(tmp_path)
    again.get(A)
    state = again.state()
    assert (state.entries, state.hits, state.misses) == (1, 2, 1)
    again.clear()
    assert again.get(A) is None
    assert (again.state().entries, again.state().hits) == (0, 0)


def test_a_disk_without_room_costs_nothing_but_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    monkeypatch.setattr(Path, "open", full)
    assert not store.put(A, b"x")
    assert store.get(A) is None


def test_only_digests_are_keys(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no key"):
        Store(tmp_path).get("../../etc/passwd")


def test_a_note_goes_with_its_entry(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert not store.put_note(A, b"of nothing")
    store.put(A, b"one")
    assert store.note(A) is None
    assert store.put_note(A, b"first")
    assert store.put_note(A, b"second")
    assert (Store(tmp_path).note(A), store.get(A)) == (b"second", b"one")
    store.put(A, b"two")
    assert store.note(A) is None, "it is about what was there before"
    store.put_note(A, b"second")
    assert store.state().entries == 1
    note = entry(tmp_path, A).with_suffix(".note")
    note.write_bytes(note.read_bytes()[:-1] + b"!")
    assert store.note(A) is None
    store.remove(A)
    assert not note.exists()
    store.put(B, b"one")
    store.put_note(B, b"first")
    store.clear()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
