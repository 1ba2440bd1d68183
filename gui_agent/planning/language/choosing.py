"""Choose from menus and lists, tick boxes, select text."""

from __future__ import annotations

from dataclasses import replace

from gui_agent.planning.commands import ChooseFrom, ClickOn, Edit, EnterText, SelectText, SetChecked
from gui_agent.planning.language.lists import each_item, split_items
from gui_agent.planning.language.paths import label_of, path_of
from gui_agent.planning.language.refusal import missing, refuse
from gui_agent.planning.language.request import Request, Sentences, repeated
from gui_agent.planning.language.targets import is_pronoun, literal, role_of, whole, without_article
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import ARTICLES, CLICK_ROLES, FIELD_ROLES, ORDINALS

_MENUS = words(
    "file edit view insert format tools help window windows search document options settings go bookmarks"
    " image layer layers colors colours filters sheet data table form styles slide tab history select"
)
_UNNAMED_MENUS = words(
    "context popup pop-up drop-down dropdown right-click shortcut main hamburger application app start the"
)
_EVERYTHING = phrases(
    "all|everything|all text|whole text|entire text|all document|everything document|whole document",
    "entire document|all content",
)
_NUMBERED = frozenset({"cell", "tab", "row", "column", "file", "folder", "button", "icon"})
_OPTION_NOUNS = frozenset({"option", "item", "entry", "value", "choice", "command"})
_FROM = ("from", "in", "under", "of", "inside", "on", "within")
_NOTHING = phrases("nothing|none|none of them|nothing at all")
_SPINNERS = frozenset({"spinner", "spinbox", "stepper"})
_CONTENTS = frozenset({"text", "words", "content", "contents"})
_PASSAGES = frozenset({"paragraph", "passage", "textarea", "section", "block"})
_TEXT_NOUNS = ("text", "word", "words", "phrase", "sentence", "line", "paragraph", "string", "number")


def chooses(request: Request) -> Sentences:
    """Read "choose File > Save", "select X from LIST", "select all", "select the X tab"."""
    rest, count = request.counted()
    rest = rest.without(("mark", "stop"))
    if not rest.without(("comma", "colon")):
        raise missing(request.whole, f"“{request.whole.raw}” what?", 'choose "Blue" from the "Colour" list')
    if everything(rest):
        return request.says(Edit("select all"))
    if rest.keys in _NOTHING:
        return ()
    if place := whole_text_of(request, rest):
        return request.says(SelectText(within=place))
    if text := selected_text(rest, request.whole):
        return request.says(SelectText(text))
    if path := path_of(rest) or said_path(rest):
        return repeated(request, request.says(ChooseFrom(path)), count)
    return repeated(request, _choose(request, rest), count)


def _choose(request: Request, rest: Phrase) -> Sentences:
    at, place = _container(rest)
    if place is not None:
        under = rest.tokens[at].key == "under"
        return _choose_several(request, rest.part(0, at), place, said_menu=under)
    if value := _with_spinner(request, rest):
        return value
    role = role_of(rest)
    if role in ("checkbox", "radio", "check-box", "switch", "toggle") or rest.ends("radio", "button"):
        return request.says(SetChecked(request.target(rest)))
    if role in CLICK_ROLES or is_pronoun(rest) or without_article(rest).tokens[0].key in _NUMBERED:
        return request.says(ClickOn(request.target(rest)))
    pieces = split_items(rest, names=True)
    return each_item(request, pieces, [request.says(ChooseFrom((_option(piece),))) for piece in pieces])


def _choose_several(request: Request, options: Phrase, place: Phrase, *, said_menu: bool) -> Sentences:
    """Choose one option of ``place`` or, after commas, several: the later ones beside the first."""
    pieces = split_items(options, names=True) if options.has_kind("comma") else [options]
    chosen = [place_choice(request, _option(piece), place, said_menu=said_menu) for piece in pieces]
    beside = [replace(choice, adding=bool(choice.container)) for choice in chosen[1:]]
    return each_item(request, pieces, [request.says(choice) for choice in (chosen[0], *beside)])


def _with_spinner(request: Request, rest: Phrase) -> Sentences | None:
    """Read "-10 with the spinner": a value that is typed; None where no such field is named."""
    at = rest.find({"with", "using", "in", "on"}, 1)
    if not 0 < at < len(rest) - 1 or role_of(rest.part(at + 1)) not in _SPINNERS:
        return None
    value = literal(rest.part(0, at), request.whole)
    return request.says(EnterText(value, request.target(rest.part(at + 1)), replacing=True))


def _container(rest: Phrase) -> tuple[int, Phrase | None]:
    """Return where "from LIST", "as the LIST" begins, and the list."""
    at = rest.find(("from",), 1)
    if at < 0:
        at = rest.find_last({*_FROM, "as", "for"})
    if not 0 < at < len(rest) - 1:
        return at, None
    place = rest.part(at + 1)
    return (at, place.part(1)) if place.starts("among") else (at, place)


