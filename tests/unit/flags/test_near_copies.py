"""Near copies: who is flagged, who is not, and how long a class takes."""

from __future__ import annotations

import json
import random
import time
from itertools import combinations
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.examples import write_examples
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.flags import OwnCode, near_copies, own_code
from autograder.flags.near_copies import MIN_TEXT_TOKENS, SHAPE_LIMIT, TEXT_LIMIT, like_pairs
from autograder.intake.submission import Submission, SubmissionFolder
from autograder.intake.taking_in import take_in
from tests.unit.flags.copying import disguised
from tests.unit.flags.submissions import RELEASED, submission

COMMENTS = "01-comment-the-code"
CODE = ["02-hidden-units", "03-weight-visualization", "04-parameter-counting", "05-cnn-99"]
Class = tuple[dict[str, str], dict[str, Submission]]


@pytest.fixture(scope="module")
def classes(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Class]:
    """Assignment -> originals, and the reference, correct and untouched submissions."""
    return {name: _class(course, name, tmp_path_factory.mktemp(name)) for name in [COMMENTS, *CODE]}


def _class(course: Course, name: str, folder: Path) -> Class:
    assignment = load_assignment(course, name)
    released = nbformat.read(course.student_notebook(name), as_version=4)
    originals = {cell.ident: cell.released for cell in assignment.of_kind("solution")}
    taken = {
        example.name: take_in(
            SubmissionFolder(example.name, name, folder / example.name / name), released
        )
        for example in write_examples(course, name, folder)
        if example.kind != "wrong"  # those are the reference with one cell changed
    }
    return originals, taken


@pytest.mark.parametrize("name", [COMMENTS, *CODE])
def test_honest_solutions_are_not_flagged(classes: dict[str, Class], name: str) -> None:
    originals, taken = classes[name]
    assert len(taken) >= 5
    assert near_copies({who: own_code(made, originals) for who, made in taken.items()}) == {}


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize(("numbers", "least"), [(0.0, 0.95), (0.1, 0.93)])
def test_disguised_copies_are_flagged(
    classes: dict[str, Class], name: str, numbers: float, least: float
) -> None:
    originals, taken = classes[name]
    honest = {who: own_code(made, originals) for who, made in taken.items()}
    for who, made in taken.items():
        if who == "untouched":
            continue
        copy = own_code(disguised(made, originals, numbers=numbers), originals)
        assert copy.texts != honest[who].texts
        alike = like_pairs({**honest, "copy": copy})
        assert set(alike) == {who, "copy"}
        assert alike[who][0].shape > least, who
        assert alike[who][0].other == "copy"


def test_copied_comments_are_flagged_where_the_work_is_comments(classes: dict[str, Class]) -> None:
    originals, taken = classes[COMMENTS]
    honest = {who: own_code(made, originals) for who, made in taken.items()}
    short = set()
    for who, made in taken.items():
        if who == "untouched":
            continue
        copy = own_code(disguised(made, originals, comments=False, names=False), originals)
        alike = like_pairs({**honest, "copy": copy})
        if sum(map(len, copy.texts)) < MIN_TEXT_TOKENS:
            short.add(who)
        assert set(alike) == (set() if who in short else {who, "copy"})
    assert short == {"single-signs"}, "comments of one Chinese sign may be alike by chance"


def test_both_students_are_flagged_with_the_other_and_the_share(classes: dict[str, Class]) -> None:
    originals, taken = classes[CODE[0]]
    code = own_code(taken["reference"], originals)
    found = near_copies({"ada": code, "bob": code, "cy": OwnCode((), ())})
    assert set(found) == {"ada", "bob"}
    (flag,) = found["ada"]
    assert flag.code == "near_copy"
    assert "that of 'bob' to 100 %" in flag.message
    assert "'ada' to 100 %" in found["bob"][0].message


def test_a_ring_of_copies_is_one_short_flag_each(classes: dict[str, Class]) -> None:
    originals, taken = classes[CODE[0]]
    code = own_code(taken["reference"], originals)
    found = near_copies({f"s{number}": code for number in range(30)})
    assert len(found) == 30
    assert all(len(flags) == 1 and "and 24 more" in flags[0].message for flags in found.values())


