"""What a routine does on a page that shows the task, one field, one button or a list of items."""

from __future__ import annotations

import pytest

from actions.action import Action, Click, Drag, PressKeys, Scroll, TypeText
from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel
from grounding.ocr_model import OcrGroundingModel
from grounding.types import Grounding, ParsedScreen, TextPiece, UIElement
from gui_agent.planning.filling import in_whole_parts
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.repair import RESTING_PLACE, RepairingPlanner
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Ending, Step
from tests.gui_agent.planning.stage import Scene, Stage, rehearse


class Words:
    """Grounds as the product does, on the elements of a drawn scene."""

    def __init__(self, model: FakeGroundingModel) -> None:
        self._screens = model._screens

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if target == RESTING_PLACE:
            return Grounding(Point(630, 240), Box(620, 230, 640, 250), 1.0)
        screen: ParsedScreen = self._screens.parse(screenshot)
        return OcrGroundingModel(self._screens).ground_on(screen, target)


def follow(task: str, stage: Stage) -> list[Step]:
    stage.grounder = Words(stage.grounder._model)  # type: ignore[assignment,attr-defined,arg-type]
    stage.reflector = ScreenReflector(stage.grounder)
    return rehearse(RepairingPlanner(LiteralPlanner(stage.reflector.holds)), stage, task)


def line(text: str, y: int, role: str = "text", x: int = 20, width: int = 0) -> UIElement:
    return UIElement(Box(x, y, x + (width or 8 * len(text) + 8), y + 16), role, text)  # type: ignore[arg-type]


def test_the_only_thing_on_a_page_is_the_button_that_is_meant() -> None:
    task = line("Click the button.", 5)
    scenes = {"start": Scene([task, line("Click", 200), line("Me!", 220)]), "end": Scene([task])}
    stage = Stage(scenes, lambda action, now: "end" if isinstance(action, Click) else None)
    assert follow("Click the button.", stage)[-1].ending is Ending.ACCOMPLISHED
    assert [a.point for a in stage.actions if isinstance(a, Click)] == [Box(20, 200, 68, 216).center]


def test_a_field_without_a_name_is_the_one_there_is_and_its_parts_begin_at_the_left() -> None:
    before = Scene([UIElement(Box(20, 60, 200, 90), "field", "mm/dd/yyyy"), line("OK", 120, "button")])
    after = Scene([UIElement(Box(20, 60, 200, 90), "field", "05/20/2031"), line("OK", 120, "button")])
    stage = Stage(
        {"start": before, "end": after}, lambda action, now: "end" if isinstance(action, TypeText) else None
    )
    assert follow("Enter 05/20/2031 as the arrival", stage)[-1].ending is Ending.ACCOMPLISHED
    clicked, moved, typed = stage.actions
    assert isinstance(clicked, Click)
    assert clicked.point == Point(110, 75)
    assert moved == PressKeys(("left",), 4)
    assert typed == TypeText("05/20/2031")


def test_a_named_field_is_not_mistaken_for_the_only_one() -> None:
    scene = Scene([line("City", 30), UIElement(Box(20, 60, 200, 90), "field", ""), line("Street", 300)])
    stage = Stage({"start": scene}, lambda action, now: None)
    steps = follow('Enter "Main Road" as the street', stage)
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert not [a for a in stage.actions if isinstance(a, Click) and a.point == Point(110, 75)]


def test_an_item_that_a_list_shows_is_clicked_and_the_second_one_beside_it() -> None:
    items = [line(name, 60 + 22 * i, "list item") for i, name in enumerate(("Ada", "Berta", "Carol"))]
    order = {"start": "one", "one": "two"}
    scenes = {
        "start": Scene(items),
        "one": Scene([*items, line("1 chosen", 300)]),
        "two": Scene([*items, line("2 chosen", 300)]),
    }
    stage = Stage(scenes, lambda action, now: order.get(now))
    assert follow("select Ada, Carol from the scroll list", stage)[-1].ending is Ending.ACCOMPLISHED
    first, second = (a for a in stage.actions if isinstance(a, Click))
    assert (first.point, first.modifiers) == (items[0].box.center, ())
    assert (second.point, second.modifiers) == (items[2].box.center, ("ctrl",))


def test_a_list_is_scrolled_to_an_item_it_does_not_show() -> None:
    shown = [line(name, 60 + 22 * i, "list item") for i, name in enumerate(("Ada", "Berta", "Carol"))]
    later = [line(name, 60 + 22 * i, "list item") for i, name in enumerate(("Carol", "Dora", "Edith"))]
    scenes = {"start": Scene(shown), "later": Scene(later), "end": Scene([*later, line("chosen", 300)])}

    def rule(action: Action, now: str) -> str | None:
        return "later" if isinstance(action, Scroll) else "end" if now == "later" else None

    stage = Stage(scenes, rule)
    assert follow("select Edith from the scroll list", stage)[-1].ending is Ending.ACCOMPLISHED
    assert [type(a) for a in stage.actions] == [Scroll, Click]
    wheel = stage.done(Scroll)[0]
    assert isinstance(wheel, Scroll)
    assert shown[1].box.contains(wheel.point), "the wheel turns over the list"


def test_a_paragraph_is_selected_by_three_clicks() -> None:
    task = line("Highlight the text in the 2nd paragraph.", 5)
    lines = [line("Lorem ipsum dolor", 60), line("sit amet.", 80), line("Consectetur elit", 130)]
    scenes = {"start": Scene([task, *lines]), "end": Scene([task, *lines[:2], line("CONSECTETUR ELIT", 130)])}
    stage = Stage(scenes, lambda action, now: "end")
    assert follow("Highlight the text in the 2nd paragraph.", stage)[-1].ending is Ending.ACCOMPLISHED
    assert stage.actions == [Click(lines[2].box.center, "left", 3)]


