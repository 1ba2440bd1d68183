import pytest

from actions.geometry import Box
from grounding.types import ParsedScreen, UIElement
from gui_agent.screen_text import contains, count_text, find_text, fold, text_within


def screen(*lines: str) -> ParsedScreen:
    elements = (UIElement(Box(0, 20 * i, 300, 20 * i + 18), "text", line) for i, line in enumerate(lines))
    return ParsedScreen(tuple(elements), Box(0, 0, 300, 400))


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Save As…", "save as..."),
        ("Thankyou for joining", "Thank you"),
        ("Buy green app1es and green pears", "Buy green apples and green pears"),
        ("ZAŻÓŁĆ", "zazolc"),
        ("Total: 42", "42"),
        ("OK", "ok"),
        ("diary.txt.bak diary.txt", "diary.txt"),
        ("Saved diary.txt. Thank you.", "diary.txt"),
        ("“quoted”", '"quoted"'),
    ],
)
def test_what_was_read_shows_what_was_wanted(read: str, wanted: str) -> None:
    assert contains(read, wanted)


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Book", "OK"),
        ("142", "42"),
        ("Save", "Save As"),
        ("diary.txt.txt", "diary.txt"),
        ("Buy red apples and red pears", "Buy green apples and green pears"),
        ("", "Name"),
    ],
)
def test_what_was_read_does_not_show_something_else(read: str, wanted: str) -> None:
    assert not contains(read, wanted)


def test_a_text_over_several_lines_is_found_line_by_line() -> None:
    found = find_text(screen("Dear Ana,", "see you on Monday", "Bob"), "Dear Ana,\nsee you on Monday")
    assert [e.text for e in found] == ["Dear Ana,", "see you on Monday"]


def test_a_text_whose_last_line_is_missing_is_not_found() -> None:
    assert find_text(screen("Dear Ana,"), "Dear Ana,\nsee you on Monday") == ()


def test_a_long_text_may_be_wrapped() -> None:
    wrapped = screen("the quick brown fox jumps", "over the lazy dog tonight")
    assert find_text(wrapped, "the quick brown fox jumps over the lazy dog tonight")


def test_occurrences_within_a_line_count() -> None:
    assert count_text(screen("apple apple", "apple"), "apple") == 3


def test_folding_drops_case_accents_and_spaces() -> None:
    assert fold("  É té… ") == "ete..."


@pytest.mark.parametrize(
    ("wanted", "read", "same"),
    [
        ("Total: 1234", "Total: 1234", True),
        ("Total: 1234", "Total: 1235", False),
        ("Total: 1234", "Total 1234 EUR", True),
        ("Appointment 10", "Appointment 1O", True),
        ("Room 5, garden", "Room 5, gardcn", True),
        ("Order 12", "Order 112", False),
        ("Replace all in", "Replace All", False),
    ],
)
def test_another_number_is_another_text(wanted: str, read: str, same: bool) -> None:
    assert contains(read, wanted) is same


def test_words_taken_for_elements_of_their_own_still_make_a_line() -> None:
    boxes = [Box(0, 0, 34, 11), Box(44, 0, 70, 11), Box(81, 0, 124, 11), Box(170, 0, 200, 11)]
    words = ("Call", "Ana", "tonight", "Help")
    row = tuple(UIElement(box, "text", word) for box, word in zip(boxes, words, strict=True))
    parsed = ParsedScreen(row, Box(0, 0, 300, 400))
    assert [e.text for e in find_text(parsed, "Call Ana tonight")] == ["Call", "Ana", "tonight"]
    assert count_text(parsed, "Call Ana tonight") == 1
    assert find_text(parsed, "night Help") == ()


def test_a_control_and_the_text_on_it_are_read_once() -> None:
    whole = Box(0, 0, 300, 60)
    elements = (
        UIElement(Box(0, 0, 60, 30), "button", "Ana"),
        UIElement(Box(10, 5, 40, 20), "text", "Ana"),
        UIElement(Box(70, 0, 200, 30), "field", "Bo Li"),
        UIElement(Box(75, 5, 100, 20), "text", "Bo"),
        UIElement(Box(110, 5, 140, 20), "text", "Li"),
        UIElement(Box(0, 30, 60, 60), "text", "Ana"),
    )
    assert text_within(ParsedScreen(elements, whole), whole) == "Ana\nBo\nLi\nAna"


@pytest.mark.parametrize(
    ("wanted", "read", "shown"),
    [
        ("Send the letter - Normal - done", "Send the letter - Normal - open", False),
        ("Send the letter - Normal - done", "Send the letter - Normal - dcne", True),
        ("The next meeting is on Friday", "The next meeting is on Monday", False),
        ("The connection is now enabled", "The connection is now disabled", False),
        ("Make all text uppercase", "Make ail text uppercase", True),
        ("Saved Ana, with newsletter", "Saved Ana, without newsletter", False),
    ],
)
def test_one_word_is_not_taken_for_another_in_a_long_text(wanted: str, read: str, shown: bool) -> None:
    assert contains(read, wanted) is shown
