"""What each family of models answers, and the pixel it means, worked out by hand.

The screen is 1920×1080. In pixels of the resized picture (28: 1932×1092) a third is (644, 364); in
thousandths 1 is 1.92 and 1.08 pixels.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.geometry import Box, Point, Size
from grounding.errors import UnreadableAnswer
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import format_named, formats

SCREEN = Box(0, 0, 1920, 1080)
THIRD = Point(640, 360)


def call(arguments: str) -> str:
    """A call of the computer tool as Qwen's models write it."""
    return f'<tool_call>\n{{"name": "computer_use", "arguments": {{{arguments}}}}}\n</tool_call>'


CLICK = '"action": "left_click", "coordinate": '
GIVE_UP = '"action": "terminate", "status": "failure"'

PLACES = [
    # UI-TARS 1.5: pixels of 1932×1092; 966/1932 and 546/1092 are the middle.
    ("ui-tars-1.5", "Action: click(point='<point>644 364</point>')", THIRD),
    ("ui-tars-1.5", "Thought: I see it.\nAction: click(start_box='(966,546)')", Point(960, 540)),
    ("ui-tars-1.5", "Action: click(start_box='<|box_start|>(966,546)<|box_end|>')", Point(960, 540)),
    ("ui-tars-1.5", "Action: left_double(start_box='(644, 364, 966, 546)')", Box(640, 360, 960, 540)),
    ("ui-tars-1.5", "(644,364)", THIRD),
    # Qwen2.5-VL: the same pixels, as a tool call.
    ("qwen2.5-vl", call(CLICK + "[644, 364]"), THIRD),
    ("qwen2.5-vl", '{"arguments": {"coordinate": [644, 364, 966, 546]}}', Box(640, 360, 960, 540)),
    ("qwen2.5-vl", '```json\n[{"bbox_2d": [644, 364, 966, 546]}]\n```', Box(640, 360, 960, 540)),
    ("qwen2.5-vl", '[{"point_2d": [644, 364], "label": "Save"}]', THIRD),
    # Qwen3-VL: thousandths: 333 is 639.36, 333 is 359.64.
    ("qwen3-vl", call(CLICK + "[333, 333]"), Point(639, 360)),
    ("qwen3-vl", "<think>left or right?\nAt [1, 2]?</think>\n{\"coordinate\": [500, 250]}", Point(960, 270)),
    ("qwen3-vl", '{"arguments": {"coordinate": [[100, 200], [300, 400]]}}', Box(192, 216, 576, 432)),
    # OS-Atlas: the answer of its README; 576 → 1105.92, 12 → 12.96, 592 → 1136.64, 42 → 45.36.
    (
        "os-atlas",
        "<|object_ref_start|>language switch<|object_ref_end|>"
        "<|box_start|>(576,12),(592,42)<|box_end|><|im_end|>",
        Box(1106, 13, 1137, 45),
    ),
    ("os-atlas", "language switch(576,12),(592,42)", Box(1106, 13, 1137, 45)),
    ("os-atlas", "[[576, 12, 592, 42]]", Box(1106, 13, 1137, 45)),
    ("os-atlas", "<|box_start|>(500,500)<|box_end|>", Point(960, 540)),
    # ShowUI: the answer of its quick start: 0.73·1920 = 1401.6, 0.21·1080 = 226.8.
    ("showui", "[0.73, 0.21]", Point(1402, 227)),
    ("showui", "{'action': 'CLICK', 'value': None, 'position': [0.49, 0.42]}", Point(941, 454)),
    ("showui", "[0.25, 0.5, 0.5, 0.75]", Box(480, 540, 960, 810)),
    # UGround: thousandths.
    ("uground", "(500, 250)", Point(960, 270)),
    ("uground", " (333, 333)\n", Point(639, 360)),
    ("uground", "[100, 200]", Point(192, 216)),
    # Aguvis: fractions in a line of pyautogui.
    ("aguvis", "pyautogui.click(x=0.3333, y=0.3333)", Point(640, 360)),
    ("aguvis", "Action: click it\npyautogui.doubleClick(0.5, 0.25)", Point(960, 270)),
    ("aguvis", "pyautogui.moveTo(x=0.5, y=0.25)<|diff_marker|>", Point(960, 270)),
    # GTA1: a bare point in pixels of 1932×1092.
    ("gta1", "(644,364)", THIRD),
    ("gta1", "(644.0, 364.0)", THIRD),
    ("gta1", "The button is at (966, 546).", Point(960, 540)),
    # Holo1.5: JSON in pixels of 1932×1092.
    ("holo1.5", '{"action": "click_absolute", "x": 644, "y": 364}', THIRD),
    ("holo1.5", '```json\n{"x": 966, "y": 546}\n```', Point(960, 540)),
    ("holo1.5", "Click(644, 364)", THIRD),
    # OpenCUA: a line of pyautogui in pixels of 1932×1092.
    ("opencua", "```python\npyautogui.click(x=644, y=364)\n```", THIRD),
    ("opencua", "## Action:\nClick.\n\n## Code:\n```python\npyautogui.click(966, 546)\n```", Point(960, 540)),
    # InfiGUI-G1: the first of several points, after thinking.
    ("infigui-g1", '<think>\nTwo: (1,2).\n</think>\n[{"point_2d": [644, 364]}, {"point_2d": [9, 9]}]', THIRD),
    ("infigui-g1", '```json\n[{"point_2d": [966, 546], "label": "Save"}]\n```', Point(960, 540)),
    # GUI-Owl counts pixels as Qwen2.5-VL, GUI-Owl 1.5 thousandths as Qwen3-VL.
    ("gui-owl", call('"action": "click", "coordinate": [644, 364]'), THIRD),
    ("gui-owl-1.5", "Action: click Save\n" + call(CLICK + "[500, 250]"), Point(960, 270)),
]  # fmt: skip

