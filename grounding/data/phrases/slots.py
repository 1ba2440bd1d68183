"""What the names in the English templates stand for."""

from __future__ import annotations

import random
from collections.abc import Mapping

from grounding.data.phrases import chords, english, texts, verbs
from grounding.data.phrases.grammar import Part, expand, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import as_target, as_text
from grounding.data.phrases.targets import Targets

_BUTTONS = ("button", "button", "button", "link", "icon", "tab", "tile", "menu item", "arrow")
_PAGES = ("menu", "menu", "tab", "page", "section", "dropdown", "settings", "panel", "link", "dropdown menu", "folder icon")
_DROPDOWNS = ("dropdown", "drop-down", "combo box", "dropdown menu", "selector", "drop-down list", "list", "picker")
_DIRECTIONS = ("down", "down", "down", "up", "up", "left", "right", "downwards", "upwards", "further down", "back up")
_AMOUNTS = (
    "", "", "", "", " a bit", " a little", " 3 times", " a few lines", " by 5 notches", " one page", " by two pages",
    " slowly", " 2 clicks", " by 10 lines", " a lot", " by half a page", " some more", " 500 pixels",
)  # fmt: skip
_ENDS = (
    "to the bottom", "to the top", "to the end", "to the very bottom", "all the way down", "to the beginning",
    "all the way up", "to the start", "all the way to the bottom", "to the far right",
)  # fmt: skip
_TIMES = (" 3 times", " twice", " two times", " five times", " 4x", " x2", " ten times", " 2 times", " three times")
_NUMBERS = ("1", "2", "3", "5", "10", "30", "60", "0.5", "1.5", "two", "three", "five", "ten", "a few", "a couple of", "15")
_UNITS = ("seconds", "seconds", "seconds", "sec", "secs", "s", "milliseconds", "minutes", "min", "ms")
_DURATIONS = ("a second", "a moment", "one second", "half a second", "a minute", "1 s", "5s", "1 second", "a while", "a bit", "2.5s")
_GOALING = ("continuing", "saving the file", "moving on", "going to the next step", "opening the menu", "closing it")
_JARGON_WORDS = (
    "raid dialog next installer firefox menu welcome login desktop runner gnome kde partition confirm license accept "
    "yast network add user password overview summary boot grub xterm console ok cancel save settings window close tab "
    "main file edit view toolbar button icon search bar left top popup warning save-as header nav submit btn link"
).split()  # fmt: skip


def parts_for(labels: Labels, form: verbs.Form, bare: list[bool]) -> Mapping[str, Part]:
    """Return the parts for verbs in ``form``; a text put in without quotes is noted in ``bare``."""
    targets = Targets(labels, as_target)
    more = {
        name: tuple(v.split("/")[form] for v in forms.split(", "))
        for name, _, forms in (line.partition(": ") for line in english.MORE_VERBS)
    }

    def text(rng: random.Random) -> str:
        if rng.random() < 0.62:
            said = texts.text(rng)
            return quoted(as_text(said), rng)
        bare.append(True)
        return as_text(texts.plain_text(rng))

    def option(rng: random.Random) -> str:
        said = labels.pick(rng) if rng.random() < 0.75 else rng.choice((texts.city, texts.number, texts.name, texts.file_name))(rng)
        if rng.random() < 0.6:
            return quoted(as_text(said), rng)
        bare.append(True)
        return as_text(said)

    def keys(rng: random.Random) -> str:
        said = as_text(chords.chord(rng))
        return quoted(said, rng) if rng.random() < 0.12 else said

    return {
        **verbs.verbs_in(form),
        **more,
        **_clauses(labels),
        "T": lambda r: targets.make(r),
        "B": lambda r: _with_role(labels, r, _BUTTONS),
        "M": lambda r: _with_role(labels, r, _PAGES),
        "F": lambda r: targets.make(r, "field", placed=0.15),
        "C": lambda r: _checkbox(labels, targets, r),
        "CB": lambda r: _with_role(labels, r, ("checkbox", "check box")),
        "D": lambda r: _with_role(labels, r, _DROPDOWNS) if r.random() < 0.6 else targets.make(r, "list", placed=0.1),
        "A": lambda r: targets.make(r, "area", placed=0.06),
        "S": lambda r: targets.make(r, "file", placed=0.12),
        "E": lambda r: targets.second(r, r.choice(("file", "area", "any")), as_text),
        "X": text,
        "O": option,
        "K": keys,
        "KN": lambda r: _counted_keys(r),
        "LETTER": lambda r: as_text(chords.letter(r)),
        "OLD": lambda r: labels.pick(r),
        "PATH": lambda r: _menu_path(labels, r),
        "SC": lambda r: as_text(r.choice(_DIRECTIONS) + r.choice(_AMOUNTS)),
        "SD": lambda r: as_text(r.choice(("down", "up"))),
        "SE": lambda r: as_text(r.choice(_ENDS)),
        "SU": lambda r: as_text(_until(labels, r)),
        "W": lambda r: as_text(_duration(r)),
        "WU": lambda r: as_text(_awaited(labels, r)),
        "JT": lambda r: as_target(_jargon(r)),
        "JQ": lambda r: as_target(_jargon(r)),
        "JD": lambda r: as_target(_dialog_jargon(r)),
        "BARE": lambda r: _bare(labels, targets, r),
    }


