"""Grids of pictures with what a network took them for, right ones in green, wrong ones in red."""

from __future__ import annotations

import colorsys
import re
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from autograder.checks.figure_images import image_panel_count, image_panels, shown_image
from autograder.checks.figures import require_figure
from autograder.checks.registry import check, fail, require

ALIKE = 0.995  # correlation of a picture with the same picture, rounded or inverted
MOST_DIGITS = 4  # in the words of one panel; its place in the data may be among them
# Words that name digits, and digits alone: no part of 97 or 0.4, no percentage, no number "#4".
_TOKEN = re.compile(
    r"(?P<predicted>predict\w*|pred\b|answer\w*|read\b|taken\b)"
    r"|(?P<true>true|truth|actual\w*)"
    r"|(?<![\d.#])(?P<digit>\d)(?!\d|\.\d|\s*%)"
)

Hue = Literal["green", "red", "none", "other"]


@check(
    concept="A reader should see at a glance which answers are wrong, and what the right ones "
    "would have been."
)
def prediction_grid(
    figure: Any, images: np.ndarray, predicted: Any, truth: Any, name: str = "fig"
) -> None:
    """Each image is shown in one panel, with its digits, in green if read right, in red if not.

    The order of panels does not matter. Digits and colour stand in titles, axis labels or texts
    of the panel; where an image was read right, its digit need not stand there twice.

    Args:
        figure: the student's figure.
        images: array (n, rows, columns), no two the same.
        predicted: integers (n,), 0 to 9, what the network answered.
        truth: integers (n,), 0 to 9.
        name: what the student calls the figure.

    Raises:
        CheckFailed: an image is missing, a panel lacks a digit or names the wrong ones, or a
            colour says the opposite.
    """
    image_panel_count(require_figure(figure, name), len(images), name)
    order = _images_of(image_panels(figure), np.asarray(images, float), name)
    answers = [int(np.asarray(predicted)[index]) for index in order]
    right = [int(np.asarray(truth)[index]) for index in order]
    panels = image_panels(figure)
    _require_digits([_words(axes) for axes in panels], answers, right, name)
    _require_colours([_hue_of(axes) for axes in panels], answers, right, name)


def _images_of(panels: list[Axes], images: np.ndarray, name: str) -> list[int]:
    """For each panel the place of its image."""
    wanted = _standardised(images)
    found = []
    for axes in panels:
        shown = shown_image(axes)
        shown = shown.mean(axis=2) if shown.ndim == 3 else shown
        require(
            shown.shape == images.shape[1:],
            observed=f"A panel of {name} shows {' x '.join(map(str, shown.shape))} pixels.",
            expected=f"Each should show one image of {' x '.join(map(str, images.shape[1:]))}.",
        )
        alike = np.abs(wanted @ _standardised(shown[np.newaxis])[0])
        require(
            alike.max() > ALIKE,
            observed=f"A panel of {name} shows another picture than those that you chose.",
            expected="Each of them should be shown once, upright.",
        )
        found.append(int(np.argmax(alike)))
    require(
        len(set(found)) == len(images),
        observed=f"Several panels of {name} show the same picture.",
        expected="Each of the chosen ones should be shown once.",
    )
    return found


def _standardised(images: np.ndarray) -> np.ndarray:
    """Images as rows of mean 0 and length 1, float array (n, pixels)."""
    rows = np.nan_to_num(images.reshape(len(images), -1))
    rows = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def _titles(axes: Axes) -> list[Any]:
    found = [axes.title, getattr(axes, "_left_title", None), getattr(axes, "_right_title", None)]
    return [text for text in found if text is not None and text.get_text().strip()]


def _texts(axes: Axes) -> list[Any]:
    others = [axes.xaxis.label, axes.yaxis.label, *axes.texts]
    return _titles(axes) + [text for text in others if text.get_text().strip()]


def _words(axes: Axes) -> str:
    """The words of a panel; of its title alone where this names two digits."""
    title, words = (
        " ".join(text.get_text() for text in texts).lower()
        for texts in (_titles(axes), _texts(axes))
    )
    digits = [match for match in _TOKEN.finditer(title) if match["digit"]]
    return title if len(digits) > 1 else words


