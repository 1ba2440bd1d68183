from dataclasses import replace

import pytest

from actions.computer import Window
from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.ocr_model import OcrGroundingModel
from grounding.types import Grounding, ParsedScreen, UIElement
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    FieldHolds,
    NothingChanges,
    ScreenChanges,
    TargetChanges,
    TextAppears,
    TextGone,
    TextVisible,
    WindowActive,
    WindowCloses,
    WindowOpen,
    WindowOpens,
    rests_on_not_reading,
)
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Observation, PlannedAction

SIZE = Size(320, 240)
NAME = Box(10, 10, 200, 40)
BOX = Box(10, 60, 30, 80)
NOTES = Window(1, "notes.txt - Mousepad", "mousepad", Box(0, 0, 300, 200), active=True)
DIALOG = Window(2, "Save As", "mousepad", Box(50, 50, 250, 150))


@pytest.fixture
def screens() -> FakeScreens:
    return FakeScreens(SIZE)


def look(screens: FakeScreens, *elements: UIElement, windows: tuple[Window, ...] = ()) -> Observation:
    image = screens.draw(elements)
    shot = Screenshot(image, Box(0, 0, SIZE.width, SIZE.height))
    return Observation(shot, screens.parse(shot), windows=windows)


def verdict(
    screens: FakeScreens,
    expectation: Expectation | None,
    before: Observation,
    after: Observation,
    *,
    changed: tuple[Box, ...] = (),
    grounding: Grounding | None = None,
) -> str:
    reflector = ScreenReflector(FakeGroundingModel(screens))
    planned = PlannedAction("click", expectation=expectation)
    return reflector.judge(planned, before, replace(after, changes=changed), grounding).verdict


def test_a_text_that_appears_was_not_there_before(screens: FakeScreens) -> None:
    empty, saved = look(screens), look(screens, UIElement(NAME, "text", "Saved"))
    assert verdict(screens, TextAppears("Saved"), empty, saved, changed=(NAME,)) == "success"
    assert verdict(screens, TextAppears("Saved"), saved, saved) == "no_effect"
    assert verdict(screens, TextVisible("Saved"), saved, saved) == "success"
    assert verdict(screens, TextGone("Saved"), saved, empty, changed=(NAME,)) == "success"
    assert verdict(screens, TextGone("Saved"), saved, saved) == "no_effect"


def test_a_field_holds_what_was_typed_into_it(screens: FakeScreens) -> None:
    empty = look(screens, UIElement(NAME, "field", "Name"))
    filled = look(
        screens, UIElement(NAME, "field", "Name"), UIElement(Box(20, 15, 100, 35), "text", "Ana Novák")
    )
    wrong = look(
        screens, UIElement(NAME, "field", "Name"), UIElement(Box(20, 15, 100, 35), "text", "Eve Stone")
    )
    expectation = FieldHolds("Name", "Ana Novak")
    assert verdict(screens, expectation, empty, filled, changed=(NAME,)) == "success"
    assert verdict(screens, expectation, empty, wrong, changed=(NAME,)) == "unexpected"
    assert verdict(screens, expectation, empty, empty) == "no_effect"


def test_text_that_stands_elsewhere_was_not_typed(screens: FakeScreens) -> None:
    heading = UIElement(Box(10, 150, 200, 180), "text", "Ana Novak")
    before = look(screens, heading)
    assert verdict(screens, FieldHolds("", "Ana Novak"), before, before, changed=(NAME,)) == "unexpected"


def test_a_password_shows_as_bullets(screens: FakeScreens) -> None:
    field = UIElement(NAME, "field", "Password")
    before = look(screens, field)
    after = look(screens, field, UIElement(Box(20, 15, 90, 35), "text", "••••••"))
    wanted = FieldHolds("Password", "hunter2")
    assert verdict(screens, wanted, before, after, changed=(NAME,)) == "success"
    assert verdict(screens, wanted, before, before) == "no_effect"