def test_who_wrote_little_or_nothing_is_never_flagged() -> None:
    originals = {"train": RELEASED}
    short = "model = keras.Sequential([keras.layers.Dense(10)])\nmodel.compile('sgd', 'mse')"
    for source in ("", RELEASED, RELEASED + "\n\n", short, "# " + "I don't know. " * 5):
        code = own_code(submission(source), originals)
        assert near_copies({"ada": code, "bob": code}) == {}


def test_released_code_does_not_count() -> None:
    released = "\n".join(f"layer_{i} = keras.layers.Dense({i}, name='a')" for i in range(60))
    code = own_code(submission(released + "\nx = 1", released), {"train": released})
    assert code.texts == (("x", "=", "1"),)


def test_names_libraries_use_are_kept_and_own_ones_are_not() -> None:
    code = own_code(submission("net = keras.Model(units=3, f=f'{net}')\nself.a = net.a.fit"), {})
    assert [" ".join(line) for line in code.shapes] == [
        "NAME = keras . Model ( units = 3 , f = FORMATTED )",
        "NAME . NAME = NAME . NAME . fit",
    ]


def test_own_code_survives_a_cache(classes: dict[str, Class]) -> None:
    originals, taken = classes["04-parameter-counting"]
    code = own_code(taken["reference"], originals)
    text = json.dumps(code.as_json())
    assert OwnCode.from_json(json.loads(text)) == code
    assert len(text) < 30_000  # characters
    for wrong in ({}, {"texts": [], "shapes": [1]}, {"texts": [[1]], "shapes": []},
                  {"texts": 1, "shapes": []}, {"texts": ["ab"], "shapes": []}):  # fmt: skip
        with pytest.raises(ValueError, match="own code"):
            OwnCode.from_json(wrong)


def test_a_class_of_300_takes_seconds(classes: dict[str, Class]) -> None:
    originals, taken = classes["04-parameter-counting"]
    chance = random.Random(1)
    codes = [own_code(made, originals) for who, made in taken.items() if who != "untouched"]
    for noise in (0.02, 0.3):
        students = {f"s{i}": _noisy(chance.choice(codes), noise, chance) for i in range(300)}
        started = time.process_time()
        found = near_copies(students)
        assert time.process_time() - started < 15  # seconds; below 1 on a free core
        # Of 300 copies with changes at random, chance takes one or another below the limits.
        assert len(found) >= 290 if noise == 0.02 else not found


def _noisy(code: OwnCode, share: float, chance: random.Random) -> OwnCode:
    def changed(lines: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(t if chance.random() > share else str(chance.randrange(400)) for t in line)
            for line in lines
        )

    return OwnCode(changed(code.texts), changed(code.shapes))


@pytest.mark.parametrize(
    "source",
    ["x = 1\n" * 3_000_000, "(" * 200_000, "'''" * 50_000, "a" * 1_000_000,
     "é\u2028\x00\n" * 50_000, "\n".join(f"a{i} = b{i}" for i in range(50_000))],
)  # fmt: skip
def test_hostile_code_is_cut_off(source: str) -> None:
    made = submission(source, *[source] * 20)
    started = time.process_time()
    code = own_code(made, {})
    assert time.process_time() - started < 10  # seconds; 0.5 on a free core
    assert sum(map(len, code.texts)) <= 6_100
    assert len(json.dumps(code.as_json())) < 1_000_000


def test_the_limits_lie_between_honest_pairs_and_copies(classes: dict[str, Class]) -> None:
    """The figures of the module's description."""
    honest, copies = 0.0, 1.0
    for name in CODE:
        originals, taken = classes[name]
        made = {w: s for w, s in taken.items() if w != "untouched"}
        codes = {who: own_code(one, originals) for who, one in made.items()}
        for one, other in combinations(codes.values(), 2):
            honest = max(honest, _shape(one, other))
        for who, one in made.items():
            copies = min(copies, _shape(codes[who], own_code(disguised(one, originals), originals)))
    assert honest == pytest.approx(0.73, abs=0.01)
    assert copies > 0.95
    assert honest + 0.1 < SHAPE_LIMIT < copies - 0.05
    assert TEXT_LIMIT > 0.71 + 0.1


def _shape(one: OwnCode, other: OwnCode) -> float:
    from rapidfuzz.distance import Indel

    first, second = ([t for line in sorted(code.shapes) for t in line] for code in (one, other))
    return Indel.normalized_similarity(first, second)
