"""Imports SikuliX bundles: ``NAME.sikuli`` with ``NAME.py`` and its pictures becomes a step file."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from actions.geometry import Point
from grounding.errors import InvalidNeedle
from grounding.pictures.needle import read_image
from grounding.pictures.target import IMAGE_SIMILAR
from gui_agent.errors import NotUnderstood
from gui_agent.planning.language import parse_task
from gui_agent.planning.language.quotes import quote
from gui_agent.qa.importing.refused import ImportRefused
from gui_agent.qa.importing.sikuli_script import (
    Asked,
    Call,
    Dragged,
    Line,
    Pointed,
    Shown,
    Typed,
    Waited,
    read_script,
)
from gui_agent.qa.steps.case import standing_for_themselves

_HEAD = """{variables}# {name}

Imported from a SikuliX script. Say in a head above (launch: […]) which program it is about.

"""
_KEY_NAMES = {" ": "Space", ",": "Comma", ";": "Semicolon", ".": "Period", "!": "Exclam"}
"""Keys that would end a step where they were written as they are."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture to be written: as it is, or as a needle where its pattern says more."""

    file: Path
    words: str
    needle: str = ""
    document: str = ""


def import_bundle(bundle: Path, out: Path) -> list[Path]:
    """Write the step file and the pictures of ``bundle`` into ``out`` and return them.

    The script is parsed, never run. Raises `ImportRefused` before anything is written.
    """
    name = bundle.name.removesuffix(".sikuli")
    script = bundle / f"{name}.py"
    if not script.is_file():
        raise ImportRefused([f"{bundle}: its script {script.name} is not in it"])
    lines = read_script(script)
    shown = _kept(bundle, script, list(dict.fromkeys(each for line in lines for each in _pictures(line))))
    steps = [step for line in lines for step in _steps(line, shown)]
    if complaints := [told for step in steps if (told := _not_understood(script, step))]:
        raise ImportRefused(complaints)
    folder = out / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for kept in shown.values():
        shutil.copyfile(kept.file, folder / (f"{kept.needle}.png" if kept.needle else kept.file.name))
        if kept.needle:
            (folder / f"{kept.needle}.json").write_text(kept.document, "utf-8")
    written = out / f"{name}.steps.md"
    numbered = "".join(f"{number}. {step}\n" for number, step in enumerate(steps, 1))
    held = standing_for_themselves(numbered)
    variables = f"---\nvariables: {json.dumps(held, ensure_ascii=False)}\n---\n" if held else ""
    written.write_text(_HEAD.format(name=name, variables=variables) + numbered, "utf-8")
    return [written, folder]


def _not_understood(script: Path, step: str) -> str:
    """Say why a step cannot be written; empty where it is read as it should be."""
    try:
        parse_task(step)
    except NotUnderstood as error:
        return f"{script}: there are no words for what it does ({step}): {error}"
    return ""


def _pictures(line: Line) -> Iterator[Shown]:
    match line:
        case Pointed(target=target):
            yield target
        case Dragged(source, destination):
            yield source
            yield destination
        case Typed(target=target) | Waited(target=target):
            if target is not None:
                yield target
        case Asked(target=target, then=then, otherwise=otherwise):
            yield target
            for call in (*then, *otherwise):
                yield from _pictures(call)


def _kept(bundle: Path, script: Path, shown: Sequence[Shown]) -> dict[Shown, _Kept]:
    kept: dict[Shown, _Kept] = {}
    complaints = []
    for each in shown:
        file = bundle / each.file
        try:
            size = read_image(file).image.shape
        except InvalidNeedle:
            complaints.append(f"{script}: the picture {each.file} is not in its bundle, or cannot be read")
            continue
        if each.similar == IMAGE_SIMILAR and each.offset == Point(0, 0):
            kept[each] = _Kept(file, f'image "{file.name}"')
            continue
        name = _free_name(file.stem, bundle, kept)
        document = _needle(each, Point(size[1], size[0]))
        kept[each] = _Kept(file, f'needle "{name}"', name, document)
    if complaints:
        raise ImportRefused(complaints)
    return kept


def _free_name(stem: str, bundle: Path, kept: dict[Shown, _Kept]) -> str:
    """Return a needle's name that neither another needle nor a picture of the bundle has."""
    taken = {each.needle.casefold() for each in kept.values()}
    taken |= {file.stem.casefold() for file in bundle.iterdir()}
    return next(name for number in count(1) if (name := f"{stem}-{number}").casefold() not in taken)


def _needle(shown: Shown, size: Point) -> str:
    """Return a needle's file for a pattern; the property says that it may be anywhere on the screen."""
    click = {"xpos": size.x // 2 + shown.offset.x, "ypos": size.y // 2 + shown.offset.y}
    area = {"xpos": 0, "ypos": 0, "width": size.x, "height": size.y, "type": "match"}
    area |= {"match": round(100 * shown.similar, 2), "click_point": click}
    return json.dumps({"area": [area], "properties": ["anywhere"], "tags": []}, indent=2) + "\n"


def _steps(line: Line, shown: dict[Shown, _Kept]) -> list[str]:
    match line:
        case Asked(target, there, then, otherwise):
            return [_if(shown[target].words, there, then, otherwise, shown)]
        case _:
            return _simple(line, shown)


def _if(
    words: str, there: bool, then: Sequence[Call], otherwise: Sequence[Call], shown: dict[Shown, _Kept]
) -> str:
    done, else_ = (
        ", then ".join(_small(step) for call in part for step in _simple(call, shown))
        for part in (then, otherwise)
    )
    sentence = f"If {words} is {'' if there else 'not '}visible, {done}"
    return f"{sentence}, otherwise {else_}" if else_ else sentence


def _simple(call: Call, shown: dict[Shown, _Kept]) -> list[str]:
    match call:
        case Pointed(verb, target):
            return [f"{verb} {shown[target].words}"]
        case Dragged(source, destination):
            return [f"Drag {shown[source].words} to {shown[destination].words}"]
        case Waited(None, seconds):
            return [f"Wait {_plain(seconds)} seconds"]
        case Waited(target, seconds):
            limit = "" if seconds is None else f", at most {_plain(seconds)} seconds"
            return [f"Wait until {shown[target].words} is visible{limit}"] if target else []
        case Typed(parts, target, modifiers):
            first = [f"Click {shown[target].words}"] if target else []
            return first + [_typing(text, is_key, modifiers) for text, is_key in parts]


def _typing(text: str, is_key: bool, modifiers: Sequence[str]) -> str:
    if modifiers:
        keys = [text] if is_key else list(text)
        return "Press " + ", ".join("+".join((*modifiers, _key(key))) for key in keys)
    return f"Press {text}" if is_key else f"Type {quote(text)}"


def _key(character: str) -> str:
    return _KEY_NAMES.get(character, character.upper() if re.fullmatch(r"[a-z]", character) else character)


def _plain(seconds: float | None) -> str:
    return f"{seconds or 0:.3f}".rstrip("0").rstrip(".")


def _small(step: str) -> str:
    return step[:1].lower() + step[1:]
