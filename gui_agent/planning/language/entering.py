"""Type, enter, fill and clear."""

from __future__ import annotations

from collections.abc import Collection

from gui_agent.planning.commands import ClearField, EnterText, PressKeyCombination, SwitchTo
from gui_agent.planning.language.dictation import place_index, text_part, unquoted
from gui_agent.planning.language.forms import called_text, in_both, in_letters, named_texts
from gui_agent.planning.language.numbers import split_count
from gui_agent.planning.language.refusal import PUT_IN_QUOTES, missing, refuse
from gui_agent.planning.language.request import Request, Sentences, repeated
from gui_agent.planning.language.targets import is_pronoun, literal, role_of, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases
from gui_agent.planning.language.words import AND, ARTICLES, HERE, PLACES, WINDOW_ROLES

_COMPOSING = frozenset({"a", "an", "some", "my", "your", "about"})
_CONTENT_OF = phrases("the text in|the contents of|the content of|the text of")
_THE_FIELD = phrases("field|focused field|current field")


def types(request: Request) -> Sentences:
    """Read "type TEXT", "type TEXT into FIELD"."""
    rest = request.rest.without(("colon", "comma"))
    if request.verb.family == "enter" and not rest and request.whole.starts("enter"):
        return _bare_enter(request)
    if not rest:
        raise missing(request.whole, f"“{request.whole.raw}” what?", 'type "hello" into "Name"')
    moves = request.whole.tokens[0].key in ("put", "insert") and rest.tokens[0].key in ARTICLES
    if moves and not rest.has_kind("quoted"):
        raise refuse(request.whole, 'Say: drag "a.txt" to "Trash"; or: type "hello" into "Name".')
    if rest.starts("in") and len(rest) > 1 and rest.tokens[1].kind == "quoted":
        rest = rest.part(1)
    if forms := named_texts(request, rest):
        return forms
    pairs = pairs_of(rest, {"into", "in"})
    if pairs:
        return tuple(s for text, place in pairs for s in enter(request, text, place, False))
    if request.verb.family == "enter" and (called := called_text(rest)):
        return request.says(EnterText(called[1], called=called[0]))
    text, place, count = _split_place(request, rest)
    return repeated(request, enter(request, text, place, False), count)


def _bare_enter(request: Request) -> Sentences:
    return request.says(PressKeyCombination(("enter",)))


def _split_place(request: Request, rest: Phrase) -> tuple[Phrase, Phrase | None, int | None]:
    """Return the text, where it goes, and how often."""
    text = text_part(rest)
    if text.tokens and text.tokens[0].kind == "quoted":
        return _after_quotation(request, text)
    if rest.ends("there") and len(rest) > 1 and (request.memory.target or request.memory.trial):
        return unquoted(rest.part(0, -1)), rest.part(-1), None
    at = place_index(request, rest)
    if at < 0:
        return unquoted(rest), None, None
    return unquoted(rest.part(0, at)), rest.part(at + 1), None


def _after_quotation(request: Request, text: Phrase) -> tuple[Phrase, Phrase | None, int | None]:
    quoted, tail = text.part(0, 1), text.part(1).without(("comma", "mark", "stop", "colon"))
    if not tail:
        return quoted, None, None
    tail, count = split_count(text)
    tail = tail.part(1).without(("comma", "mark", "stop", "colon"))
    quoted, tail = in_letters(quoted, tail)
    if not tail:
        return quoted, None, count
    if tail.tokens[0].key in PLACES | {"for", "as", "inside"} and len(tail) > 1:
        return quoted, tail.part(2) if tail.starts("as", "the") else tail.part(1), count
    if tail.keys == ("there",):
        return quoted, tail, count
    literal(text, request.whole)
    raise refuse(tail)


def enter(request: Request, text: Phrase, place: Phrase | None, replacing: bool) -> Sentences:
    said = literal(text_part(text) if text.quoted is None else text, request.whole)
    if request.verb.family == "type" and request.whole.starts("write") and text.quoted is None:
        _refuse_composing(request, text_part(text))
    if place is None:
        return request.says(EnterText(said, replacing=replacing))
    return enter_at(request, said, place, replacing)


