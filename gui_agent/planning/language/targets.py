"""Noun phrases: what to click, which field, the name of a window or a file, the words to type."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from gui_agent.expectation import (
    CheckboxIs,
    Expectation,
    FieldHolds,
    PictureVisible,
    TextVisible,
    WindowActive,
    WindowOpen,
)
from gui_agent.planning.commands import (
    ChooseFrom,
    ClearField,
    ClickOn,
    CloseWindowNamed,
    Command,
    DragOnto,
    EnterText,
    HoverOver,
    OpenApplication,
    ScrollUntil,
    SetChecked,
    SwitchTo,
    Verify,
    WaitUntil,
)
from gui_agent.planning.language.quotes import quote_label
from gui_agent.planning.language.refusal import missing, no_step, refuse
from gui_agent.planning.language.tokens import Phrase, Token
from gui_agent.planning.language.verbs import verb_at
from gui_agent.planning.language.words import (
    AND,
    ARTICLES,
    CLICK_ROLES,
    NAMING,
    POSSESSIVES,
    PREDICATES,
    PRONOUNS,
    ROLES,
)

_SEPARATORS = ("comma", "semicolon", "colon", "stop", "newline", "bullet")
_CLAUSES = frozenset({"if", "unless", "until", "till", "while", "when", "because"})
SAY_CLAUSE = 'Say: if "Done" is visible, click "OK"; wait until "Done" is visible; repeat 3 times: press Tab.'
_GENERIC = frozenset(
    {"something", "anything", "somewhere", "anywhere", "everything", "someone", "here", "nothing"}
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What was mentioned last, for "it" and "there"; ``trial``: only looking whether words make a step."""

    target: str = ""
    window: str = ""
    windows: tuple[str, ...] = ()
    trial: bool = False

    def knows_window(self, name: str) -> bool:
        return name.casefold() in (known.casefold() for known in self.windows)


def remember(memory: Memory, command: Command) -> Memory:
    """Return the memory after ``command`` was said."""
    match command:
        case ClickOn(target=target) | HoverOver(target=target) | SetChecked(target=target):
            return replace(memory, target=target)
        case EnterText(target=target) | ClearField(target=target) if target:
            return replace(memory, target=target)
        case ChooseFrom(container=target) if target:
            return replace(memory, target=target)
        case DragOnto(source=target):
            return replace(memory, target=target)
        case OpenApplication(name, arguments):
            return _with_window(memory, name or arguments[0].rstrip("/").rpartition("/")[2])
        case SwitchTo(window):
            return _with_window(memory, window)
        case CloseWindowNamed():
            return replace(memory, window="", target="")
        case ScrollUntil(target=target):
            return replace(memory, target=target)
        case WaitUntil(condition) | Verify(condition):
            return remember_condition(memory, condition)
        case _:
            return memory


def remember_condition(memory: Memory, condition: Expectation) -> Memory:
    """Return the memory after ``condition`` was said: "if “Continue” is visible, click it"."""
    match condition:
        case CheckboxIs(target=target) | FieldHolds(field=target) | PictureVisible(target=target) if target:
            return replace(memory, target=target)
        case TextVisible(text) if label := quote_label(text):
            return replace(memory, target=label)
        case WindowOpen(title, True) | WindowActive(title):
            return _with_window(memory, title)
        case _:
            return memory


def _with_window(memory: Memory, window: str) -> Memory:
    return replace(memory, window=window, windows=(*memory.windows, window), target="")


def without_article(phrase: Phrase) -> Phrase:
    """Take "the", "a" or "this" off the front, unless nothing else is there."""
    while len(phrase) > 1 and phrase.tokens[0].key in ARTICLES:
        phrase = phrase.part(1)
    return phrase


def is_pronoun(phrase: Phrase) -> bool:
    return len(phrase) == 1 and phrase.tokens[0].key in PRONOUNS


