"""Which words of a step are the text to type, and where the place begins."""

from __future__ import annotations

from gui_agent.planning.language.keyboard import combination
from gui_agent.planning.language.numbers import split_count
from gui_agent.planning.language.refusal import PUT_IN_QUOTES, refuse
from gui_agent.planning.language.request import Request
from gui_agent.planning.language.targets import is_pronoun, role_of, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases
from gui_agent.planning.language.words import ARTICLES, FIELD_ROLES, HERE, POSSESSIVES, WINDOW_ROLES

_TEXT_NOUNS = frozenset(
    {"text", "word", "words", "phrase", "number", "value", "name", "line", "sentence", "string", "character"}
    | {"characters", "letters", "letter", "digits", "following", "note", "message", "title", "url", "address"}
    | {"e-mail", "email", "comment", "paragraph", "command", "formula", "date", "amount", "code"}
)
_SAYING = phrases("saying|that says|which says|reading|that reads|with the text")
_PLACEHOLDERS = _TEXT_NOUNS | {
    "password",
    "username",
    "user",
    "something",
    "anything",
    "result",
    "stuff",
    "it",
}
_WRITINGS = frozenset(
    {"poem", "letter", "story", "essay", "summary", "report", "song", "article", "joke", "review", "speech"}
)
_INVENTED = "I type what you say and make nothing up: give the text in quotes, or connect a language model."
_KEYS_SPELLED = frozenset({"enter", "return", "tab", "escape", "backspace", "esc"})


def text_part(rest: Phrase) -> Phrase:
    """Drop what only announces the text: "the text", "a note saying", "the following:"."""
    colon = next((i for i, token in enumerate(rest.tokens[:6]) if token.kind == "colon"), 0)
    lead = rest.part(0, colon)
    if (
        colon
        and colon < len(rest) - 1
        and lead.tokens[0].key in ARTICLES | {"following"}
        and _announces(lead)
    ):
        return rest.part(colon + 1)
    for i, token in enumerate(rest.tokens[:8]):
        if token.kind == "quoted":
            lead = rest.part(0, i).without(("colon", "comma"))
            return rest.part(i) if _announces(lead) else rest
        for words in _SAYING:
            if rest.keys[i : i + len(words)] == words and i > 0 and _announces(rest.part(0, i)):
                return rest.part(i + len(words)).without(("colon",))
    first = 1 if rest.keys[:1] in (("the",),) else 0
    nouns = rest.keys[first : first + 1]
    if first and nouns and nouns[0] in ("text", "word", "number", "words", "phrase") and len(rest) > 2:
        return rest.part(2).without(("colon",))
    return rest


def _announces(lead: Phrase) -> bool:
    said = (
        "saying",
        "that",
        "says",
        "which",
        "reading",
        "reads",
        "with",
        "containing",
        "following",
        "text",
        "in",
    )
    return all(key in _TEXT_NOUNS or key in ARTICLES or key in said for key in lead.keys)


def unquoted(phrase: Phrase) -> Phrase:
    """Check that ``phrase`` says what to type; raises `NotUnderstood` for "your name" and the like."""
    words = text_part(phrase.without(("comma", "colon")))
    keys = [key for key in words.keys if key]
    if words and words.tokens[0].kind != "quoted":
        if keys and keys[0] in POSSESSIVES:
            raise refuse(words, 'Say exactly which text, in quotes, for example: type "Ana" into "Name".')
        generic = [key for key in keys if key not in ARTICLES | {"some", "any", "valid", "new", "random"}]
        if len(generic) < len(keys) and all(key in _PLACEHOLDERS for key in generic):
            raise refuse(words, 'Say exactly which text, in quotes, for example: type "Ana" into "Name".')
        if keys == ["it"] or keys in (["something"], ["anything"]):
            raise refuse(words, 'Say exactly which text, in quotes, for example: type "Ana" into "Name".')
        if keys[:1] == ["me"] or (keys and keys[0] in ARTICLES | {"some"} and _WRITINGS & set(keys[1:3])):
            raise refuse(words, _INVENTED)
        if (split_count(words)[1]) is not None:
            raise refuse(
                words, f"It is not clear what is text and what is a number of times. {PUT_IN_QUOTES}"
            )
        _refuse_spelled_keys(words)
    return words


def _refuse_spelled_keys(words: Phrase) -> None:
    keys = combination(words) if len(words) <= 5 else None
    if keys and (len(keys) > 1 or words.keys[0] in _KEYS_SPELLED):
        raise refuse(
            words, f"To use the keyboard say: press {words.raw}. To type these letters put them in quotes."
        )


def place_index(request: Request, rest: Phrase) -> int:
    """Return where "into FIELD" begins after an unquoted text, or -1; refuses to guess."""
    into = rest.find_last({"into", "inside"})
    if 0 < into < len(rest) - 1:
        return into
    for at in reversed(range(1, len(rest) - 1)):
        if rest.tokens[at].key in ("in", "on", "to", "at", "for", "as"):
            place = rest.part(at + 1)
            if rest.tokens[at].key == "as" and _is_value(rest.part(0, at)) and place.tokens[0].key == "the":
                return at
            if _is_surely_place(request, place):
                return at
            if rest.tokens[at].key in ("in", "on") and len(place) <= 3:
                if request.verb.family == "enter":
                    return at
                raise refuse(rest, f"It is not clear where the text ends. {PUT_IN_QUOTES}")
    return -1


def _is_value(text: Phrase) -> bool:
    """Say whether ``text`` is a date, a time or a number, behind which "as the date" is no part of it."""
    first = text.tokens[0].text
    return first[:1].isdigit() or (len(first) > 1 and first[0] in "+-" and first[1].isdigit())


def _is_surely_place(request: Request, place: Phrase) -> bool:
    place = place.without(("mark", "comma"))
    if is_pronoun(place) or place.quoted is not None:
        return True
    name = without_article(place).raw
    if request.memory.knows_window(name):
        return True
    role = role_of(place)
    article = place.tokens[0].key in ARTICLES
    return len(place) <= 6 and (
        role in FIELD_ROLES | WINDOW_ROLES or (article and role in HERE) or (article and place.ends_quoted)
    )
