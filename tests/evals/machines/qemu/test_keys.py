"""Which keys of the virtual keyboard make a character or are meant by a name."""

from __future__ import annotations

import pytest

from actions.errors import InputFailed
from actions.keys import KEYS
from evals.machines.qemu.keys import STROKES, key_name, needs_shift


def test_every_printable_sign_has_a_stroke_of_its_own() -> None:
    signs = [chr(code) for code in range(0x20, 0x7F)]
    assert set(signs) <= set(STROKES)
    assert len({STROKES[sign] for sign in signs}) == len(signs)


@pytest.mark.parametrize(
    ("sign", "stroke"),
    [("a", ("a", False)), ("A", ("a", True)), ("<", ("comma", True)), ("\n", ("ret", False))],
)
def test_strokes(sign: str, stroke: tuple[str, bool]) -> None:
    assert STROKES[sign] == stroke


def test_upper_signs_are_pressed_with_shift() -> None:
    assert [needs_shift(key) for key in ("+", "=", "a", "enter")] == [True, False, False, False]


def test_a_key_is_there_or_refused() -> None:
    missing = []
    for key in KEYS:
        try:
            assert key_name(key)
        except InputFailed:
            missing.append(key)
    assert set(missing) <= {
        *(f"f{n}" for n in range(13, 25)),
        "clear",
        "brightnessup",
        "brightnessdown",
        "browsersearch",
    }
    with pytest.raises(InputFailed, match="no key of"):
        key_name("ł")
