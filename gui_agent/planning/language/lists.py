"""Several things for one verb: click 1, 2, + and 3."""

from __future__ import annotations

import re

from gui_agent.planning.commands import Sentence
from gui_agent.planning.language.numbers import number_at
from gui_agent.planning.language.refusal import no_step
from gui_agent.planning.language.request import Request, Sentences, source_of
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.verbs import verb_at
from gui_agent.planning.language.words import AND, ARTICLES, ORDINALS, POSSESSIVES, ROLES

_SIGNS = frozenset(
    {"plus", "minus", "times", "equals", "equal", "point", "dot", "comma", "divide", "percent"}
)
_FILE_NAME = re.compile(r"[\w-]+\.\w{1,5}")
_PLURALS = frozenset({"checkboxes", "boxes", "buttons", "options", "files", "items", "links", "tabs", "keys"})
_LONGEST_ITEM = 6


def split_items(phrase: Phrase, *, always: bool = False, names: bool = False) -> list[Phrase]:
    """Split at commas and "then", and at the last "and" of such a list.

    A lone "and" splits only between things that cannot be one label: quotations, digits and signs, file
    names, or noun phrases with an article each; with ``always`` between any two that look like names.
    With ``names`` any single word after a comma is one of the things, as options are called anything.
    Raises `NotUnderstood` for a piece that does not look like one of the things.
    """
    always = always or phrase.starts("both") or phrase.starts("the", "both")
    phrase = _without_plural(phrase)
    pieces = _pieces(phrase)
    if len(pieces) > 1 and phrase.has_kind("comma"):
        pieces[-1:] = _at_and(pieces[-1])
    elif len(pieces) == 1 and (halves := _at_and(pieces[0])) and len(halves) > 1:
        alike = all(map(_is_atom, halves)) or _articles(halves)
        if alike or (always and all(map(is_label_like, halves[1:]))):
            pieces = halves
    for piece in pieces[1:]:
        if not is_label_like(piece) and not (names and _is_one_word(piece)):
            raise no_step(piece)
    return pieces


def _is_one_word(piece: Phrase) -> bool:
    return len(piece) == 1 and piece.tokens[0].kind == "word" and verb_at(piece) is None


def _without_plural(phrase: Phrase) -> Phrase:
    """Drop "both" and "the boxes" before a list."""
    if phrase.find(AND) < 0 and not phrase.has_kind("comma"):
        return phrase
    bare = phrase.after_any((("both",), ("the", "both"))).after_any((("the",),))
    plural = bare.tokens[0].key in _PLURALS and len(bare) > 2
    return bare.part(1) if plural else phrase.after_any((("both",),))


def each_item(request: Request, pieces: list[Phrase], sentences: list[Sentences]) -> Sentences:
    """Give the sentences of each piece the words of that piece; the first keeps the verb."""
    if len(pieces) == 1:
        return sentences[0]
    out: list[Sentence] = []
    for i, (piece, made) in enumerate(zip(pieces, sentences, strict=True)):
        source = request.whole.text[request.whole.start : piece.end] if i == 0 else source_of(piece)
        out.extend(Sentence(sentence.command, source) for sentence in made)
    return tuple(out)


def _pieces(phrase: Phrase) -> list[Phrase]:
    out, first = [], 0
    for i, token in enumerate(phrase.tokens):
        if token.kind == "comma" or token.key == "then":
            out.append(phrase.part(first, i))
            first = i + 1
    out.append(phrase.part(first))
    cleaned = [_without_and(piece) for piece in out]
    return [piece for piece in cleaned if piece and piece.keys != ("please",)] or [phrase]


def _without_and(piece: Phrase) -> Phrase:
    while piece and piece.tokens[0].key in AND:
        piece = piece.part(1)
    while piece and piece.tokens[-1].key in AND:
        piece = piece.part(0, -1)
    return piece


def _at_and(phrase: Phrase) -> list[Phrase]:
    out, first = [], 0
    for i, token in enumerate(phrase.tokens):
        if token.key in AND and 0 < i < len(phrase) - 1:
            out.append(phrase.part(first, i))
            first = i + 1
    return [piece for piece in (*out, phrase.part(first)) if piece]


def _articles(halves: list[Phrase]) -> bool:
    return all(half.tokens[0].key in ARTICLES | ORDINALS for half in halves[1:])


def _is_atom(phrase: Phrase) -> bool:
    if len(phrase) != 1:
        return False
    token = phrase.tokens[0]
    if token.kind == "quoted" or not any(c.isalpha() for c in token.text):
        return True
    return token.key in _SIGNS or number_at(phrase, 0) is not None or bool(_FILE_NAME.fullmatch(token.text))


def is_label_like(phrase: Phrase) -> bool:
    """Say whether ``phrase`` looks like a label or a noun phrase, and not like words that are no step."""
    phrase = phrase.without(("mark", "stop"))
    if not 0 < len(phrase) <= _LONGEST_ITEM or phrase.has_kind("semicolon", "newline", "stop", "colon"):
        return False
    phrase = phrase.after_any((("on",),))
    first = phrase.tokens[0]
    if first.kind == "quoted" or _is_atom(phrase):
        return True
    inner = phrase.part(1).keys
    if any(key in ARTICLES | POSSESSIVES | {"it", "them", "but", "not"} for key in inner[:1]):
        return False
    if first.key in ARTICLES | ORDINALS:
        return len(phrase) > 1
    return first.text[:1].isupper() or (len(phrase) > 1 and phrase.tokens[-1].key in ROLES)
