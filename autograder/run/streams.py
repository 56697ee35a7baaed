"""Joins what a cell printed bit by bit, in time that grows with its length and no faster.

nbclient does so with a pattern whose time grows with the square of the longest line: a line of
a million characters would take it an hour.
"""

from __future__ import annotations

from nbformat import NotebookNode


def joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """A cell's outputs with all its standard output in one, and all its standard error.

    Each stands where its first part stood; standard output comes before standard error where
    they are neighbours, since their order is chance. What a carriage return overwrites is gone,
    as in a terminal: progress bars leave their last state.

    Args:
        outputs: of nbformat 4; its streams are changed.
    """
    parts: dict[str, list[str]] = {}
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type != "stream":
            joined.append(output)
        elif output.name in parts:
            parts[output.name].append(output.text)
        else:
            parts[output.name] = [output.text]
            joined.append(output)
    for output in joined:
        if output.output_type == "stream":
            output.text = "\n".join(map(_overwritten, "".join(parts[output.name]).split("\n")))
    for index in range(len(joined) - 1):
        pair = joined[index : index + 2]
        if [output.get("name") for output in pair] == ["stderr", "stdout"]:
            joined[index : index + 2] = reversed(pair)
            break
    return joined


def _overwritten(line: str) -> str:
    """What is left of a line: all behind its last carriage return that is not at its end."""
    return line[line.rfind("\r", 0, max(0, len(line) - 1)) + 1 :]
