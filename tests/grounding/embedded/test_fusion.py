"""Words go to the element that holds them."""

from actions.geometry import Box
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText, fuse, joined_readings
from grounding.types import Role, State, UIElement


def control(role: Role, *box: int, state: State | None = None) -> DetectedElement:
    return DetectedElement(Box(*box), role, frozenset([state] if state else []), 0.9)


def line(text: str, *box: int) -> ReadText:
    return ReadText(Box(*box), text, 0.95)


def by_role(elements: list[UIElement]) -> list[tuple[str, str]]:
    return sorted((e.role, e.text) for e in elements)


def test_a_buttons_words_are_its_text() -> None:
    found = fuse([control("button", 10, 10, 90, 40)], [line("Save", 30, 18, 70, 32)])
    assert by_role(found) == [("button", "Save")]


def test_words_belong_to_the_smallest_holder() -> None:
    controls = [control("list item", 0, 0, 400, 40), control("button", 300, 5, 380, 35)]
    found = fuse(controls, [line("Edit", 320, 12, 360, 28), line("Alice", 10, 12, 60, 28)])
    assert by_role(found) == [("button", "Edit"), ("list item", "Alice")]


def test_words_in_a_window_stay_elements_of_their_own() -> None:
    found = fuse([control("window", 0, 0, 400, 300)], [line("Title", 100, 5, 160, 20)])
    assert by_role(found) == [("text", "Title"), ("window", "")]


def test_the_columns_of_a_row_can_be_pointed_at_one_by_one() -> None:
    lines = [line("notes.txt", 10, 5, 80, 20), line("4 kB", 300, 5, 340, 20)]
    found = fuse([control("list item", 0, 0, 400, 24)], lines)
    assert by_role(found) == [("list item", "notes.txt 4 kB"), ("text", "4 kB"), ("text", "notes.txt")]


def test_a_tick_box_takes_the_words_to_its_right() -> None:
    lines = [line("Wrap lines", 40, 10, 110, 24), line("far away", 300, 10, 360, 24)]
    found = fuse([control("checkbox", 10, 10, 26, 26, state="checked")], lines)
    assert by_role(found) == [("checkbox", "Wrap lines"), ("text", "far away")]
    assert next(e for e in found if e.role == "checkbox").state == frozenset({"checked"})


def test_a_switch_at_the_end_of_a_row_takes_the_words_before_it() -> None:
    found = fuse([control("switch", 300, 10, 340, 30)], [line("Wi-Fi", 10, 12, 60, 28)])
    assert by_role(found) == [("switch", "Wi-Fi")]
    assert found[0].state == frozenset({"unchecked"})


def test_text_below_a_tick_box_is_not_its_label() -> None:
    found = fuse([control("radio", 10, 10, 26, 26)], [line("Other", 40, 60, 90, 74)])
    assert by_role(found) == [("radio", ""), ("text", "Other")]


def test_a_field_that_fills_its_window_is_a_document_and_its_lines_stand_alone() -> None:
    controls = [control("window", 0, 0, 600, 400), control("field", 0, 40, 600, 380)]
    found = fuse(controls, [line("Dear Ann", 5, 45, 80, 60)])
    assert by_role(found) == [("document", ""), ("text", "Dear Ann"), ("window", "")]


def test_nothing_found_is_nothing() -> None:
    assert fuse([], []) == []
    assert by_role(fuse([], [line("Hello", 0, 0, 50, 12)])) == [("text", "Hello")]


def test_an_element_knows_where_its_words_stand() -> None:
    lines = [line("Ctrl+O", 300, 5, 350, 20), line("Open", 10, 5, 60, 20)]
    (found,) = [e for e in fuse([control("menu item", 0, 0, 400, 24)], lines) if e.role == "menu item"]
    assert [(p.text, p.box) for p in found.pieces] == [
        ("Open", Box(10, 5, 60, 20)),
        ("Ctrl+O", Box(300, 5, 350, 20)),
    ]


def test_the_label_beside_a_tick_box_is_not_inside_of_it() -> None:
    found = fuse([control("checkbox", 10, 10, 26, 26)], [line("Wrap lines", 40, 10, 110, 24)])
    assert found[0].text == "Wrap lines"
    assert found[0].pieces == ()


def test_wrapped_lines_are_one_text_that_knows_its_lines() -> None:
    lines = [
        line("Do you want to save what", 10, 10, 200, 23),
        line("you have written?", 10, 28, 140, 41),
    ]
    (found,) = fuse([], lines)
    assert (found.role, found.text) == ("text", "Do you want to save what you have written?")
    assert found.box == Box(10, 10, 200, 41)
    assert [p.box for p in found.pieces] == [x.box for x in lines]


def test_the_lines_of_a_document_stay_lines() -> None:
    lines = [line("Do you want to save what", 10, 50, 200, 63), line("you have written?", 10, 68, 140, 81)]
    found = fuse([control("window", 0, 0, 600, 400), control("field", 0, 40, 600, 380)], lines)
    assert sum(e.role == "text" for e in found) == 2


def test_the_words_of_a_doubtful_control_are_a_text_too() -> None:
    doubtful = DetectedElement(Box(0, 0, 120, 30), "cell", frozenset(), 0.32)
    found = fuse([doubtful], [line("User name:", 20, 8, 90, 22)])
    assert by_role(found) == [("cell", "User name:"), ("text", "User name:")]


def test_a_doubtful_control_that_ends_within_a_line_is_none() -> None:
    title = line("notes.txt - Editor", 100, 4, 260, 18)
    half = DetectedElement(Box(98, 0, 180, 22), "menu", frozenset(), 0.33)
    assert by_role(fuse([half], [title])) == [("text", "notes.txt - Editor")]
    sure = DetectedElement(Box(98, 0, 180, 22), "menu", frozenset(), 0.8)
    assert by_role(fuse([sure], [title])) == [("menu", ""), ("text", "notes.txt - Editor")]


def test_better_readings_replace_others_in_their_place() -> None:
    better = [line("Reserve", 10, 10, 80, 24)]
    others = [line("Rcscrvc", 12, 11, 78, 24), line("Close", 10, 50, 60, 64)]
    assert [x.text for x in joined_readings(better, others)] == ["Reserve", "Close"]
    assert joined_readings([], others) == others


def test_words_of_one_row_are_read_from_left_to_right_though_some_stand_higher() -> None:
    lines = [line("Ctrl+C", 300, 7, 350, 19), line("Copy", 10, 9, 50, 23)]
    found = fuse([control("menu item", 0, 0, 400, 30)], lines)
    assert by_role(found) == [("menu item", "Copy Ctrl+C")]
