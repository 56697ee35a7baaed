"""Models are shown public digits after the results, and never at their cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks import CheckContext, Digits, holdout_accuracy, set_context
from autograder.checks.context import HoldoutReading
from autograder.evidence import BlobWriter, Holder, encode_namespace, write_bundle
from autograder.judge.public_test import STAGES, accuracy_pairs
from autograder.judge.results import Case, TestCell
from autograder.judge.worker import judge

HOLDOUT, PUBLIC = 1000, 4000


def digits(n: int, seed: int) -> Digits:
    """Made-up digits: pixel (0, 0) holds the label, pixel (1, 1) makes each image its own."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 10, n).astype(np.uint8)
    images = generator.integers(0, 200, (n, 28, 28)).astype(np.uint8)
    images[:, 0, 0] = labels
    return Digits(images, labels)


@pytest.fixture(scope="module")
def holdout() -> Digits:
    return digits(HOLDOUT, 0)


@pytest.fixture(scope="module")
def public() -> Digits:
    return digits(PUBLIC, 1)


class LabelReader:
    """Reads pixel (0, 0), wrongly where pixel (5, 5), of 0 to 199, is below `wrong`."""

    def __init__(self, wrong: int = 0) -> None:
        self.wrong = wrong
        self.seen: list[np.ndarray] = []

    def predict(self, x: Any, *, verbose: int) -> Any:
        self.seen.append(x[:, 1, 1])
        answers = (x[:, 0, 0].astype(int) + (x[:, 5, 5] < self.wrong)) % 10
        return np.eye(10)[answers]


class Fails:
    def predict(self, x: Any, *, verbose: int) -> Any:
        raise MemoryError("not for public digits")


def raw(images: np.ndarray) -> np.ndarray:
    return images


def reading(model: Any, correct: int) -> HoldoutReading:
    return HoldoutReading(model, raw, correct, "accuracy")


def test_a_fair_model_sees_few_public_digits(holdout: Digits, public: Digits) -> None:
    (pair,) = accuracy_pairs([reading(LabelReader(20), 900)], holdout, public)
    assert (pair.correct_holdout, pair.n_holdout, pair.test) == (900, HOLDOUT, "accuracy")
    assert pair.n_public == STAGES[0][0]
    assert 0.85 < pair.public < 0.95


def test_a_model_that_makes_no_errors_sees_each_digit_once(holdout: Digits, public: Digits) -> None:
    model = LabelReader()
    (pair,) = accuracy_pairs([reading(model, 900)], holdout, public)
    assert (pair.correct_public, pair.n_public) == (PUBLIC, PUBLIC)
    assert sum(map(len, model.seen)) == PUBLIC
    assert np.array_equal(np.sort(np.concatenate(model.seen)), np.sort(public.images[:, 1, 1]))


def test_the_order_of_public_digits_follows_from_the_secret_holdout(public: Digits) -> None:
    models = [LabelReader(20) for _ in range(3)]
    for model, seed in zip(models, (0, 0, 2), strict=True):
        list(accuracy_pairs([reading(model, 900)], digits(HOLDOUT, seed), public))
    first, same, other = (model.seen[0] for model in models)
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_models_that_fail_are_left_out(holdout: Digits, public: Digits) -> None:
    readings = [
        reading(Fails(), 900),
        HoldoutReading(LabelReader(), lambda images: None, 900, "accuracy"),
        reading(LabelReader(20), 900),
    ]
    assert len(list(accuracy_pairs(readings, holdout, public))) == 1


def test_each_model_is_noted_once(holdout: Digits) -> None:
    context = CheckContext(holdout, {}, test="accuracy")
    set_context(context)
    try:
        shares = [holdout_accuracy(LabelReader(wrong), raw) for wrong in (0, 20, 20)]
    finally:
        set_context(None)
    assert shares[0] == 1 > shares[1] == shares[2]
    noted = [(one.correct, one.test) for one in context.readings.values()]
    assert noted == [(round(HOLDOUT * share), "accuracy") for share in shares[:2]]


