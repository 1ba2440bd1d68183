"""Grounding with the project's own networks: seen by a parser, chosen by the matcher, calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.areas import means_empty_area
from grounding.candidates import LABELLED_ROLES, candidates_for, fields_beside_label, nearest_labels
from grounding.candidates import Match as NamedMatch
from grounding.counting import counted
from grounding.embedded.features import PhraseEncoder
from grounding.embedded.matcher import ElementMatcher, Match, boxes_of, mass_of, same_place
from grounding.embedded.places import Place, held_first, refuse_ties, spelled_first
from grounding.embedded.verbatim import verbatim
from grounding.embedded.weights import has_network
from grounding.errors import GroundingError, TargetNotFound
from grounding.instructions import target_of
from grounding.labels import holds_words, likeness
from grounding.matcher import find_target
from grounding.phrase import TargetPhrase, parse_target
from grounding.pointing import free_point, part_box
from grounding.roles import takes_label
from grounding.special import special_matches
from grounding.types import Candidate, Grounding, ParsedScreen, UIElement

Floats = NDArray[np.float32]
THRESHOLD = 0.3
_MOST_CANDIDATES = 5
_LONGEST = 700
_READ_ALIKE = 0.75
_NAMES = 0.8
_SURE = 0.7
_REMEMBERED = 4096
_PART_ROLES = frozenset({"text", "cell", "document", "window", "dialog", "icon", "list item"})


class SeeingParser(Protocol):
    """Pixels in, elements out, with what their pictures look like."""

    def parse(self, screenshot: Screenshot) -> ParsedScreen: ...

    def icon_vectors(self, screen: ParsedScreen) -> Floats:
        """Return the icon vectors [n, D] of the elements of the last parsed screen, zeros where none."""
        ...


class EmbeddedGroundingModel:
    """Finds targets and the targets of whole instructions; scores are calibrated chances of being right.

    Not safe to share between threads. Raises `ModelUnavailable` where the weights are missing.
    """

    def __init__(
        self, parser: SeeingParser, matcher: ElementMatcher | None = None, threshold: float = THRESHOLD
    ) -> None:
        self._parser = parser
        self._matcher = matcher or ElementMatcher(encode_phrases=icon_words())
        self._threshold = threshold

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target`` (plain words). Raises `TargetNotFound`, `AmbiguousTarget`, `InvalidTarget`."""
        return self.ground_on(self._parser.parse(screenshot), target)

    def ground_on(self, screen: ParsedScreen, target: str) -> Grounding:
        """Find ``target`` on a screen already parsed. Raises as `ground` does."""
        words = readable(target)
        phrase = parse_target(target_of(words))
        if _is_by_place(phrase, screen):
            return find_target(phrase, screen)
        if (nth := counted(phrase, screen)) is not None:
            return nth
        if (line := verbatim(phrase, words, screen)) is not None:
            return line
        match = self._match(screen, words)
        places = held_first(phrase, spelled_first(phrase, self._places(screen, match)), screen)
        candidates = tuple(_candidate(p, phrase, screen) for p in places[:_MOST_CANDIDATES])
        if not places or places[0].chance < self._threshold or places[0].mass < match.none:
            raise TargetNotFound(_not_found(phrase, screen), candidates)
        _refuse_misquoted(phrase, places[0], screen, candidates)
        refuse_ties(phrase, places, lambda place: _candidate(place, phrase, screen))
        best, others = candidates[0], candidates[1:]
        if (field := _field_at_the_words(places[0], phrase, screen)) is not None:
            best, others = Candidate(field.point, field.box, best.score, phrase.words), candidates
        return Grounding(best.point, best.box, best.score, best.label or phrase.words, others)

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        """Return the likeliest place, however unlikely; None where there is nothing at all."""
        return self.guess_on(self._parser.parse(screenshot), target)

    def guess_on(self, screen: ParsedScreen, target: str) -> Candidate | None:
        """Guess as `best_guess` does, on a screen already parsed."""
        phrase = parse_target(target_of(readable(target)))
        if _is_by_place(phrase, screen):
            try:
                found = find_target(phrase, screen)
                return Candidate(found.point, found.box, found.score, found.label)
            except GroundingError:
                pass
        return next(iter(self.ranked(screen, target, 1)), None)

    def ranked(self, screen: ParsedScreen, instruction: str, k: int = _MOST_CANDIDATES) -> list[Candidate]:
        """Return the ``k`` likeliest places, best first, each once. Raises `InvalidTarget`."""
        words = readable(instruction)
        phrase = parse_target(target_of(words))
        places = self._places(screen, self._match(screen, words), k)
        return [_candidate(p, phrase, screen) for p in places]

    def _match(self, screen: ParsedScreen, words: str) -> Match:
        return self._matcher.match(screen, self._parser.icon_vectors(screen), words)

    def _places(self, screen: ParsedScreen, match: Match, most: int = 2 * _MOST_CANDIDATES) -> list[Place]:
        """Return the likeliest elements, one per place, with their shares added up."""
        boxes = boxes_of(screen)
        left = match.scores.copy()
        places: list[Place] = []
        while len(places) < most and len(left) and left.max(initial=0) > 0:
            i = int(left.argmax())
            here = same_place(boxes, i) & (left >= 0)
            share = float(left[here].sum())
            mass = max(share, mass_of(match.scores, boxes, screen.elements, i))
            chance = self._matcher.calibration.chance_of(mass)
            places.append(Place(screen.elements[i], share, mass, chance))
            left[here] = -1
        return sorted(places, key=lambda p: (-p.mass, -p.share))


