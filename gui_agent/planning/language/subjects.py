"""What a condition is about: a text, a field, a checkbox, a window or a dialog."""

from __future__ import annotations

from dataclasses import replace

from grounding.pictures.target import picture_target
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    FieldHolds,
    PictureVisible,
    TextGone,
    TextVisible,
    WindowActive,
    WindowCloses,
    WindowOpen,
    WindowOpens,
)
from gui_agent.planning.language.predicates import Predicate
from gui_agent.planning.language.refusal import refuse
from gui_agent.planning.language.targets import (
    Memory,
    is_pronoun,
    literal,
    name_of,
    role_of,
    target_of,
    target_words,
    whole,
    without_article,
)
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import (
    ARTICLES,
    CHECK_ROLES,
    DIALOG_ROLES,
    FIELD_ROLES,
    LIST_ROLES,
    NAMING,
    ROLES,
    SCREEN,
    WINDOW_ROLES,
)

_TEXT_NOUNS = frozenset(
    {"text", "word", "words", "message", "label", "phrase", "line", "heading", "title", "note"}
)
_CONTENT_NOUNS = phrases("the text|the word|the value|the words|the message")
_BEFORE_QUOTE = (
    ROLES
    | ARTICLES
    | NAMING
    | _TEXT_NOUNS
    | words("saying that says which reading with new error warning success status confirmation info and only")
)
_PICTURES = frozenset({"icon", "image", "picture", "logo", "thumbnail"})
_ALL_WINDOWS = WINDOW_ROLES | DIALOG_ROLES | {"box"}
_AREAS = words("list table menu tree sidebar toolbar panel section row column tab console output log")
_NAME_IT = 'Say which text, in quotes, for example: "Saved" is visible.'


def state_of(
    subject: Phrase, predicate: Predicate, complement: Phrase, memory: Memory, asker: Phrase
) -> Expectation:
    """Return the expectation that ``subject`` is or holds what ``predicate`` says."""
    subject = whole(subject, asker)
    match predicate.kind:
        case "seen" | "open" | "new":
            return _seen_or_open(subject, predicate, asker)
        case "active":
            return _active(subject, predicate, asker)
        case "checked":
            return _checked(subject, predicate, memory, asker)
        case "empty":
            return _holding(subject, predicate, None, memory, asker)
        case _:
            return _holding(subject, predicate, complement, memory, asker)


def _seen_or_open(subject: Phrase, predicate: Predicate, asker: Phrase) -> Expectation:
    if subject.tokens[0].key in ("nothing", "none", "neither", "either", "nobody"):
        raise refuse(subject, _NAME_IT)
    if subject.starts("no") and len(subject) > 1:
        return _seen_or_open(subject.part(1), replace(predicate, holds=not predicate.holds), asker)
    bare = without_article(subject)
    role = _window_role(bare)
    if role in DIALOG_ROLES or (role == "box" and "dialog" in bare.keys) or "dialog" in bare.keys:
        return _dialog(subject, predicate.holds, asker)
    if role in WINDOW_ROLES or (predicate.kind == "open" and bare):
        return _window(subject, predicate.holds, asker)
    if picture := picture_of(subject):
        return PictureVisible(picture, predicate.holds)
    text = text_of(subject, asker)
    return TextVisible(text) if predicate.holds else TextGone(text)


def _window_role(bare: Phrase) -> str:
    if bare and bare.tokens[0].key in _ALL_WINDOWS | {"new"} and bare.tokens[-1].kind == "quoted":
        return next((key for key in bare.keys if key in _ALL_WINDOWS), "")
    return role_of(bare)


def _window(subject: Phrase, holds: bool, asker: Phrase) -> Expectation:
    keys = subject.keys
    name = name_of(subject, _ALL_WINDOWS | {"new"}, asker)
    anything = not name or name.casefold() == "new"
    if anything or "new" in keys[:2]:
        title = "" if anything else name
        return WindowOpens(title) if holds else WindowCloses(title)
    return WindowOpen(name, holds)


def _dialog(subject: Phrase, holds: bool, asker: Phrase) -> Expectation:
    """Return the state of a dialog, known by its title or by what it says: titles are often empty."""
    bare = without_article(subject)
    at = bare.find({"about", "saying", "asking", "with", "for", "that", "which", "containing", *NAMING}, 1)
    if at > 0 and at < len(bare) - 1:
        only_title = bare.tokens[at].key in NAMING
        if bare.tokens[at].key in ("asking", "that", "which") and not bare.ends_quoted:
            raise refuse(
                bare, 'Say what it says, in quotes, for example: the dialog "Save changes?" appears.'
            )
        name = _said(bare.part(at + 1), asker)
        if only_title:
            return WindowOpen(name, holds)
    else:
        name = name_of(bare, _ALL_WINDOWS | {"new", "message"}, asker)
    if not name or name.casefold() == "new":
        return WindowOpens() if holds else WindowCloses()
    if holds:
        return AnyOf((WindowOpen(name), TextVisible(name)))
    return AllOf((WindowOpen(name, False), TextGone(name)))


