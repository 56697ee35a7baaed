"""Valid evidence of all kinds, made by this project's own encoder, for the campaign to damage."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np

from autograder.evidence import (
    DEFAULT_LIMITS,
    BlobWriter,
    Encoder,
    Holder,
    encode_namespace,
    encode_result,
)
from autograder.evidence.arrays import npy_bytes
from autograder.evidence.figure_describe import describe_figure
from autograder.evidence.model_describe import describe_model

Tree = Any
IMAGE = (28, 28, 1)


def plain_values() -> dict[str, Any]:
    """Values of all plain kinds."""
    numbers = np.random.default_rng(0)
    return {
        "number": 3,
        "share": 0.97,
        "large": 2**100,
        "odd": [float("nan"), float("inf"), -0.0],
        "text": "seven 七",
        "table": {("a", 1): [1, 2, {3}], "b": ((), {}), 4: None},
        "losses": [1 / (1 + step) for step in range(100)],
        "counts": list(range(70)),
        "pixels": numbers.integers(0, 256, (4, 28, 28)).astype(np.uint8),
        "small": np.eye(3, dtype=np.float32),
        "words": np.array([["ab", "c"]]),
        "flags": np.array([True, False]),
        "whole": numbers.random((40, 28, 28)),
        "objects": np.array([1, "a", None], dtype=object),
        "module": np,
        "function": len,
        "lazy": (step for step in ()),
    }


def models() -> dict[str, Any]:
    """Keras models that have every layer of the table, and graphs of all forms."""
    import keras

    from tests.unit.evidence.layer_examples import SINGLE
    from tests.unit.evidence.model_examples import WHOLE

    made: dict[str, Any] = {}
    for name, entry in SINGLE.items():
        make, shape = entry if isinstance(entry, tuple) else (entry, IMAGE)
        made[name] = keras.Sequential([keras.Input(shape), make()])
    made.update({name: make() for name, make in WHOLE.items()})
    return made


def figures() -> dict[str, Any]:
    """Figures with artists of every kind that crosses."""
    import matplotlib.pyplot as plt

    curves, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2, 3], [0.5, 0.3, 0.2], "o--", label="loss")
    left.bar(["a", "b"], [1, 2], yerr=[0.1, 0.2], label="bars")
    left.errorbar([0, 1], [1, 2], yerr=0.1, label="line")
    left.legend(title="both")
    left.set(title="Loss", xlabel="epoch", ylabel="loss", yscale="log")
    right.scatter([0, 1], [1, 2], c=[0.0, 1.0], s=[5, 9])
    right.fill_between([0, 1], [0, 1], [1, 2])
    right.text(0, 0, "text", transform=right.transAxes)
    right.axhline(1.0)
    pictures, axes = plt.subplots(2, 2)
    for index, one in enumerate(axes.flat):
        one.imshow(np.eye(28) * index, cmap="gray")
        one.axis("off")
        one.set_title(str(index), color="red")
    pictures.suptitle("digits")
    table, one = plt.subplots()
    table.colorbar(one.imshow(np.eye(3)))
    one.pcolormesh(np.arange(9.0).reshape(3, 3))
    one.set_xticks([0, 1, 2], ["x", "y", "z"])
    one.hist([1.0, 2.0, 2.5], bins=5)
    plt.close("all")
    return {"curves": curves, "pictures": pictures, "table": table}


class Specimens:
    """All of it, described and encoded once, in one folder.

    Attributes:
        folder: where the blobs are, good ones and bad ones.
        digests: names of good and bad blobs.
        trees: encoded values.
        namespace: a whole position's trees.
        models, figures: descriptions before encoding.
        arrays: contents of .npy files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.blobs, self.holder = BlobWriter(folder), Holder()
        values, models_of_all_kinds, drawn = plain_values(), models(), figures()
        self.models = {
            name: described
            for name, model in models_of_all_kinds.items()
            if len(repr(described := describe_model(model, DEFAULT_LIMITS))) < 60_000
        }
        self.figures = {name: describe_figure(one, DEFAULT_LIMITS) for name, one in drawn.items()}
        panels = {"panels": [one.axes[0] for one in drawn.values()]}
        some = {name: models_of_all_kinds[name] for name in ("Dense", "nested", "own model")}
        everything = {**values, **drawn, **panels, **some, "history": _history()}
        self.namespace = encode_namespace(everything, self.blobs, self.holder)
        self.trees: list[Tree] = list(self.namespace.values())
        self.trees += [encode_result(value, self.blobs, self.holder) for value in values.values()]
        tight = Encoder(self.blobs, self.holder, DEFAULT_LIMITS, whole_array_bytes=1000)
        self.trees.append(tight.encode([values["whole"], values["pixels"]]))
        small = {name: value for name, value in values.items() if name != "whole"}
        self.arrays = [npy_bytes(value) for value in small.values() if _is_plain_array(value)]
        self.digests = [path.stem for path in folder.iterdir()] + self._bad_blobs()

    def encoded(self, described: dict[str, Any]) -> bytes:
        """The JSON of a description, its arrays stored.

        Raises:
            Exception: the damaged description is none that could be encoded.
        """
        import json

        inner = Encoder(self.blobs, self.holder, DEFAULT_LIMITS, DEFAULT_LIMITS.array_bytes)
        return json.dumps(inner.tree(described, 0), separators=(",", ":")).encode()

    def put(self, content: bytes, kind: str) -> str:
        """Store a blob under its right name, whatever is in it; its digest."""
        digest = hashlib.sha256(content).hexdigest()
        (self.folder / f"{digest}.{kind}").write_bytes(content)
        return digest

    def _bad_blobs(self) -> list[str]:
        """Names under which there is something else than a blob of that content."""
        names = [f"{index:064x}" for index in range(12)]
        for kind in ("npy", "json"):
            paths = [self.folder / f"{name}.{kind}" for name in names]
            paths[0].write_bytes(b"")
            paths[1].write_bytes(npy_bytes(np.zeros(5)))
            paths[2].symlink_to("/etc/passwd")
            paths[3].symlink_to("/dev/zero")
            os.mkfifo(paths[4])
            paths[5].mkdir()
            paths[6].symlink_to(paths[7].name)
            with paths[8].open("wb") as file:
                file.truncate(2**40)  # sparse
            paths[9].write_bytes(b"{}")
        own = [self.put(content, "json") for content in (b"[]", b"{}", b"3", b'{"$dict":[]}')]
        return names + own + [self.put(b"no array", "npy")]


def _is_plain_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind != "O"


def _history() -> Any:
    from autograder.evidence import HistoryData

    return HistoryData({"loss": [0.5, 0.25], "accuracy": [0.8, 0.9]}, [0, 1], {"epochs": 2})
