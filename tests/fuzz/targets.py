"""What the campaign attacks: each target runs one case and says how it ended.

A case ends well in two ways: the reader takes the evidence, or it refuses it with one line.
Everything else leaves the target as an exception.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence import (
    DEFAULT_LIMITS,
    BlobReader,
    Bundle,
    Decoder,
    LargeArray,
    OpaqueModel,
    StudentFunction,
    Unsupported,
    seal,
)
from autograder.evidence.arrays import parse_npy
from autograder.evidence.layer_arguments import ModelRefused
from autograder.evidence.model_build import checked_plan
from autograder.evidence.model_plan import plan_model
from autograder.evidence.model_shapes import measure
from autograder.evidence.strict_json import parse_json
from autograder.judge.calls import Calls, StudentCallError
from tests.fuzz.chains import Chains
from tests.fuzz.damage import damaged, damaged_bytes, odd_value
from tests.fuzz.specimens import Specimens

# The last: a model that can't predict, or a figure that can't be drawn; neither does harm.
ACCEPTED, REFUSED, UNFIT = "accepted", "refused", "unfit"
OPEN_SIZE = 28
_HERE = tuple(str(Path(place).resolve()) for place in (sys.prefix, Path(__file__).parents[2]))
_FOREIGN = ("Traceback", "unforeseen", "MemoryError", "site-packages", 'File "', *_HERE)


class Fault(AssertionError):
    """A reader did something that it must never do."""


def check_words(text: str, folder: Path | None = None) -> None:
    """A refusal is one readable line that gives away nothing of this machine.

    Raises:
        Fault: it is none.
    """
    if not text.strip() or len(text) > 2500 or len(text.splitlines()) != 1:
        raise Fault(f"not one line: {text[:300]!r}")
    if not text.isprintable():
        raise Fault(f"not printable: {text[:300]!r}")
    for word in (*_FOREIGN, *([str(folder)] if folder else [])):
        if word in text:
            raise Fault(f"{word!r} in a message: {text[:300]!r}")


def check_value(value: Any) -> None:
    """What was taken is made of kinds that the judge expects, and can be written down.

    Raises:
        Fault: it isn't.
    """
    if isinstance(value, str):
        _check_text(value)
    elif type(value) is dict:
        check_value(list(value))
        check_value(list(value.values()))
    elif type(value) in (list, tuple, set):
        for item in list(value)[:200]:
            check_value(item)
    elif isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufUO":
            raise Fault(f"an array of {value.dtype}")
        if value.dtype.kind in "UO":
            check_value(value.ravel().tolist())
    elif isinstance(value, Unsupported):
        check_value([value.type_name, value.reason])
    elif isinstance(value, OpaqueModel):
        check_words(value.reason or "nothing")
    elif isinstance(value, LargeArray | StudentFunction):
        check_value(repr(value))


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Fault(f"text that is none: {text[:50]!r}") from error


class Targets:
    """The readers, with evidence to damage.

    Args:
        folder: private to the campaign.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.specimens = Specimens(folder / "blobs")
        self.reader = BlobReader(self.specimens.folder)
        self.chains = Chains(self.specimens.models)
        self._made = 0

    def run(self, name: str, case: bytes) -> str:
        """Run one case of a target: "accepted" or "refused".

        Raises:
            Exception: anything that a reader must not do.
        """
        chance = random.Random(case)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return str(getattr(self, name)(chance))
            except (EvidenceError, ModelRefused) as refusal:
                check_words(str(refusal), self.folder)
                return REFUSED

    def arrays(self, chance: random.Random) -> str:
        """Bytes of a .npy file."""
        content = chance.choice(self.specimens.arrays)
        kind = chance.random()
        if kind < 0.3:
            content = _with_header(chance)
        elif kind < 0.5:  # the header stays as it is
            content = content[:128] + damaged_bytes(chance, content[128:])
        elif kind < 0.9:
            content = damaged_bytes(chance, content)
        check_value(parse_npy(content))
        return ACCEPTED

    def positions(self, chance: random.Random) -> str:
        """Bytes of a position file."""
        names = chance.sample(sorted(self.specimens.namespace), 3)
        trees = {name: self.specimens.namespace[name] for name in names}
        document: Any = {"version": 1, "position": 3, "names": trees}
        if chance.random() < 0.5:
            document = damaged(chance, document)
        content = _json(document)
        if chance.random() < 0.6:
            content = damaged_bytes(chance, content)
        path = self.folder / "position-3.json"
        path.write_bytes(content)
        check_value(Bundle(self.folder).trees(3))
        return ACCEPTED

    def values(self, chance: random.Random) -> str:
        """Trees of values, with blobs that are there, missing, or something else."""
        return self.decode(self._tree(chance))

    def decode(self, tree: Any) -> str:
        """Decode one tree."""
        check_value(self._decoder().decode(tree))
        return ACCEPTED

    def decode_generated(self, tree: Any) -> str:
        """Decode one tree: "accepted" or "refused"."""
        try:
            return self.decode(tree)
        except EvidenceError as refusal:
            check_words(str(refusal), self.folder)
            return REFUSED

    def replies(self, chance: random.Random) -> str:
        """Replies of the student's process to calls from the judge."""
        reply = self.folder / "calls" / "reply-1"

        def answer(number: int) -> dict[str, Any]:
            reply.mkdir()
            for digest in _digests(trees):
                path = self.specimens.folder / f"{digest}.npy"
                if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20:
                    os.link(path, reply / path.name)
            document = {"version": 1, "position": 0, "names": trees}
            (reply / "position-0.json").write_bytes(_json(document))
            return {}

        trees = {chance.choice(("result", "result", "result", "raised")): self._tree(chance)}
        trees = damaged(chance, trees) if chance.random() < 0.2 else trees
        calls = Calls(self.folder / "calls", answer)
        try:
            check_value(calls("h1", (np.zeros(3), 2), {"verbose": 0}))
        except StudentCallError as error:
            str(error).encode()
        finally:
            shutil.rmtree(self.folder / "calls")
        return ACCEPTED

    def folders(self, chance: random.Random) -> str:
        """Folders with links, pipes, folders and strange names among the evidence."""
        source, target = self.folder / "exchange", self.folder / "sealed"
        source.mkdir()
        try:
            for _ in range(chance.randrange(1, 6)):
                _odd_entry(chance, source, self.specimens)
            bundle = seal(source, target)
            for position in bundle.positions():
                for tree in bundle.trees(position).values():
                    Decoder(bundle.blobs).decode(tree)
            return ACCEPTED
        finally:
            shutil.rmtree(source)
            shutil.rmtree(target, ignore_errors=True)

    def plans(self, chance: random.Random) -> str:
        """Descriptions of models, up to the point where Keras would be asked."""
        if chance.random() < 0.3:
            measure(plan_model(self.chains.make(chance), DEFAULT_LIMITS), DEFAULT_LIMITS)
        else:
            checked_plan(self._described(chance, self.specimens.models), DEFAULT_LIMITS)
        return ACCEPTED

    def models(self, chance: random.Random) -> str:
        """Descriptions of models, built, and asked for a prediction."""
        if chance.random() < 0.5:
            described = self.chains.with_weights(self.chains.make(chance))
            content = self.specimens.encoded(described)
        else:
            content = self._encoded(chance, self.specimens.models)
        with self._blob(content) as digest:
            found = self._decoder().decode({"$model": {"class": "M", "data": digest}})
        self._tidy_up()
        if isinstance(found, OpaqueModel):
            check_words(found.reason)
            return REFUSED
        images = [_image(shape) for shape in _listed(found.input_shape)] if found.built else []
        try:
            if images:
                one = not isinstance(found.input_shape, list)
                found(images[0] if one else images, training=False)
        except Exception as error:  # a model may be no good; it may not hang or crash
            if isinstance(error, MemoryError):
                raise
            return UNFIT
        return ACCEPTED

    def figures(self, chance: random.Random) -> str:
        """Descriptions of figures, made, and now and then drawn."""
        content = self._encoded(chance, self.specimens.figures)
        with self._blob(content) as digest:
            figure = self._decoder().decode({"$figure": digest})
        if chance.random() < 0.2:
            try:
                figure.canvas.draw()
            except Exception as error:
                if isinstance(error, MemoryError):
                    raise
                return UNFIT
        return ACCEPTED

    def _decoder(self) -> Decoder:
        return Decoder(self.reader, _no_call)

    def _tree(self, chance: random.Random) -> Any:
        trees = self.specimens.trees
        tree = damaged(chance, chance.choice(trees), trees)
        if chance.random() < 0.3:
            tree = _with_other_digests(chance, tree, self.specimens.digests)
        if chance.random() < 0.2:
            tree = [tree, chance.choice(trees)]
        return parse_json(_json(tree))

    def _described(self, chance: random.Random, all_described: dict[str, Any]) -> Any:
        names = sorted(all_described)
        donor = all_described[chance.choice(names)]
        described = damaged(chance, all_described[chance.choice(names)], donor)
        return described if isinstance(described, dict) else {"layers": described}

    def _encoded(self, chance: random.Random, all_described: dict[str, Any]) -> bytes:
        described = self._described(chance, all_described)
        try:
            content = self.specimens.encoded(described)
        except Exception:  # the damage is such that our own encoder can't write it down
            content = _json(odd_value(chance))
        return damaged_bytes(chance, content) if chance.random() < 0.05 else content

    def _blob(self, content: bytes) -> _Blob:
        return _Blob(self.specimens, content)

    def _tidy_up(self) -> None:
        self._made += 1
        if self._made % 50 == 0:
            import keras

            keras.utils.clear_session()


