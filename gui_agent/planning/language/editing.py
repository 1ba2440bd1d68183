"""Copy, cut, paste, undo, redo and save."""

from __future__ import annotations

import re

from gui_agent.planning.commands import ClickOn, Edit, PressKeyCombination, SaveAs, SelectText, SwitchTo
from gui_agent.planning.language.choosing import everything, selected_text, whole_text_of
from gui_agent.planning.language.numbers import count_at, number_at
from gui_agent.planning.language.refusal import missing, refuse
from gui_agent.planning.language.request import Request, Sentences, repeated
from gui_agent.planning.language.targets import literal, role_of, target_words, whole, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import ARTICLES, FIELD_ROLES, HERE, WINDOW_ROLES

_SELECTED = words(
    "it this that them result selection text selected answer clipboard content contents copied the number"
    " value"
)
_CHANGES = words("it this that last change action step edit typing the my your previous changes")
_SAVED = words(
    "it this that the your my all changes change file document note text work spreadsheet image picture"
    " page presentation everything letter sheet progress drawing table result"
)
_NAMED = phrases(
    "under the name of|under the name|with the name|with the file name|under the file name",
    "under the filename|with the filename|as the file|as a file named|as a file called|as file",
    "under name|as|under|to the file|to",
)
_LEADS = phrases("file|a file named|a file called|the file")
_PATH = re.compile(r"(?:~?/|\.{1,2}/).+|[^/]+\.\w{1,5}")


def copies(request: Request) -> Sentences:
    """Read "copy", "copy the result", "copy everything", "copy the text X"; the same for cut."""
    operation = Edit("copy") if request.verb.family == "copy" else Edit("cut")
    rest = request.rest.without(("mark", "comma"))
    rest = rest.before_any((("to", "the", "clipboard"), ("to", "clipboard")))
    if all(key in _SELECTED for key in rest.keys):
        return request.says(operation)
    if everything(rest):
        return request.says(Edit("select all"), operation)
    if place := whole_text_of(request, rest):
        return request.says(SelectText(within=place), operation)
    if text := rest.quoted or selected_text(rest, request.whole):
        return request.says(SelectText(text), operation)
    raise refuse(request.whole, f'Say: select the text "hello" and {operation.operation}.')


def pastes(request: Request) -> Sentences:
    """Read "paste", "paste it into FIELD"."""
    rest, count = request.counted()
    rest = rest.without(("mark", "comma"))
    at = rest.find({"into", "in", "to", "inside", "at", "onto"})
    what, place = (rest, None) if at < 0 else (rest.part(0, at), rest.part(at + 1))
    if not all(key in _SELECTED for key in what.keys):
        raise refuse(request.whole, 'Paste inserts what was copied; to type a text say: type "hello".')
    before = request.says(*_paste_place(request, place)) if place else ()
    return (*before, *repeated(request, request.says(Edit("paste")), count))


def _paste_place(request: Request, place: Phrase) -> tuple[ClickOn | SwitchTo, ...]:
    bare = without_article(whole(place, request.whole))
    if bare.keys == ("there",) or (len(bare) == 1 and bare.tokens[0].key in HERE):
        return ()
    name = bare.quoted or bare.raw
    if request.memory.knows_window(name) or role_of(bare) in WINDOW_ROLES:
        window = request.name(bare, WINDOW_ROLES)
        return () if window.casefold() == request.memory.window.casefold() else (SwitchTo(window),)
    target = request.target(place)
    return (
        ClickOn(
            target if role_of(bare) in FIELD_ROLES or target == request.memory.target else f"{target} field"
        ),
    )


def undoes(request: Request) -> Sentences:
    """Read "undo", "redo twice", "undo the last change"."""
    rest, count = request.counted()
    if count is None and rest and rest.tokens[-1].key in ("once", "twice", "thrice"):
        count, rest = ("once", "twice", "thrice").index(rest.tokens[-1].key) + 1, rest.part(0, -1)
    if count is None and rest.ends("times"):
        read = count_at(rest, 0)
        count, rest = (read[0], rest.part(read[1])) if read else (None, rest)
    numbers = [i for i, key in enumerate(rest.keys) if key not in _CHANGES]
    if len(numbers) == 1 and count is None and (amount := number_at(rest, numbers[0])):
        count, rest = int(amount.value), rest.part(0, numbers[0])
    if not all(key in _CHANGES for key in rest.without(("mark", "comma")).keys):
        raise refuse(request.whole, "Say: undo; or: undo 3 times.")
    operation = Edit("undo") if request.verb.family == "undo" else Edit("redo")
    return repeated(request, request.says(operation), count)


def deletes(request: Request) -> Sentences:
    """Read "delete it", "delete the selection", "delete the text X": the Delete key."""
    rest = request.rest.without(("mark", "comma"))
    key = PressKeyCombination(("delete",))
    if all(word in _SELECTED or word in ("everything", "all") for word in rest.keys):
        selects = (Edit("select all"),) if everything(rest) else ()
        return request.says(*selects, key)
    if text := selected_text(rest, request.whole):
        return request.says(SelectText(text), key)
    raise refuse(
        request.whole,
        'Say it with a key or a click, for example: select the text "draft", then press Delete.',
    )


def saves(request: Request) -> Sentences:
    """Read "save", "save it", "save it as NAME"."""
    rest = request.rest.without(("mark", "comma", "stop"))
    if request.whole.starts("save", "as"):
        return request.says(SaveAs(_file_name(request, rest)))
    saved = next((i for i, key in enumerate(rest.keys) if key not in _SAVED), len(rest))
    for naming in _NAMED:
        if rest.keys[saved : saved + len(naming)] == naming:
            return request.says(SaveAs(_file_name(request, rest.part(saved + len(naming)), naming)))
    if saved == len(rest):
        return request.says(Edit("save"))
    raise refuse(request.whole, 'Say: save; or: save it as "notes.txt".')


def _file_name(request: Request, phrase: Phrase, naming: tuple[str, ...] = ()) -> str:
    phrase = whole(phrase, request.whole) if phrase else phrase
    if not phrase:
        raise missing(request.whole, f"“{request.whole.raw}” which name?", 'save it as "notes.txt"')
    if phrase.quoted is not None and phrase.quoted.strip():
        return phrase.quoted
    phrase = phrase.after_any(_LEADS)
    if phrase.tokens[0].kind == "quoted":
        return literal(phrase, request.whole)
    name = target_words(phrase)
    unclear = phrase.tokens[0].key in ARTICLES or {"in", "as", "under", "folder"} & set(phrase.keys)
    if unclear or (naming == ("to",) and not _PATH.fullmatch(name)):
        raise refuse(request.whole, 'Give the file\'s name, for example: save it as "notes.txt".')
    return name
