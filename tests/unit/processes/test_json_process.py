"""A child process may be ended from several threads at once."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.processes import json_process
from autograder.processes.json_process import JsonProcess, start_module

ROUNDS = 20  # of four threads each; with the fault, the first rounds show it
THREADS = 4


class SlowFile:
    """A log whose closing is slow, so that two threads surely meet in it."""

    def __init__(self, *_: object, **__: object) -> None:
        self.closed = False

    def seek(self, _: int) -> None:
        time.sleep(0.005)
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def read(self) -> str:
        return "last words\n"

    def close(self) -> None:
        time.sleep(0.005)  # a real one writes what it still holds, and fails if it is closed
        if self.closed:
            raise ValueError("I/O operation on closed file")
        self.closed = True

    def fileno(self) -> int:
        return sys.stderr.fileno()


def test_threads_that_stop_it_together_meet_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_process.tempfile, "TemporaryFile", SlowFile)
    process = JsonProcess(start_module("this", {}))
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(ROUNDS):
            process.start()
            together = threading.Barrier(THREADS)

            def stop(barrier: threading.Barrier = together) -> None:
                barrier.wait(10)
                process.stop()

            for ended in [pool.submit(stop) for _ in range(THREADS)]:
                ended.result(10)
            assert not process.running


def test_last_words_are_empty_once_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_process.tempfile, "TemporaryFile", SlowFile)
    process = JsonProcess(start_module("this", {}))
    process.start()
    assert process.last_words() == "last words"
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(process.last_words)
        time.sleep(0.002)
        process.stop()
        assert said.result(10) in ("", "last words")
    assert process.last_words() == ""
