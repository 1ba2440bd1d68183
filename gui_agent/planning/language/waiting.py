"""Wait and verify."""

from __future__ import annotations

from actions.action import MAX_WAIT_SECONDS
from gui_agent.errors import NotUnderstood
from gui_agent.expectation import Expectation, PictureVisible, TextVisible
from gui_agent.planning.commands import Verify, WaitSeconds, WaitUntil
from gui_agent.planning.language.conditions import condition_of
from gui_agent.planning.language.numbers import Amount, duration_at
from gui_agent.planning.language.predicates import Predicate
from gui_agent.planning.language.refusal import missing, refuse
from gui_agent.planning.language.request import Request, Sentences
from gui_agent.planning.language.subjects import picture_of, state_of, text_of
from gui_agent.planning.language.targets import role_of, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases
from gui_agent.planning.language.words import DIALOG_ROLES, WINDOW_ROLES

PATIENCE = 30.0
_AT_MOST = phrases(
    "for up to|for at most|up to|at most|for a maximum of|max|for no more than|no longer than",
    "for maximum|within|but at most",
)
_WAIT_HOW = 'wait 2 seconds; or: wait until "Done" is visible'


def waits(request: Request) -> Sentences:
    """Read "wait 5 seconds", "wait until CONDITION", "wait up to 10 seconds for X"."""
    rest = request.rest.without(("mark", "comma", "stop"))
    if request.whole.tokens[request.verb.length - 1].key in ("for", "until", "till"):
        rest = request.whole.part(request.verb.length - 1).without(("mark", "comma", "stop"))
    if not rest:
        raise missing(request.whole, "Wait how long, or for what?", _WAIT_HOW)
    rest, limit = _limit(rest)
    if not rest:
        raise missing(request.whole, "Wait for what?", _WAIT_HOW)
    plain = rest.part(1) if rest.starts("for") and len(rest) > 1 else rest
    if (pause := duration_at(plain, 0)) and limit is None:
        tail = plain.part(pause.after).without(("comma",))
        if not tail:
            return request.says(WaitSeconds(_checked(pause.value, request)))
        tail = tail.part(1) if tail.starts("or") and len(tail) > 1 else tail
        if tail.tokens[0].key in ("for", "until", "till"):
            return _until(request, tail, pause.value)
    return _until(request, rest, limit)


def _limit(rest: Phrase) -> tuple[Phrase, float | None]:
    """Take "up to 10 seconds" off either end."""
    for words in _AT_MOST:
        if rest.starts(*words) and (read := duration_at(rest, len(words))):
            return rest.part(read.after).without(("comma",)), read.value
    for at in range(len(rest) - 1, 0, -1):
        for words in _AT_MOST:
            if rest.keys[at : at + len(words)] == words and (read := _last(rest, at + len(words))):
                return rest.part(0, at).without(("comma",)).before_any((("for",),)), read.value
    return rest, None


def _last(rest: Phrase, i: int) -> Amount | None:
    read = duration_at(rest, i)
    return read if read and read.after == len(rest) else None


def _until(request: Request, rest: Phrase, limit: float | None) -> Sentences:
    seconds = PATIENCE if limit is None else _checked(limit, request)
    if rest.tokens[0].key in ("until", "till"):
        condition = condition_of(rest.part(1), request.memory, request.whole)
    elif rest.tokens[0].key == "for" and len(rest) > 1:
        condition = _awaited(request, rest.part(1))
    else:
        raise missing(request.whole, "Wait how long, or for what?", _WAIT_HOW)
    return request.says(WaitUntil(condition, seconds))


def _awaited(request: Request, phrase: Phrase) -> Expectation:
    """Read what follows "wait for": "X", "X to appear", "the X window"."""
    try:
        return condition_of(phrase, request.memory, request.whole)
    except NotUnderstood:
        if phrase.find({"to"}, 1) > 0 and phrase.quoted is None and not phrase.ends_quoted:
            raise
    if role_of(phrase) in WINDOW_ROLES | DIALOG_ROLES or "dialog" in phrase.keys:
        appears = Predicate("seen", True, 0)
        return state_of(phrase, appears, phrase.part(0, 0), request.memory, request.whole)
    if picture := picture_of(phrase):
        return PictureVisible(picture)
    said = without_article(phrase)
    if not (said.has_kind("quoted") or (len(said) > 1 and said.tokens[0].key in ("text", "word", "message"))):
        raise refuse(phrase, f"Say what to wait for, for example: {_WAIT_HOW}.")
    return TextVisible(text_of(phrase, request.whole))


def _checked(seconds: float, request: Request) -> float:
    if not 0 <= seconds <= MAX_WAIT_SECONDS:
        raise refuse(request.whole, f"Wait at most {MAX_WAIT_SECONDS:.0f} seconds.")
    return seconds


def verifies(request: Request) -> Sentences:
    """Read "verify that CONDITION"."""
    return request.says(Verify(condition_of(request.rest, request.memory, request.whole)))
