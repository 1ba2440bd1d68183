"""How a line looks: font, size, rendering, colours and surroundings, drawn at random."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Colour = tuple[float, float, float]

# Families kept from training, so that what the reader makes of a new font can be measured.
HELD_OUT_FONTS = frozenset({"Lato", "PT Sans", "Oxygen-Sans", "Hack", "Inconsolata", "Carlito", "Gentium"})
_COMMON = (
    "DejaVu Sans", "Noto Sans", "Liberation Sans", "Roboto", "Open Sans", "Inter", "Cantarell", "Arimo",
    "Nimbus Sans", "Droid Sans", "FreeSans", "Noto Sans Display", "Liberation Sans Narrow",
    "Roboto Condensed",
    "DejaVu Sans Condensed", "Noto Sans CJK SC", "Noto Sans CJK JP",
)  # fmt: skip
_MONOSPACED = (
    "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "Fira Code", "Cousine", "JetBrains Mono",
    "FreeMono", "Nimbus Mono PS", "mononoki", "Anonymous Pro", "Noto Mono", "Fantasque Sans Mono", "PT Mono",
    "Monoid",
)  # fmt: skip
_UNFIT = (
    "math",
    "symbol",
    "ornament",
    "emoji",
    "dingbat",
    "music",
    "z003",
    "d050000",
    "titling",
    "ubuntu-title",
    "goth",
)
_SHORT = 5
_CURATED_SHARE, _MONOSPACED_SHARE = 0.55, 0.18


@dataclass(frozen=True, slots=True)
class Fonts:
    """The installed families by use; ``others`` are all that hold Latin letters."""

    common: tuple[str, ...]
    monospaced: tuple[str, ...]
    others: tuple[str, ...]

    def any(self, chance: random.Random) -> str:
        kind = chance.random()
        if kind < _CURATED_SHARE and self.common:
            return chance.choice(self.common)
        if kind < _CURATED_SHARE + _MONOSPACED_SHARE and self.monospaced:
            return chance.choice(self.monospaced)
        return chance.choice(self.others)


def installed_fonts(environment: dict[str, str], held_out: bool = False) -> Fonts:
    """Return the fonts fontconfig knows under ``environment``; with ``held_out`` those kept from training."""
    command = ["fc-list", ":lang=de", "family"]
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    families = sorted({line.split(",")[0].strip().replace("\\", "") for line in listed.splitlines()})
    fit = [f for f in families if not any(u in f.lower() for u in _UNFIT)]
    if held_out:
        kept = tuple(f for f in fit if f in HELD_OUT_FONTS)
        return Fonts(kept, (), kept or tuple(fit))
    free = [f for f in fit if f not in HELD_OUT_FONTS]
    return Fonts(
        tuple(f for f in free if f in _COMMON), tuple(f for f in free if f in _MONOSPACED), tuple(free)
    )


def font_environment(base: dict[str, str], folder: Path | None, scratch: Path) -> dict[str, str]:
    """Return an environment in which the fonts below ``folder`` are known beside the installed ones."""
    if folder is None:
        return base
    config = scratch / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{folder}</dir><cachedir>{scratch}/cache</cachedir>"
        "</fontconfig>",
        "utf-8",
    )
    return {**base, "FONTCONFIG_FILE": str(config)}


def look(chance: random.Random, fonts: Fonts, text: str, other_texts: Callable[[], str]) -> dict[str, Any]:
    """Return a specification for programs/draw_lines.py."""
    size = _size(chance, text)
    back, fore = _colours(chance)
    far = tuple(min(1.0, max(0.0, c + chance.uniform(-0.08, 0.08))) for c in back)
    spec: dict[str, Any] = {
        "text": text,
        "family": fonts.any(chance),
        "size": size,
        "weight": chance.choices((400, 700, 500, 600, 300), (66, 18, 6, 6, 4))[0],
        "italic": chance.random() < 0.08,
        "condensed": chance.random() < 0.05,
        "spacing": _spacing(chance, text),
        "mnemonic": chance.randrange(min(len(text), 12)) if chance.random() < 0.06 else -1,
        "antialias": chance.choices(("grey", "subpixel", "none"), (56, 40, 4))[0],
        "hint": chance.choices(("slight", "full", "none", "medium"), (45, 20, 25, 10))[0],
        "metrics": chance.random() < 0.5,
        "background": (back, far if chance.random() < 0.2 else back),
        "vertical": chance.random() < 0.7,
        "colour": fore,
        "emboss": chance.choice((_grey(chance, 0.0, 0.1), _grey(chance, 0.9, 1.0)))
        if chance.random() < 0.04
        else None,
        "shapes": _shapes(chance, size, back, fore),
        "neighbours": _neighbours(chance, size, other_texts),
    }
    return spec


def _size(chance: random.Random, text: str) -> float:
    if len(text) <= _SHORT and chance.random() < 0.35:
        # The keys of calculators, counters, headings.
        return round(chance.uniform(15, 40))
    low, high = chance.choices(((9, 13), (13, 17), (8, 9), (17, 30)), (54, 26, 5, 15))[0]
    size = chance.uniform(low, high)
    return round(size) if chance.random() < 0.6 else round(size * 3) / 3


def _spacing(chance: random.Random, text: str) -> float:
    if text.isupper() and chance.random() < 0.25:
        return chance.uniform(0.4, 2.5)
    return chance.uniform(-0.3, 1.5) if chance.random() < 0.05 else 0


def _colours(chance: random.Random) -> tuple[Colour, Colour]:
    kind = chance.choices(("light", "dark", "selected", "link", "disabled", "free"), (34, 22, 12, 6, 10, 16))[
        0
    ]
    if kind == "light":
        return _grey(chance, 0.82, 1.0), _grey(chance, 0.0, 0.4)
    if kind == "dark":
        return _grey(chance, 0.0, 0.3), _grey(chance, 0.65, 1.0)
    if kind == "selected":
        return _vivid(chance, 0.35, 0.9), _grey(chance, 0.93, 1.0)
    if kind == "link":
        dark = chance.random() < 0.3
        return (_grey(chance, 0.0, 0.2) if dark else _grey(chance, 0.9, 1.0)), (
            (chance.uniform(0.3, 0.6), chance.uniform(0.6, 0.8), 1.0)
            if dark
            else (chance.uniform(0, 0.2), chance.uniform(0, 0.45), chance.uniform(0.6, 1))
        )
    if kind == "disabled":
        back = chance.choice((chance.uniform(0.8, 1.0), chance.uniform(0.05, 0.3)))
        step = chance.uniform(0.17, 0.4)
        return _tinted(chance, back), _tinted(chance, back - step if back > 0.5 else back + step)
    return _free_pair(chance)


def _free_pair(chance: random.Random) -> tuple[Colour, Colour]:
    while True:
        back, fore = _vivid(chance, 0.0, 1.0), _vivid(chance, 0.0, 1.0)
        if abs(_luminance(back) - _luminance(fore)) > 0.25:
            return back, fore


def _grey(chance: random.Random, low: float, high: float) -> Colour:
    return _tinted(chance, chance.uniform(low, high))


def _tinted(chance: random.Random, level: float) -> Colour:
    amount = 0.05 if chance.random() < 0.5 else 0.0
    r, g, b = (min(1.0, max(0.0, level + chance.uniform(-amount, amount))) for _ in range(3))
    return r, g, b


def _vivid(chance: random.Random, low: float, high: float) -> Colour:
    r, g, b = (chance.uniform(low, high) * chance.choice((0.25, 1.0, 1.0)) for _ in range(3))
    return r, g, b


def _luminance(colour: Sequence[float]) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


def _shapes(chance: random.Random, size: float, back: Colour, fore: Colour) -> list[dict[str, Any]]:
    shapes = []
    if chance.random() < 0.16:
        room = [chance.randint(2, 12) for _ in range(4)]
        kind = chance.choice(("frame", "fill"))
        near = _mixed(back, fore, chance.uniform(0.03, 0.12 if kind == "fill" else 0.6))
        shapes.append({"kind": kind, "margins": room, "colour": near})
    if chance.random() < 0.08:
        shapes.append({"kind": "underline", "margins": [0, chance.randint(-2, 1), 0, 0], "colour": fore})
    if chance.random() < 0.16:
        kind = chance.choice(("ring", "bar", "box", "arrow"))
        place = [
            chance.randint(1, 6),
            chance.uniform(0.5, 1.3) * size,
            int(chance.random() < 0.5),
            chance.uniform(0, 6),
        ]
        shapes.append({"kind": kind, "margins": place, "colour": _mixed(back, fore, chance.uniform(0.3, 1))})
    return shapes


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    r, g, b = (a + (z - a) * share for a, z in zip(first, second, strict=True))
    return r, g, b


def _neighbours(chance: random.Random, size: float, other_texts: Callable[[], str]) -> list[dict[str, Any]]:
    found = []
    for side in (-1, 1):
        if chance.random() < 0.2:
            distance = side * size * chance.uniform(1.25, 1.7)
            found.append({"text": other_texts(), "shift": chance.uniform(-20, 5), "distance": distance})
    return found
