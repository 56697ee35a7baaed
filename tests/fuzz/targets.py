"""What the campaign attacks: each target runs one case and says how it ended.

A case ends well in two ways: the reader takes the evidence, or it refuses it with one line.
Everything else leaves the target as an exception.
"""

from __future__ import annotations

import os
import random
import shutil
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
    OpaqueModel,
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
from tests.fuzz.hostile import as_json, digests_in, npy_with_header, odd_entry, with_other_digests
from tests.fuzz.rules import Fault, check_value, check_words
from tests.fuzz.specimens import Specimens

# The last: a model that can't predict, or a figure that can't be drawn; neither does harm.
ACCEPTED, REFUSED, UNFIT = "accepted", "refused", "unfit"
OPEN_SIZE = 28


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
            content = npy_with_header(chance)
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
        content = as_json(document)
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
            for digest in digests_in(trees):
                path = self.specimens.folder / f"{digest}.npy"
                if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20:
                    os.link(path, reply / path.name)
            document = {"version": 1, "position": 0, "names": trees}
            (reply / "position-0.json").write_bytes(as_json(document))
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
                odd_entry(chance, source, self.specimens)
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
            tree = with_other_digests(chance, tree, self.specimens.digests)
        if chance.random() < 0.2:
            tree = [tree, chance.choice(trees)]
        return parse_json(as_json(tree))

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
            content = as_json(odd_value(chance))
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


def _listed(shape: Any) -> list[tuple[Any, ...]]:
    return shape if isinstance(shape, list) else [shape]


def _image(shape: tuple[int | None, ...]) -> np.ndarray[Any, Any]:
    sizes = [OPEN_SIZE if size is None else size for size in shape[1:]]
    return np.zeros((min(shape[0] or 1, 100), *sizes), np.float32)
