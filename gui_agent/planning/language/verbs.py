"""Which words begin a step, and what kind of step that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gui_agent.planning.language.tokens import Phrase, Token
from gui_agent.planning.language.vocabulary import phrases, words

_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "open": "open|open up",
        "launch": "launch|start|start up|run|fire up|boot up",
        "go": "go to|navigate to|browse to|visit|go back to|return to|head to|navigate|surf to",
        "switch": "switch to|switch back to|change to|focus|focus on|bring up|bring|activate|raise"
        "|switch over to|focus into|focus in|focus onto",
        "close": "close|quit|exit|close out of|shut|shut down|exit from|quit from|close down",
        "click": "click|click on|click in|click into|click inside|click at|click upon|left-click"
        "|left-click on|left click|left click on|single-click|single click|leftclick"
        "|click onto|select and click",
        "press": "press|hit|tap|push|press on|tap on|hit on|strike|push on|depress",
        "double": "double-click|double-click on|double click|double click on|doubleclick|doubleclick on"
        "|dblclick|double tap|double-tap",
        "triple": "triple-click|triple-click on|triple click|triple click on|tripleclick",
        "right": "right-click|right-click on|right click|right click on|rightclick|rightclick on"
        "|secondary-click|secondary click|context-click",
        "middle": "middle-click|middle-click on|middle click|middle click on|middleclick",
        "hold": "press and hold|click and hold|hold|hold down"
        "|holding|while holding|while holding down|holding down",
        "hover": "hover|hover over|hover on|hover above|point at|point to|mouse over"
        "|move the mouse over|move the mouse to|move the mouse onto|move the pointer over"
        "|move the pointer to|move the pointer onto|move the cursor over|move the cursor to"
        "|move the cursor onto|move mouse to|move mouse over|move your mouse over"
        "|move your mouse to|hover the mouse over|hover your mouse over|hover the cursor over"
        "|hover the pointer over|point the mouse at|put the mouse over|move over",
        "type": "start typing|begin typing|type|type in|type out|write|write down|key in|write in",
        "enter": "enter|input|put|insert|put in|enter in",
        "fill": "fill|fill in|fill out|fill up|populate|complete",
        "set": "set|change|modify",
        "expand": "expand|unfold|collapse",
        "clear": "clear|empty|erase|clear out|wipe|blank|delete the text in|delete the contents of"
        "|delete the content of|remove the text from|delete the text from|delete everything in"
        "|empty out",
        "replace": "replace|find and replace|search and replace|find & replace|overwrite",
        "substitute": "substitute",
        "find": "find|look for|search for",
        "choose": "choose|select|pick|pick out|opt for",
        "check": "check|tick|tick off|mark|check off|enable|turn on|switch on",
        "uncheck": "uncheck|untick|unmark|disable|turn off|switch off|deselect|unselect|de-select"
        "|un-check|un-tick",
        "toggle": "toggle|flip",
        "turn": "turn|switch",
        "resize": "resize",
        "drag": "drag|drag and drop|drag & drop|click and drag|drag-and-drop",
        "highlight": "highlight|mark the text",
        "scroll": "scroll|keep scrolling",
        "wait": "wait|pause|sleep|hold on|hang on|wait for|wait until|wait till|pause for|sleep for",
        "copy": "copy",
        "cut": "cut",
        "paste": "paste|paste in",
        "undo": "undo",
        "redo": "redo",
        "save": "save|save as",
        "delete": "delete|remove",
        "verify": "verify|make sure|ensure|confirm|assert|validate|check that|check if|check whether"
        "|see that|see if|see whether|be sure|make certain|double-check|expect|verify that"
        "|make sure that|ensure that|confirm that|assert that|validate that|be sure that"
        "|expect that|check to see if|check and see if|double check that|verify if"
        "|verify whether|look if|look whether",
    }
)


def _table() -> dict[tuple[str, ...], str]:
    return {form: family for family, forms in _PLAIN.items() for form in phrases(forms)}


VERBS: Mapping[tuple[str, ...], str] = MappingProxyType(_table())
_LONGEST = max(len(form) for form in VERBS)
_MODIFIED_CLICK = re.compile(r"((?:(?:ctrl|control|shift|alt|super|cmd|command|meta|win)[-+])+)click")
_MODIFIER_WORDS = frozenset({"ctrl", "control", "shift", "alt", "super", "cmd"})
_TYPO_LENGTH = 5
# English words one letter away from a verb.
_NO_TYPOS = words(
    "pasta pastes chick clock clack clink closet closes closed opens cheek chess clean hoover sleet unto"
    " press dress enters center writer white witch waist start stare stark lunch safe shave trype"
)

LABEL_VERBS = words(
    "save close open exit quit start run launch find replace copy cut paste undo redo clear select choose"
    " enter check enable disable go insert fill set put pick switch change mark empty highlight copy focus"
    " turn toggle search complete leave raise modify activate hold confirm ensure expect find pause flip"
    " bring look shut visit delete remove"
)
"""Verbs that are often written on buttons and in menus."""


GERUNDS: Mapping[str, str] = MappingProxyType(
    {
        "clicking": "click",
        "double-clicking": "double-click",
        "right-clicking": "right-click",
        "pressing": "press",
        "hitting": "hit",
        "tapping": "tap",
        "pushing": "push",
        "typing": "type",
        "entering": "enter",
        "selecting": "select",
        "choosing": "choose",
        "picking": "pick",
        "checking": "check",
        "ticking": "tick",
        "dragging": "drag",
        "scrolling": "scroll",
    }
)
"""How a step is named after "by": the word, and the verb it comes from."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb at the start of a phrase: its ``family``, how many tokens it took, keys held for a click."""

    family: str
    length: int
    modifiers: tuple[str, ...] = ()
    guessed: bool = False


