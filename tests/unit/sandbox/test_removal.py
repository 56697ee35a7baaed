"""What a box left is removed, whatever it is."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox.removal import remove_tree


def dig(folder: Path, levels: int) -> None:
    """Folders in folders, deeper than a path can be long."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d" * 100, dir_fd=place)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)


def test_depth_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    (folder / "aside").mkdir(parents=True)
    dig(folder, 1500)
    dig(folder / "aside", 20)
    assert remove_tree(folder)
    assert not folder.exists()


def test_closed_folders_are_opened(tmp_path: Path) -> None:
    inner = tmp_path / "box" / "closed" / "inner"
    inner.mkdir(parents=True)
    (inner / "file").touch()
    os.mkfifo(inner.parent / "pipe")
    for place in (inner, inner.parent, tmp_path / "box"):
        place.chmod(0)
    assert remove_tree(tmp_path / "box")


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    box = tmp_path / "box"
    (box / "inner").mkdir(parents=True)
    (box / "inner" / "link").symlink_to(tmp_path / "kept")
    (box / "dangling").symlink_to("/nowhere")
    assert remove_tree(box)
    assert (tmp_path / "kept" / "file").exists()


def test_a_link_in_place_of_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "box").symlink_to(tmp_path / "kept")
    assert not remove_tree(tmp_path / "box")
    assert (tmp_path / "kept").exists()


def test_nothing_there_is_gone(tmp_path: Path) -> None:
    assert remove_tree(tmp_path / "missing")
