"""Which library presses which key on Windows and macOS, against fakes of both."""

from __future__ import annotations

import pytest

from actions.desktop_backend import DesktopInput
from actions.errors import (
    InputFailed,
    UnknownKey,
)
from tests.actions.fake_libraries import (
    AMERICAN_MAC,
    FRENCH_MAC,
    Event,
    Log,
    on_mac,
    on_windows,
)


@pytest.mark.parametrize(
    ("key", "windows_sees", "mac_sees"),
    [
        ("super", ("down", "win"), ("down", "command")),
        ("ctrl", ("down", "ctrl"), ("down", "ctrl")),
        ("alt", ("down", "alt"), ("down", "option")),
        ("altgr", ("pynput down", "Key.alt_r"), ("down", "optionright")),
        ("escape", ("down", "escape"), ("down", "escape")),
        ("menu", ("down", "apps"), None),
        ("s", ("down", "s"), ("down", "s")),
        ("é", ("pynput down", "char é"), ("pynput down", "char é")),
        ("left", ("pynput down", "Key.left"), ("down", "left")),
        ("pageup", ("pynput down", "Key.page_up"), ("down", "pageup")),
        ("insert", ("pynput down", "Key.insert"), ("down", "help")),
        ("kp0", ("down", "num0"), ("pynput down", "code 0x52")),
        ("kp8", ("down", "num8"), ("pynput down", "code 0x5b")),
        ("kpadd", ("down", "add"), ("pynput down", "code 0x45")),
        ("kpenter", ("down", "enter"), ("pynput down", "code 0x4c")),
        ("volumeup", ("down", "volumeup"), ("pynput down", "Key.media_volume_up")),
        ("playpause", ("down", "playpause"), ("pynput down", "Key.media_play_pause")),
        ("browserback", ("down", "browserback"), None),
        ("brightnessup", None, None),
    ],
)
def test_each_key_is_pressed_by_the_library_that_does_it_right(
    monkeypatch: pytest.MonkeyPatch, key: str, windows_sees: Event | None, mac_sees: Event | None
) -> None:
    check_key(*on_mac(monkeypatch, AMERICAN_MAC), key, mac_sees)
    check_key(*on_windows(monkeypatch), key, windows_sees)


def check_key(hands: DesktopInput, log: Log, key: str, expected: Event | None) -> None:
    if expected is None:
        with pytest.raises(UnknownKey, match=key):
            hands.press_key(key)
        assert log == []
        return
    hands.press_key(key)
    hands.release_key(key)
    hands.release_key(key)
    assert log == [expected, (expected[0].replace("down", "up"), expected[1])]


@pytest.mark.parametrize(
    ("key", "american", "french"),
    [
        ("a", ("down", "a"), ("down", "q")),
        ("q", ("down", "q"), ("down", "a")),
        ("+", ("down", "+"), ("pynput down", "char +")),
        ("&", ("down", "&"), ("down", "1")),
        ("1", ("down", "1"), ("pynput down", "char 1")),
    ],
)
def test_a_mac_presses_the_key_that_has_the_character_on_it(
    monkeypatch: pytest.MonkeyPatch, key: str, american: Event, french: Event
) -> None:
    check_key(*on_mac(monkeypatch, AMERICAN_MAC), key, american)
    check_key(*on_mac(monkeypatch, FRENCH_MAC), key, french)


def test_a_mac_refuses_a_combination_that_would_lose_its_modifier(monkeypatch: pytest.MonkeyPatch) -> None:
    hands, log = on_mac(monkeypatch, AMERICAN_MAC)
    hands.press_key("super")
    with pytest.raises(InputFailed, match=r"kp0.*press it alone"):
        hands.press_key("kp0")
    assert log == [("down", "command")]


@pytest.mark.parametrize(
    ("key", "code", "expected"),
    [
        ("+", 0x1BB, ("down", "+")),
        ("+", 0xBB, ("pynput down", "char +")),  # German: no Shift, which pyautogui would add
        ("a", 0xFFFF, ("pynput down", "code 0x41")),  # Russian: no such character
        ("=", -1, ("pynput down", "char =")),
    ],
)
def test_windows_gets_the_key_that_has_the_character_on_its_layout(
    monkeypatch: pytest.MonkeyPatch, key: str, code: int, expected: Event
) -> None:
    check_key(*on_windows(monkeypatch, changed={key: code}), key, expected)
