"""Controls called by their number alone are counted in reading order."""

from actions.geometry import Box
from grounding.counting import counted
from grounding.phrase import parse_target
from grounding.types import ParsedScreen, Role, UIElement


def screen(*elements: UIElement) -> ParsedScreen:
    return ParsedScreen(elements, Box(0, 0, 400, 300))


def at(x: int, y: int, role: Role = "field", text: str = "", width: int = 60) -> UIElement:
    return UIElement(Box(x, y, x + width, y + 24), role, text)


TWO_ROWS = screen(at(20, 80), at(100, 82), at(180, 78), at(20, 120), at(20, 20, "text", "Enter it"))


def place(target: str, seen: ParsedScreen) -> Box | None:
    found = counted(parse_target(target), seen)
    return found.box if found else None


def test_fields_are_counted_by_rows() -> None:
    assert place("2nd textbox", TWO_ROWS) == Box(100, 82, 160, 106)
    assert place("third text field", TWO_ROWS) == Box(180, 78, 240, 102)
    assert place("last text field", TWO_ROWS) == Box(20, 120, 80, 144)


def test_more_words_than_number_and_kind_are_not_for_counting() -> None:
    for target in ("2nd “Name” field", "2nd field below Enter it", "field", "2nd button"):
        assert place(target, TWO_ROWS) is None


def test_a_number_beyond_what_is_there_is_not_for_counting() -> None:
    assert place("5th textbox", TWO_ROWS) is None
    assert place("1st textbox", screen(at(20, 20))) is None


def test_what_speaks_of_such_controls_is_none_of_them() -> None:
    told = at(0, 0, text="Focus into the 2nd input textbox.", width=300)
    assert place("1st textbox", screen(told, at(20, 80), at(20, 120))) == Box(20, 80, 80, 104)


def test_the_only_text_area_and_the_only_list_need_no_number() -> None:
    seen = screen(at(20, 20, "document", width=200), at(20, 80, "combo box", "Ecuador"), at(20, 120))
    assert place("textarea", seen) == Box(20, 20, 220, 44)
    assert place("the list", seen) == Box(20, 80, 80, 104)
    assert place("the list", screen(at(20, 80, "combo box"), at(20, 120, "combo box"))) is None
