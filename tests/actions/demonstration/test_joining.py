"""Movements of the hands become the actions a person would name."""

from actions.action import Action, Click, Drag, PressKeys, Scroll, TypeText
from actions.demonstration.events import ButtonMoved, HandEvent, KeyMoved, WheelTurned
from actions.demonstration.joining import Joiner
from actions.geometry import Point

HERE, THERE = Point(50, 60), Point(200, 60)


def joined(*events: HandEvent) -> list[Action]:
    actions: list[Action] = []
    joiner = Joiner(lambda performed: actions.append(performed.action))
    for event in events:
        joiner.hear(event)
    joiner.finish()
    return actions


def press(at: float, point: Point = HERE, to: Point | None = None) -> tuple[HandEvent, HandEvent]:
    return (
        ButtonMoved(at, point, "left", True),
        ButtonMoved(at + 0.1, to or point, "left", False),
    )


def keys(text: str, at: float = 0.0) -> list[HandEvent]:
    return [KeyMoved(at + 0.1 * n, c, True, c) for n, c in enumerate(text)]


def test_characters_are_joined_and_backspace_takes_the_last_one_back() -> None:
    wrong = [*keys("helpo"), KeyMoved(0.6, "backspace", True), KeyMoved(0.7, "backspace", True)]
    assert joined(*wrong, *keys("lo", 1.0)) == [TypeText("hello")]
    assert joined(*keys("one"), *keys("two", 60.0)) == [TypeText("one"), TypeText("two")]


def test_keys_that_type_nothing_are_combinations_and_are_counted() -> None:
    ctrl = KeyMoved(0.0, "ctrl", True), KeyMoved(0.3, "ctrl", False)
    assert joined(ctrl[0], KeyMoved(0.1, "s", True, "s"), ctrl[1]) == [PressKeys(("ctrl", "s"))]
    assert joined(*(KeyMoved(0.2 * n, "tab", True) for n in range(3))) == [PressKeys(("tab",), 3)]
    shifted = KeyMoved(0.0, "shift", True), KeyMoved(0.1, "a", True, "A")
    assert joined(*shifted) == [TypeText("A")]


def test_a_second_click_makes_a_double_click_only_where_it_is_soon_and_near() -> None:
    assert joined(*press(0.0), *press(0.3)) == [Click(HERE, count=2)]
    assert joined(*press(0.0), *press(2.0)) == [Click(HERE), Click(HERE)]
    assert joined(*press(0.0), *press(0.3, THERE)) == [Click(HERE), Click(THERE)]


def test_a_button_let_go_elsewhere_has_dragged() -> None:
    (drag,) = joined(*press(0.0, HERE, THERE))
    assert isinstance(drag, Drag)
    assert drag.path == (HERE, THERE)


def test_the_wheel_is_counted_until_it_turns_back() -> None:
    down = [WheelTurned(0.1 * n, HERE, 1) for n in range(3)]
    assert joined(*down, WheelTurned(0.4, HERE, -1)) == [Scroll(HERE, 3), Scroll(HERE, -1)]


def modifier(key: str, down: float, up: float, *between: HandEvent) -> list[HandEvent]:
    return [KeyMoved(down, key, True), *between, KeyMoved(up, key, False)]


def test_a_modifier_alone_is_a_key_only_where_it_opens_something() -> None:
    assert joined(*modifier("super", 0.0, 0.1)) == [PressKeys(("super",))]
    assert joined(*modifier("alt", 0.0, 0.1)) == [PressKeys(("alt",))]
    assert joined(*modifier("ctrl", 0.0, 0.1)) == []
    held = modifier("alt", 0.0, 0.6, *press(0.2))
    assert joined(*held) == [Click(HERE, modifiers=("alt",))]
    assert joined(*modifier("alt", 0.0, 0.4, *modifier("shift", 0.1, 0.2))) == []


def test_tab_twice_while_alt_is_held_is_not_alt_tab_twice() -> None:
    tab = PressKeys(("alt", "tab"))
    tabs = [KeyMoved(0.1, "tab", True), KeyMoved(0.3, "tab", True)]
    assert joined(*modifier("alt", 0.0, 0.5, *tabs)) == [PressKeys(("alt", "tab"), 2)]
    each = [e for n in range(2) for e in modifier("alt", n, n + 0.2, KeyMoved(n + 0.1, "tab", True))]
    assert joined(*each) == [tab, tab]


def test_capitals_are_kept_without_the_key_that_made_them() -> None:
    caps = KeyMoved(0.3, "capslock", True), KeyMoved(0.4, "capslock", False)
    assert joined(*keys("one"), *caps, *keys("TWO", 0.5)) == [TypeText("oneTWO")]


def test_a_key_held_down_for_minutes_is_counted_to_its_end() -> None:
    held = joined(*(KeyMoved(0.03 * n, "down", True) for n in range(3000)))
    assert sum(action.count for action in held if isinstance(action, PressKeys)) == 3000
    assert {action.keys for action in held if isinstance(action, PressKeys)} == {("down",)}
    wheel = joined(*(WheelTurned(0.01 * n, HERE, 1) for n in range(3000)))
    assert sum(action.dy for action in wheel if isinstance(action, Scroll)) == 3000
    assert "".join(a.text for a in joined(*keys("x" * 110_000)) if isinstance(a, TypeText)) == "x" * 110_000
