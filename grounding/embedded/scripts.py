"""One word, one script: letters that look alike in Latin, Cyrillic and Greek follow the rest of their word.

A reader of single lines cannot see whether "о" is Latin or Cyrillic; its neighbours tell.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

Script = Literal["latin", "cyrillic", "greek", ""]

# Pairs that look the same in most fonts; the digits stand for letters that are read in their place.
_LATIN_FOR_CYRILLIC = str.maketrans("АВСЕНІЈКМОРЅТХУаеоросухіјѕкЗзЬь", "ABCEHIJKMOPSTXYaeopocyxijsk33bb")
_LATIN_FOR_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ", "ABEZHIKMNOPTYXaikvopux")
_CYRILLIC_FOR_LATIN = str.maketrans("ABCEHIJKMOPSTXYaeocpyxijs", "АВСЕНІЈКМОРЅТХУаеосрухіјѕ")
_GREEK_FOR_LATIN = str.maketrans("ABEZHIKMNOPTYXovu", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ")
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
_SURE = 2
"""So many letters of one script, and none of another, say in what script a line's lone letters are."""


def in_one_script(text: str) -> str:
    """Return a line with every word in the script of most of its letters; other signs stay as they are.

    Words made of look-alikes only follow the rest of the line where that is Latin throughout.
    """
    if not _OTHER_SCRIPT.search(text):
        return text
    return _WORD.sub(lambda match: _as_a_word(match[0], text), text)


def _as_a_word(word: str, line: str) -> str:
    counts = _counted(word)
    if set(counts) == {"latin"} or not counts:
        return word
    as_latin = word.translate(_LATIN_FOR_CYRILLIC).translate(_LATIN_FOR_GREEK)
    if len(counts) == 1:
        around = _counted(line) - counts
        foreign_line = _counted(line)[_script(word[0])] > sum(counts.values())
        lone = around["latin"] >= _SURE and not foreign_line
        return as_latin if lone and _is_latin(as_latin) else word
    if counts["latin"] >= max(counts["cyrillic"], counts["greek"]):
        return as_latin
    to_own = _CYRILLIC_FOR_LATIN if counts["cyrillic"] >= counts["greek"] else _GREEK_FOR_LATIN
    return word.translate(to_own)


def _counted(text: str) -> Counter[Script]:
    return Counter(script for c in text if (script := _script(c)))


def _is_latin(text: str) -> bool:
    return all(_script(c) in ("latin", "") for c in text)


def _script(letter: str) -> Script:
    code = ord(letter)
    if 0x400 <= code <= 0x4FF:
        return "cyrillic"
    if 0x370 <= code <= 0x3FF:
        # The micro sign and other units are spelt in Greek within Latin lines.
        return "" if letter in "μΩπΔΣ" else "greek"
    return "latin" if letter.isalpha() and code < 0x250 else ""
