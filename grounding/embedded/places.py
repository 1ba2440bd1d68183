"""Places that a target could be, and what tells equal ones apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from grounding.embedded.matcher import AS_GOOD
from grounding.errors import AmbiguousTarget
from grounding.labels import likeness
from grounding.phrase import TargetPhrase
from grounding.types import Candidate, ParsedScreen, Role, UIElement
from grounding.vocabulary import TargetRole

_HOLDERS: Mapping[TargetRole, Role] = MappingProxyType(
    {"button": "button", "tab": "tab", "menu item": "menu item", "column": "column header", "link": "link"}
)
"""Controls whose words may be found apart from them, by the word that asks for one."""
_MOST_TIMES_HIGHER = 4


@dataclass(frozen=True, slots=True)
class Place:
    """An element that may be meant; ``share`` is what the matcher gives to its place, twins included.

    ``mass`` counts in the equals elsewhere; ``chance`` is that it, or one of them, is meant.
    """

    element: UIElement
    share: float
    mass: float
    chance: float


def spelled_first(phrase: TargetPhrase, places: list[Place]) -> list[Place]:
    """Put the one of equal places first that is written as the quoted label is: “Home”, not “home”."""
    if not phrase.quoted or not places:
        return places
    best = places[0]
    alike = [p for p in places if _is_same_kind(p.element, best.element)]
    exact = [p for p in alike if p.element.text == phrase.label]
    if len(exact) != 1 or len(alike) < 2:
        return places
    chosen = replace(exact[0], share=best.share, mass=best.mass, chance=best.chance)
    return [chosen, *(p for p in places if p not in alike)]


def held_first(phrase: TargetPhrase, places: list[Place], screen: ParsedScreen) -> list[Place]:
    """Put the one of equal places first whose words stand in a control of the kind that is asked for."""
    wanted = _HOLDERS.get(phrase.role) if phrase.role else None
    if wanted is None or not places:
        return places
    tied = _tied(places)
    holders = [e for e in screen.elements if e.role == wanted]
    held = [place for place in tied if any(_holds(each, place.element) for each in holders)]
    if len(tied) < 2 or len(held) != 1:
        return places
    best = places[0]
    chosen = replace(held[0], share=best.share, mass=best.mass, chance=best.chance)
    return [chosen, *(place for place in places if place not in tied)]


def _holds(holder: UIElement, words: UIElement) -> bool:
    """Say whether ``words`` stand in ``holder``, which is not much larger: a control, no area."""
    inside = holder.box.contains(words.box.center)
    return inside and holder.box.height <= _MOST_TIMES_HIGHER * words.box.height


def _tied(places: Sequence[Place]) -> list[Place]:
    best = places[0]
    return [p for p in places if p.share >= AS_GOOD * best.share and _is_same_kind(p.element, best.element)]


def refuse_ties(
    phrase: TargetPhrase, places: Sequence[Place], candidate_of: Callable[[Place], Candidate]
) -> None:
    """Raise where several places are as good and nothing in the words tells them apart."""
    if phrase.ordinal is not None or phrase.place is not None or phrase.relations:
        return
    tied = _tied(places)
    if len(tied) < 2:
        return
    listed = sorted(tied, key=lambda p: (p.element.box.y1 // 8, p.element.box.x1))
    shown = ", ".join(f"{i}. {_named(p.element)}" for i, p in enumerate(listed[:6], start=1))
    raise AmbiguousTarget(
        f"{len(listed)} places fit “{phrase.words}”: {shown}; say which, e.g. “second {phrase.words}”.",
        tuple(candidate_of(p) for p in listed),
    )


def _is_same_kind(a: UIElement, b: UIElement) -> bool:
    return a.role == b.role and likeness(a.text or "-", b.text or "-") >= 0.97


def _named(element: UIElement) -> str:
    name = f"{element.role} “{element.text}”" if element.text else element.role
    return f"{name} at ({element.box.center.x}, {element.box.center.y})"
