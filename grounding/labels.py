"""How alike a wanted label and a text that was read are, in 0-1."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_SIGNS = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "–": "-", "—": "-", "‐": "-", "×": "x",
        "✕": "x", "✖": "x",
        "⁄": "/", "∕": "/", "：": ":", "（": "(", "）": ")", "，": ",", "＋": "+", "＝": "=", "√": "√",
        "·": ".", "•": "",
    }
)  # fmt: skip
# Letters that readers of small type take for each other.
_TWINS = str.maketrans(
    {"l": "i", "1": "i", "|": "i", "!": "i", "0": "o", "5": "s", "‖": "i", "j": "i", "/": "i"}
)
_SPOKEN_SIGNS: dict[str, str] = {
    "plus": "+", "plus sign": "+", "add": "+", "minus": "-", "minus sign": "-", "subtract": "-",
    "equals": "=",
    "equal": "=", "equals sign": "=", "equal sign": "=", "times": "x*", "multiply": "x*",
    "multiplied by": "x*",
    "multiplication": "x*", "divide": "÷/", "divided by": "÷/", "division": "÷/", "percent": "%",
    "point": ".",
    "dot": ".", "decimal point": ".", "period": ".", "comma": ",", "*": "x", "x": "*", "/": "÷", "÷": "/",
    "square root": "√", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_ENOUGH = 0.8
_FILLERS = frozenset(
    [
        "the", "a", "an", "button", "icon", "link", "menu", "item", "entry", "option", "field", "box", "tab",
        "label", "window", "page", "of", "in", "on", "to", "this", "that", "for",
    ]
)  # fmt: skip
_OPPOSITES = ("un", "dis", "de", "in", "non", "re")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return ``text`` without what does not tell labels apart: case, accents, ellipsis, colon, mnemonics."""
    plain = text.replace("…", "...").translate(_SIGNS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = " ".join(plain.casefold().split())
    if len(plain) > 1:
        stripped = re.sub(r"(?<=\w)\s*(\.{2,}|[:*.,;…])+$", "", plain)
        stripped = re.sub(r"(^|(?<=\s))[&_](?=\w)|(?<=\w)&(?=\w)", "", stripped)
        plain = stripped or plain
    return plain


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def _twin_folded(text: str) -> str:
    return text.replace("rn", "m").replace("vv", "w").translate(_TWINS).replace(" ", "")


def likeness(wanted: str, seen: str) -> float:
    """Return how well ``seen`` (from the screen) fits ``wanted``: 1 the same, below 0.5 something else."""
    a, b = folded(wanted), folded(seen)
    if not a or not b:
        return 0.0
    if a == b:
        # “Home” and “home” may stand side by side.
        return 1.0 if a == wanted or _letters(wanted) == _letters(seen) else 0.985
    if a in _SPOKEN_SIGNS and b in _SPOKEN_SIGNS[a]:
        return 0.97 - 0.05 * _SPOKEN_SIGNS[a].index(b)
    if a.replace(" ", "") == b.replace(" ", ""):
        return 0.99
    if min(len(a), len(b)) <= 2:
        return _short_likeness(a, b)
    if _twin_folded(a) == _twin_folded(b):
        return 0.97
    if _lacks_words(a, b):
        return min(0.5, max(_spelled_alike(a, b), _part_of(b, a)))
    return max(_spelled_alike(a, b), _part_of(a, b), _part_of(b, a) - 0.12 if len(b) > 3 else 0.0)


def _lacks_words(wanted: str, seen: str) -> bool:
    """Return whether ``seen`` is ``wanted`` less words that matter: “Delete” is not “Delete everything”."""
    found = re.search(rf"(?<!\w){re.escape(seen)}(?!\w)", wanted)
    if found is None:
        return False
    rest = wanted[: found.start()] + " " + wanted[found.end() :]
    return any(word not in _FILLERS for word in re.findall(r"\w+", rest))


def holds_words(wanted: str, seen: str) -> bool:
    """Return whether the words of ``wanted`` stand one after the other in ``seen``."""
    return re.search(rf"(?<!\w){re.escape(folded(wanted))}(?!\w)", folded(seen)) is not None


def _short_likeness(a: str, b: str) -> float:
    """One or two characters must be the very ones; a digit is never a letter."""
    if len(a) == len(b) and not any(c.isdigit() for c in a + b) and _twin_folded(a) == _twin_folded(b):
        return 0.8
    if len(a) <= 2 and re.search(rf"(?<!\w){re.escape(a)}(?!\w)", b) and a.isalnum():
        return 0.45 + 0.3 * len(a) / len(b)
    return 0.0


def _spelled_alike(a: str, b: str) -> float:
    """Compare letter by letter; other digits are another label: “Page 1” is not “Page 7”."""
    digits_a, digits_b = re.findall(r"\d", a), re.findall(r"\d", b)
    if digits_a and digits_b and digits_a != digits_b:
        return 0.3
    ratio = max(fuzz.ratio(a, b), fuzz.ratio(_twin_folded(a), _twin_folded(b))) / 100
    # Short words differ in meaning by one letter; long ones by a misreading.
    shorter = min(len(a), len(b))
    floor = 0.72 if shorter >= 6 else 0.78
    if ratio < floor or _has_other_word(a.split(), b.split()):
        return 0.5 * ratio
    return min(0.96, 0.55 + (ratio - floor) * (0.43 / (1 - floor)))


def _has_other_word(a: list[str], b: list[str]) -> bool:
    """“Invoice April” is not “Invoice March”: a word that is no misreading of the one in its place."""
    return len(a) == len(b) and any(
        _is_other_word(x, y, alone=len(a) == 1) for x, y in zip(a, b, strict=True)
    )


def _is_other_word(a: str, b: str, alone: bool) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) > 2 and any(longer == prefix + shorter for prefix in _OPPOSITES):
        return True
    return not alone and a.isalnum() and b.isalnum() and fuzz.ratio(_twin_folded(a), _twin_folded(b)) < 60


def _part_of(part: str, whole: str) -> float:
    """Score ``part`` standing as whole words within ``whole``."""
    found = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole)
    if found is None:
        return 0.0
    share = len(part) / len(whole)
    at_start = 0.03 if found.start() == 0 else 0.0
    return min(0.93, 0.62 + at_start + 0.33 * share)


def is_same(wanted: str, seen: str) -> bool:
    """Return whether the two are the same label but for what `folded` removes."""
    return likeness(wanted, seen) >= 0.97


def is_like(wanted: str, seen: str) -> bool:
    """Return whether the two are likely the same label, misreadings allowed."""
    return likeness(wanted, seen) >= _ENOUGH
