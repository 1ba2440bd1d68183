"""A click goes to the words of an element, out of the way of what covers it."""

from actions.geometry import Box, Point
from grounding.matcher import find_target
from grounding.phrase import parse_target
from grounding.pointing import click_point, free_point, main_words, part_box
from grounding.types import ParsedScreen, Role, TextPiece, UIElement

SCREEN = Box(0, 0, 800, 600)


def element(role: Role, box: Box, *pieces: tuple[str, Box]) -> UIElement:
    """Return an element with words at known places."""
    words = tuple(TextPiece(text, at) for text, at in pieces)
    return UIElement(box, role, " ".join(p.text for p in words), pieces=words)


def entry(*pieces: tuple[str, Box]) -> UIElement:
    return element("menu item", Box(100, 100, 400, 124), *pieces)


RENAME = ("Rename", Box(120, 106, 170, 118))


def test_a_wide_menu_item_is_clicked_on_its_words_as_near_to_the_middle_as_they_are() -> None:
    point = click_point(entry(RENAME))
    assert RENAME[1].contains(point)
    assert point.x > RENAME[1].center.x


def test_where_the_middle_is_on_the_words_it_is_clicked() -> None:
    box = Box(100, 100, 200, 130)
    assert click_point(element("button", box, ("Save", Box(130, 108, 168, 122)))) == box.center


def test_the_shortcut_at_the_end_of_a_menu_item_is_not_what_is_clicked() -> None:
    item = entry(RENAME, ("F2", Box(370, 106, 390, 118)))
    assert main_words(item) == RENAME[1]
    assert RENAME[1].contains(click_point(item))


def test_words_broken_into_two_lines_belong_together() -> None:
    item = entry(("Show the", Box(120, 102, 180, 111)), ("desktop", Box(120, 113, 170, 122)))
    assert main_words(item) == Box(120, 102, 180, 122)


def test_a_tick_box_is_clicked_itself_though_its_label_belongs_to_it() -> None:
    ticked = element("checkbox", Box(10, 10, 210, 30), ("Wrap long lines", Box(36, 13, 140, 27)))
    assert click_point(ticked) == Point(23, 20)


def test_a_field_is_clicked_on_what_stands_in_it_and_an_empty_one_in_the_middle() -> None:
    box, words = Box(0, 0, 300, 30), Box(8, 8, 60, 22)
    assert words.contains(click_point(element("field", box, ("Search", words))))
    assert click_point(element("field", box)) == box.center


def test_a_slider_is_clicked_in_the_middle() -> None:
    box = Box(0, 0, 300, 30)
    assert click_point(element("slider", box, ("10", Box(0, 0, 20, 12)))) == box.center


def test_a_tile_is_clicked_in_the_middle_and_not_on_the_words_below_its_picture() -> None:
    tile = element("list item", Box(0, 0, 90, 100), ("notes.txt", Box(20, 82, 70, 96)))
    assert click_point(tile) == Point(45, 50)


def test_a_long_row_without_words_is_clicked_on_its_picture() -> None:
    row, picture = element("list item", Box(0, 0, 300, 30)), UIElement(Box(6, 5, 26, 25), "icon")
    assert free_point(row, ParsedScreen((row, picture), SCREEN)) == picture.box.center


def test_words_under_a_dialog_are_not_clicked() -> None:
    row = element("cell", Box(0, 100, 700, 300), ("Total", Box(20, 190, 60, 204)))
    dialog = UIElement(Box(0, 150, 300, 350), "dialog")
    point = free_point(row, ParsedScreen((row, dialog), SCREEN))
    assert row.box.contains(point)
    assert not dialog.box.contains(point)


def test_the_box_of_a_grounding_is_the_whole_element() -> None:
    item = entry(RENAME)
    found = find_target(parse_target("Rename menu item"), ParsedScreen((item,), SCREEN))
    assert found.box == item.box
    assert RENAME[1].contains(found.point)


def test_a_part_of_a_paragraph_is_found_on_its_line() -> None:
    lines = ("Please enter your", Box(0, 0, 170, 12)), ("customer number and press OK", Box(0, 16, 280, 28))
    text = element("text", Box(0, 0, 280, 28), *lines)
    assert part_box("customer number", text) == Box(0, 16, 150, 28)
    found = find_target(parse_target("“press OK”"), ParsedScreen((text,), SCREEN))
    assert lines[1][1].contains(found.point)
    assert found.point.x > 180


def test_words_over_two_lines_are_both_lines_and_strange_words_are_nowhere() -> None:
    lines = ("first of", Box(0, 0, 80, 12)), ("all of it", Box(0, 16, 90, 28)), ("ends", Box(0, 32, 40, 44))
    text = element("text", Box(0, 0, 90, 44), *lines)
    assert part_box("first of all of it", text) == Box(0, 0, 90, 28)
    assert part_box("nothing", text) is None
