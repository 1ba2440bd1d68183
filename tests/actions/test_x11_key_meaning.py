"""What a key types by layout, level and lock, and what several keys make together."""

import pytest

from actions.x11.composing import MULTI_KEY, Composer, read_sequences
from actions.x11.key_meaning import CAPS_LOCK, LEVEL3, NUM_LOCK, SHIFT, KeyMeaning, key_meaning
from actions.x11.keysyms import character_of_keysym

FRENCH_2 = (0xE9, 0x32, 0xFE50, 0xC9)  # é 2 dead_grave É
GERMAN_V = (0x76, 0x56, 0xAFE, 0xAFD)  # v V „ ‚
RUSSIAN_C = ((0x63, 0x43), (0x6D3, 0x6F3))  # c C, then с С
PAD_4 = (0xFF96, 0xFFB4)
DEAD_ACUTE, DEAD_CIRCUMFLEX = 0xFE51, 0xFE52


@pytest.mark.parametrize(
    ("levels", "state", "character"),
    [
        (FRENCH_2, 0, "é"),
        (FRENCH_2, SHIFT, "2"),
        (FRENCH_2, CAPS_LOCK, "É"),
        (GERMAN_V, CAPS_LOCK, "V"),
        (GERMAN_V, CAPS_LOCK | SHIFT, "v"),
        (GERMAN_V, LEVEL3, "„"),
        (GERMAN_V, LEVEL3 | SHIFT, "‚"),
        (PAD_4, NUM_LOCK, "4"),
        (PAD_4, NUM_LOCK | SHIFT, ""),
        ((0xFF0D,), SHIFT, ""),
    ],
)
def test_levels_and_locks_choose_the_character(levels: tuple[int, ...], state: int, character: str) -> None:
    assert character_of_keysym(key_meaning((levels,), state).typed) == character


def test_a_shortcut_is_named_by_the_latin_letter_of_its_key() -> None:
    second = 1 << 13
    assert key_meaning(RUSSIAN_C, second) == KeyMeaning(0x6D3, 0x6D3, 0x63)
    assert key_meaning(RUSSIAN_C, 3 << 13).typed == 0x6D3  # there is no fourth layout: it goes round
    assert key_meaning((), 0) == KeyMeaning(0, 0, 0)


def composed(*keysyms: int) -> list[str | None]:
    composer = Composer()
    return [composer.hear(keysym) for keysym in keysyms]


@pytest.mark.skipif(not read_sequences(), reason="needs the tables of libX11 (apt-get install libx11-data)")
def test_dead_keys_and_compose_make_one_character() -> None:
    assert composed(DEAD_ACUTE, ord("e"), ord("e")) == ["", "é", None]
    assert composed(DEAD_CIRCUMFLEX, ord(" ")) == ["", "^"]
    assert composed(MULTI_KEY, ord("o"), ord("c")) == ["", "", "©"]
    shift = 0xFFE1
    assert composed(DEAD_ACUTE, shift, ord("E")) == ["", None, "É"]
    assert composed(DEAD_ACUTE, 0xFF0D, ord("e")) == ["", "", None]
    assert composed(ord("e")) == [None]
