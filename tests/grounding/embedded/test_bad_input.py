"""Odd pictures and odd words get a typed answer or a typed error, never a crash."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.embedded.model import EmbeddedGroundingModel
from grounding.embedded.parser import EmbeddedScreenParser
from grounding.errors import GroundingError, InvalidTarget
from grounding.types import ParsedScreen


@pytest.fixture(scope="module")
def parser() -> EmbeddedScreenParser:
    return EmbeddedScreenParser()


@pytest.fixture(scope="module")
def model(parser: EmbeddedScreenParser) -> EmbeddedGroundingModel:
    return EmbeddedGroundingModel(parser)


def shot(image: Image) -> Screenshot:
    return Screenshot(image, Box(0, 0, image.shape[1], image.shape[0]))


def dialog() -> Image:
    image: Image = np.full((300, 400, 3), 235, np.uint8)
    for i, name in enumerate(("Cancel", "Save")):
        cv2.rectangle(image, (40 + 150 * i, 200), (150 + 150 * i, 235), (120, 120, 120), 1)
        cv2.putText(
            image, name, (60 + 150 * i, 224), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1, cv2.LINE_AA
        )
    return image


def noise(height: int, width: int) -> Image:
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, (height // 8 + 1, width // 8 + 1, 3), np.uint8)
    image: Image = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    return image


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((64, 64, 3), np.uint8),
        np.full((1080, 1920, 3), 255, np.uint8),
        noise(768, 1024),
        np.ascontiguousarray(np.rot90(dialog())),
        noise(16, 3000),
        noise(3000, 16),
        np.zeros((1, 1, 3), np.uint8),
    ],
    ids=["tiny", "one colour", "photograph", "rotated", "flat", "narrow", "a single pixel"],
)
def test_any_picture_is_parsed(parser: EmbeddedScreenParser, image: Image) -> None:
    screen = parser.parse(shot(image))
    assert isinstance(screen, ParsedScreen)
    whole = Box(0, 0, image.shape[1], image.shape[0])
    assert all(e.box.intersection(whole) == e.box for e in screen.elements)


@pytest.mark.slow
def test_the_largest_screen_is_parsed_in_bounded_memory(parser: EmbeddedScreenParser) -> None:
    image = np.tile(dialog(), (15, 20, 1))[:4320, :7680]
    assert parser.parse(shot(np.ascontiguousarray(image))).elements


@pytest.mark.parametrize("words", ["", "   ", "\x00\x07\x1b", "\n\t"])
def test_words_without_meaning_are_refused(model: EmbeddedGroundingModel, words: str) -> None:
    with pytest.raises(InvalidTarget):
        model.ground(shot(dialog()), words)


@pytest.mark.parametrize(
    "words",
    [
        "Save " * 2000,
        "x" * 10_000,
        "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
        "𓀀𓂀𓃀",
        "🗑️",
        "“" * 50,
        "Robert'); DROP TABLE",
        "\u202esevaS\u202c",
    ],
)
def test_odd_words_get_an_answer_or_a_typed_error(model: EmbeddedGroundingModel, words: str) -> None:
    answer = answer_to(model, words)
    if isinstance(answer, str):
        assert 0 < len(answer) < 1000
    else:
        assert 0.0 <= answer <= 1.0


def answer_to(model: EmbeddedGroundingModel, words: str) -> float | str:
    """Return the score of what was found, or what the typed error says."""
    try:
        return model.ground(shot(dialog()), words).score
    except GroundingError as error:
        return str(error)