def whole(phrase: Phrase, asker: Phrase) -> Phrase:
    """Return ``phrase`` without end marks; raises `NotUnderstood` where it holds what it cannot hold.

    A separator inside it means that the words after it are neither a step nor part of this one.
    """
    phrase = phrase.without(("mark", "comma", "colon", "newline", "stop"))
    for i, token in enumerate(phrase.tokens):
        rest = phrase.part(i + 1)
        if token.kind in _SEPARATORS or token.key == "then":
            raise no_step(_after_joiners(rest) or asker)
        if token.key in AND and len(rest) > 1 and _is_unknown_order(rest):
            raise no_step(rest)
        if token.key in AND and i and _is_left_over(phrase.tokens[i - 1], rest):
            raise no_step(rest)
        if token.key in ("or", "either") and _is_choice(phrase, i):
            raise refuse(phrase, "Say which one: steps are carried out as they are said, never chosen.")
        if token.key == "but":
            raise no_step(rest or asker)
        if token.key in _CLAUSES and i and token.text.islower() and len(rest) > 1:
            raise refuse(phrase.part(i), SAY_CLAUSE)
    return phrase


def _is_left_over(before: Token, rest: Phrase) -> bool:
    """Say whether "and wait" follows what is already a whole noun phrase."""
    complete = before.kind == "quoted" or before.key in ROLES
    return complete and bool(rest) and rest.tokens[0].text.islower() and verb_at(rest.part(0, 6)) is not None


def _is_choice(phrase: Phrase, i: int) -> bool:
    if phrase.tokens[i].key == "either":
        return i == 0
    beside = phrase.tokens[max(0, i - 1) : i + 2]
    return any(token.kind == "quoted" for token in beside) or verb_at(phrase.part(i + 1, i + 7)) is not None


def _after_joiners(phrase: Phrase) -> Phrase:
    while phrase and (phrase.tokens[0].kind in _SEPARATORS or phrase.tokens[0].key in (*AND, "then")):
        phrase = phrase.part(1)
    return phrase


def _is_unknown_order(rest: Phrase) -> bool:
    """Say whether it reads like an order, a word and then an article: "frobnicate the widget"."""
    first, second = rest.tokens[0], rest.tokens[1]
    noun = first.kind == "quoted" or first.key in ARTICLES | POSSESSIVES
    return not noun and second.key in (ARTICLES | POSSESSIVES | {"it", "them"})


def target_of(phrase: Phrase, memory: Memory, asker: Phrase) -> str:
    """Return what to point at, in plain words; quoted labels keep their quotation marks.

    Raises `NotUnderstood` where nothing is named, or "it" has nothing to stand for.
    """
    phrase = whole(phrase, asker)
    while len(phrase) > 1 and phrase.tokens[-1].text in ("again", "please", "below", "above"):
        phrase = phrase.part(0, -1)
    if is_pronoun(phrase):
        return _antecedent(phrase, memory)
    phrase = without_article(phrase)
    if not phrase or (len(phrase) == 1 and phrase.tokens[0].key in ARTICLES):
        raise missing(asker, f"“{asker.raw}” what?", f'{asker.raw.split()[0].lower()} "OK"')
    if len(phrase) == 1 and phrase.tokens[0].key in _GENERIC:
        raise refuse(phrase, 'Say which one, by the words on it, for example: click "OK".')
    if len(phrase) > 1 and phrase.tokens[0].text in ("all", "every", "each", "both", "any"):
        raise refuse(phrase, 'Name them one by one, for example: tick "A", "B" and "C".')
    if len(phrase) > 1 and phrase.has_kind("arrow"):
        raise refuse(phrase, 'Steps are joined by "then" or a comma; for a menu say: choose File > Save.')
    return target_words(_named_last(_plainer(phrase)))


def _antecedent(phrase: Phrase, memory: Memory) -> str:
    if memory.trial:
        return "it"
    if not memory.target:
        raise refuse(
            phrase, f'It is not clear what “{phrase.raw}” stands for; name it, for example: click "OK".'
        )
    return memory.target


def _named_last(phrase: Phrase) -> Phrase:
    """Turn "button in the dialog labeled “OK”" into "“OK” button in the dialog"."""
    at = len(phrase) - 2
    told = at > 2 and phrase.ends_quoted and phrase.tokens[at].key in NAMING
    if not told or phrase.tokens[0].key not in CLICK_ROLES or phrase.tokens[1].key not in ("in", "of", "on"):
        return phrase
    return Phrase(phrase.text, (phrase.tokens[-1], *phrase.tokens[:at]))