class Events:
    """Stands for the coordinator; keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def tell(self, **event: Any) -> None:
        self.told.append(event)

    def kinds(self) -> list[str]:
        """What was told, but for models of pages (see test_measuring.py), and footprints."""
        kinds = [event["event"] for event in self.told]
        return [kind for kind in kinds if kind not in ("model", "footprint")]


MEASURE = """
import numpy as np
from autograder import checks

class Reader:
    def predict(self, x, *, verbose):
        if BREAKS and len(x) != 1000:
            raise ValueError("public digits")
        return np.eye(10)[x[:, 0, 0]]

assert checks.holdout_accuracy(Reader(), lambda images: images) == 1
"""


def judged(folder: Path, source: str, *, with_public: bool = True) -> Events:
    for name in ("evidence", "holdout", "public"):
        (folder / name).mkdir()
    holdout, public = digits(HOLDOUT, 0), digits(PUBLIC, 1)
    write_bundle(
        folder / "evidence", 0, encode_namespace({}, BlobWriter(folder / "evidence"), Holder())
    )
    np.save(folder / "holdout" / "images.npy", holdout.images)
    np.save(folder / "holdout" / "labels.npy", holdout.labels)
    np.save(folder / "public" / "x_test.npy", public.images)
    np.save(folder / "public" / "y_test.npy", public.labels)
    case = Case(
        tests=(TestCell("accuracy", "Accuracy", 2, source, 30),),
        evidence=folder / "evidence",
        positions={"accuracy": 0},
        executed={},
        cell_errors={},
        holdout=folder / "holdout",
        thresholds={},
        sources={},
        public=folder / "public" if with_public else None,
    )
    events = Events()
    judge(Case.from_json(case.as_json()), events)  # type: ignore[arg-type]
    return events


def test_the_judge_measures_after_the_last_result(tmp_path: Path) -> None:
    events = judged(tmp_path, MEASURE.replace("BREAKS", "False"))
    assert events.kinds() == ["start", "result", "measuring", "measured"]
    assert events.told[1]["result"]["outcome"] == "passed"
    pair = events.told[-1]["pair"]
    assert pair == {
        "correct_holdout": HOLDOUT,
        "n_holdout": HOLDOUT,
        "correct_public": STAGES[0][0],
        "n_public": STAGES[0][0],
        "test": "accuracy",
    }


def test_what_fails_on_public_digits_changes_no_result(tmp_path: Path) -> None:
    events = judged(tmp_path, MEASURE.replace("BREAKS", "True"))
    assert events.kinds() == ["start", "result", "measuring"]
    assert events.told[1]["result"]["outcome"] == "passed"


@pytest.mark.parametrize(("source", "with_public"), [(MEASURE, False), ("assert True", True)])
def test_nothing_is_measured_without_need(tmp_path: Path, source: str, with_public: bool) -> None:
    events = judged(tmp_path, source.replace("BREAKS", "False"), with_public=with_public)
    assert events.kinds() == ["start", "result"]


BLIND = """
import numpy as np
from autograder import checks
from autograder.evidence import OpaqueModel

answers = lambda x, verbose: np.eye(10)[x[:, 0, 0]]
model = OpaqueModel("Nearest\\nneighbour", "it has no layers", "h1", answers)
checks.holdout_accuracy(model, lambda images: images)
"""


@pytest.mark.parametrize("end", ["", "assert False, 'afterwards'"])
def test_a_model_judged_by_its_predictions_alone_is_told(tmp_path: Path, end: str) -> None:
    events = judged(tmp_path, BLIND + end)
    assert events.kinds()[:3] == ["start", "blind", "result"]
    assert events.told[1]["reading"] == {
        "test": "accuracy",
        "name": "Nearest neighbour",
        "reason": "it has no layers",
    }
