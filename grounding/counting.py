"""“The 2nd text box”, “the last radio button”: targets that are known by counting alone."""

from __future__ import annotations

from collections.abc import Sequence

from grounding.candidates import Match
from grounding.matcher import in_rows
from grounding.phrase import TargetPhrase
from grounding.pointing import free_point
from grounding.types import Grounding, ParsedScreen, Role, UIElement

_COUNTED: frozenset[Role] = frozenset({"field", "radio", "checkbox", "spin box", "combo box", "document"})
_LONE: frozenset[Role] = frozenset({"document", "combo box"})
"""“The text area”, “the list”: meant where there is one only."""
_MOST = 9
"""Where there are more of a kind, some were missed, or others taken for them."""
_SAME = 0.5
CERTAIN = 0.9


def counted(phrase: TargetPhrase, screen: ParsedScreen) -> Grounding | None:
    """Return what ``phrase`` means where it gives a number and a kind of control, and nothing else.

    None where the words say more, or where the screen shows fewer than two
    of that kind, or not so many.
    """
    says_more = phrase.label or phrase.relations or phrase.place or phrase.point or phrase.state
    if phrase.role not in _COUNTED or says_more or (phrase.ordinal is None and phrase.role not in _LONE):
        return None
    found = [e for e in screen.elements if e.role == phrase.role and not _speaks_of(phrase, e)]
    if phrase.ordinal is None:
        return _grounding(found[0], phrase, screen) if len(found) == 1 else None
    if not 2 <= len(found) <= _MOST or _any_twice(found):
        return None
    ordered = in_rows([Match(e, e.box, free_point(e, screen), CERTAIN, False, e.text) for e in found])
    index = phrase.ordinal - 1 if phrase.ordinal > 0 else len(ordered) + phrase.ordinal
    if not 0 <= index < len(ordered):
        return None
    return _grounding(ordered[index].element, phrase, screen)


def _grounding(element: UIElement, phrase: TargetPhrase, screen: ParsedScreen) -> Grounding:
    return Grounding(free_point(element, screen), element.box, CERTAIN, element.text or phrase.words)


def _speaks_of(phrase: TargetPhrase, element: UIElement) -> bool:
    """Say whether ``element`` holds the very words of ``phrase``: then it is a text about such controls."""
    return phrase.words.casefold() in element.text.casefold()


def _any_twice(found: Sequence[UIElement]) -> bool:
    boxes = [e.box for e in found]
    return any(a.iou(b) >= _SAME for i, a in enumerate(boxes) for b in boxes[i + 1 :])