def icon_words() -> PhraseEncoder | None:
    """Return the shipped encoder of phrases, which remembers them; None where it is not shipped."""
    if not has_network("icon_words"):
        return None
    from grounding.embedded.icons import IconWords

    return partial(_remembering, IconWords().encode, {})


def _remembering(encode: PhraseEncoder, known: dict[str, Floats], phrases: Sequence[str]) -> Floats:
    if len(known) > _REMEMBERED:
        known.clear()
    new = [p for p in dict.fromkeys(phrases) if p not in known]
    if new:
        known.update(zip(new, encode(new), strict=True))
    return np.stack([known[p] for p in phrases])


def readable(words: str) -> str:
    """Return ``words`` without control characters, as much of them as is read. Raises `InvalidTarget`."""
    plain = "".join(c if c.isprintable() else " " for c in words[: 4 * _LONGEST])
    text = " ".join(plain.split())[:_LONGEST]
    parse_target(text)
    return text


def _is_by_place(phrase: TargetPhrase, screen: ParsedScreen) -> bool:
    """Say whether arithmetic knows the place: points, parts of the screen, sheet cells, free areas."""
    if phrase.point is not None or means_empty_area(phrase):
        return True
    if phrase.role not in (None, "cell") or phrase.relations:
        return False
    bare_place = phrase.place is not None and not phrase.label and phrase.role is None
    seen = any(phrase.label and likeness(phrase.label, e.text) >= 0.97 for e in screen.elements)
    return not seen and any(m.exact for m in special_matches(phrase, screen)) if phrase.label else bare_place


def _candidate(place: Place, phrase: TargetPhrase, screen: ParsedScreen) -> Candidate:
    box, point = _where(place.element, phrase, screen)
    return Candidate(point, box, place.chance, place.element.text or place.element.meaning)


def _where(element: UIElement, phrase: TargetPhrase, screen: ParsedScreen) -> tuple[Box, Point]:
    """Return what to point at: a point on the element, the named words of a long text, a window's title.

    Where a field is asked for and the words found are those that name it, the field beside them is meant.
    """
    if (field := _field_beside(element, phrase, screen)) is not None:
        return field.box, field.point
    if element.role in _PART_ROLES and phrase.label:
        alone = ParsedScreen((element,), screen.region)
        parts = [m for m in candidates_for(phrase, alone) if m.element is element and m.score >= 0.3]
        if parts:
            best = max(parts, key=lambda m: m.score)
            if best.box != element.box or element.role in ("window", "dialog"):
                return best.box, best.point
        # Words that were read as one with their neighbours are still there.
        if element.role == "text" and (part := part_box(phrase.label, element)) is not None:
            return part, part.center
    return element.box, free_point(element, screen)


def _field_beside(element: UIElement, phrase: TargetPhrase, screen: ParsedScreen) -> NamedMatch | None:
    if element.role in LABELLED_ROLES or not phrase.label or not takes_label(phrase.role):
        return None
    if likeness(phrase.label, element.text) < _NAMES:
        return None
    beside = [m for m in fields_beside_label(phrase, screen) if m.exact and m.score >= _NAMES]
    return max(beside, key=lambda m: m.score, default=None)


def _field_at_the_words(best: Place, phrase: TargetPhrase, screen: ParsedScreen) -> NamedMatch | None:
    """Return the field right at the words that name it, where an unsure choice says something else itself."""
    e = best.element
    if best.chance >= _SURE or not phrase.label or not takes_label(phrase.role):
        return None
    if not e.text or _reads(phrase.label, e.text):
        return None
    beside = [m for m in fields_beside_label(phrase, screen) if m.exact and m.score >= _NAMES]
    named = max(beside, key=lambda m: m.score, default=None)
    return named if named is not None and not named.box.overlaps(e.box) else None


def _refuse_misquoted(
    phrase: TargetPhrase, best: Place, screen: ParsedScreen, candidates: tuple[Candidate, ...]
) -> None:
    """Raise where a quoted label does not stand there; only wordless pictures may be called by one."""
    if not phrase.quoted or not phrase.label:
        return
    e = best.element
    if e.text and _reads(phrase.label, e.text):
        return
    if phrase.role == "text":
        raise TargetNotFound(_not_found(phrase, screen), candidates)
    beside = any(
        _reads(phrase.label, other.text) and _is_near(other.box, e.box)
        for other in screen.elements
        if other.text and other is not e
    )
    wordless = not e.text and phrase.role in (None, "icon", "button")
    if not beside and not wordless:
        raise TargetNotFound(_not_found(phrase, screen), candidates)


def _reads(label: str, text: str) -> bool:
    return likeness(label, text) >= _READ_ALIKE or holds_words(label, text)


def _is_near(label: Box, box: Box) -> bool:
    dx = max(0, box.x1 - label.x2, label.x1 - box.x2)
    dy = max(0, box.y1 - label.y2, label.y1 - box.y2)
    return (dy <= 0 and dx <= 400) or (dx <= 0 and dy <= 60)


def _not_found(phrase: TargetPhrase, screen: ParsedScreen) -> str:
    wanted = phrase.label or phrase.words
    nearest = nearest_labels(wanted, screen) if wanted else []
    if not nearest:
        return f"I cannot find “{wanted}”, nor anything like it."
    return f"I cannot find “{wanted}”. Nearest: {', '.join(f'“{e.text}”' for e in nearest)}."
