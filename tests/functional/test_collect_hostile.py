"""`autograder collect` with hostile names, archives and links, and with mistakes of its user."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.collecting import Collect, given, hand_ins, texts
from tests.unit.intake.lms_archives import notebook, with_zip_link, write, zipped


def test_ids_that_are_one_folder_elsewhere(folder: Path, collect: Collect) -> None:
    given(folder, **{"Anna.ipynb": notebook("1"), "anna.ipynb": notebook("2")})
    ended = collect(folder)
    assert (ended.status, hand_ins(folder)) == (1, {})
    given(folder).joinpath("Anna.ipynb").unlink()
    (folder / "submitted" / "ANNA" / "small").mkdir(parents=True)
    ended = collect(folder)
    assert (ended.status, hand_ins(folder)) == (1, {})
    assert "differ in case only" in ended.err


@pytest.mark.parametrize(
    "name",
    ["..", ".", "...", "-rf", "~root", "a b", "$(touch x)", "a;b", "'q'", '"q"', "%2e", "\u202ea"],
)
def test_odd_names_make_no_folders(folder: Path, collect: Collect, name: str) -> None:
    """In Moodle, names of people become ids, whatever is in them."""
    given(folder, all__zip=zipped({f"{name}_7_assignsubmission_file/small.ipynb": notebook()}))
    collect(folder, "--platform", "moodle")
    for path in (folder / "submitted").iterdir():
        assert path.name.replace("-", "").replace(".collected", "").isalnum() or (
            path.name == ".collected"
        )
    assert {path.name for path in folder.iterdir()} == {"course.toml", "downloaded", "submitted"}


def test_hostile_archives_are_named_and_the_rest_is_taken(folder: Path, collect: Collect) -> None:
    outside = folder.parent / "evil.ipynb"
    given(
        folder,
        **{
            "anna.zip": zipped({"small.ipynb": notebook("anna")}),
            "slip.zip": zipped({"../../../evil.ipynb": notebook("evil")}),
            "root.zip": zipped({str(outside): notebook("evil")}),
            "link.zip": with_zip_link("small2.ipynb", str(folder / "course.toml")),
            "bomb.zip": zipped({"small.ipynb": b" " * 90_000_000}),
            "broken.zip": b"PK\x03\x04",
        },
    )
    (folder / "downloaded" / "small" / "archive" / "secret.ipynb").symlink_to(
        folder / "course.toml"
    )
    ended = collect(folder)
    assert (ended.status, texts(folder)) == (1, {"anna": "anna"})
    for name in ("slip.zip", "root.zip", "link.zip", "bomb.zip", "broken.zip", "secret.ipynb"):
        assert f"refused: {name}: " in ended.err
    assert not outside.exists()
    assert {path.name for path in folder.iterdir()} == {"course.toml", "downloaded", "submitted"}


def test_links_in_submitted_are_not_followed(folder: Path, collect: Collect) -> None:
    given(folder, **{"anna.ipynb": notebook("new"), "ben.ipynb": notebook("ben")})
    elsewhere = folder.parent / "elsewhere"
    write(elsewhere, {"small/small.ipynb": notebook("old")})
    (folder / "submitted" / "ben").mkdir(parents=True)
    (folder / "submitted" / "anna").symlink_to(elsewhere, target_is_directory=True)
    (folder / "submitted" / "ben" / "small").symlink_to(elsewhere / "small")
    ended = collect(folder, "--force")
    assert ended.status == 1
    assert ended.err.count("is or lies in a link") == 2
    assert (elsewhere / "small" / "small.ipynb").read_bytes() == notebook("old")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "There is no"),
        (["--from", "nowhere.zip"], "There is no"),
        (["--roster", "none.csv"], "can't be read"),
        (["--roster", "course.toml"], "it needs a column 'id'"),
        (["--roster", "bad.csv"], "can't be a student id"),
        (["--roster", "twice.csv"], "the id anna occurs twice"),
    ],
)
def test_mistakes_of_the_instructor(
    folder: Path, collect: Collect, options: list[str], said: str
) -> None:
    (folder / "bad.csv").write_text("id,name\n../x,Anna\n", encoding="utf-8")
    (folder / "twice.csv").write_text("id;name\nanna;A\nanna;B\n", encoding="utf-8")
    ended = collect(folder, *options)
    assert ended.status == 2
    assert said in ended.err
    assert not (folder / "submitted").exists()