def _option(phrase: Phrase) -> str:
    phrase = whole(phrase, phrase)
    if (
        phrase.starts("any")
        or (phrase.starts("all") and len(phrase) > 1)
        or ((phrase.starts("a") or phrase.starts("an")) and phrase.quoted is None)
    ):
        raise refuse(phrase, 'Say which one, by its words, for example: choose "Blue" from "Colour".')
    bare = without_article(phrase)
    if len(bare) > 1 and bare.tokens[0].key in _OPTION_NOUNS and not bare.tokens[1].key.isdigit():
        bare = bare.part(1)
    elif len(bare) > 1 and bare.tokens[-1].key in _OPTION_NOUNS and bare.tokens[0].key not in ORDINALS:
        bare = bare.part(0, -1)
    elif len(bare) == 2 and bare.tokens[0].kind == "quoted":
        bare = bare.part(0, 1)
    label = label_of(bare)
    if not label:
        raise refuse(phrase, 'Say which one, by its words, for example: choose "Blue" from "Colour".')
    return label


def place_choice(request: Request, option: str, place: Phrase, *, said_menu: bool = False) -> ChooseFrom:
    """Return the choice of ``option`` in ``place``; a named menu becomes the first part of the path."""
    bare = without_article(whole(place, request.whole))
    if bare.ends("menu") and len(bare) >= 2:
        name = bare.part(0, -1)
        if name.quoted is not None or not set(name.keys) & _UNNAMED_MENUS:
            return ChooseFrom((label_of(name), option))
    if len(bare) == 1 and bare.tokens[0].key in _MENUS and bare.tokens[0].text[0].isupper() and said_menu:
        return ChooseFrom((label_of(bare), option))
    if bare.starts("menu") and len(bare) == 2:
        return ChooseFrom((label_of(bare.part(1)), option))
    return ChooseFrom((option,), request.target(bare))


def menu_choice(request: Request, rest: Phrase) -> Sentences | None:
    """Read "Save in the File menu" after another verb than choose; None where no menu is named."""
    at = rest.find_last({"from", "in", "under"})
    if not 0 < at < len(rest) - 1 or not rest.ends("menu"):
        return None
    choice = place_choice(request, _option(rest.part(0, at)), rest.part(at + 1))
    return request.says(choice) if not choice.container else None


def said_path(rest: Phrase) -> tuple[str, ...]:
    """Read "File, then Save As": labels after the name of a menu."""
    if not (rest.tokens[0].key in _MENUS and (rest.has_kind("comma") or rest.find({"then"}) > 0)):
        return ()
    pieces = split_items(rest)
    return tuple(label_of(piece) for piece in pieces) if len(pieces) > 1 else ()


def everything(rest: Phrase) -> bool:
    """Say whether "all", "everything" or "all the text" is meant."""
    keys = tuple(key for key in without_article(rest).keys if key not in ("the", "of", "it", "in"))
    return keys in _EVERYTHING


def selected_text(rest: Phrase, asker: Phrase) -> str:
    """Return the text after "the text" or "the word"; empty where no text is meant."""
    bare = without_article(rest)
    if len(bare) > 1 and bare.tokens[0].key in _TEXT_NOUNS:
        return literal(bare.part(1), asker)
    return ""


def whole_text_of(request: Request, rest: Phrase) -> str:
    """Return the place of "the text in the 2nd paragraph"; empty where another text is meant."""
    bare = without_article(rest)
    if len(bare) < 3 or bare.tokens[0].key not in _CONTENTS or bare.tokens[1].key not in _FROM:
        return ""
    place = bare.part(2)
    article = place.tokens[0].key in ARTICLES
    named = set(place.keys) & (FIELD_ROLES | _PASSAGES) and not place.ends_quoted
    return request.target(place) if article and named else ""


def highlights(request: Request) -> Sentences:
    """Read "highlight TEXT"."""
    rest = request.rest.without(("mark",))
    if not rest:
        raise missing(request.whole, "Highlight what?", 'select the text "hello"')
    if everything(rest):
        return request.says(Edit("select all"))
    if place := whole_text_of(request, rest):
        return request.says(SelectText(within=place))
    return request.says(SelectText(selected_text(rest, request.whole) or literal(rest, request.whole)))


def checks(request: Request) -> Sentences:
    """Read "tick X", "uncheck X", "toggle X", also for lists."""
    rest, count = request.counted()
    if request.whole.starts("mark") and rest.find({"as"}) > 0:
        rest = _marked(request, rest)
    state = {"check": True, "uncheck": False, "toggle": None}[request.verb.family]
    pieces = split_items(rest.without(("mark", "stop"))) if rest else [rest]
    made = each_item(request, pieces, [_check(request, piece, state) for piece in pieces])
    return repeated(request, made, count)


def _check(request: Request, piece: Phrase, state: bool | None) -> Sentences:
    if not piece:
        raise missing(request.whole, f"“{request.whole.raw}” what?", f'{request.whole.raw.lower()} "I agree"')
    if piece.ends("off") and len(piece) > 1 and request.verb.family == "check":
        piece = piece.part(0, -1)
    return request.says(SetChecked(request.target(piece), state))


def _marked(request: Request, rest: Phrase) -> Phrase:
    at = rest.find({"as"})
    if rest.part(at + 1).keys not in (("checked",), ("ticked",), ("done",), ("selected",)):
        raise refuse(request.whole, 'Say: tick "I agree".')
    return rest.part(0, at)


def turns(request: Request) -> Sentences:
    """Read "turn X on", "switch X off"."""
    rest = request.rest.without(("mark", "comma"))
    if len(rest) > 1 and rest.tokens[-1].key in ("on", "off"):
        return request.says(SetChecked(request.target(rest.part(0, -1)), rest.tokens[-1].key == "on"))
    raise refuse(request.whole, 'Say: turn on "Dark mode"; or: switch to the "Mousepad" window.')