class _Blob:
    """A JSON blob that is there for one case."""

    def __init__(self, specimens: Specimens, content: bytes) -> None:
        self.digest = specimens.put(content, "json")
        self.path = specimens.folder / f"{self.digest}.json"

    def __enter__(self) -> str:
        return self.digest

    def __exit__(self, *_: object) -> None:
        self.path.unlink()


def _no_call(handle: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    raise Fault("reading evidence called a function of the student")


def _json(tree: Any) -> bytes:
    """JSON as a lying process may write it: NaN and half characters included."""
    try:
        return json.dumps(tree, default=str, separators=(",", ":")).encode()
    except (ValueError, RecursionError):  # ints of thousands of digits, endless nesting
        return b"[" * 3000


def _with_header(chance: random.Random) -> bytes:
    dtype = chance.choice(("<f8", "|O", "|b1", "<U3", "<U99999", ">f4", "<f2", "|V8", "|u1", "x'"))
    sizes = [chance.choice((0, 1, 3, 2**31, 2**39, 2**40, 10**12, 10**30)) for _ in range(5)]
    shape = ", ".join(map(str, sizes[: chance.randrange(6)]))
    order = chance.choice(("False", "False", "True", "0", "[]"))
    comma = chance.choice((",", ""))
    header = f"{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': ({shape}{comma}), }}\n"
    length = chance.choice((len(header), len(header), len(header) + 9, 0, 65535))
    data = bytes(chance.choice((0, 1, 3, 8, 24, 64)))
    return b"\x93NUMPY\x01\x00" + length.to_bytes(2, "little") + header.encode() + data


def _odd_entry(chance: random.Random, folder: Path, specimens: Specimens) -> None:
    content = chance.choice(
        (b"", b"{}", b"\xff" * 40, chance.choice(specimens.arrays)[:3000], _json(odd_value(chance)))
    )
    digest = specimens.put(content, "npy") if chance.random() < 0.5 else f"{chance.random()}"
    if chance.random() < 0.5:
        (specimens.folder / f"{digest}.npy").unlink(missing_ok=True)
    trees = {"a": chance.choice(specimens.trees), "b": {"$array": {"blob": digest}}}
    document = {"version": 1, "position": 0, "names": trees}
    name = chance.choice(
        [
            *("position-0.json", "position-1.json", f"{digest}.npy", f"{digest}.json", "-rf"),
            *("é.npy", "a\nb", "position-00.json", "x" * 200, "position-9999.json", ".part-1-x"),
        ]
    )
    path, kind = folder / name, chance.randrange(12)
    if path.exists() or path.is_symlink():
        return
    if kind == 0:
        path.symlink_to(chance.choice(("/etc/passwd", "/dev/zero", ".", name, "position-0.json")))
    elif kind == 1:
        os.mkfifo(path)
    elif kind == 2:
        path.mkdir()
    elif kind == 3:
        with path.open("wb") as file:
            file.truncate(chance.choice((2**27, 2**40)))
    elif kind < 8:
        path.write_bytes(_json(damaged(chance, document)))
    else:
        path.write_bytes(content)


def _with_other_digests(chance: random.Random, tree: Any, digests: list[str]) -> Any:
    if isinstance(tree, dict):
        return {
            name: chance.choice(digests)
            if isinstance(value, str) and len(value) == 64 and chance.random() < 0.5
            else _with_other_digests(chance, value, digests)
            for name, value in tree.items()
        }
    if isinstance(tree, list) and len(tree) < 100:
        return [_with_other_digests(chance, value, digests) for value in tree]
    return tree


def _digests(tree: Any) -> set[str]:
    if isinstance(tree, dict):
        return set().union(*map(_digests, tree.values()))
    if isinstance(tree, list):
        return set().union(*map(_digests, tree[:50]))
    return {tree} if isinstance(tree, str) and len(tree) == 64 and tree.isalnum() else set()


def _listed(shape: Any) -> list[tuple[Any, ...]]:
    return shape if isinstance(shape, list) else [shape]


def _image(shape: tuple[int | None, ...]) -> np.ndarray[Any, Any]:
    sizes = [OPEN_SIZE if size is None else size for size in shape[1:]]
    return np.zeros((min(shape[0] or 1, 100), *sizes), np.float32)
