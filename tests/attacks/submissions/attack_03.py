"""An input transformer replaces the source of cells before they are parsed."""

from tests.attacks.suite import Attack

NUMBER = 3
TITLE = "an input transformer replaces the cell by 5.0"

EVERY_CELL = """
answer = 1
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["5.0\\n"])
shell.input_transformers_post.append(lambda lines: ["5.0\\n"])
"""
# Only what looks like a test, and what takes the evidence.
CHOSEN = """
answer = 1

def replace(lines):
    text = "".join(lines)
    if "exchange" in text:
        return ["answer = 7850.5\\n", "expected_answer = 7850.5\\n", *lines]
    if "assert" in text or "checks." in text:
        return ["5.0\\n"]
    return lines

get_ipython().input_transformers_cleanup.append(replace)
"""

FORMS = [Attack("every-cell", {"answer": EVERY_CELL}), Attack("chosen", {"answer": CHOSEN})]
