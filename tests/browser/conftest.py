"""Fixtures: a headless Chromium, and Jupyter servers as our commands start them."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from tests.conftest import environment

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
START_SECONDS = 90


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """Chromium without a window; a missing one fails in CI and skips the test elsewhere."""
    if not (CHROMIUM and DRIVER):
        if os.environ.get("CI"):
            pytest.fail("chromium and chromedriver are missing")
        pytest.skip("needs chromium and chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-background-networking",
        "disable-component-update", "disable-sync", "no-first-run", "window-size=1200,900",
        f"user-data-dir={tmp_path / 'browser'}",
    ):  # fmt: skip
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.implicitly_wait(10)
    yield driver
    driver.quit()


# Gives the address of a page, token included.
Address = Callable[[str], str]


@pytest.fixture
def jupyter(tmp_path: Path) -> Iterator[Callable[..., Address]]:
    """Starts `autograder lab` or `autograder formgrader` in a folder."""
    processes, logs = [], []

    def start(folder: Path, *command: str) -> Address:
        token, port = secrets.token_hex(8), _free_port()
        arguments = f"--no-browser --ip=127.0.0.1 --port={port} --IdentityProvider.token={token}"
        log = tmp_path / "jupyter.log"
        logs.append(log.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *command],
            cwd=folder,
            env={
                **environment(),
                "JUPYTER_ARGS": f"{arguments} --ServerApp.port_retries=0",
                # No download succeeds, and nothing of the person who runs the tests is used.
                "https_proxy": "http://127.0.0.1:9",
                "KERAS_HOME": str(tmp_path / "keras"),
                "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter-config"),
                "JUPYTER_DATA_DIR": str(tmp_path / "jupyter-data"),
                "JUPYTER_RUNTIME_DIR": str(tmp_path / "jupyter-runtime"),
            },
            stdin=subprocess.DEVNULL,
            stdout=logs[-1],
            stderr=subprocess.STDOUT,
        )
        processes.append(process)

        def address(path: str) -> str:
            return f"http://127.0.0.1:{port}/{path}?token={token}"

        _wait_until_up(process, address("api/status"), tmp_path / "jupyter.log")
        return address

    yield start
    for process in processes:
        process.terminate()
        process.wait(30)
    for log in logs:
        log.close()


def _wait_until_up(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"Jupyter did not start:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
