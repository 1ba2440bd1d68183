"""Drawn lines from the system's Pango and Cairo, through a program of its own."""

from __future__ import annotations

import json
import os
import random
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np

from grounding.data.icons.packed import IconLibrary
from grounding.data.lines.looks import font_environment, installed_fonts, look
from grounding.data.lines.shards import LinePicture
from grounding.data.lines.surroundings import Surroundings
from grounding.data.lines.texts import EAST_ASIAN, Line, Texts

PROGRAM = Path(__file__).with_name("programs") / "draw_lines.py"
SYSTEM_PYTHON = "/usr/bin/python3"
_HEADER = struct.Struct("<11i")
_WIDEST = 1000
_ON_WALLPAPER, _BESIDE_ICON, _TEXTLESS = 0.14, 0.14, 0.035
_ICON_ROOM = 44


def drawn_lines(
    seed: int,
    count: int,
    fonts: Path | None = None,
    held_out: bool = False,
    most_catalogues: int = 1000,
    icons: Path | None = None,
) -> Iterator[LinePicture]:
    """Yield ``count`` drawn lines.

    ``fonts`` is a folder with more font files; ``icons`` one of packed icons, which then stand beside some of
    the lines or, with an empty text, alone. With ``held_out``, phrases kept from training are drawn, half of
    them in fonts kept from training. Raises OSError without the system's Python and its Pango.
    """
    texts, chance = Texts(seed, held_out, most_catalogues=most_catalogues), random.Random(seed + 1)
    around = Surroundings(random.Random(seed + 2), IconLibrary.open(icons) if icons else None)
    with tempfile.TemporaryDirectory() as scratch:
        environment = font_environment(dict(os.environ), fonts, Path(scratch))
        palettes = [installed_fonts(environment)]
        if held_out:
            palettes.append(installed_fonts(environment, held_out=True))
        command = [SYSTEM_PYTHON, str(PROGRAM)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            made = 0
            while made < count:
                if around.icons is not None and chance.random() < _TEXTLESS:
                    made += 1
                    yield around.textless()
                line = texts.line()
                spec = look(chance, chance.choice(palettes), line.drawn, lambda: texts.line().drawn)
                plan = _Plan.of(chance, around)
                picture = _exchange(process.stdin, process.stdout, plan.prepared(spec), line)
                if picture is not None:
                    picture = plan.finished(picture, spec, around)
                    made += 1
                    yield picture
            process.stdin.close()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is done to a line beside drawing it; icons need room that the drawing program leaves."""

    wallpaper: bool
    icon: bool
    at_end: bool

    @classmethod
    def of(cls, chance: random.Random, around: Surroundings) -> _Plan:
        icon = around.icons is not None and chance.random() < _BESIDE_ICON
        return cls(chance.random() < _ON_WALLPAPER, icon, chance.random() < 0.2)

    def prepared(self, spec: dict[str, Any]) -> dict[str, Any]:
        room = ((0, _ICON_ROOM) if self.at_end else (_ICON_ROOM, 0)) if self.icon else (0, 0)
        if not self.wallpaper:
            return {**spec, "room": room}
        # White on black is the text's coverage.
        bare: dict[str, Any] = {
            "shapes": [],
            "neighbours": [],
            "emboss": None,
            "colour": (1, 1, 1),
            "background": ((0, 0, 0),) * 2,
        }
        return {**spec, **bare, "room": room}

    def finished(self, line: LinePicture, spec: dict[str, Any], around: Surroundings) -> LinePicture:
        if self.wallpaper:
            line = replace(line, image=around.label(line.image / np.float32(255)), source="wallpaper")
        if not self.icon:
            return line
        red, green, blue = (round(255 * c) for c in spec["colour"])
        return around.beside(line, self.at_end, (blue, green, red))


def _exchange(into: IO[bytes], out: IO[bytes], spec: dict[str, Any], line: Line) -> LinePicture | None:
    into.write(json.dumps(spec).encode() + b"\n")
    into.flush()
    width, height, x1, y1, x2, y2, unknown, *_ = _HEADER.unpack(_read(out, _HEADER.size))
    pixels = np.frombuffer(_read(out, width * height * 4), np.uint8).reshape(height, width, 4)
    if unknown or not width or x2 - x1 > _WIDEST:
        return None
    family = spec["family"] if line.language not in EAST_ASIAN else "fallback"
    return LinePicture(
        pixels[:, :, :3].copy(), (x1, y1, x2, y2), line.text, line.language, float(spec["size"]), family
    )


def _read(out: IO[bytes], length: int) -> bytes:
    data = out.read(length)
    if len(data) != length:
        raise OSError("the drawing program stopped; is python3-gi-cairo with Pango installed?")
    return data
