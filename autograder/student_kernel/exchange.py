"""Takes evidence and answers calls, inside a student's kernel.

The runner makes the kernel execute `take` and `answer`; what they write into the exchange
folder is data that nobody believes.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from autograder.evidence import (
    BlobReader,
    BlobWriter,
    Bundle,
    Decoder,
    Holder,
    encode_namespace,
    encode_result,
    write_bundle,
)

MOST_ERROR_TEXT = 1000  # characters
_holder = Holder()


def take(position: int) -> None:
    """Write the kernel's names, as they are now, as evidence of this position."""
    folder = _folder()
    trees = encode_namespace(vars(sys.modules["__main__"]), BlobWriter(folder), _holder)
    write_bundle(folder, position, trees)


def answer(number: int) -> None:
    """Call the function that a request names and write what came of it."""
    for earlier in (f"request-{number - 1}", f"reply-{number - 1}"):
        shutil.rmtree(_folder() / earlier, ignore_errors=True)  # has been read
    request, reply = _folder() / f"request-{number}", _folder() / f"reply-{number}"
    trees = Bundle(request).trees(0)
    decoder = Decoder(BlobReader(request), resolve=_holder.get)
    function = _holder.get(trees["handle"])
    writer = BlobWriter(reply)
    result: dict[str, Any]
    try:
        args, kwargs = decoder.decode_call(trees["call"])
        value = function(*args, **kwargs)
    except BaseException as error:  # a student's function may raise anything, SystemExit too
        result = {"raised": f"{type(error).__name__}: {error}"[:MOST_ERROR_TEXT]}
    else:
        result = {"result": encode_result(value, writer, _holder)}
    write_bundle(reply, 0, result)


def _folder() -> Path:
    return Path(os.environ["AUTOGRADER_EXCHANGE"])
