"""What the names in the English templates stand for."""

from __future__ import annotations

import random
from collections.abc import Mapping

from grounding.data.phrases import chords, texts, verbs
from grounding.data.phrases.grammar import Part, expand, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import TARGET_CLOSES, TARGET_OPENS, as_target, as_text
from grounding.data.phrases.targets import Targets
from grounding.data.phrases.templates import sections

_OPTIONS = (texts.city, texts.number, texts.name, texts.file_name)
_WHERE = ("", "", " at the bottom", " in the toolbar", " in the dialog", " on the left", " below it")


def _words(section: str) -> tuple[str, ...]:
    return sections("slots")[section]


def parts_for(labels: Labels, form: verbs.Form, bare: list[bool]) -> Mapping[str, Part]:
    """Return the parts for verbs in ``form``; a text put in without quotes is noted in ``bare``."""
    return {
        **verbs.verbs_in(form),
        **_clauses(labels),
        **_places(labels),
        "X": lambda r: _text(r, bare),
        "O": lambda r: _option(labels, r, bare),
        "K": _keys,
        "KN": _counted_keys,
        "LETTER": lambda r: as_text(chords.letter(r)),
        "OLD": labels.pick,
        "PATH": lambda r: _menu_path(labels, r),
        "SC": lambda r: as_text(_direction(r)),
        "SD": lambda r: as_text(r.choice(("down", "up"))),
        "SE": lambda r: as_text(r.choice(_words("ends"))),
        "SU": lambda r: as_text(_clause("until", labels, r)),
        "W": lambda r: as_text(_duration(r)),
        "WU": lambda r: as_text(_clause("awaited", labels, r)),
        "JT": lambda r: as_target(_jargon(r)),
        "JQ": lambda r: as_target(_jargon(r)),
        "JD": lambda r: as_target(_dialog_jargon(r)),
    }


def _places(labels: Labels) -> dict[str, Part]:
    targets = Targets(labels, as_target)
    return {
        "T": lambda r: targets.make(r),
        "B": lambda r: _with_role(labels, r, _words("buttons")),
        "M": lambda r: _with_role(labels, r, _words("pages")),
        "F": lambda r: targets.make(r, "field", placed=0.15),
        "C": lambda r: _checkbox(labels, targets, r),
        "CB": lambda r: _with_role(labels, r, ("checkbox", "check box")),
        "D": lambda r: _list(labels, targets, r),
        "A": lambda r: targets.make(r, "area", placed=0.06),
        "S": lambda r: targets.make(r, "file", placed=0.12),
        "E": lambda r: targets.second(r, r.choice(("file", "area", "any")), as_text),
        "BARE": lambda r: (
            _with_role(labels, r, _words("buttons")) if r.random() < 0.5 else targets.make(r, placed=0.8)
        ),
    }


def _clauses(labels: Labels) -> dict[str, Part]:
    said = sections("english")

    def clause(section: str, rng: random.Random) -> str:
        return expand(parse(rng.choice(said[section])), _clauses(labels), rng)

    def goal(rng: random.Random) -> str:
        return f"{rng.choice(said['goal verbs'])} {_goal_noun(labels, rng)}"

    return {
        "GOAL": goal,
        "GOALCAP": lambda r: goal(r).capitalize(),
        "GOALING": _words("goaling"),
        "NOUN": said["goal nouns"],
        "NOUNS": said["goal nouns"],
        "SO": lambda r: clause("so clauses", r),
        "SOCAP": lambda r: clause("so clauses", r).capitalize(),
        "WHICH": lambda r: clause("whiches", r),
        "WHICHSO": _words("outcomes"),
        "PLACE": said["places"],
        "L": labels.pick,
        "Q": lambda r: quoted(labels.pick(r), r),
    }


