"""Scroll by an amount, to an end, or until something can be seen."""

from __future__ import annotations

from typing import Literal

from gui_agent.planning.commands import ScrollBy, ScrollUntil
from gui_agent.planning.language.numbers import count_at, number_at
from gui_agent.planning.language.refusal import missing, refuse
from gui_agent.planning.language.request import Request, Sentences
from gui_agent.planning.language.targets import without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import ARTICLES

Direction = Literal["up", "down", "left", "right"]
Unit = Literal["notches", "pages", "end"]
_DIRECTIONS: dict[str, Direction] = {
    "up": "up", "upwards": "up", "upward": "up", "down": "down", "downwards": "down", "downward": "down",
    "left": "left", "right": "right",
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    **dict.fromkeys(
        words("line lines notch notches step steps tick ticks click clicks time times"), "notches"
    ),
    **dict.fromkeys(words("page pages screen screens screenful screenfuls"), "pages"),
}
_ENDS: dict[str, Direction] = {"top": "up", "beginning": "up", "start": "up", "bottom": "down", "end": "down"}
_SEEN = phrases(
    "is visible|are visible|is shown|appears|appear|can be seen|is on the screen|is on screen",
    "is in view|comes into view|becomes visible|is displayed|shows up|is seen|are shown",
)
_YOU_SEE = phrases("you see|i see|i can see|you can see|you find|we see|you reach|seeing|reaching")
_MANNERS = words("back slowly quickly further again more gently")
_MOST = 1000


def scrolls(request: Request) -> Sentences:
    """Read everything that begins with "scroll"."""
    rest = request.rest.without(("mark", "comma", "stop"))
    rest = _without_manner(rest)
    if not rest:
        raise missing(request.whole, "Scroll which way?", "scroll down 5 lines")
    at = rest.find({"until", "till"})
    if at >= 0:
        return _until(request, rest.part(0, at), rest.part(at + 1))
    if rest.ends("into", "view") and len(rest) > 2:
        return request.says(ScrollUntil(_seen(request, rest.part(0, -2))))
    return _amount(request, rest)


def _without_manner(rest: Phrase) -> Phrase:
    """Drop "slowly" and "back"; put "all the way" first."""
    if rest.ends("all", "the", "way") and len(rest) > 3:
        rest = Phrase(rest.text, (*rest.tokens[-3:], *rest.tokens[:-3]))
    while rest and rest.tokens[0].key in _MANNERS:
        rest = rest.part(1)
    while rest and rest.tokens[-1].key in _MANNERS:
        rest = rest.part(0, -1)
    return rest


def _until(request: Request, before: Phrase, condition: Phrase) -> Sentences:
    direction = _direction(before) or "down"
    for seen in _YOU_SEE:
        if condition.starts(*seen) and len(condition) > len(seen):
            return request.says(ScrollUntil(_seen(request, condition.part(len(seen))), direction))
    for seen in _SEEN:
        if condition.ends(*seen) and len(condition) > len(seen):
            return request.says(ScrollUntil(_seen(request, condition.part(0, -len(seen))), direction))
    raise refuse(condition or request.whole, 'Say: scroll down until "Terms" is visible.')


def _seen(request: Request, phrase: Phrase) -> str:
    bare = without_article(phrase)
    if len(bare) > 1 and bare.tokens[0].key in ("text", "word", "words"):
        bare = bare.part(1)
    return request.target(bare)


def _direction(phrase: Phrase) -> Direction | None:
    return next((_DIRECTIONS[key] for key in phrase.keys if key in _DIRECTIONS), None)


def _amount(request: Request, rest: Phrase) -> Sentences:
    if rest.starts("to", "the", "left") or rest.starts("to", "the", "right"):
        rest = rest.part(2)
    if found := _end(rest):
        return _to_end(request, *found)
    to = rest.find({"to"})
    if to >= 0 and to < len(rest) - 1 and (to == 0 or rest.keys[to - 1] in _DIRECTIONS):
        return request.says(
            ScrollUntil(_seen(request, rest.part(to + 1)), _direction(rest.part(0, to)) or "down")
        )
    return _by(request, rest)