def _require_digits(words: list[str], answers: list[int], right: list[int], name: str) -> None:
    """Each panel names what was predicted and what is true."""
    digits = [[int(m["digit"]) for m in _TOKEN.finditer(text) if m["digit"]] for text in words]
    without = sum(not found for found in digits)
    require(
        not without,
        observed=f"{without} of {len(words)} panels of {name} name no digit.",
        expected="Each should say what the network read, and what is true.",
    )
    for text, found, answer, true in zip(words, digits, answers, right, strict=True):
        if answer != true and _exchanged(text, found, answer, true):
            fail(
                f"In {name} prediction and truth are exchanged.",
                "First what the network says, then what is true.",
            )
        once = answer == true and found == [true]
        twice = answer != true or (answer, true) in pairwise(found)
        if len(found) > MOST_DIGITS or not {answer, true} <= set(found) or not (once or twice):
            fail(
                f"A panel of {name} names the {_listed(found)} where the network read {answer} "
                f"and {true} is true.",
                "Digits, predictions and pictures must belong to the same index.",
            )


def _exchanged(text: str, found: list[int], answer: int, true: int) -> bool:
    """Whether two digits stand in the wrong places; words decide, else their order does."""
    named = _named(text)
    if named:
        said = {"predicted": true, "true": answer}
        return any(said[word] == digit for word, digit in named.items())
    pairs = list(pairwise(found))
    return (answer, true) not in pairs and (true, answer) in pairs


def _listed(digits: list[int]) -> str:
    shown = " and ".join(map(str, digits[:MOST_DIGITS]))
    return f"digit {shown} alone" if len(digits) == 1 else f"digits {shown}"


def _named(text: str) -> dict[str, int]:
    """Digits by the words before them or, where the text begins with a digit, after them."""
    tokens = [(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(text)]
    kinds = ["digit" if kind == "digit" else "word" for kind, _ in tokens]
    turns = all(one != other for one, other in pairwise(kinds))
    if not turns or len(set(kinds)) < 2:
        return {}  # "predicted/true: 4/9" names no single digit
    words_last = kinds[-1] == "word"
    pairs = [(one, other) for one, other in pairwise(tokens) if (other[0] == "digit") != words_last]
    found = [(other, one) if words_last else (one, other) for one, other in pairs]
    return {word[0]: int(digit[1]) for word, digit in found}


def _require_colours(hues: list[Hue], answers: list[int], right: list[int], name: str) -> None:
    wanted = ["green" if a == b else "red" for a, b in zip(answers, right, strict=True)]
    if hues == wanted:
        return
    expected = "Right predictions should have green words, wrong ones red words."
    if hues == [{"green": "red", "red": "green"}[hue] for hue in wanted]:
        fail(f"The colours of {name} are exchanged: right predictions are red.", expected)
    without = hues.count("none")
    require(
        not without,
        observed=f"The words at {without} of {len(hues)} pictures in {name} have no colour.",
        expected=expected,
    )
    pairs = list(zip(hues, wanted, strict=True))
    for hue, kind in (("green", "right"), ("red", "wrong")):
        all_of_kind = [found for found, want in pairs if want == hue]
        other = sum(found != hue for found in all_of_kind)
        require(
            not other,
            observed=f"{other} of {len(all_of_kind)} {kind} predictions in {name} are not {hue}.",
            expected=expected,
        )


def _hue_of(axes: Axes) -> Hue:
    """The colour of a panel's title, else of its words; "none" where all are black or grey."""
    titles = {_hue(text.get_color()) for text in _titles(axes)} - {"none"}
    hues = titles or {_hue(text.get_color()) for text in _texts(axes)} - {"none"}
    if not hues:
        return "none"
    return hues.pop() if len(hues) == 1 else "other"


def _hue(colour: Any) -> Hue:
    hue, saturation, value = colorsys.rgb_to_hsv(*to_rgb(colour))
    if saturation < 0.25 or value < 0.15:
        return "none"
    degrees = 360 * hue
    if 70 <= degrees <= 170:
        return "green"
    return "red" if degrees <= 25 or degrees >= 325 else "other"
