"""What is taken out of archives, and which are refused."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from autograder.intake.archives import Reader
from tests.unit.intake.lms_archives import (
    bomb,
    damaged,
    encrypted,
    notebook,
    tarred,
    with_tar_entry,
    with_zip_link,
    write,
    zipped,
)

GOOD = {"hw/small.ipynb": notebook(), "hw/data.csv": b"1,2"}
HOSTILE = {
    "up": zipped({"../../small.ipynb": notebook()}),
    "up-beside": zipped({"small.ipynb": notebook(), "../evil.txt": b"x"}),
    "up-within": zipped({"a/../../small.ipynb": notebook()}),
    "absolute": zipped({"/etc/small.ipynb": notebook()}),
    "drive": zipped({"C:/small.ipynb": notebook()}),
    "backslash": zipped({"..\\..\\small.ipynb": notebook()}),
    "server": zipped({"\\\\server\\small.ipynb": notebook()}),
    "newline": zipped({"small\n.ipynb": notebook()}),
    "escape": zipped({"small\x1b[2J.ipynb": notebook()}),
    "long": zipped({"x" * 300 + ".ipynb": notebook()}),
    "link": with_zip_link("odd.ipynb", "/etc/passwd"),
    "link-of-folder": with_zip_link("folder", "/"),
    "encrypted": encrypted(),
    "bomb": bomb(),
    "many": zipped({f"{number}.txt": b"" for number in range(2_001)}),
    "twice": zipped([("small.ipynb", notebook("1")), ("small.ipynb", notebook("2"))]),
    "twice-by-case": zipped({"small.ipynb": notebook("1"), "SMALL.ipynb": notebook("2")}),
    "twice-by-accent": zipped({"é.ipynb": notebook(), "e\u0301.ipynb": notebook()}),
    "damaged": damaged(),
    "cut": zipped(GOOD)[:-30],
    "cut-in-front": zipped(GOOD)[40:],
    "text": b"this is no archive",
    "empty": b"",
    "end-only": b"PK\x05\x06" + b"\xff" * 18,
}
HOSTILE_TAR = {
    "up": tarred({"../small.ipynb": notebook()}),
    "absolute": tarred({"/small.ipynb": notebook()}),
    "link": with_tar_entry(tarfile.SYMTYPE, "/etc/passwd"),
    "hard-link": with_tar_entry(tarfile.LNKTYPE, "small.ipynb"),
    "device": with_tar_entry(tarfile.CHRTYPE, ""),
    "pipe": with_tar_entry(tarfile.FIFOTYPE, ""),
    "bomb": tarred({"small.ipynb": b" " * 151_000_000}),
    "twice-by-case": tarred({"small.ipynb": notebook("1"), "Small.ipynb": notebook("2")}),
    "cut": tarred(GOOD)[:-20],
    "text": b"this is no archive",
}


def read(tmp_path: Path, name: str, content: bytes, *, of_class: bool = False) -> Reader:
    copies = tmp_path / "copies"
    copies.mkdir()
    place = write(tmp_path / "given", {name: content})
    reader = Reader(copies)
    reader.read(place / name, (name,), of_class=of_class)
    left = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert left == {"copies", "given"}
    assert all(path.suffix == ".ipynb" and path.stem.isdigit() for path in copies.iterdir())
    return reader


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anna.zip", zipped(GOOD)),
        ("anna.ZIP", zipped(GOOD)),
        ("anna.tar", tarred(GOOD, "w")),
        ("anna.tar.gz", tarred(GOOD)),
        ("anna.tgz", tarred(GOOD)),
        ("windows.zip", zipped({"hw\\small.ipynb": notebook()})),
        ("dots.tar.gz", tarred({"./hw/small.ipynb": notebook()})),
        ("mac.zip", zipped({"hw/small.ipynb": notebook(), "__MACOSX/hw/._small.ipynb": b"x"})),
        (
            "jupyter.zip",
            zipped({"hw/small.ipynb": notebook(), "hw/.ipynb_checkpoints/small.ipynb": b"x"}),
        ),
    ],
)
def test_notebooks_are_copied_out(tmp_path: Path, name: str, content: bytes) -> None:
    reader = read(tmp_path, name, content)
    assert [found.trail for found in reader.found] == [(name, "hw", "small.ipynb")]
    assert reader.found[0].copy.read_bytes() == notebook()
    assert reader.left_out == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_as_a_whole(tmp_path: Path, name: str) -> None:
    reader = read(tmp_path, "mallory.zip", HOSTILE[name])
    assert reader.found == []
    assert [thing.trail for thing in reader.left_out] == [("mallory.zip",)]
    assert not reader.left_out[0].harmless
    assert reader.left_out[0].reason.endswith(".")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("up", "'../../small.ipynb' in it: Its name leads out of the archive"),
        ("escape", r"'small\x1b[2J.ipynb' in it: Its name leads out"),
        ("link", "'odd.ipynb' in it: It is a link or a device"),
        ("encrypted", "'small.ipynb' in it: It is encrypted."),
        ("bomb", "'small.ipynb' in it: It unpacks to more than 300 times its size."),
        ("many", "It holds too many files."),
        ("twice-by-case", "Its name occurs twice."),
        ("damaged", "damaged, or no such archive"),
        ("text", "It is not a zip file, or cut off."),
    ],
)
def test_refusals_say_why(tmp_path: Path, name: str, words: str) -> None:
    assert words in read(tmp_path, "mallory.zip", HOSTILE[name]).left_out[0].reason


@pytest.mark.parametrize("name", HOSTILE_TAR)
def test_a_hostile_tar_is_refused_as_a_whole(tmp_path: Path, name: str) -> None:
    reader = read(tmp_path, "mallory.tar.gz", HOSTILE_TAR[name])
    assert reader.found == []
    assert [thing.trail for thing in reader.left_out] == [("mallory.tar.gz",)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_spoils_no_class(tmp_path: Path, name: str) -> None:
    content = zipped(
        {
            "anna_1_2_small.ipynb": notebook("anna"),
            "mallory_3_4_hw.zip": HOSTILE[name],
            "ben_5_6_hw.zip": zipped(GOOD),
        }
    )
    reader = read(tmp_path, "submissions.zip", content, of_class=True)
    assert [found.trail[1] for found in reader.found] == ["anna_1_2_small.ipynb", "ben_5_6_hw.zip"]
    assert [thing.trail[:2] for thing in reader.left_out] == [
        ("submissions.zip", "mallory_3_4_hw.zip")
    ]


def test_odd_entries_of_a_class_are_left_out_one_by_one(tmp_path: Path) -> None:
    content = zipped(
        [
            ("anna_1_2_small.ipynb", notebook()),
            ("../ben_3_4_small.ipynb", notebook()),
            ("cleo_5_6_small.ipynb", notebook("1")),
            ("cleo_5_6_small.ipynb", notebook("2")),
            ("dora_7_8_report.pdf", b"%PDF"),
            ("emil_9_10_small.ipynb", b" " * 40_000_000),
        ]
    )
    reader = read(tmp_path, "submissions.zip", content, of_class=True)
    assert [found.trail[1] for found in reader.found] == ["anna_1_2_small.ipynb"]
    harmless = {thing.trail[1]: thing.harmless for thing in reader.left_out}
    assert harmless == {
        "../ben_3_4_small.ipynb": False,
        "cleo_5_6_small.ipynb": False,
        "dora_7_8_report.pdf": True,
        "emil_9_10_small.ipynb": False,
    }


def test_an_archive_in_a_students_archive_is_not_opened(tmp_path: Path) -> None:
    content = zipped({"small.ipynb": notebook(), "inner.zip": zipped({"other.ipynb": b"x"})})
    reader = read(tmp_path, "anna.zip", content)
    assert [found.trail for found in reader.found] == [("anna.zip", "small.ipynb")]
    assert [(thing.trail[-1], thing.harmless) for thing in reader.left_out] == [("inner.zip", True)]


def test_many_archives_do_not_use_up_each_others_budget(tmp_path: Path) -> None:
    one = zipped({f"{number}.txt": b"" for number in range(1_500)} | {"small.ipynb": notebook()})
    content = zipped({f"s{number}_{number}_9_hw.zip": one for number in range(1, 5)})
    reader = read(tmp_path, "submissions.zip", content, of_class=True)
    assert (len(reader.found), reader.left_out) == (4, [])


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_only_files_are_opened(tmp_path: Path, kind: str) -> None:
    (tmp_path / "secret.ipynb").write_bytes(notebook())
    path = tmp_path / "anna.ipynb"
    if kind == "link":
        path.symlink_to(tmp_path / "secret.ipynb")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    reader = Reader(tmp_path)
    reader.read(path, ("anna.ipynb",), of_class=False)
    assert reader.found == []
    assert len(reader.left_out) == 1


def test_a_huge_download_in_the_large_form_is_read(tmp_path: Path) -> None:
    """More than 65535 entries, or 4 GB, need another table of contents (zip64)."""
    import zipfile

    path = tmp_path / "submissions.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("anna_1_2_small.ipynb", notebook())
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    listed = int.from_bytes(data[end + 12 : end + 16], "little")
    offset = int.from_bytes(data[end + 16 : end + 20], "little")
    large = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes([45, 0, 45, 0]) + bytes(8)
    large += (1).to_bytes(8, "little") * 2
    large += listed.to_bytes(8, "little") + offset.to_bytes(8, "little")
    locator = b"PK\x06\x07" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    closing = bytes(data[end : end + 8]) + b"\xff" * 12 + bytes(2)
    path.write_bytes(bytes(data[:end]) + large + locator + closing)
    (tmp_path / "copies").mkdir()
    reader = Reader(tmp_path / "copies")
    reader.read(path, ("submissions.zip",), of_class=True)
    assert [found.trail[-1] for found in reader.found] == ["anna_1_2_small.ipynb"]

    oversized = large[:40] + (10**9).to_bytes(8, "little") + large[48:]
    path.write_bytes(bytes(data[:end]) + oversized + locator + closing)
    reader = Reader(tmp_path / "copies")
    reader.read(path, ("submissions.zip",), of_class=True)
    assert "too many files" in reader.left_out[0].reason