def _end(rest: Phrase) -> tuple[Direction, Phrase] | None:
    """Return the direction of "(all the way) to the bottom (of X)", and what follows or comes before."""
    if rest.starts("all", "the", "way") and len(rest) > 3 and (way := _direction(rest)):
        rest = rest.part(4) if rest.keys[3] in _DIRECTIONS else rest.part(3)
        return way, rest.part(rest.find(_ENDS) + 1 if rest.find(_ENDS) >= 0 else 0)
    if rest.starts("all", "the", "way"):
        rest = rest.part(3)
    at = rest.find({"to"})
    after = rest.part(at + 1) if at >= 0 else rest.part(0, 0)
    bare = without_article(after)
    bare = bare.part(1) if bare.starts("very") else bare
    if (
        not bare
        or bare.tokens[0].key not in _ENDS
        or (len(bare) > 1 and bare.tokens[1].key not in ("of", "in"))
    ):
        return None
    before = rest.part(0, at)
    way = _ENDS[bare.tokens[0].key]
    if bare.tokens[0].key == "end" and (said := _direction(before)):
        way = said
    # "the list to the end of the page" scrolls the list.
    named = before.tokens[0].key in ARTICLES if before else False
    return way, bare.part(1) if len(bare) > 1 and not named else before


def _to_end(request: Request, direction: Direction, tail: Phrase) -> Sentences:
    tokens = [i for i, token in enumerate(tail.tokens) if token.key not in _DIRECTIONS]
    tail = tail.part(tokens[0]) if tokens else tail.part(0, 0)
    while tail and tail.tokens[0].key in ("of", "in", "on"):
        tail = tail.part(1)
    return request.says(ScrollBy(direction, unit="end", target=_place(request, tail)))


def _place(request: Request, tail: Phrase) -> str:
    bare = without_article(tail)
    if not bare or bare.keys in (("page",), ("window",), ("document",), ("screen",), ("it",)):
        return ""
    return request.target(bare)


def _by(request: Request, rest: Phrase) -> Sentences:
    at = rest.find(_DIRECTIONS)
    if at < 0:
        raise missing(request.whole, "Scroll which way?", "scroll down 5 lines")
    before, after = rest.part(0, at), rest.part(at + 1)
    amount, unit, before = _quantity(before)
    if amount is None:
        amount, unit, after = _quantity(after)
    place = after if after else before
    stray = bool(after) and after.tokens[0].key not in ("in", "on", "inside", "within", "the")
    named = not before or before.tokens[0].key in ("the", "in", "on") or before.tokens[0].kind == "quoted"
    if stray or not named or (after and before):
        raise refuse(request.whole, 'Say: scroll down 5 lines in the "Files" list.')
    while place and place.tokens[0].key in ("in", "on", "inside", "within"):
        place = place.part(1)
    number = 3 if amount is None else amount
    if not 1 <= number <= _MOST:
        raise refuse(request.whole, f"Scroll by 1 to {_MOST} lines or pages.")
    return request.says(ScrollBy(_DIRECTIONS[rest.tokens[at].key], number, unit, _place(request, place)))


def _quantity(phrase: Phrase) -> tuple[int | None, Unit, Phrase]:
    """Read "by 5 lines", "a bit", "twice" at either end of ``phrase``; return the rest."""
    phrase = phrase.part(1) if phrase.starts("by") or phrase.starts("for") else phrase
    for amount, number in (
        (("a", "bit"), 2),
        (("a", "little"), 2),
        (("a", "little", "bit"), 2),
        (("a", "lot"), 10),
    ):
        if phrase.keys == amount:
            return number, "notches", phrase.part(0, 0)
    for first in range(len(phrase)):
        if read := _quantity_at(phrase, first):
            number, unit, after = read
            left, right = phrase.part(0, first), phrase.part(after)
            left = left.part(0, -1) if left.ends("by") else left
            return number, unit, right if right else left
    return None, "notches", phrase


def _quantity_at(phrase: Phrase, i: int) -> tuple[int, Unit, int] | None:
    keys = phrase.keys
    if count := count_at(phrase, i):
        return count[0], "notches", count[1]
    if keys[i] in ("a", "one", "another") and i + 1 < len(keys) and keys[i + 1] in _UNITS:
        return 1, _UNITS[keys[i + 1]], i + 2
    amount = number_at(phrase, i)
    if amount is None or amount.value != int(amount.value):
        return None
    after = amount.after + (keys[amount.after : amount.after + 1] == ("more",))
    unit = _UNITS.get(keys[after]) if after < len(keys) else None
    if unit:
        return int(amount.value), unit, after + 1
    if after < len(keys) and keys[after] in ("pixels", "px", "pixel"):
        raise refuse(phrase, "Scroll by lines or pages, for example: scroll down 5 lines.")
    return int(amount.value), "notches", after