def spinner(value: str) -> Scene:
    return Scene([UIElement(Box(20, 60, 120, 90), "spin box", value), line("OK", 120, "button")])


def test_a_spinner_that_takes_no_typing_is_stepped_from_the_number_it_shows() -> None:
    stage = Stage(
        {"start": spinner("2"), "end": spinner("-3")},
        lambda action, now: "end" if isinstance(action, PressKeys) and action.keys == ("down",) else None,
    )
    assert follow("Select -3 with the spinner", stage)[-1].ending is Ending.ACCOMPLISHED
    assert stage.actions[-1] == PressKeys(("down",), 5)


def test_a_spinner_that_takes_typing_is_typed_into() -> None:
    stage = Stage(
        {"start": spinner("2"), "end": spinner("-3")},
        lambda action, now: "end" if isinstance(action, TypeText) else None,
    )
    assert follow("Select -3 with the spinner", stage)[-1].ending is Ending.ACCOMPLISHED
    assert not [a for a in stage.actions if isinstance(a, PressKeys) and a.keys == ("down",)]


def test_a_clipped_item_of_a_list_is_clicked_where_it_begins() -> None:
    items = [line("Heard Island and Mc", 100), line("Ecuador", 130)]
    stage = Stage({"start": Scene(items), "chosen": Scene([*items, line("·", 160)])}, lambda a, n: "chosen")
    steps = follow("select Heard Island and McDonald Islands from the scroll list", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    (click,) = [a for a in stage.actions if isinstance(a, Click)]
    assert items[0].box.contains(click.point)


def test_an_item_that_the_wheel_goes_past_is_typed_into_its_list() -> None:
    shown = [line("Mongolia", 100), line("Spain", 120)]
    scrolled = [line("Nauru", 100), line("Tanzania", 120)]
    scenes = {
        "start": Scene(shown),
        "held": Scene([*shown, line("·", 160)]),
        "there": Scene(scrolled),
        "chosen": Scene([*scrolled, line("·", 160)]),
    }

    def rule(action: Action, now: str) -> str | None:
        match action:
            case Click():
                return "held" if now == "start" else "chosen"
            case TypeText("Tanzania"):
                return "there"
            case _:
                return None

    steps = follow("select Tanzania from the scroll list", Stage(scenes, rule))
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_a_button_in_capitals_that_is_covered_is_the_one_without_words() -> None:
    covered = UIElement(Box(20, 200, 80, 214), "button")
    stage = Stage(
        {"start": Scene([line("TWO", 160, "button"), covered]), "end": Scene([])}, lambda a, n: "end"
    )
    follow("click button ONE", stage)
    assert [covered.box.contains(a.point) for a in stage.actions if isinstance(a, Click)] == [True]


def test_a_password_need_not_be_read_where_it_was_typed() -> None:
    field = UIElement(Box(20, 100, 200, 130), "field")
    other = UIElement(Box(20, 150, 200, 180), "field")
    masked = UIElement(Box(30, 108, 42, 122), "icon")
    scenes = {"start": Scene([field, other]), "typed": Scene([field, other, masked])}
    stage = Stage(scenes, lambda a, n: "typed" if isinstance(a, TypeText) else None)
    steps = follow('enter the password "yA" into the first text field', stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_paragraphs_of_several_lines_are_told_apart_by_their_gap() -> None:
    def block(y: int, *lines: str) -> UIElement:
        pieces = tuple(
            TextPiece(text, Box(20, y + 17 * i, 220, y + 17 * i + 13)) for i, text in enumerate(lines)
        )
        box = Box(20, y, 220, y + 17 * len(lines) - 4)
        return UIElement(box, "text", " ".join(lines), pieces=pieces)

    first = block(100, "Purus pretium. Duis facilisis", "massa eleifend")
    second = block(149, "at. Eget dui. Volutpat", "commodo est aliquet")
    marked = Scene([first, second, line("·", 200)])
    stage = Stage({"start": Scene([first, second]), "marked": marked}, lambda a, n: "marked")
    follow("highlight the text in the 2nd paragraph", stage)
    assert [second.box.contains(a.point) for a in stage.actions if isinstance(a, Click)][:1] == [True]


def test_a_text_area_is_made_higher_by_its_corner() -> None:
    area = UIElement(Box(40, 40, 160, 120), "document")
    larger = UIElement(Box(40, 40, 160, 150), "document")
    stage = Stage(
        {"start": Scene([area]), "larger": Scene([larger])},
        lambda action, now: "larger" if isinstance(action, Drag) else None,
    )
    steps = follow("resize the text area so that its height is larger", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    (drag,) = [a for a in stage.actions if isinstance(a, Drag)]
    start, end = drag.path
    assert start.distance_to(Point(area.box.x2, area.box.y2)) < 24
    assert end.x == start.x
    assert end.y > start.y + 10


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("1:04 AM", "01:04AM"),
        ("10:30 PM", "10:30PM"),
        ("3/5/2014", "03/05/2014"),
        ("12/25/2014", "12/25/2014"),
    ],
)
def test_parts_of_dates_and_times_are_typed_with_two_digits(said: str, typed: str) -> None:
    assert in_whole_parts(said) == typed