@pytest.mark.parametrize(("state", "wanted", "holds"), [("checked", True, True), ("unchecked", True, False)])
def test_a_checkbox_is_read_by_its_state(screens: FakeScreens, state: str, wanted: bool, holds: bool) -> None:
    element = UIElement(BOX, "checkbox", "News", frozenset({state}))  # type: ignore[arg-type]
    now = look(screens, element)
    assert (verdict(screens, CheckboxIs("News", wanted), now, now) == "success") is holds


@pytest.mark.parametrize(
    ("tick", "at", "holds"),
    [
        (UIElement(Box(34, 62, 46, 76), "text", "√"), Box(50, 60, 140, 78), True),
        (UIElement(Box(34, 62, 46, 76), "icon", meaning="check mark, tick"), Box(50, 60, 140, 78), True),
        (UIElement(Box(34, 90, 46, 104), "text", "√"), Box(50, 60, 140, 78), False),
        (UIElement(Box(34, 62, 46, 76), "text", "x"), Box(50, 60, 140, 78), False),
    ],
)
def test_a_box_that_was_read_as_its_tick_is_checked(
    screens: FakeScreens, tick: UIElement, at: Box, holds: bool
) -> None:
    label = UIElement(at, "text", "News")
    now = look(screens, label, tick)
    assert (verdict(screens, CheckboxIs("News", True), now, now) == "success") is holds
    assert verdict(screens, CheckboxIs("News", False), now, now) != "success"


def test_windows_open_close_and_get_the_focus(screens: FakeScreens) -> None:
    name = UIElement(Box(90, 90, 200, 120), "field", "Name")
    one, two = look(screens, windows=(NOTES,)), look(screens, name, windows=(NOTES, DIALOG))
    painted = (DIALOG.box,)
    assert verdict(screens, WindowOpens("save"), one, two, changed=painted) == "success"
    assert verdict(screens, WindowOpens("print"), one, two, changed=painted) == "unexpected"
    assert verdict(screens, WindowCloses(), two, one) == "success"
    assert verdict(screens, WindowCloses(), two, two) == "no_effect"
    assert verdict(screens, WindowActive("mousepad"), one, one) == "success"
    assert verdict(screens, WindowActive("save as"), two, two) == "no_effect"
    assert verdict(screens, WindowOpen("Save As"), two, two) == "success"
    assert verdict(screens, WindowOpen("Save As", is_open=False), one, one) == "success"


def test_a_window_counts_as_opened_once_it_shows_something(screens: FakeScreens) -> None:
    before, empty = look(screens, windows=(NOTES,)), look(screens, windows=(NOTES, DIALOG))
    behind = UIElement(Box(90, 90, 200, 120), "text", "of the window behind")
    before_text, unpainted = (
        look(screens, behind, windows=(NOTES,)),
        look(screens, behind, windows=(NOTES, DIALOG)),
    )
    assert verdict(screens, WindowOpens(), before, empty, changed=(DIALOG.box,)) == "unexpected"
    assert verdict(screens, WindowOpens(), before_text, unpainted) == "no_effect"
    focused = look(screens, windows=(NOTES, replace(DIALOG, active=True)))
    assert verdict(screens, WindowActive("save as"), before, focused) == "no_effect"
    assert verdict(screens, WindowActive("save as"), focused, focused) == "success"


def test_what_stood_there_before_is_not_taken_for_typed_text(screens: FakeScreens) -> None:
    row = look(screens, UIElement(BOX, "text", "12"))
    assert verdict(screens, FieldHolds("", "12"), row, row) == "no_effect"
    assert verdict(screens, FieldHolds("", "12"), row, row, changed=(BOX,)) == "success"


def test_a_text_cursor_behind_a_short_text_is_no_letter(screens: FakeScreens) -> None:
    typed = look(screens, UIElement(NAME, "field", "Bol"))
    assert verdict(screens, FieldHolds("", "Bo"), typed, typed, changed=(NAME,)) == "success"
    assert verdict(screens, FieldHolds("", "Ba"), typed, typed, changed=(NAME,)) == "unexpected"


