"""Several fields, or the same text in two of them: what people say of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from gui_agent.planning.commands import EnterText, PressKeyCombination
from gui_agent.planning.language.request import Request, Sentences
from gui_agent.planning.language.targets import target_words, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import AND, POSSESSIVES

_PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "fields": "field",
        "boxes": "box",
        "textboxes": "textbox",
        "inputs": "input",
        "textfields": "textfield",
        "entries": "entry",
    }
)
_FORM = words("form page dialog window screen")
_LONGEST_NAME = 4
_CALLED = words("name title email e-mail address url date amount code comment message")
_NOT_NAMES = words("text word words phrase value string number letters characters following name")
_UPPER = phrases(
    "all upper case letters|upper case letters|uppercase letters|all uppercase letters|all upper case",
    "all uppercase|upper case|uppercase|capital letters|all capital letters|capitals|all capitals|all caps",
)
_LOWER = phrases(
    "all lower case letters|lower case letters|lowercase letters|all lowercase letters|all lower case",
    "all lowercase|lower case|lowercase|small letters|all small letters",
)


def named_texts(request: Request, rest: Phrase) -> Sentences | None:
    """Read "the user name “ana” and the password “x” into the fields": each text has the name of its field.

    One named text may be said to go into both fields. None where it says something else.
    """
    last = max((i for i, token in enumerate(rest.tokens) if token.kind == "quoted"), default=-1)
    pairs = [_named(piece) for piece in _pieces(rest.part(0, last + 1))]
    place = rest.part(last + 1)
    if not pairs or any(pair is None for pair in pairs) or (place and not _leads_in(place)):
        return None
    named = [pair for pair in pairs if pair is not None]
    place = place.part(1)
    if place and len(named) == 1 and (both := in_both(request, named[0][1], place)):
        return both
    bare = without_article(place) if place else place
    everywhere = not bare or _singular(bare) or (len(bare) == 1 and bare.tokens[0].key in _FORM)
    if everywhere:
        return request.says(*(EnterText(text, name) for name, text in named))
    return request.says(EnterText(named[0][1], request.target(place))) if len(named) == 1 else None


def called_text(rest: Phrase) -> tuple[str, str] | None:
    """Read "the name “Ana”", with no place behind it: what the text is called, and the text."""
    said = len(rest) == 3 and rest.starts("the") and rest.ends_quoted and rest.tokens[1].key in _CALLED
    return (rest.tokens[1].key, rest.tokens[2].value) if said else None


def in_both(request: Request, text: str, place: Phrase) -> Sentences | None:
    """Read "“x” into both fields"; None where the place is another."""
    kind = _singular(place.part(1)) if place.starts("both") else ""
    if not kind:
        return None
    # Tab goes on to the next field; one that holds something is hard to count among them.
    return request.says(EnterText(text, f"first {kind}"), PressKeyCombination(("tab",)), EnterText(text))


def in_letters(text: Phrase, tail: Phrase) -> tuple[Phrase, Phrase]:
    """Read "in upper case" after the quoted ``text``: return it in such letters, and what follows."""
    if not tail.starts("in") and not tail.starts("using") and not tail.starts("with"):
        return text, tail
    changes: tuple[tuple[tuple[tuple[str, ...], ...], Callable[[str], str]], ...] = (
        (_UPPER, str.upper),
        (_LOWER, str.lower),
    )
    for forms, change in changes:
        for form in forms:
            if tail.part(1).starts(*form):
                token = text.tokens[0]
                return Phrase(text.text, (replace(token, value=change(token.value)),)), tail.part(
                    1 + len(form)
                )
    return text, tail


def _pieces(phrase: Phrase) -> list[Phrase]:
    """Cut behind each quoted text, dropping what joins the parts."""
    out, first = [], 0
    for i, token in enumerate(phrase.tokens):
        if token.kind == "quoted":
            out.append(_without_joiners(phrase.part(first, i + 1)))
            first = i + 1
    return out


def _without_joiners(piece: Phrase) -> Phrase:
    while piece and (piece.tokens[0].kind == "comma" or piece.tokens[0].key in AND):
        piece = piece.part(1)
    return piece


def _named(piece: Phrase) -> tuple[str, str] | None:
    """Return name and text of "the password “x”"."""
    if not piece or piece.tokens[0].key not in ("the", *POSSESSIVES):
        return None
    name = piece.part(1, -1)
    plain = all(token.kind == "word" for token in name.tokens)
    if not 0 < len(name) <= _LONGEST_NAME or not plain or set(name.keys) <= _NOT_NAMES:
        return None
    return (target_words(name), piece.tokens[-1].value) if piece.tokens[-1].value else None


def _leads_in(place: Phrase) -> bool:
    return place.tokens[0].key in ("into", "in", "to", "on") and len(place) > 1


def _singular(phrase: Phrase) -> str:
    """Return "text field" of "the text fields"; empty where no fields are named."""
    bare = without_article(phrase)
    if not bare or bare.tokens[-1].key not in _PLURALS:
        return ""
    kind = _PLURALS[bare.tokens[-1].key]
    return " ".join((*(token.text for token in bare.tokens[:-1]), kind))