NOWHERE = [
    ("ui-tars-1.5", "Thought: there is no such button.\nAction: call_user()"),
    ("ui-tars-1.5", "Action: finished(content='')"),
    ("qwen2.5-vl", call(GIVE_UP)),
    ("qwen2.5-vl", "The element is not visible in the screenshot."),
    ("qwen3-vl", "[]"),
    ("qwen3-vl", '{"arguments": {"action": "terminate", "status": "failure"}}'),
    ("os-atlas", "I cannot find such an element."),
    ("showui", "None"),
    ("uground", "There is no such element."),
    ("aguvis", "The button does not exist on this page."),
    ("gta1", "(-1,-1)"),
    ("gta1", "not found"),
    ("holo1.5", '{"action": "click_absolute", "x": -1, "y": -1}'),
    ("holo1.5", '{"x": null, "y": null}'),
    ("opencua", "computer.terminate(status='failure')"),
    ("infigui-g1", "<think>\nNothing fits.\n</think>\n[]"),
    ("gui-owl", '{"name": "computer_use", "arguments": {"action": "terminate", "status": "failure"}}'),
    ("gui-owl-1.5", "The element is not on the screen."),
]  # fmt: skip

GARBAGE = [
    "",
    "   ",
    "click",
    "I would press Save.",
    "(12",
    "(644, 36",
    '{"coordinate": [644, 36',
    "[12, ]",
    "(1,2,3)",
    "x",
    "<point></point>",
    '{"coordinate": ["a", "b"]}',
    '{"coordinate": [true, false]}',
    '{"x": "left", "y": "top"}',
    '{"point_2d": {}}',
    "(NaN, NaN)",
    "(Infinity, 3)",
    "(999999999, 999999999)",
    '{"coordinate": [1e400, 5]}',
    "pyautogui.click()",
    "click(x=, y=)",
    "\x00\x00",
    "{" * 500,
    "[" * 500,
    "<think>At (100, 100) there is",
]


@pytest.mark.parametrize(("name", "answer", "place"), PLACES)
def test_what_the_family_answers_is_where_it_means(name: str, answer: str, place: Point | Box) -> None:
    known = format_named(name)
    assert known.read(answer, known.frame(SCREEN)) == place


@pytest.mark.parametrize(("name", "answer"), NOWHERE)
def test_saying_that_it_is_not_there_is_an_answer(name: str, answer: str) -> None:
    known = format_named(name)
    assert known.read(answer, known.frame(SCREEN)) is None


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_garbage_is_an_error_and_never_a_corner_of_the_screen(known: ModelFormat) -> None:
    for answer in GARBAGE:
        with pytest.raises(UnreadableAnswer):
            pytest.fail(f"{answer!r} was read as {known.read(answer, known.frame(SCREEN))}")


@given(st.text(max_size=200), st.sampled_from(formats()))
def test_any_text_is_a_place_on_the_screen_or_none_or_refused(text: str, known: ModelFormat) -> None:
    try:
        place = known.read(text, known.frame(SCREEN))
    except UnreadableAnswer:
        return
    assert place is None or SCREEN.contains(place.center if isinstance(place, Box) else place)


@given(st.lists(st.floats(), min_size=2, max_size=4), st.sampled_from(formats()))
def test_any_numbers_are_a_place_on_the_screen_or_refused(numbers: list[float], known: ModelFormat) -> None:
    written = known.writer(tuple(map(str, numbers * 2))[:4], Size(1932, 1092))
    try:
        place = known.read(written, known.frame(SCREEN))
    except UnreadableAnswer:
        return
    assert place is None or SCREEN.contains(place.center if isinstance(place, Box) else place)


def test_every_family_has_golden_answers_and_refusals() -> None:
    names = {known.name for known in formats()}
    assert {name for name, *_ in PLACES} == names
    assert {name for name, _ in NOWHERE} == names
    assert len(names) >= 12


def test_the_error_shows_the_answer_and_the_format() -> None:
    known = format_named("gta1")
    with pytest.raises(UnreadableAnswer, match=r"“somewhere on the left”.*gta1"):
        known.read("somewhere\non the left", known.frame(SCREEN))


def test_a_crop_is_answered_in_the_screens_own_pixels() -> None:
    known = format_named("gta1")
    frame = known.frame(Box(400, 200, 1240, 704))
    assert known.read("(420,252)", frame) == Point(820, 452)