def test_a_text_too_short_to_be_read_may_be_seen_by_its_size(screens: FakeScreens) -> None:
    blank = look(screens)
    assert verdict(screens, FieldHolds("", "Bo"), blank, blank, changed=(Box(20, 20, 40, 40),)) == "success"
    assert (
        verdict(screens, FieldHolds("", "Bo"), blank, blank, changed=(Box(20, 20, 300, 40),)) == "unexpected"
    )
    assert (
        verdict(screens, FieldHolds("", "Bobby"), blank, blank, changed=(Box(20, 20, 40, 40),))
        == "unexpected"
    )


@pytest.mark.parametrize(
    ("typed", "read", "expected"),
    [
        ("jRPft", "jRPf", "success"),
        ("kQwz", "kQvz", "success"),
        ("Room 12", "Room 17", "unexpected"),
        ("Ann", "Anm", "unexpected"),
        ("jRPft", "jR", "unexpected"),
    ],
)
def test_one_letter_may_be_misread_where_it_was_typed_but_no_digit(
    screens: FakeScreens, typed: str, read: str, expected: str
) -> None:
    after = look(screens, UIElement(NAME, "field", read))
    assert verdict(screens, FieldHolds("", typed), after, after, changed=(NAME,)) == expected
    other = look(screens, UIElement(BOX, "field", read))
    assert verdict(screens, FieldHolds("", typed), other, other, changed=(NAME,)) == "unexpected"


@pytest.mark.parametrize(("typed", "shown"), [("128/4", "4"), ("(2+3)*12", "12"), ("7-", ""), ("ab12", "")])
def test_a_calculator_shows_the_last_number_typed(screens: FakeScreens, typed: str, shown: str) -> None:
    display = look(screens, UIElement(NAME, "field", shown or "0"))
    expected = "success" if shown else "unexpected"
    assert verdict(screens, FieldHolds("", typed), display, display, changed=(NAME,)) == expected


@pytest.mark.parametrize(
    ("typed", "shown", "expected"),
    [("7*6=", "42", "success"), ("9/8=", "1.125", "success"), ("7*6=", "Error", "unexpected"),
     ("x=", "42", "unexpected"), ("7*6", "42", "unexpected")],
)  # fmt: skip
def test_a_calculator_shows_what_came_of_a_finished_calculation(
    screens: FakeScreens, typed: str, shown: str, expected: str
) -> None:
    display = look(screens, UIElement(NAME, "field", shown))
    assert verdict(screens, FieldHolds("", typed), display, display, changed=(NAME,)) == expected


def test_a_dialog_inside_a_page_counts_as_open_where_its_title_can_be_read(screens: FakeScreens) -> None:
    now = look(screens, UIElement(NAME, "text", "Delete this account?"))
    assert verdict(screens, WindowOpen("Delete this account"), now, now) == "success"


def test_changes_are_looked_for_at_the_target_or_anywhere(screens: FakeScreens) -> None:
    now, far = look(screens), Box(280, 200, 300, 220)
    target = Grounding(NAME.center, NAME, 1.0)
    assert verdict(screens, TargetChanges(), now, now, changed=(NAME,), grounding=target) == "success"
    assert verdict(screens, TargetChanges(), now, now, changed=(far,), grounding=target) == "unexpected"
    assert verdict(screens, ScreenChanges(), now, now, changed=(far,)) == "success"
    assert verdict(screens, ScreenChanges(), now, now) == "no_effect"


def test_nothing_changes_unless_a_window_opens(screens: FakeScreens) -> None:
    one, two = look(screens, windows=(NOTES,)), look(screens, windows=(NOTES, DIALOG))
    assert verdict(screens, NothingChanges(), one, one) == "success"
    assert verdict(screens, NothingChanges(), one, two) != "success"


