"""What is tried next, and which ways are taken."""

import random

from actions.geometry import Box, Point
from gui_agent.exploring.appmap import AppMap
from gui_agent.exploring.choosing import choose, doings_of
from gui_agent.exploring.doing import Escape, FillIn, OpenContextMenu, Press, control_of
from gui_agent.exploring.scenes import Control, ControlKind
from tests.gui_agent.exploring.drawn import with_texts


def _control(label: str, kind: ControlKind = "button", y: int = 100) -> Control:
    return Control(kind, label, Box(100, y, 180, y + 20), Point(140, y + 10))


MENU, QUIT, ROW = _control("File", "menu", 60), _control("Quit", "menu", 90), _control("Emma", "row", 200)


def _order(*controls: Control) -> list[str]:
    """Return the labels in the order they are chosen."""
    appmap = AppMap()
    start = appmap.add(with_texts(("File", 60, 80)), None)
    start.untried = doings_of(controls, "text")
    said = []
    while (choice := choose(appmap, start, start, random.Random(1))) is not None:
        start.untried.remove(choice.doing)
        if (control := control_of(choice.doing)) and isinstance(choice.doing, Press):
            said.append(control.label)
    return said


def test_menus_come_first_and_what_ends_the_program_last() -> None:
    assert _order(QUIT, ROW, _control("Lend", y=300), MENU) == ["File", "Lend", "Emma", "Quit"]


def test_the_same_seed_makes_the_same_choices() -> None:
    buttons = [_control(name, y=60 + 30 * row) for row, name in enumerate(("A", "B", "C", "D"))]
    assert _order(*buttons) == _order(*buttons)


def test_fields_are_filled_and_the_first_row_gets_its_context_menu() -> None:
    field = _control("", "field")
    assert doings_of((field, ROW), "Tea") == [FillIn(field, "Tea"), Press(ROW), OpenContextMenu(ROW)]


def test_of_many_rows_some_are_tried() -> None:
    rows = tuple(_control(f"Row {n}", "row", 20 * n) for n in range(50))
    assert 3 < len(doings_of(rows, "")) < 10


def test_the_shortest_known_way_is_taken() -> None:
    appmap = AppMap()
    start = appmap.add(with_texts(("File", 60, 80)), None)
    menu = appmap.add(with_texts(("File", 60, 80), ("Open", 60, 120)), None)
    dialog = appmap.add(with_texts(("Cancel", 60, 300)), None)
    first = appmap.leads(start, Press(MENU), menu)
    second = appmap.leads(menu, Press(_control("Open")), dialog)
    appmap.leads(dialog, Escape(), start)
    assert appmap.way(start, dialog) == [first, second]
    assert appmap.way(dialog, menu) is not None


def test_a_way_that_led_elsewhere_twice_is_not_taken_any_more() -> None:
    appmap = AppMap()
    start = appmap.add(with_texts(("File", 60, 80)), None)
    menu = appmap.add(with_texts(("File", 60, 80), ("Open", 60, 120)), None)
    for target in (menu, start, menu):
        appmap.leads(start, Press(MENU), target)
    assert appmap.way(start, menu) is None


def test_what_was_tried_on_one_screen_of_a_window_is_not_tried_on_the_next_one() -> None:
    appmap = AppMap()
    start = appmap.add(with_texts(("File", 60, 80)), None)
    other = appmap.add(with_texts(("File", 60, 80), ("Fees", 60, 200)), None)
    appmap.leads(start, Press(MENU), other, "shown")
    assert appmap.was_tried(other, Press(MENU))
    assert not appmap.was_tried(other, Press(ROW))


def test_what_did_nothing_gets_another_chance_elsewhere() -> None:
    appmap = AppMap()
    start = appmap.add(with_texts(("File", 60, 80)), None)
    other = appmap.add(with_texts(("File", 60, 80), ("Fees", 60, 200)), None)
    appmap.leads(start, Press(MENU), start, "nothing")
    assert not appmap.was_tried(other, Press(MENU))
    assert appmap.was_tried(start, Press(MENU))
