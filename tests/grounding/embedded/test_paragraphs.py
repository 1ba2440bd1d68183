"""Wrapped text is told from lists by how its lines are broken."""

import pytest

from actions.geometry import Box
from grounding.embedded.fusion import ReadText
from grounding.embedded.paragraphs import wrapped

PITCH, HEIGHT = 18, 13


def column(*texts: str, pitch: int = PITCH) -> list[ReadText]:
    """Set lines below each other, every letter eight pixels wide."""
    return [
        ReadText(Box(20, pitch * i, 20 + 8 * len(t), pitch * i + HEIGHT), t, 0.9) for i, t in enumerate(texts)
    ]


def texts(groups: list[list[ReadText]]) -> list[str]:
    return [" ".join(x.text for x in group) for group in groups]


def test_lines_broken_where_the_next_word_had_no_room_are_one_text() -> None:
    lines = column("Do you want to allow this app", "to make changes to your", "device?")
    assert texts(wrapped(lines)) == ["Do you want to allow this app to make changes to your device?"]


def test_lines_given_in_any_order_are_joined_from_the_top() -> None:
    lines = column("Do you want to allow this app", "to make changes?")
    assert texts(wrapped(lines[::-1])) == ["Do you want to allow this app to make changes?"]


@pytest.mark.parametrize(
    "names",
    [
        ("Documents", "Downloads", "Music"),
        ("Connect to selected server only", "Connect to this network automatically"),
        ("• To customize plugins, open this", "• To open this window"),
    ],
)
def test_the_names_of_a_list_stay_apart(names: tuple[str, ...]) -> None:
    assert wrapped(column(*names)) == []


def test_lines_far_apart_stay_apart() -> None:
    assert wrapped(column("Do you want to allow this app", "to make changes?", pitch=32)) == []


def test_two_columns_stay_apart() -> None:
    left = column("Do you want to allow this app", "to make changes?")
    right = [ReadText(x.box.offset(400, 0), x.text, 0.9) for x in left]
    assert len(wrapped(left + right)) == 2


def test_a_long_page_stays_in_lines() -> None:
    assert wrapped(column(*["some words of a page that goes on"] * 14)) == []
    assert wrapped([]) == []