def test_expectations_combine(screens: FakeScreens) -> None:
    now = look(screens, UIElement(NAME, "text", "Saved"))
    yes, no = TextVisible("Saved"), TextVisible("Failed")
    assert verdict(screens, AnyOf((no, yes)), now, now) == "success"
    assert verdict(screens, AllOf((no, yes)), now, now) == "no_effect"
    assert verdict(screens, AllOf((yes, yes)), now, now) == "success"


def test_no_expectation_is_left_to_the_next_step(screens: FakeScreens) -> None:
    now = look(screens)
    assert verdict(screens, None, now, now) == "success"


@pytest.mark.parametrize(
    ("expectation", "holds", "rests"),
    [
        (TextVisible("Saved"), False, True),
        (TextVisible("Saved"), True, False),
        (TextGone("Saved"), True, True),
        (TextGone("Saved"), False, False),
        (FieldHolds("Name", ""), True, True),
        (FieldHolds("Name", "Ana"), True, False),
        (FieldHolds("Name", "Ana", exactly=True), True, True),
        (CheckboxIs("Wi-Fi"), False, True),
        (WindowOpen("Print", is_open=False), True, True),
        (ScreenChanges(), False, False),
        (AnyOf((ScreenChanges(), TextVisible("Saved"))), False, True),
        (AnyOf((ScreenChanges(), TextVisible("Saved"))), True, False),
        (AllOf((ScreenChanges(), TextGone("Saved"))), True, True),
    ],
)
def test_only_what_was_not_read_is_looked_at_again(
    expectation: Expectation, holds: bool, rests: bool
) -> None:
    assert rests_on_not_reading(expectation, holds) is rests


def test_what_the_quick_look_missed_is_looked_for_closely(screens: FakeScreens) -> None:
    empty, missed = look(screens), look(screens, UIElement(BOX, "icon"))
    close = ParsedScreen((UIElement(NAME, "text", "Saved"),), missed.screenshot.region)
    seen = {id(missed.screenshot): close}
    reflector = ScreenReflector(
        FakeGroundingModel(screens), lambda shot: seen.get(id(shot), ParsedScreen((), shot.region))
    )
    assert reflector.holds(TextVisible("Saved"), missed)
    assert not reflector.holds(TextGone("Saved"), missed)
    assert not reflector.holds(TextVisible("Saved"), empty)


def test_text_that_went_into_another_field_is_not_in_the_one_it_was_for(screens: FakeScreens) -> None:
    mail, label = Box(80, 100, 280, 130), Box(10, 105, 60, 125)
    fields = (UIElement(NAME, "field"), UIElement(mail, "field"), UIElement(label, "text", "E-mail"))
    before = look(screens, *fields)
    after = look(screens, *fields, UIElement(Box(20, 15, 150, 35), "text", "ana@example.org"))
    reflector = ScreenReflector(OcrGroundingModel(screens))
    planned = PlannedAction("type", expectation=FieldHolds("E-mail field", "ana@example.org"))
    judged = reflector.judge(planned, before, replace(after, changes=(NAME,)), None)
    assert (judged.verdict, "another field" in judged.feedback) == ("unexpected", True)


@pytest.mark.parametrize(
    ("expectation", "looks"),
    [(TextVisible("Saved"), 1), (AnyOf((ScreenChanges(), TextAppears("Saved"))), 2), (ScreenChanges(), 0)],
)
def test_what_was_before_is_read_closely_only_where_it_counts(
    screens: FakeScreens, expectation: Expectation, looks: int
) -> None:
    before, after = look(screens), look(screens, UIElement(BOX, "icon"))
    asked: list[Screenshot] = []

    def look_closely(shot: Screenshot) -> ParsedScreen:
        asked.append(shot)
        return ParsedScreen((), shot.region)

    reflector = ScreenReflector(FakeGroundingModel(screens), look_closely)
    reflector.judge(PlannedAction("click", expectation=expectation), before, after, None)
    assert len(asked) == looks
