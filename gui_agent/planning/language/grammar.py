"""One step: its verb decides which reader understands the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from actions.keys import MODIFIERS
from gui_agent.planning.commands import ChooseFrom, If, PressKeyCombination, Sentence, Verify, WaitUntil
from gui_agent.planning.language import (
    choosing,
    editing,
    entering,
    keyboard,
    pointing,
    replacing,
    resizing,
    scrolling,
    waiting,
    windows,
)
from gui_agent.planning.language.conditions import condition_of, expanded
from gui_agent.planning.language.negation import opposite
from gui_agent.planning.language.paths import path_of
from gui_agent.planning.language.refusal import no_step, refuse
from gui_agent.planning.language.request import Request, Sentences, source_of
from gui_agent.planning.language.targets import Memory
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.verbs import GERUNDS, Verb, verb_at
from gui_agent.planning.language.words import ARTICLES, PLACES, PREDICATES, TRAILING_FILLERS

LONGEST_STEP = 300
TEXT_FAMILIES = frozenset({"type", "enter", "fill", "set", "replace", "find", "substitute"})
SHOULD = frozenset({"should", "must", "shouldn't"})
_ENDINGS = frozenset({"bottom", "top", "end"})
_HITTING = frozenset({"hit", "press", "click", "tap"})
_CLAUSES = frozenset({"if", "unless", "when", "once"})
_SAID = PREDICATES | {
    "are",
    "exists",
    "shows",
    "opens",
    "says",
    "not",
    "opened",
    "exist",
    "appear",
    "has",
    "it's",
}


def parse_step(phrase: Phrase, memory: Memory) -> Sentences:
    """Return the sentences of one step; raises `NotUnderstood`."""
    phrase = _without_politeness(phrase)
    if len(phrase) > LONGEST_STEP:
        raise refuse(phrase, "This step is too long; put texts in quotes and separate steps with full stops.")
    verb = verb_at(phrase.part(0, LONGEST_STEP), typos=True)
    if verb is None:
        return _without_verb(phrase, memory)
    if clause := _clause(phrase, verb.length, verb.family):
        return _with_clause(phrase, clause, memory)
    if means := _means(phrase, verb):
        return parse_step(means, memory)
    if at := _run_on(phrase, verb):
        return (*parse_step(phrase.part(0, at), memory), *parse_step(phrase.part(at), memory))
    request = Request(verb, phrase, phrase.part(verb.length), memory)
    _refuse_gap(request)
    return READERS[verb.family](request)


def _means(phrase: Phrase, verb: Verb) -> Phrase | None:
    """Return "clicking the x" of "close the dialog by clicking the x": the step that does the rest."""
    at = phrase.find({"by"}, verb.length + 1)
    if not 0 < at < len(phrase) - 1 or (verb.family in TEXT_FAMILIES and not phrase.has_kind("quoted")):
        return None
    token = phrase.tokens[at + 1]
    if (base := GERUNDS.get(token.key)) is None:
        return None
    return Phrase(phrase.text, (replace(token, key=base), *phrase.tokens[at + 2 :]))


def _run_on(phrase: Phrase, verb: Verb) -> int:
    """Return where the next step begins in "scroll to the bottom of the text hit OK", or 0."""
    end = phrase.find(_ENDINGS, verb.length)
    if verb.family != "scroll" or end < 0:
        return 0
    at = phrase.find(_HITTING, end + 1)
    joined = at > 0 and phrase.tokens[at - 1].key not in (*ARTICLES, *PLACES, "of")
    return at if joined and at < len(phrase) - 1 else 0


def _refuse_gap(request: Request) -> None:
    """Raise for "click, type hello": nothing follows the verb but a separator."""
    rest = request.rest
    if len(rest) > 1 and (rest.tokens[0].kind == "comma" or rest.tokens[0].key in ("and", "then")):
        head = request.whole.part(0, request.verb.length)
        READERS[request.verb.family](replace(request, whole=head, rest=rest.part(0, 0)))
        raise no_step(rest)


def _without_politeness(phrase: Phrase) -> Phrase:
    phrase = phrase.without(("comma", "newline", "stop", "semicolon", "bullet"))
    for words in TRAILING_FILLERS:
        if phrase.ends(*words) and len(phrase) > len(words) + 1:
            shorter = phrase.part(0, -len(words))
            # "the page says Thank you" ends with words of thanks that are meant.
            if words[0] not in ("thank", "thanks", "too") or shorter.tokens[-1].kind == "comma":
                phrase = shorter.without(("comma",))
    return phrase


def _without_verb(phrase: Phrase, memory: Memory) -> Sentences:
    """Read a step that is only a menu path or a key combination."""
    if path := path_of(phrase):
        return (Sentence(ChooseFrom(path), source_of(phrase)),)
    if is_shortcut(phrase) and (keys := keyboard.combination(phrase)):
        return (Sentence(PressKeyCombination(keys), source_of(phrase)),)
    if phrase.find(SHOULD, 1) > 0:
        return (Sentence(Verify(condition_of(phrase, memory, phrase)), source_of(phrase)),)
    raise no_step(phrase)


def is_shortcut(phrase: Phrase) -> bool:
    """Say whether ``phrase`` is a combination with a modifier, which cannot mean anything else."""
    if not 0 < len(phrase) <= 5 or phrase.has_kind("quoted"):
        return False
    keys = keyboard.combination(phrase)
    return bool(keys) and len(keys or ()) > 1 and (keys or ("",))[0] in MODIFIERS


def _press(request: Request) -> Sentences:
    return keyboard.presses(request) or pointing.clicks(request)


def _check(request: Request) -> Sentences:
    """Tell "check the box" from "check “Saved” is visible"."""
    if request.whole.starts("check") and request.rest.find(_SAID, 1) > 0:
        return request.says(Verify(condition_of(request.rest, request.memory, request.whole)))
    return choosing.checks(request)


def _clause(phrase: Phrase, first: int, family: str) -> int:
    """Return where a trailing "if …" or "when …" begins, or 0."""
    if family in ("wait", "verify", "scroll"):
        return 0
    at = phrase.find_last(_CLAUSES)
    if at <= first - 1 or at >= len(phrase) - 1 or phrase.part(at).find(_SAID) < 0:
        return 0
    if family in TEXT_FAMILIES and phrase.tokens[at - 1].kind != "quoted" and not phrase.has_kind("quoted"):
        return 0
    return at if at > 0 else 0


def _with_clause(phrase: Phrase, at: int, memory: Memory) -> Sentences:
    word, said = phrase.tokens[at].key, expanded(phrase.part(at + 1))
    body = parse_step(phrase.part(0, at), memory)
    if said.tokens[0].key == "it" and (verb := verb_at(phrase)):
        named = phrase.part(verb.length, at)
        said = Phrase(phrase.text, (*named.tokens, *said.tokens[1:]))
    condition = condition_of(said, memory, phrase)
    source = source_of(phrase)
    if word in ("when", "once"):
        return (Sentence(WaitUntil(condition), source), *body)
    if word == "unless":
        condition = opposite(condition, phrase.part(at))
    return (Sentence(If(condition, body), source),)


def _readers() -> Mapping[str, Callable[[Request], Sentences]]:
    return {
        "open": windows.opens,
        "launch": windows.opens,
        "go": windows.goes,
        "switch": windows.switches,
        "close": windows.closes,
        "click": pointing.clicks,
        "press": _press,
        "double": pointing.clicks,
        "triple": pointing.clicks,
        "right": pointing.clicks,
        "middle": pointing.clicks,
        "hold": pointing.held_click,
        "expand": pointing.expands,
        "hover": pointing.hovers,
        "drag": pointing.drags,
        "resize": resizing.resizes,
        "type": entering.types,
        "enter": entering.types,
        "fill": entering.fills,
        "set": replacing.sets,
        "clear": entering.clears,
        "replace": replacing.replaces,
        "substitute": replacing.substitutes,
        "find": replacing.finds,
        "choose": choosing.chooses,
        "check": _check,
        "uncheck": choosing.checks,
        "toggle": choosing.checks,
        "turn": choosing.turns,
        "highlight": choosing.highlights,
        "scroll": scrolling.scrolls,
        "wait": waiting.waits,
        "copy": editing.copies,
        "cut": editing.copies,
        "paste": editing.pastes,
        "undo": editing.undoes,
        "redo": editing.undoes,
        "save": editing.saves,
        "delete": editing.deletes,
        "verify": waiting.verifies,
    }


READERS: Mapping[str, Callable[[Request], Sentences]] = MappingProxyType(_readers())