def _said(phrase: Phrase, asker: Phrase) -> str:
    while len(phrase) > 1 and phrase.tokens[0].key in (
        "says",
        "asks",
        "the",
        "text",
        "title",
        "message",
        "if",
        "whether",
    ):
        phrase = phrase.part(1)
    return literal(phrase, asker)


def _active(subject: Phrase, predicate: Predicate, asker: Phrase) -> Expectation:
    name = name_of(subject, _ALL_WINDOWS, asker)
    if not predicate.holds or not name:
        raise refuse(subject, 'Say: the window "Mousepad" is active; or: the window "Mousepad" is closed.')
    return WindowActive(name)


def _checked(subject: Phrase, predicate: Predicate, memory: Memory, asker: Phrase) -> Expectation:
    role = role_of(subject)
    if role in ("button", "field", "link", "menu", "tab", "text"):
        raise refuse(subject, 'Only boxes are checked or not; say for example: "I agree" is checked.')
    return CheckboxIs(target_of(subject, memory, asker), predicate.holds)


def _holding(
    subject: Phrase, predicate: Predicate, complement: Phrase | None, memory: Memory, asker: Phrase
) -> Expectation:
    if predicate.kind == "is" and complement is not None and not _is_value(subject, complement):
        raise refuse(asker, 'Say which text or state to check, for example: "Saved" is visible.')
    said = "" if complement is None else _content(complement, asker)
    bare = without_article(subject)
    shows = predicate.kind in ("contains", "says") and role_of(bare) in _AREAS
    on_screen = shows or (
        len(bare) == 1 and bare.tokens[0].key in SCREEN and not (is_pronoun(bare) and memory.target)
    )
    if complement is not None and (on_screen or (predicate.kind == "says" and not _is_field(bare))):
        return TextVisible(said) if predicate.holds else TextGone(said)
    if complement is not None and bare.keys in (
        ("title",),
        ("window", "title"),
        ("title", "bar"),
        ("page", "title"),
    ):
        return WindowOpen(said, predicate.holds)
    if not predicate.holds:
        raise refuse(
            subject, 'What a field does not hold cannot be checked; say what it holds: Name contains "Ana".'
        )
    field = "" if bare.keys == ("field",) else target_of(subject, memory, asker)
    return FieldHolds(field, said, exactly=predicate.kind in ("equals", "is", "empty"))


def _is_value(subject: Phrase, complement: Phrase) -> bool:
    """Tell "Name is Ana" and "the total is 5" from "everything is fine"."""
    token = complement.tokens[0]
    value = token.kind == "quoted" or token.text[0].isupper() or any(c.isdigit() for c in token.text)
    return value or role_of(subject) in FIELD_ROLES | LIST_ROLES


def _is_field(bare: Phrase) -> bool:
    return role_of(bare) in FIELD_ROLES | LIST_ROLES | CHECK_ROLES or is_pronoun(bare)


def _content(phrase: Phrase, asker: Phrase) -> str:
    phrase = phrase.after_any(_CONTENT_NOUNS)
    if phrase.tokens[0].key in ("to", "if", "whether", "for", "about", "how", "what"):
        raise refuse(asker, _NAME_IT)
    text = literal(phrase, asker)
    if not text.strip() and phrase.quoted is None:
        raise refuse(asker, _NAME_IT)
    return text


def picture_of(phrase: Phrase) -> str:
    """Return a needle's or an image file's words: “needle "login"”; empty where none is meant."""
    bare = without_article(phrase)
    if len(bare) < 2 or bare.tokens[1].kind != "quoted":
        return ""
    return bare.raw if picture_target(bare.raw) else ""


def text_of(phrase: Phrase, asker: Phrase) -> str:
    """Return the text to look for: what is in quotes, or the words without "the message", "button" …."""
    phrase = without_article(whole(phrase, asker))
    quotations = [token.value for token in phrase.tokens if token.kind == "quoted"]
    if len(quotations) > 1 or (quotations and not quotations[0].strip()):
        raise refuse(phrase, _NAME_IT)
    if quotations:
        first = next(i for i, token in enumerate(phrase.tokens) if token.kind == "quoted")
        if not all(key in _BEFORE_QUOTE for key in phrase.part(0, first).keys):
            raise refuse(phrase, _NAME_IT)
        return quotations[0]
    if len(phrase) > 1 and phrase.tokens[0].key in _TEXT_NOUNS:
        phrase = phrase.part(1)
        while len(phrase) > 1 and phrase.tokens[0].key in ("saying", "that", "says", "reading", "which"):
            phrase = phrase.part(1)
    if len(phrase) > 1 and phrase.tokens[0].key in ROLES:
        phrase = phrase.part(1)
    role = phrase.tokens[-1].key if phrase else ""
    if not phrase or role in _PICTURES or (len(phrase) == 1 and (role in ROLES or is_pronoun(phrase))):
        raise refuse(phrase or asker, _NAME_IT)
    return target_words(phrase.part(0, -1) if role in ROLES | {"text"} else phrase)
