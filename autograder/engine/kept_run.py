"""A run's result as one byte string: outputs, sealed evidence, and answered calls."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from autograder.engine.transcript import Answers, NotAnswered, Reply
from autograder.evidence.blobs import BLOB_NAME
from autograder.evidence.bundle import POSITION_NAME
from autograder.intake.submission import Problem
from autograder.run.execution import CellRun, Execution

_RUN, _EVIDENCE, _REPLY = "run.json", "evidence", "reply"
_LEVEL = 1  # weights hardly shrink, and what does is as small as with a higher level
_MALFORMED = (KeyError, IndexError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)
_INDEX = re.compile(r"0|[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class KeptRun:
    """A run that was unpacked, but for what only a judge needs.

    Attributes:
        execution: as it was, in the notebook as it is now; its evidence is not there yet.
        evidence: digest of the evidence.
    """

    execution: Execution
    evidence: str
    _packed: _Packed = field(repr=False)

    def lay_out(self) -> Answers | None:
        """Make the folder of the evidence; returns what the student's functions answered.

        None when that fails. Of hundreds of answers, a changed test asks for few: they are read
        one by one, and one that can't be read is none (`NotAnswered`).
        """
        folder = self.execution.evidence
        try:
            _write_evidence(self._packed, folder)
            return Answers.from_json(self._packed.run["answers"], _replies(self._packed))
        except (*_MALFORMED, OSError):
            shutil.rmtree(folder, ignore_errors=True)
            return None


def evidence_digest(folder: Path) -> str:
    """A digest of sealed evidence: equal evidence has equal digests, whoever took it."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if BLOB_NAME.fullmatch(path.name):
            digest.update(f"{path.name}\n".encode())  # the name says what it holds
        elif POSITION_NAME.fullmatch(path.name):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.name} {content}\n".encode())
    return digest.hexdigest()


def run_digest(data: bytes) -> str:
    """A digest that tells a packed run from every other, also from one of the same notebook."""
    return hashlib.sha256(data).hexdigest()


def pack(execution: Execution, answers: Answers, evidence: str) -> bytes:
    """Everything of a run but the notebook's cells themselves.

    Args:
        execution: what the run gave; its evidence folder is read.
        answers: what the student's functions answered.
        evidence: `evidence_digest` of the folder.
    """
    outputs = {
        str(index): [cell.outputs, cell.get("execution_count")]
        for index, cell in enumerate(execution.notebook.cells)
        if cell.cell_type == "code"
    }
    replies: list[Reply] = []
    run = {
        "outputs": outputs,
        "cells": [asdict(cell) for cell in execution.cells],
        "positions": execution.positions,
        "problems": [asdict(problem) for problem in execution.problems],
        "seconds": execution.seconds,
        "sandbox": execution.sandbox,
        "device": execution.device,
        "evidence": evidence,
        "answers": answers.as_json(replies),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        packing = _Packing(archive)
        for path in sorted(execution.evidence.iterdir()):
            if _is_evidence(path.name):
                packing.add(f"{_EVIDENCE}/{path.name}", path.read_bytes())
        for number, reply in enumerate(replies):
            for name, content in reply.items():
                packing.add(f"{_REPLY}/{number}/{name}", content)
        archive.writestr(_RUN, json.dumps({**run, "same": packing.same}))
    return data.getvalue()


class _Packing:
    """Writes members of an archive, what is equal once: functions often answer the same.

    Attributes:
        same: member that was not written -> the one that it equals.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.same: dict[str, str] = {}
        self._archive = archive
        self._written: dict[str, tuple[str, bytes]] = {}  # file name -> member, content

    def add(self, member: str, content: bytes) -> None:
        """Write a member, unless another one of the same file name has the same content."""
        first = self._written.setdefault(member.rpartition("/")[2], (member, content))
        if first[0] != member and first[1] == content:
            self.same[member] = first[0]
        else:
            self._archive.writestr(member, content)


class _Packed:
    """Reads what `pack` has written.

    Attributes:
        run: what is known of the run.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.run: dict[str, Any] = json.loads(self._archive.read(_RUN))
        self._same: dict[str, str] = self.run["same"]

    def members(self) -> list[str]:
        """The names of all members."""
        return [*self._archive.namelist(), *self._same]

    def read(self, member: str) -> bytes:
        """The content of a member."""
        return self._archive.read(self._same.get(member, member))


def unpack(data: bytes, notebook: nbformat.NotebookNode, folder: Path) -> KeptRun | None:
    """The run that `pack` packed; None when it does not fit the notebook or is no such thing.

    Args:
        data: what `pack` returned.
        notebook: the same cells as those that ran; outputs are put into it.
        folder: for the evidence; made by `lay_out`.
    """
    try:
        packed = _Packed(data)
        _fill(notebook, packed.run["outputs"])
        return KeptRun(_execution(packed.run, notebook, folder), packed.run["evidence"], packed)
    except _MALFORMED:
        return None


def answers_of(data: bytes, evidence: str) -> Answers | None:
    """The answers of a run that `pack` packed, if its evidence has this digest."""
    try:
        packed = _Packed(data)
        if packed.run["evidence"] != evidence:
            return None
        replies = {number: read() for number, read in _replies(packed).items()}
        return Answers.from_json(packed.run["answers"], replies)
    except (*_MALFORMED, NotAnswered):
        return None


def _execution(run: dict[str, Any], notebook: nbformat.NotebookNode, folder: Path) -> Execution:
    return Execution(
        notebook=notebook,
        cells=tuple(CellRun(**cell) for cell in run["cells"]),
        positions=run["positions"],
        evidence=folder,
        problems=tuple(Problem(**problem) for problem in run["problems"]),
        seconds=run["seconds"],
        sandbox=run["sandbox"],
        device=run["device"],
    )


def _fill(notebook: nbformat.NotebookNode, outputs: dict[str, Any]) -> None:
    code = {str(i) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    if code != set(outputs):
        raise ValueError("these are the outputs of another notebook")
    for index, (shown, count) in outputs.items():
        cell = notebook.cells[int(index)]
        cell.outputs, cell.execution_count = [nbformat.from_dict(one) for one in shown], count


def _write_evidence(packed: _Packed, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)  # the judge, who may be another user, writes its requests beside it
    for member in packed.members():
        kind, _, rest = member.partition("/")
        if kind == _EVIDENCE and _is_evidence(rest):
            (folder / rest).write_bytes(packed.read(member))


def _replies(packed: _Packed) -> dict[int, Callable[[], Reply]]:
    members: dict[int, dict[str, str]] = {}
    for member in packed.members():
        kind, _, rest = member.partition("/")
        number, _, file = rest.partition("/")
        if kind == _REPLY and _INDEX.fullmatch(number) and _is_evidence(file):
            members.setdefault(int(number), {})[file] = member
    return {number: partial(_read, packed, files) for number, files in members.items()}


def _read(packed: _Packed, members: Mapping[str, str]) -> Reply:
    try:
        return {file: packed.read(member) for file, member in members.items()}
    except _MALFORMED as error:
        raise NotAnswered from error


def _is_evidence(name: str) -> bool:
    return bool(BLOB_NAME.fullmatch(name) or POSITION_NAME.fullmatch(name))
