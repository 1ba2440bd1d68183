"""Is a text on the screen?  Comparing what was asked for with what was read.

Readers of pixels drop spaces and confuse a few glyphs, so comparison is on folded text without spaces, and
tolerates about one wrong character in ten, a third of a word at most, none in short texts and no other digit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from actions.geometry import Box
from grounding.types import ParsedScreen, UIElement
from gui_agent.misreadings import PLAIN_SIGNS, SHORT, plain

LIKENESS = 86.0
"""Percent likeness from which a longer text counts as read."""
_WIDEST_GAP = 1.2
"""Between words of one line, in heights of the line."""

_FILE_NAME = re.compile(r"\S*\w\.[A-Za-z]\w{0,4}")

_DIGIT_TWINS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "s": "5", "b": "8", "z": "2"})


Shows = Callable[[str, str], bool]
"""Says of what was read whether it shows a text: `contains`, or `gui_agent.misreadings.shows`, stricter."""


def fold(text: str) -> str:
    """Return ``text`` in the form used for comparison: no case, accents, spaces or fancy punctuation."""
    return "".join(plain(text).casefold().split())


def likeness(wanted: str, read: str) -> float:
    """Say in 0-100 how well ``wanted`` stands somewhere within ``read``."""
    short, long = fold(wanted), fold(read)
    if not short:
        return 100.0
    if short in long:
        return 0.0 if _only_within_a_longer_name(wanted.strip(), read) else 100.0
    missing = len(short) - len(long)
    if len(short) <= SHORT or missing > max(1, len(short) // 10):
        return 0.0
    place = fuzz.partial_ratio_alignment(short, long)
    start, aligned = (place.dest_start, place.dest_end) if place else (0, len(long))
    # The window that fits best may end a character early, so the one of full length counts as well.
    full = min(len(long), start + len(short))
    windows = {long[start:aligned], long[max(0, full - len(short)) : full]}
    ends = _word_ends(wanted)
    alike = (w for w in windows if _same_digits(short, w) and _same_words(short, ends, w))
    return 100.0 * max((Levenshtein.normalized_similarity(short, w) for w in alike), default=0.0)


def _word_ends(text: str) -> list[int]:
    """Return where each word of ``text`` ends in its folded form, which has no spaces."""
    return list(accumulate(len(fold(word)) for word in text.split()))


def _same_words(wanted: str, ends: list[int], read: str) -> bool:
    """Say whether no word was read as another one: readers confuse letters, not “open” and “done”."""
    wrong = [0] * len(ends)
    for edit in Levenshtein.editops(wanted, read):
        at = bisect_right(ends, edit.src_pos)
        wrong[min(at, len(ends) - 1)] += 1
    lengths = (end - start for start, end in zip((0, *ends), ends, strict=False))
    return all(many <= max(1, length // 3) for many, length in zip(wrong, lengths, strict=True))


def _only_within_a_longer_name(wanted: str, read: str) -> bool:
    """Say whether a file name stands there only as the beginning of a longer one: a.txt in a.txt.bak."""
    if not _FILE_NAME.fullmatch(wanted):
        return False
    continued = re.findall(re.escape(wanted.casefold()) + r"(\.\w)?", read.casefold())
    return bool(continued) and all(continued)


def _same_digits(wanted: str, read: str) -> bool:
    """Say whether no digit was read as anything but itself or a letter that looks like it."""
    for step in Levenshtein.opcodes(wanted, read):
        one, other = wanted[step.src_start : step.src_end], read[step.dest_start : step.dest_end]
        if step.tag == "equal" or not any(c.isdigit() for c in one + other):
            continue
        if one.translate(_DIGIT_TWINS) != other.translate(_DIGIT_TWINS):
            return False
    return True


def contains(read: str, wanted: str) -> bool:
    """Say whether ``wanted`` can be read in ``read``; short texts only as whole words."""
    if len(fold(wanted)) <= SHORT:
        return _holds_whole_word(read, wanted)
    return likeness(wanted, read) >= LIKENESS


def find_text(screen: ParsedScreen, wanted: str, shows: Shows = contains) -> tuple[UIElement, ...]:
    """Return the elements whose text shows ``wanted``; those it spans where no single one does."""
    return (
        _on_single(screen, wanted, shows)
        or _in_one_row(screen.elements, wanted, shows)
        or _spanning(screen.elements, wanted, shows)
    )


def count_text(screen: ParsedScreen, wanted: str, shows: Shows = contains) -> int:
    """Count the occurrences of ``wanted`` on the screen, several in one line included.

    One that spans several elements counts once, however many they are: words are not cut apart alike in
    every frame, and that must not look like more of them.
    """
    folded = fold(wanted)
    single = _on_single(screen, wanted, shows)
    if not single:
        return int(bool(find_text(screen, wanted, shows)))
    return sum(max(1, fold(e.text).count(folded)) for e in single)


def _on_single(screen: ParsedScreen, wanted: str, shows: Shows) -> tuple[UIElement, ...]:
    return tuple(e for e in screen.elements if e.text and shows(e.text, wanted))


def text_within(screen: ParsedScreen, box: Box) -> str:
    """Return everything readable whose centre lies in ``box``, in reading order.

    What a control says and the text on it are read once.
    """
    inside = [e for e in screen.elements if e.text and box.contains(e.box.center)]
    return "\n".join(e.text for e in inside if not _only_repeats(e, inside))


def _only_repeats(control: UIElement, elements: list[UIElement]) -> bool:
    """Say whether ``control`` has no text but that of the smaller ones on it."""
    area, whole = control.box.area, fold(control.text)
    on_it = [fold(e.text) for e in elements if e.box.area < area and control.box.contains(e.box.center)]
    return whole in on_it or (bool(on_it) and whole == "".join(on_it))


def _in_one_row(elements: Iterable[UIElement], wanted: str, shows: Shows) -> tuple[UIElement, ...]:
    """Find ``wanted`` where its words were taken for elements of their own, as in widely spaced text."""
    if len(fold(wanted)) <= SHORT:
        return ()
    for row in _rows(elements):
        if shows(" ".join(text for text, _ in row), wanted):
            said = (contains, shows)
            hits = (e for text, e in row if any(s(wanted, text) or s(text, wanted) for s in said))
            return tuple(dict.fromkeys(hits))
    return ()


def _rows(elements: Iterable[UIElement]) -> list[list[tuple[str, UIElement]]]:
    """Return the words that stand side by side, left to right, each place once."""
    places: dict[Box, tuple[str, UIElement]] = {}
    for e in elements:
        for text, box in [(p.text, p.box) for p in e.pieces] or [(e.text, e.box)]:
            if text:
                places[box] = (text, e)
    rows: list[list[tuple[str, UIElement]]] = []
    # The last box of every row: right edge, middle, height; all at once, since a screen holds hundreds.
    last = np.zeros((len(places), 3), np.int64)
    for box, said in sorted(places.items(), key=lambda item: item[0].x1):
        before = np.flatnonzero(_goes_on(last[: len(rows)], box))
        number = int(before[0]) if before.size else len(rows)
        if number == len(rows):
            rows.append([])
        rows[number].append(said)
        last[number] = box.x2, box.center.y, box.height
    return [row for row in rows if len(row) > 1]


def _goes_on(last: NDArray[np.int64], box: Box) -> NDArray[np.bool_]:
    """Say of each row's ``last`` box whether ``box`` stands right behind it."""
    right, middle, height = last[:, 0], last[:, 1], last[:, 2]
    level = np.abs(middle - box.center.y) <= 0.4 * np.minimum(height, box.height)
    gap = box.x1 - right
    behind: NDArray[np.bool_] = level & (gap >= -2) & (gap <= _WIDEST_GAP * np.maximum(height, box.height))
    return behind


def _spanning(elements: Iterable[UIElement], wanted: str, shows: Shows) -> tuple[UIElement, ...]:
    """Find ``wanted`` over several elements: wrapped, of several lines, or in the cells of a table."""
    parts = [part for part in re.split(r"[\n\t]", wanted) if part.strip()]
    texts = [e for e in elements if e.text]
    if len(parts) > 1:
        found = [next((e for e in texts if shows(e.text, part)), None) for part in parts]
        hits = tuple(e for e in found if e is not None)
        # A long text may have scrolled: its last line and most of the others must be there.
        return hits if found[-1] is not None and len(hits) >= 0.7 * len(parts) else ()
    if len(fold(wanted)) < 12:
        return ()
    if not shows(" ".join(e.text for e in texts), wanted):
        return ()
    return tuple(e for e in texts if likeness(e.text, wanted) >= LIKENESS and len(fold(e.text)) > SHORT)


def _holds_whole_word(read: str, wanted: str) -> bool:
    target = fold(wanted)
    words = [fold(word) for word in read.translate(PLAIN_SIGNS).split()]
    stripped = [word.strip(".,;:!?\"'()[]*|") for word in words]
    return target in words or target in stripped or fold(read) == target
