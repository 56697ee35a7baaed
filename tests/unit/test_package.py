"""What importing the package costs."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import autograder.cli.main
import nbformat

notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
nbformat.validate(notebook)
print("lark" in sys.modules)
"""


def test_no_grammar_of_web_addresses_is_built() -> None:
    command = [sys.executable, "-c", PROGRAM]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stdout == "False\n", ended.stderr
