"""What replacing training digits does to the accuracy of the reference solutions.

    python -m tests.bench.holdout_effect [--seeds N] [--out FILE] [--table] [ASSIGNMENT...]

Runs each assignment's own given and solution cells up to its training, on MNIST as published
and on MNIST with hold-out digits replaced, with the same seeds and one made-up secret a seed,
and lets the trained models read the 10,000 public test digits. Prints a table for
docs/holdout.md. With --out, each training is kept as it ends and not repeated; --table prints
the table of what such a file holds, without training.

One core needs about 20 minutes a seed for all assignments.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from autograder.course.assignment import Assignment
from autograder.course.layout import Course, find_course
from autograder.course.source import load_assignment
from autograder.data.holdout import HoldoutSplit, split_holdout
from autograder.data.mnist import Mnist, load_mnist
from autograder.student_kernel.acceleration import accelerate_training

SEEDS = 6
SEED_STEP = 1000  # a notebook's own seeds, all small, stay different from those of other runs


@dataclass(frozen=True)
class Training:
    """Where an assignment trains.

    Attributes:
        last_cell: the solution cell after which the models are trained.
        models: picks them from the notebook's names; label -> model.
        left_out: solution and given cells that train other models, which nothing here needs.
    """

    last_cell: str
    models: Callable[[Mapping[str, Any]], dict[str, Any]]
    left_out: tuple[str, ...] = ()


def _by_units(names: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{units} units": model for units, model in names["models"].items()}


def _by_factor(names: Mapping[str, Any]) -> dict[str, Any]:
    pairs = zip(names["factors"], names["networks"], strict=True)
    return {f"factor {factor:.1e}": networks[0] for factor, networks in pairs}


def _by_plan(names: Mapping[str, Any]) -> dict[str, Any]:
    pairs = zip(names["PLAN"], names["networks"], strict=True)
    return {f"{units} units, {layers} hidden": network for (units, layers), network in pairs}


@dataclass(frozen=True)
class _TwoLayers:
    """The weights of 10-from-scratch as something that predicts."""

    names: Mapping[str, Any]
    first: str
    second: str

    def predict(self, inputs: np.ndarray, **_options: object) -> np.ndarray:
        forward, first, second = (self.names[name] for name in ("forward", self.first, self.second))
        return np.asarray(forward(inputs, first, second)[1])


def _from_scratch(names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "last pass": _TwoLayers(names, "weights_1", "weights_2"),
        "best pass": _TwoLayers(names, "best_1", "best_2"),
    }


TRAININGS = {
    "01-comment-the-code": Training("first-program", lambda names: {"model": names["model"]}),
    "02-hidden-units": Training("sweep", _by_units),
    "03-weight-visualization": Training(
        "networks", lambda names: {name: names[name] for name in ("model_10", "model_512")}
    ),
    "04-parameter-counting": Training(
        "train", lambda names: {name: names[name] for name in ("large_model", "small_model")}
    ),
    "05-cnn-99": Training(
        "dense", lambda names: {name: names[name] for name in ("model", "dense_model")}
    ),
    "06-network-and-loss": Training("train", lambda names: {"model": names["model"]}),
    "07-deep-networks": Training(
        "cure",
        lambda names: {"cure_model": names["cure_model"]},
        left_out=(
            *("train", "symptom", "show-symptom", "norms", "show-norms", "figure"),
            "show-step-factor",
        ),
    ),
    "08-weight-decay": Training("networks", _by_factor),
    "09-experiment-report": Training("train", _by_plan),
    "10-from-scratch": Training("train", _from_scratch),
}


@dataclass(frozen=True)
class Reading:
    """What one trained model reads.

    Attributes:
        assignment: its name.
        model: label of the model.
        seed: number of the run; the same for a pair of trainings.
        replaced: whether hold-out digits were replaced in its training digits.
        public: share of the 10,000 public test digits read correctly, 0 to 1.
        unseen: the same for the hold-out digits; None where they were in the training digits.
    """

    assignment: str
    model: str
    seed: int
    replaced: bool
    public: float
    unseen: float | None


@dataclass(frozen=True)
class Effect:
    """Trainings with and without replaced digits, compared; all values in percentage points.

    Attributes:
        original: mean accuracy, trained on MNIST as published.
        spread: its standard deviation from seed to seed.
        lowest: its lowest value.
        highest: its highest value.
        replaced: mean accuracy, trained with digits replaced.
        difference: replaced minus original, the mean over seeds.
        error: standard error of the difference, from its values by seed.
        seeds: number of pairs.
    """

    original: float
    spread: float
    lowest: float
    highest: float
    replaced: float
    difference: float
    error: float
    seeds: int

    @property
    def within_spread(self) -> bool:
        """Whether the difference is no larger than one standard deviation between seeds."""
        return abs(self.difference) <= self.spread


def train(
    course: Course, assignment: Assignment, split: HoldoutSplit, mnist: Mnist, seed: int
) -> Iterator[Reading]:
    """Train an assignment's models twice and let them read the public test digits."""
    import keras

    for replaced in (False, True):
        keras.backend.clear_session()
        names = run_cells(assignment, split.graded if replaced else mnist, seed)
        prepare = names.get("preprocess", lambda images: images / 255.0)
        for label, model in TRAININGS[assignment.name].models(names).items():
            public = accuracy(model, prepare(mnist.x_test), mnist.y_test)
            unseen = accuracy(model, prepare(split.images), split.labels) if replaced else None
            yield Reading(assignment.name, label, seed, replaced, public, unseen)


