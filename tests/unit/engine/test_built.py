"""What has been built and registered is not built and registered again."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.course.layout import Course, OutputFolders
from autograder.engine import built
from tests.conftest import run_command


def refuse(*_: Any) -> None:
    raise AssertionError("done a second time")


def test_grading_builds_nothing_that_was_released(
    tiny_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = OutputFolders(tiny_course.root)
    ended = run_command(tiny_course.root, "autograder", "release", "small")
    assert ended.status == 0, ended.err
    monkeypatch.setattr(built, "build_assignment", refuse)
    monkeypatch.setattr(built, "register_assignment", refuse)
    assert built.build_if_changed(tiny_course, "small").name == "small"
    built.register_if_changed(tiny_course, "small", out)

    source = tiny_course.source("small")
    source.write_text(
        source.read_text("utf-8") + '\n# %% [markdown] id="end"\n# The end.\n', "utf-8"
    )
    with pytest.raises(AssertionError, match="a second time"):
        built.build_if_changed(tiny_course, "small")
    built.forget_registration("small", out)
    with pytest.raises(AssertionError, match="a second time"):
        built.register_if_changed(tiny_course, "small", out)