def verb_at(phrase: Phrase, *, typos: bool = False) -> Verb | None:
    """Return the longest verb ``phrase`` begins with; with ``typos`` also one that is a letter off."""
    keys = phrase.keys[:_LONGEST]
    if not keys or not keys[0]:
        return None
    for length in range(len(keys), 0, -1):
        if family := VERBS.get(keys[:length]):
            return Verb(family, length)
    if modified := _modified_click(keys):
        return modified
    if typos and (mended := mend(keys[0])):
        verb = verb_at(Phrase(phrase.text, (_with_key(phrase, mended), *phrase.tokens[1:])))
        return Verb(verb.family, verb.length, verb.modifiers, guessed=True) if verb else None
    return None


def _with_key(phrase: Phrase, key: str) -> Token:
    return replace(phrase.tokens[0], key=key)


def _modified_click(keys: tuple[str, ...]) -> Verb | None:
    on = 1 if keys[1:2] == ("on",) else 0
    if found := _MODIFIED_CLICK.fullmatch(keys[0]):
        return Verb("click", 1 + on, tuple(re.split(r"[-+]", found[1].rstrip("-+"))))
    if keys[0] in _MODIFIER_WORDS and keys[1:2] == ("click",):
        return Verb("click", 2 + (keys[2:3] == ("on",)), (keys[0],))
    return None


def mend(word: str) -> str:
    """Return the one verb of five letters or more that ``word`` is a slip of; empty where unsure."""
    if (
        len(word) < _TYPO_LENGTH - 1
        or len(word) > 14
        or not word.replace("-", "").isalpha()
        or word in _NO_TYPOS
    ):
        return ""
    from rapidfuzz.distance import OSA, JaroWinkler

    near = {
        verb
        for verb in {form[0] for form in VERBS}
        if len(verb) >= _TYPO_LENGTH
        and verb[0] == word[0]
        and OSA.distance(word, verb, score_cutoff=1) <= 1
        and JaroWinkler.similarity(word, verb) >= 0.9
    }
    return near.pop() if len(near) == 1 else ""
