"""Joins what a cell printed in pieces, in time that grows with its length alone.

nbclient can do this too, but looks for carriage returns with an expression that takes hours for a
line of some megabytes.
"""

from __future__ import annotations

from nbformat import NotebookNode


def joined_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs of a cell with one output at most for each stream, standard output first.

    A stream stands where its first piece stood. Where a carriage return made a terminal write
    a line anew, only what was written last is kept, as a person would see it.

    Args:
        outputs: the outputs of one cell, in order.
    """
    pieces: dict[str, list[str]] = {}
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            name = str(output.name)
            if name not in pieces:
                pieces[name] = []
                kept.append(output)
            pieces[name].append(str(output.text))
        else:
            kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            output.text = _as_seen("".join(pieces[str(output.name)]))
    return _standard_output_first(kept)


def _as_seen(text: str) -> str:
    return "\n".join(_last_written(line) for line in text.split("\n"))


def _last_written(line: str) -> str:
    # A return at the end of a line overwrites nothing.
    return line[line.rfind("\r", 0, max(0, len(line) - 1)) + 1 :]


def _standard_output_first(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Two streams side by side arrive in any order: always show them in the same one."""
    names = [out.name if out.output_type == "stream" else "" for out in outputs]
    for place in range(len(outputs) - 1):
        if names[place : place + 2] == ["stderr", "stdout"]:
            outputs[place : place + 2] = [outputs[place + 1], outputs[place]]
            break
    return outputs