def _refuse_composing(request: Request, text: Phrase) -> None:
    keys = text.keys
    if keys and keys[0] in _COMPOSING and not any(t.kind == "quoted" for t in text.tokens):
        raise refuse(request.whole, f"Say exactly which text to write. {PUT_IN_QUOTES}")


def enter_at(request: Request, text: str, place: Phrase, replacing: bool) -> Sentences:
    """Return the commands that type ``text`` at ``place``: a field, or a window to switch to first."""
    if both := in_both(request, text, place):
        return both
    bare = without_article(place.without(("mark", "comma", "stop")))
    in_window = is_pronoun(bare) and not request.memory.target and bool(request.memory.window)
    if in_window or (len(bare) == 1 and bare.tokens[0].key in HERE):
        return request.says(EnterText(text, replacing=replacing))
    if bare.raw and (request.memory.knows_window(bare.quoted or bare.raw) or role_of(bare) in WINDOW_ROLES):
        window = request.name(bare, WINDOW_ROLES)
        if window.casefold() == request.memory.window.casefold():
            return request.says(EnterText(text, replacing=replacing))
        return request.says(SwitchTo(window), EnterText(text, replacing=replacing))
    return request.says(EnterText(text, field_of(request, place), replacing))


def field_of(request: Request, place: Phrase) -> str:
    """Return the field's name; empty where only "the field" is said."""
    bare = without_article(place.without(("mark", "comma", "stop")))
    if bare.keys in _THE_FIELD:
        return ""
    return request.target(place)


def pairs_of(phrase: Phrase, marks: Collection[str]) -> list[tuple[Phrase, Phrase]]:
    """Split "A MARK B and C MARK D" into pairs; empty unless there are two or more, each with one mark."""
    if sum(key in marks for key in phrase.keys) < 2:
        return []
    pieces, first = [], 0
    for i, token in enumerate(phrase.tokens):
        if token.kind == "comma" or token.key in AND:
            pieces.append(phrase.part(first, i))
            first = i + 1
    pieces = [piece for piece in (*pieces, phrase.part(first)) if piece]
    places = [[i for i, key in enumerate(piece.keys) if key in marks] for piece in pieces]
    if len(pieces) < 2 or any(
        len(at) != 1 or not 0 < at[0] < len(p) - 1 for at, p in zip(places, pieces, strict=True)
    ):
        return []
    return [(p.part(0, at[0]), p.part(at[0] + 1)) for at, p in zip(places, pieces, strict=True)]


def fills(request: Request) -> Sentences:
    """Read "fill FIELD with TEXT", "fill in TEXT for FIELD"."""
    rest = request.rest
    if pairs := pairs_of(rest, {"with"}):
        return tuple(s for place, text in pairs for s in enter(request, text, place, True))
    at = rest.find({"with"}, 1)
    if 0 < at < len(rest) - 1:
        return enter(request, unquoted(rest.part(at + 1)), rest.part(0, at), True)
    at = rest.find_last({"into", "for", "in", "as", "inside", "under"})
    if 0 < at < len(rest) - 1:
        return enter(request, unquoted(rest.part(0, at)), rest.part(at + 1), True)
    if rest.quoted is not None:
        return request.says(EnterText(rest.quoted, replacing=True))
    raise missing(request.whole, "Fill in what, and where?", 'fill in "Ana" for "Name"')


def clears(request: Request) -> Sentences:
    """Read "clear FIELD"."""
    rest = request.rest
    if rest.keys in (("all",), ("everything",)):
        raise refuse(request.whole, 'Say: clear "Name"; or: select all, then press Delete.')
    if not rest.without(("mark", "comma")):
        raise missing(request.whole, f"“{request.whole.raw}” what?", 'clear "Name"')
    rest = rest.after_any(_CONTENT_OF)
    return request.says(ClearField(field_of(request, rest)))
