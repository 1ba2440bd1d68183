from collections.abc import Sequence

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen, TextPiece, UIElement
from gui_agent.reading_again import CarefulReader, is_near
from gui_agent.types import Observation

REGION = Box(0, 0, 300, 200)
FIRST, SECOND = Box(0, 0, 100, 18), Box(0, 40, 100, 58)


class Rereading:
    """Says at each box what it is told to, and keeps what it was asked."""

    def __init__(self, readings: dict[Box, Sequence[str]]) -> None:
        self.readings, self.asked = readings, list[Box]()

    def __call__(self, _: Screenshot, box: Box) -> Sequence[str]:
        self.asked.append(box)
        return self.readings[box]


def seen(*elements: UIElement) -> Observation:
    shot = Screenshot(np.zeros((200, 300, 3), np.uint8), REGION)
    return Observation(shot, ParsedScreen(elements, REGION))


def line(text: str, box: Box = FIRST) -> UIElement:
    return UIElement(box, "text", text)


@pytest.mark.parametrize(
    ("again", "is_there"),
    [
        (("Saved Ana", "Saved Ana", "Saved Ana", "Saved Ana"), True),
        (("Saved Anc", "Saved Anc", "Saved Ana", "Saved Ana"), True),
        (("Saved Anc", "Saved Anc", "Saved Anc", "Saved Ana"), False),
        (("Saved Anaa", "Saved Anaa", "Saved Anaa", "Saved Anaa"), False),
    ],
)
def test_what_is_read_nearly_so_counts_where_half_of_the_readings_say_so(
    again: tuple[str, ...], is_there: bool
) -> None:
    reader = CarefulReader(Rereading({FIRST: again}))
    assert bool(reader.find(seen(line("Saved Anc")), "Saved Ana")) is is_there


def test_what_is_read_as_it_should_be_is_not_read_again() -> None:
    rereading = Rereading({})
    assert CarefulReader(rereading).find(seen(line("Saved Ana")), "Saved Ana")
    assert not CarefulReader(rereading).find(seen(line("Delete all")), "Saved Ana")
    assert rereading.asked == []


def test_without_another_reading_the_first_one_counts() -> None:
    assert not CarefulReader().find(seen(line("Saved Anc")), "Saved Ana")


def test_every_line_of_a_wrapped_text_is_read_again() -> None:
    pieces = (TextPiece("the quick brown", FIRST), TextPiece("fax jumps", SECOND))
    wrapped = UIElement(Box.covering([FIRST, SECOND]), "text", "the quick brown fax jumps", pieces=pieces)
    rereading = Rereading({FIRST: ("the quick brown",) * 2, SECOND: ("fox jumps",) * 2})
    found = CarefulReader(rereading).find(seen(wrapped), "the quick brown fox jumps")
    assert [e.text for e in found] == ["the quick brown fox jumps"]


def test_words_taken_for_elements_of_their_own_are_read_again() -> None:
    beside = FIRST.offset(110, 0)
    rereading = Rereading({FIRST: ("Saved",) * 2, beside: ("Ana",) * 2})
    assert CarefulReader(rereading).find(seen(line("Saved"), line("Anc", beside)), "Saved Ana")
    assert not CarefulReader(rereading).find(seen(line("Saved"), line("Bob", beside)), "Saved Ana")


def test_misread_occurrences_count_with_the_others() -> None:
    reader = CarefulReader(Rereading({SECOND: ("Saved Ana", "Saved Ana")}))
    assert reader.count(seen(line("Saved Ana"), line("Saved Anc", SECOND)), "Saved Ana") == 2


def test_a_field_is_read_again_where_it_shows_nearly_the_text() -> None:
    field = Box(0, 0, 200, 30)
    reader = CarefulReader(Rereading({FIRST: ("Ana Berg", "Ana Berg")}))
    read = reader.read_within(seen(line("Ana Beng")), field, lambda text: text == "Ana Berg", "Ana Berg")
    assert read == "Ana Berg"


@pytest.mark.parametrize(
    ("read", "wanted", "near"),
    [
        ("Saved Anaa", "Saved Ana", True),
        ("Order 1O4Z sent", "Order 1042 sent", True),
        ("Savc", "Save", True),
        ("on", "OK", False),
        ("We shall save all of it tomorrow", "Safe", False),
        ("Cancel", "Saved Ana", False),
    ],
)
def test_only_what_is_like_the_text_is_worth_another_look(read: str, wanted: str, near: bool) -> None:
    assert is_near(read, wanted) is near