def run_cells(assignment: Assignment, digits: Mnist, seed: int) -> dict[str, Any]:
    """The names that an assignment's given and solution cells define, up to its training."""
    import keras

    set_seed, new_generator = keras.utils.set_random_seed, np.random.default_rng

    def load_data(path: str = "mnist.npz") -> Any:
        return (
            (digits.x_train.copy(), digits.y_train.copy()),
            (digits.x_test.copy(), digits.y_test.copy()),
        )

    def set_other_seed(own: int) -> None:
        set_seed(SEED_STEP * seed + own)

    def other_generator(own: int | None = None) -> np.random.Generator:
        return new_generator(None if own is None else SEED_STEP * seed + own)

    training = TRAININGS[assignment.name]
    set_other_seed(0)
    names: dict[str, Any] = {"__name__": "__main__"}
    with (
        patch("keras.src.datasets.mnist.load_data", load_data),
        patch.object(keras.datasets.mnist, "load_data", load_data),
        patch.object(keras.utils, "set_random_seed", set_other_seed),
        patch.object(np.random, "default_rng", other_generator),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        for cell in assignment.cells:
            if cell.kind in ("given", "solution") and cell.ident not in training.left_out:
                exec(compile(cell.reference, f"<{cell.grade_id}>", "exec"), names)
            if cell.kind == "solution" and cell.ident == training.last_cell:
                return names
    raise LookupError(f"{assignment.name} has no cell '{training.last_cell}'")


def accuracy(model: Any, inputs: np.ndarray, labels: np.ndarray) -> float:
    """Share of prepared digits that a model reads correctly."""
    scores = model.predict(inputs, verbose=0, batch_size=500)
    return float(np.mean(np.argmax(scores, axis=1) == labels))


def effect(readings: list[Reading]) -> Effect | None:
    """Compare the trainings of one model; None with fewer than two seeds in common."""
    original = {reading.seed: reading.public for reading in readings if not reading.replaced}
    replaced = {reading.seed: reading.public for reading in readings if reading.replaced}
    seeds = sorted(original.keys() & replaced.keys())
    if len(seeds) < 2:
        return None
    before = [100 * original[seed] for seed in seeds]
    after = [100 * replaced[seed] for seed in seeds]
    differences = [late - early for early, late in zip(before, after, strict=True)]
    return Effect(
        original=statistics.mean(before),
        spread=statistics.stdev(before),
        lowest=min(before),
        highest=max(before),
        replaced=statistics.mean(after),
        difference=statistics.mean(differences),
        error=statistics.stdev(differences) / len(seeds) ** 0.5,
        seeds=len(seeds),
    )


def table(readings: list[Reading]) -> str:
    """The comparison of all models as a Markdown table."""
    lines = [
        "| assignment | model | seeds | original digits (lowest to highest) | spread | "
        "replaced digits | difference | within spread | hold-out |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for assignment, model in dict.fromkeys((one.assignment, one.model) for one in readings):
        mine = [one for one in readings if (one.assignment, one.model) == (assignment, model)]
        found = effect(mine)
        if found is not None:
            unseen = statistics.mean(one.unseen for one in mine if one.unseen is not None)
            lines.append(
                f"| {assignment} | {model} | {found.seeds} | {found.original:.2f} "
                f"({found.lowest:.2f} to {found.highest:.2f}) | {found.spread:.2f} | "
                f"{found.replaced:.2f} | {found.difference:+.2f} ± {found.error:.2f} | "
                f"{'yes' if found.within_spread else 'NO'} | {100 * unseen:.2f} |"
            )
    return "\n".join(lines)


def kept(path: Path | None) -> list[Reading]:
    """The readings that a file of one JSON object a line holds."""
    if path is None or not path.exists():
        return []
    return [Reading(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def measure(names: list[str], seeds: int, out: Path | None) -> list[Reading]:
    """Train what is not yet in `out`, seed by seed, and add it there."""
    accelerate_training()
    course = find_course()
    mnist = load_mnist(course.source_data)
    readings = kept(out)
    for seed in range(1, seeds + 1):
        secret = f"effect of replaced digits {seed}".encode()
        split = split_holdout(mnist, secret, course.settings.holdout_size)
        for name in names:
            if any((one.assignment, one.seed) == (name, seed) for one in readings):
                continue
            started = time.monotonic()
            found = list(train(course, load_assignment(course, name), split, mnist, seed))
            readings += found
            if out is not None:
                with out.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(one)) + "\n" for one in found)
            print(f"{name}, seed {seed}: {time.monotonic() - started:.0f} s", flush=True)
    return readings


def main() -> None:
    """Measure, or read what was measured, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--table", action="store_true", help="train nothing")
    wanted = parser.parse_args()
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", MPLBACKEND="agg", CUDA_VISIBLE_DEVICES="")
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", OMP_NUM_THREADS="1")
    names = wanted.assignments or list(TRAININGS)
    print(table(kept(wanted.out) if wanted.table else measure(names, wanted.seeds, wanted.out)))


if __name__ == "__main__":
    main()
