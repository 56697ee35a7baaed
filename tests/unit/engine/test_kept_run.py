"""Runs as they are kept, and the calls that they answered."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.engine.kept_run import answers_of, evidence_digest, pack, unpack
from autograder.engine.transcript import Answers, NotAnswered, recording, replaying
from autograder.evidence import BlobWriter, write_bundle
from autograder.intake.submission import Problem
from autograder.run.execution import CellRun, Execution


def notebook() -> nbformat.NotebookNode:
    return new_notebook(cells=[new_markdown_cell("text"), new_code_cell("x = 1")])


def execution(folder: Path) -> Execution:
    made = notebook()
    made.cells[1].outputs = [new_output("stream", name="stdout", text="hello\n")]
    made.cells[1].execution_count = 1
    return Execution(
        notebook=made,
        cells=(CellRun(1, "first", "ok", 0.5),),
        positions={"number": 0},
        evidence=folder,
        problems=(Problem("cell_timeout", "Too long."),),
        seconds=1.5,
        sandbox="none",
        device="cpu",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Evidence: a position, a blob, and a request that is none of it."""
    made = tmp_path / "evidence"
    blob = BlobWriter(made).write_json({"large": "description"})
    write_bundle(made, 0, {"x": 1, "fig": {"$figure": blob}})
    (made / "request-1").mkdir()
    return made


def ask(folder: Path, number: int, argument: int) -> None:
    request = folder / f"request-{number}"
    request.mkdir(exist_ok=True)
    write_bundle(request, 0, {"handle": "h1", "call": {"args": [argument]}})


def test_a_kept_run_is_as_it_was(folder: Path, tmp_path: Path) -> None:
    ran = execution(folder)
    answers = Answers()
    answers.add("r1", 0, {"position-0.json": b"{}"})
    answers.add("r1", 1, "It took too long.")
    data = pack(ran, answers, evidence_digest(folder))

    changed = notebook()
    changed.cells[0].source = "other words"
    kept = unpack(data, changed, tmp_path / "again")
    assert kept is not None
    assert kept.execution.cells == ran.cells
    assert kept.execution.problems == ran.problems
    assert (kept.execution.positions, kept.execution.seconds) == ({"number": 0}, 1.5)
    assert kept.execution.notebook.cells[1].outputs == ran.notebook.cells[1].outputs
    assert kept.execution.notebook.cells[0].source == "other words"
    assert not (tmp_path / "again").exists()  # only a judge needs it
    answers = kept.lay_out()
    assert answers is not None
    assert kept.evidence == evidence_digest(tmp_path / "again") == evidence_digest(folder)
    assert not (tmp_path / "again" / "request-1").exists()
    assert answers.find("r1", 0) == {"position-0.json": b"{}"}
    assert answers.find("r1", 1) == "It took too long."
    assert answers.find("r1", 2) is None
    found = answers_of(data, kept.evidence)
    assert found is not None
    assert len(found) == 2
    assert answers_of(data, "another") is None


def test_what_is_answered_often_is_kept_once(folder: Path, tmp_path: Path) -> None:
    blob, other = f"{'a' * 64}.npy", f"{'b' * 64}.npy"
    content = random.Random(3).randbytes(100_000)  # can't be compressed
    answers = Answers()
    for times in range(20):
        document = f'{{"answer": {times}}}'.encode()
        answers.add("r1", times, {"position-0.json": document, blob: content})
    # A process may write something else under the name of a digest.
    answers.add("r2", 0, {blob: b"something else", other: content})
    data = pack(execution(folder), answers, evidence_digest(folder))
    assert len(data) < 2.5 * len(content)

    kept = unpack(data, notebook(), tmp_path / "again")
    assert kept is not None
    for found in (kept.lay_out(), answers_of(data, kept.evidence)):
        assert found is not None
        assert found.find("r1", 0) == {"position-0.json": b'{"answer": 0}', blob: content}
        assert found.find("r1", 19) == {"position-0.json": b'{"answer": 19}', blob: content}
        assert found.find("r2", 0) == {blob: b"something else", other: content}


def test_a_damaged_reply_is_no_answer_and_harms_no_other(folder: Path, tmp_path: Path) -> None:
    answers = Answers()
    answers.add("r1", 0, {"position-0.json": b"this one is damaged"})
    answers.add("r2", 0, {"position-0.json": b"this one is whole"})
    whole = pack(execution(folder), answers, evidence_digest(folder))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        where = archive.getinfo("reply/0/position-0.json").header_offset + 60
    data = whole[:where] + b"\0\0" + whole[where + 2 :]

    kept = unpack(data, notebook(), tmp_path / "again")
    assert kept is not None
    found = kept.lay_out()
    assert found is not None
    assert found.find("r2", 0) == {"position-0.json": b"this one is whole"}
    with pytest.raises(NotAnswered):
        found.find("r1", 0)
    assert answers_of(data, kept.evidence) is None
    assert answers_of(whole, kept.evidence) is not None


def test_a_run_of_another_notebook_or_none_is_refused(folder: Path, tmp_path: Path) -> None:
    data = pack(execution(folder), Answers(), "")
    other = notebook()
    other.cells.append(new_code_cell("y = 2"))
    for content, cells in ((data, other), (b"no archive", notebook()), (data[:200], notebook())):
        assert unpack(content, cells, tmp_path / "again") is None
        assert not (tmp_path / "again").exists()


def test_equal_evidence_has_equal_digests(folder: Path, tmp_path: Path) -> None:
    first = evidence_digest(folder)
    copied = tmp_path / "copy"
    BlobWriter(copied).write_json({"large": "description"})
    (copied / "position-0.json").write_bytes((folder / "position-0.json").read_bytes())
    (copied / "reply-1").mkdir()
    assert evidence_digest(copied) == first
    write_bundle(copied, 0, {"x": 2})
    assert evidence_digest(copied) != first


def test_answers_are_given_again(tmp_path: Path) -> None:
    live, later = tmp_path / "live", tmp_path / "later"
    live.mkdir()
    later.mkdir()
    asked: list[int] = []

    def answer(number: int) -> dict[str, str]:
        asked.append(number)
        if number == 3:
            return {"error": "It raised."}
        (live / f"reply-{number}").mkdir()
        write_bundle(live / f"reply-{number}", 0, {"result": number})
        return {}

    answers = Answers()
    keep = recording(live, answer, answers)
    for number, argument in ((1, 5), (2, 5), (3, 6)):  # the first twice: it may count its calls
        ask(live, number, argument)
        keep(number)
    assert asked == [1, 2, 3]

    replay = replaying(later, copy.deepcopy(answers))
    for number, argument, same in ((1, 6, 3), (2, 5, 1), (3, 5, 2)):
        ask(later, number, argument)
        answered = replay(number)
        if same == 3:
            assert answered == {"error": "It raised."}
        else:
            reply = later / f"reply-{number}" / "position-0.json"
            assert reply.read_bytes() == (live / f"reply-{same}/position-0.json").read_bytes()
    ask(later, 4, 5)
    with pytest.raises(NotAnswered):
        replay(4)
    ask(later, 5, 7)
    with pytest.raises(NotAnswered):
        replay(5)
    assert asked == [1, 2, 3]