def _clauses(labels: Labels) -> dict[str, Part]:
    return {
        "GOAL": lambda r: f"{r.choice(english.GOAL_VERBS)} {_goal_noun(labels, r)}",
        "GOALCAP": lambda r: f"{r.choice(english.GOAL_VERBS)} {_goal_noun(labels, r)}".capitalize(),
        "GOALING": _GOALING,
        "NOUN": english.GOAL_NOUNS,
        "NOUNS": english.GOAL_NOUNS,
        "SO": lambda r: expand(parse(r.choice(english.SO_CLAUSES)), _clauses(labels), r),
        "SOCAP": lambda r: expand(parse(r.choice(english.SO_CLAUSES)), _clauses(labels), r).capitalize(),
        "WHICH": lambda r: expand(parse(r.choice(english.WHICHES)), _clauses(labels), r),
        "WHICHSO": ("see what happens", "check the result", "you are done", "that's it", "it will open", "we'll see"),
        "PLACE": english.PLACES,
        "L": lambda r: labels.pick(r),
        "Q": lambda r: quoted(labels.pick(r), r),
    }


def _goal_noun(labels: Labels, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.75:
        return rng.choice(english.GOAL_NOUNS)
    return quoted(labels.pick(rng), rng) if draw < 0.83 else f"the {labels.pick(rng)}"


def _with_role(labels: Labels, rng: random.Random, roles: tuple[str, ...]) -> str:
    label = labels.pick(rng)
    label = label.lower() if rng.random() < 0.12 else label
    said, role = (quoted(label, rng) if rng.random() < 0.45 else label), rng.choice(roles)
    where = rng.choice(("", "", "", "", " at the bottom", " in the toolbar", " in the dialog", " on the left", " below it"))
    draw = rng.random()
    if draw < 0.75:
        return "the " + as_target(f"{said} {role}{where}")
    if draw < 0.85:
        return as_target(f"{said} {role}{where}")
    return "the " + as_target(f"{role} {rng.choice(('labelled ', 'named ', 'called ', '', 'for ', 'with the text '))}{said}{where}")


def _checkbox(labels: Labels, targets: Targets, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.3:
        return _with_role(labels, rng, ("checkbox", "check box", "switch", "toggle", "option", "setting", "box"))
    if draw < 0.4:
        label = labels.pick(rng)
        said = quoted(label, rng) if rng.random() < 0.5 else label
        side = rng.choice(("left of", "next to", "for", "beside", "to the left of", "in front of", "to the right of"))
        return "the " + as_target(f"{rng.choice(('checkbox', 'box', 'switch', 'toggle', 'tick box'))} {side} {said}")
    return targets.make(rng, "check", placed=0.12)


def _counted_keys(rng: random.Random) -> str:
    key = rng.choice(chords.NAMED) if rng.random() < 0.7 else chords.chord(rng)
    return as_text(key + rng.choice(("", "", " key")) + rng.choice(_TIMES))


def _menu_path(labels: Labels, rng: random.Random) -> str:
    pieces = [labels.pick(rng) for _ in range(rng.choice((2, 2, 3)))]
    joiner = rng.choice((" > ", " > ", " -> ", " → ", ">", " » ", " / ", " | "))
    if rng.random() < 0.25:
        pieces = [quoted(piece, rng) for piece in pieces]
    return as_text(joiner.join(pieces))


def _until(labels: Labels, rng: random.Random) -> str:
    said = quoted(labels.pick(rng), rng) if rng.random() < 0.6 else f"the {labels.pick(rng)} {rng.choice(_BUTTONS)}"
    seen = rng.choice(("{} is visible", "you see {}", "{} appears", "you find {}", "you reach {}", "{} comes into view", "I can see {}"))
    until = rng.choice(("until ", "until ", "till ", "down until ", "up until "))
    return until + seen.format(said)


def _duration(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return rng.choice(_DURATIONS)
    unit = rng.choice(_UNITS)
    return rng.choice(_NUMBERS) + (" " if len(unit) > 2 or rng.random() < 0.5 else "") + unit


def _awaited(labels: Labels, rng: random.Random) -> str:
    said = quoted(labels.pick(rng), rng) if rng.random() < 0.5 else rng.choice(
        ("the page", "the dialog", "the window", "the file", "the download", "it", "the menu", "the progress bar", "the login screen")
    )
    happens = rng.choice(("is loaded", "has loaded", "appears", "is visible", "is finished", "disappears", "opens", "is gone", "closes", "is done"))
    if rng.random() < 0.7:
        return f"{rng.choice(('until', 'until', 'till'))} {said} {happens}"
    return f"for {said} to {rng.choice(('load', 'appear', 'finish', 'disappear', 'open', 'close', 'show up'))}"


def _jargon(rng: random.Random) -> str:
    words = [rng.choice(_JARGON_WORDS) for _ in range(rng.choice((2, 2, 3, 3, 4)))]
    return rng.choice(("-", "-", "_", "-")).join(words)


def _dialog_jargon(rng: random.Random) -> str:
    words = [rng.choice(_JARGON_WORDS) for _ in range(rng.choice((1, 1, 2)))]
    place = rng.choice(("dialog", "popup", "window", "toolbar", "menu", "page", "sidebar", "panel", "form", "button"))
    return " ".join((rng.choice(_JARGON_WORDS), place, *words))


def _bare(labels: Labels, targets: Targets, rng: random.Random) -> str:
    return _with_role(labels, rng, _BUTTONS) if rng.random() < 0.5 else targets.make(rng, placed=0.8)