def _plainer(phrase: Phrase) -> Phrase:
    """Drop "input" from "input textbox" and the like, which only says the same twice."""
    at = phrase.find({"input", "entry"})
    twice = 0 <= at < len(phrase) - 1 and phrase.tokens[at + 1].key in ("textbox", "text", "field", "box")
    if not twice or phrase.tokens[at].text != phrase.tokens[at].key:
        return phrase
    return Phrase(phrase.text, (*phrase.tokens[:at], *phrase.tokens[at + 1 :]))


def target_words(phrase: Phrase) -> str:
    """Return the words with single spaces; quotations are written with marks that need no escapes."""
    out: list[str] = []
    for i, token in enumerate(phrase.tokens):
        before = phrase.tokens[i - 1]
        if i and before.end != token.start:
            out.append(" ")
        out.append(_word(phrase, token))
    return "".join(out)


def _word(phrase: Phrase, token: Token) -> str:
    if token.kind != "quoted":
        return token.text
    label = quote_label(token.value)
    if label is None or not token.value.strip():
        hint = "A label cannot be empty." if label else "Too many kinds of quotation marks in one label."
        raise refuse(Phrase(phrase.text, (token,)), hint)
    return label


def name_of(phrase: Phrase, roles: Collection[str], asker: Phrase) -> str:
    """Return the name of a window, an application or a file without quotes, articles and role words.

    Empty where there are only role words.
    """
    phrase = whole(phrase, asker)
    if phrase.quoted is not None:
        return phrase.quoted
    phrase = without_article(phrase)
    quotations = [token.value for token in phrase.tokens if token.kind == "quoted"]
    others = [token.key for token in phrase.tokens if token.kind != "quoted"]
    known = {*roles, *NAMING, *ARTICLES, "with", "title", "name", "open", "new"}
    if len(quotations) == 1 and all(key in known for key in others):
        return quotations[0]
    if quotations:
        raise refuse(phrase, "Put the whole name in one pair of quotes.")
    if phrase and phrase.tokens[-1].key in roles:
        phrase = phrase.part(0, -1)
    if phrase and phrase.tokens[0].key in roles:
        phrase = phrase.part(1)
    if phrase and phrase.tokens[0].key in NAMING:
        phrase = phrase.part(1)
    phrase = without_article(phrase)
    if any(key in PREDICATES or key in ("/", "|", "\\") for key in phrase.keys) or phrase.has_kind("arrow"):
        raise refuse(phrase, 'If this is a name, put it in quotes, for example: switch to "Mousepad".')
    if len(phrase) == 1 and phrase.tokens[0].key in ARTICLES | _GENERIC:
        raise missing(asker, f"“{asker.raw}” what?", "open Mousepad")
    return target_words(phrase)


def literal(phrase: Phrase, asker: Phrase) -> str:
    """Return the words to type: what is in the quotes, or exactly what was written."""
    phrase = phrase.without(("comma", "newline", "semicolon", "colon", "stop"))
    if phrase.quoted is not None:
        return phrase.quoted
    if not phrase:
        raise missing(asker, f"“{asker.raw}” what?", 'type "hello" into "Name"')
    if phrase.tokens[0].kind == "quoted":
        raise refuse(
            phrase.part(1),
            "It follows a text in quotes but is no step; put the whole text in one pair of quotes.",
        )
    for token in phrase.tokens:
        if token.kind == "quoted" and token.text[0] not in "'‘’":
            raise refuse(phrase, "Put the whole text in one pair of quotes.")
    return " ".join(phrase.raw.split("\n")) if phrase.has_kind("newline") else phrase.raw


def role_of(phrase: Phrase) -> str:
    """Return the last word, or the first before a quotation: the kind of thing that is meant."""
    phrase = without_article(phrase.without(("mark", "comma", "colon")))
    if not phrase:
        return ""
    if phrase.ends_quoted or phrase.find(NAMING) == 1:
        return phrase.tokens[0].key
    return phrase.tokens[-1].key
