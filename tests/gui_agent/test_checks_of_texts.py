"""What a check lets pass: another text never, a misread one where reading it again says so."""

from dataclasses import replace

import pytest

from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.types import Grounding, UIElement
from gui_agent.expectation import Expectation, FieldHolds, TextAppears, TextGone, TextVisible
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Observation, PlannedAction

SIZE = Size(320, 240)
SCREENS = FakeScreens(SIZE)
FIELD, INSIDE, FULL = Box(10, 10, 200, 40), Box(15, 15, 90, 35), Box(12, 15, 196, 35)


def look(*elements: UIElement) -> Observation:
    shot = Screenshot(SCREENS.draw(elements), Box(0, 0, SIZE.width, SIZE.height))
    return Observation(shot, SCREENS.parse(shot))


def line(text: str, box: Box = INSIDE) -> UIElement:
    return UIElement(box, "text", text)


def reflector(*readings: str) -> ScreenReflector:
    again = (lambda _, __: readings) if readings else None
    return ScreenReflector(FakeGroundingModel(SCREENS), read_again=again)


@pytest.mark.parametrize(
    ("expectation", "shown", "holds"),
    [
        (TextVisible("Saved Ana"), "Saved Ana, with newsletter", True),
        (TextVisible("Saved Ana"), "Saved Anaa", False),
        (TextGone("Saved Ana"), "Saved Bob", True),
        (TextGone("error"), "2 errors", False),
        (TextVisible("error"), "2 errors", False),
    ],
)
def test_a_text_is_shown_where_it_is_that_text(expectation: Expectation, shown: str, holds: bool) -> None:
    assert reflector().holds(expectation, look(line(shown))) is holds


@pytest.mark.parametrize(("again", "is_there"), [("Saved Ana", True), ("Saved Anc", False)])
def test_what_was_read_nearly_so_is_read_again(again: str, is_there: bool) -> None:
    now = look(line("Saved Anc"))
    assert reflector(again, again).holds(TextVisible("Saved Ana"), now) is is_there
    assert reflector(again, again).holds(TextGone("Saved Ana"), now) is not is_there
    planned = PlannedAction("click", expectation=TextAppears("Saved Ana"))
    assert (reflector(again).judge(planned, look(), now, None).verdict == "success") is is_there


@pytest.mark.parametrize(
    ("held", "place", "exactly", "holds"),
    [
        ("Ana Novakova", INSIDE, True, True),
        ("Ana Novakovaa", INSIDE, True, False),
        ("Ana Novakovaa", INSIDE, False, False),
        ("Miss Ana Novakova", INSIDE, False, True),
        ("Ana Novak", INSIDE, False, False),
        ("Ana Novak", FULL, False, True),
    ],
    ids=["it", "more letters", "a longer name", "more words", "less", "as much as the field has room for"],
)
def test_a_field_holds_what_it_shows(held: str, place: Box, exactly: bool, holds: bool) -> None:
    now = replace(look(line(held, place)), changes=(FIELD,))
    field = Grounding(FIELD.center, FIELD, 1.0)
    wanted = FieldHolds("", "Ana Novakova", exactly)
    waiting = PlannedAction("wait", arguments={"seconds": 0.0}, expectation=wanted)
    assert (reflector().judge(waiting, look(), now, field).verdict == "success") is holds


def test_what_was_typed_just_now_may_be_misread() -> None:
    typed = replace(look(line("Ana Novek")), changes=(INSIDE,))
    wanted = FieldHolds("", "Ana Novak")
    typing = PlannedAction("type", arguments={"text": "Ana Novak"}, expectation=wanted)
    assert reflector().judge(typing, look(), typed, None).verdict == "success"
    assert not reflector().holds(wanted, typed)
