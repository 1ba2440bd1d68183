"""Click, hover and drag."""

from __future__ import annotations

from actions.action import MouseButton
from gui_agent.planning.commands import ChooseFrom, ClickOn, DragOnto, HoverOver
from gui_agent.planning.language.choosing import menu_choice
from gui_agent.planning.language.keyboard import modifiers_of
from gui_agent.planning.language.lists import each_item, split_items
from gui_agent.planning.language.paths import path_of
from gui_agent.planning.language.refusal import missing, refuse
from gui_agent.planning.language.request import Request, Sentences, repeated
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.words import AND, ARTICLES, ROLES

_BUTTONS: dict[str, tuple[MouseButton, int]] = {
    "click": ("left", 1),
    "press": ("left", 1),
    "double": ("left", 2),
    "triple": ("left", 3),
    "right": ("right", 1),
    "middle": ("middle", 1),
}
_HOLDING = frozenset({"holding", "while", "with"})
_ONTO = ("onto", "to", "into", "over", "on")


def clicks(request: Request) -> Sentences:
    """Read "click OK", "click 1, 2 and 3", "click File > Save", "click X holding Shift"."""
    phrase, count = request.counted()
    if phrase.has_kind("arrow") and (path := path_of(phrase)):
        return request.says(ChooseFrom(path))
    if request.verb.family in ("click", "press") and (choice := menu_choice(request, phrase)):
        return choice
    phrase, button = _with_button(_without_purpose(phrase))
    phrase, held = _with_modifiers(phrase)
    _refuse_coordinates(phrase)
    pieces = split_items(phrase)
    made = [_click(request, piece, button, held) for piece in pieces]
    sentences = each_item(request, pieces, made)
    return repeated(request, sentences, count)


def _click(request: Request, piece: Phrase, button: MouseButton | None, held: tuple[str, ...]) -> Sentences:
    default, times = _BUTTONS.get(request.verb.family, ("left", 1))
    piece = piece.after_any((("on",),))
    modifiers = modifiers_of(" ".join(request.verb.modifiers)) if request.verb.modifiers else held
    return request.says(ClickOn(request.target(piece), button or default, times, modifiers))


def _with_button(phrase: Phrase) -> tuple[Phrase, MouseButton | None]:
    at = phrase.find({"with", "using"}, 1)
    tail = set(phrase.keys[at:]) if at > 0 else set()
    names: tuple[MouseButton, ...] = ("right", "middle", "left")
    for button in names:
        if tail and tail <= {"with", "using", "the", button, "mouse", "button"} and button in tail:
            return phrase.part(0, at), button
    return phrase, None


def _with_modifiers(phrase: Phrase) -> tuple[Phrase, tuple[str, ...]]:
    at = phrase.find(_HOLDING, 1)
    if at < 0:
        return phrase, ()
    ignored = {"while", "holding", "with", "down", "the", "key", "held", "pressed", "pressing", "keys", *AND}
    words = [t.text for t in phrase.part(at).tokens if t.key not in ignored and t.kind != "comma"]
    keys = modifiers_of(" ".join(words)) if words else ()
    return (phrase.part(0, at).without(("comma",)), keys) if keys else (phrase, ())


def _without_purpose(phrase: Phrase) -> Phrase:
    """Drop "… to confirm" after a quoted label or a role word."""
    at = phrase.find({"to"}, 1)
    if at < 0 or at + 1 >= len(phrase):
        return phrase
    before, verb = phrase.tokens[at - 1], phrase.tokens[at + 1]
    ends = before.kind == "quoted" or before.key in ROLES
    purpose = verb.kind == "word" and verb.text.islower() and verb.key not in ARTICLES
    return phrase.part(0, at) if ends and purpose else phrase


def _refuse_coordinates(phrase: Phrase) -> None:
    plain = phrase.raw.strip("() ")
    numbers = plain.replace(",", " ").split()
    if len(numbers) == 2 and all(n.isdigit() and len(n) >= 2 for n in numbers):
        raise refuse(phrase, 'Say what is there instead of where it is, for example: click "OK".')


def held_click(request: Request) -> Sentences:
    """Read "hold Shift and click b.txt"."""
    at = request.rest.find({"click"}, 1)
    keys = modifiers_of(_keys_before(request.rest, at)) if at > 0 else ()
    if not keys:
        raise refuse(request.whole, 'Keys are held for a click: hold Shift and click "b.txt".')
    rest = request.rest.part(at + 1)
    rest = rest.part(1) if rest.starts("on") else rest
    pieces = split_items(rest)
    made = [_click(request, piece, None, keys) for piece in pieces]
    return each_item(request, pieces, made)


def _keys_before(phrase: Phrase, at: int) -> str:
    ignored = {"the", "key", "down", "keys", "then", *AND}
    tokens = phrase.part(0, at).tokens
    return " ".join(t.text for t in tokens if t.key not in ignored and t.kind != "comma")


def expands(request: Request) -> Sentences:
    """Read "expand the section", "collapse X": a click on its heading."""
    if not request.rest.without(("mark", "comma")):
        raise missing(request.whole, f"“{request.whole.raw}” what?", 'expand "Details"')
    return request.says(ClickOn(request.target(request.rest)))


def hovers(request: Request) -> Sentences:
    """Read "hover over X"."""
    return request.says(HoverOver(request.target(request.rest)))


def drags(request: Request) -> Sentences:
    """Read "drag X to Y"."""
    rest = request.rest
    for word in _ONTO:
        at = rest.find({word}, 1)
        if 0 < at < len(rest) - 1:
            source, destination = rest.part(0, at), rest.part(at + 1)
            if source.ends("over"):
                source = source.part(0, -1)
            for extra in ("of", "top"):
                destination = destination.part(1) if destination.starts(extra) else destination
            return request.says(DragOnto(request.target(source), request.target(destination)))
    raise missing(request.whole, "Drag what, and where to?", 'drag "a.txt" to "Documents"')