def _goal_noun(labels: Labels, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.75:
        return rng.choice(sections("english")["goal nouns"])
    return quoted(labels.pick(rng), rng) if draw < 0.83 else f"the {labels.pick(rng)}"


def _text(rng: random.Random, bare: list[bool]) -> str:
    if rng.random() < 0.62:
        return quoted(as_text(texts.text(rng)), rng)
    bare.append(True)
    return as_text(texts.plain_text(rng))


def _option(labels: Labels, rng: random.Random, bare: list[bool]) -> str:
    said = labels.pick(rng) if rng.random() < 0.75 else rng.choice(_OPTIONS)(rng)
    if rng.random() < 0.6:
        return quoted(as_text(said), rng)
    bare.append(True)
    return as_text(said)


def _keys(rng: random.Random) -> str:
    said = as_text(chords.chord(rng))
    return quoted(said, rng) if rng.random() < 0.12 else said


def _counted_keys(rng: random.Random) -> str:
    key = rng.choice(chords.NAMED) if rng.random() < 0.7 else chords.chord(rng)
    return as_text(f"{key}{rng.choice(('', '', ' key'))} {rng.choice(_words('times'))}")


def _with_role(labels: Labels, rng: random.Random, roles: tuple[str, ...]) -> str:
    return _marked("role phrases", labels, rng, roles)


def _marked(section: str, labels: Labels, rng: random.Random, roles: tuple[str, ...] = ("",)) -> str:
    label = labels.pick(rng)
    label = label.lower() if rng.random() < 0.12 else label
    parts: dict[str, Part] = {
        "SAID": (quoted(label, rng) if rng.random() < 0.45 else label,),
        "ROLE": roles,
        "WHERE": _WHERE,
    }
    template = rng.choice(_words(section)).replace("<", TARGET_OPENS).replace(">", TARGET_CLOSES)
    return expand(parse(template), parts, rng)


def _checkbox(labels: Labels, targets: Targets, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.3:
        return _with_role(labels, rng, _words("checkbox roles"))
    return _marked("beside", labels, rng) if draw < 0.4 else targets.make(rng, "check", placed=0.12)


def _list(labels: Labels, targets: Targets, rng: random.Random) -> str:
    if rng.random() < 0.6:
        return _with_role(labels, rng, _words("dropdowns"))
    return targets.make(rng, "list", placed=0.1)


def _menu_path(labels: Labels, rng: random.Random) -> str:
    pieces = [labels.pick(rng) for _ in range(rng.choice((2, 2, 3)))]
    joiner = rng.choice((" > ", " > ", " -> ", " → ", ">", " » ", " / ", " | "))
    if rng.random() < 0.25:
        pieces = [quoted(piece, rng) for piece in pieces]
    return as_text(joiner.join(pieces))


def _direction(rng: random.Random) -> str:
    words = rng.choice(_words("directions"))
    return words if rng.random() < 0.35 else f"{words} {rng.choice(_words('amounts'))}"


def _clause(section: str, labels: Labels, rng: random.Random) -> str:
    said = (
        quoted(labels.pick(rng), rng)
        if rng.random() < 0.6
        else f"the {labels.pick(rng)} {rng.choice(_words('buttons'))}"
    )
    thing = said if rng.random() < 0.5 else rng.choice(_words("things"))
    return expand(parse(rng.choice(_words(section))), {"SEEN": (said,), "THING": (thing,)}, rng)


def _duration(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return rng.choice(_words("durations"))
    unit = rng.choice(_words("units"))
    return rng.choice(_words("numbers")) + (" " if len(unit) > 2 or rng.random() < 0.5 else "") + unit


def _jargon(rng: random.Random) -> str:
    words = [rng.choice(_words("jargon words")) for _ in range(rng.choice((2, 2, 3, 3, 4)))]
    return rng.choice(("-", "-", "_", "-")).join(words)


def _dialog_jargon(rng: random.Random) -> str:
    words = [rng.choice(_words("jargon words")) for _ in range(rng.choice((1, 1, 2)))]
    return " ".join((rng.choice(_words("jargon words")), rng.choice(_words("jargon places")), *words))
