"""Runs `autograder ...` within the tests' own process: a new one needs seconds to start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autograder.cli.main import run
from tests.conftest import Finished


class CommandLine:
    """The command line in a folder; use it as the fixture `command_line`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, folder: Path, *arguments: str) -> Finished:
        """Run it; errors end as they do for a person."""
        self._capsys.readouterr()
        with self._monkeypatch.context() as patched:
            patched.chdir(folder)
            patched.setattr(sys, "argv", ["autograder", *arguments])
            try:
                run()
                status = 0
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Finished(status, said.out, said.err)
