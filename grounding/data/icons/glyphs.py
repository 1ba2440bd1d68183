"""``python -m grounding.data.icons.glyphs``: signs of fonts that stand for icons, and calculators' keys."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from grounding.data.icons.packed import PackedIcon, pack
from grounding.data.icons.pairs import folded
from grounding.data.icons.synonyms import naming_of

_SIDE = 48
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Signs, and the icon whose names they share.
_SIGNS = {
    "×✕✖⨯🗙": "window-close",
    "🗕": "window-minimize",
    "🗖▢": "window-maximize",
    "🗗": "window-restore",
    "+＋➕": "list-add",
    "−–➖": "list-remove",
    "☰≡": "open-menu",
    "⋮︙": "view-more",
    "…⋯": "view-more-horizontal",
    "←🡐⬅❮‹": "go-previous",
    "→🡒➡❯›": "go-next",
    "↑⬆▲▴": "go-up",
    "↓⬇▼▾⌄": "go-down",
    "«": "chevrons-left",
    "»": "chevrons-right",
    "▶►": "media-playback-start",
    "⏸": "media-playback-pause",
    "■⏹": "media-playback-stop",
    "●⏺": "media-record",
    "⏭": "media-skip-forward",
    "⏮": "media-skip-backward",
    "⏩": "media-seek-forward",
    "⏪": "media-seek-backward",
    "⏏": "media-eject",
    "♥♡❤": "heart",
    "★☆": "star",
    "✓✔🗸": "check",
    "⟳↻🗘": "view-refresh",
    "↶↩": "edit-undo",
    "↷↪": "edit-redo",
    "⚙": "settings",
    "?❓": "help",
    "!⚠": "dialog-warning",
    "ℹ": "info",
    "%": "percent",
    "#": "hash",
    "@": "at",
    "*": "asterisk",
    "=": "equal",
    "÷": "divide",
    "♪♫🎵": "music",
    "✉": "mail",
    "✎✏🖉": "edit",
    "✂": "edit-cut",
    "⌂🏠": "go-home",
    "🔍🔎": "search",
    "🔒": "lock",
    "🗑": "edit-delete",
    "📁": "folder",
    "⌫": "edit-clear",
    "☾🌙": "dark-mode",
    "☀☼": "light-mode",
    "⚑⚐": "flag",
    "Σ∑": "sum",
    "Ω": "omega",
    "¶": "paragraph",
    "⤢": "view-fullscreen",
    "B": "format-text-bold",
    "U": "format-text-underline",
}
_KEYS = {
    "√": ("square root",),
    "π": ("pi",),
    "^": ("power", "caret"),
    "±": ("plus minus", "change sign"),
    "(": ("open parenthesis", "left bracket"),
    ")": ("close parenthesis", "right bracket"),
    ".": ("decimal point", "dot"),
    ",": ("comma",),
    "/": ("divide", "slash"),
    "<": ("less than",),
    ">": ("greater than",),
    "&": ("ampersand",),
    "$": ("dollar",),
    "€": ("euro",),
    "∞": ("infinity",),
}


def signs() -> Iterator[tuple[str, PackedIcon]]:
    """Yield every sign with the line of its icon."""
    for listed, icon in _SIGNS.items():
        naming = naming_of(icon)
        for sign in listed:
            yield sign, PackedIcon("glyphs", "", icon, naming.name, naming.said, naming.looks, ())
    keys = {**{str(i): (str(i), word) for i, word in enumerate(_DIGITS)}, **_KEYS}
    for sign, said in keys.items():
        yield sign, PackedIcon("glyphs", "", said[0].replace(" ", "-"), folded(said[0]), said, (), ())


def drawn(fonts: Sequence[Path], each: int, seed: int) -> Iterator[tuple[PackedIcon, NDArray[np.uint8]]]:
    """Yield each sign in at most ``each`` fonts that have it, as a shape (alpha) [h, w]."""
    chooser = random.Random(seed)
    for sign, icon in signs():
        made = 0
        for path in chooser.sample(list(fonts), len(fonts)):
            shape = shape_of(path, sign)
            if shape is not None:
                made += 1
                yield icon, shape
            if made == each:
                break


def shape_of(path: Path, sign: str) -> NDArray[np.uint8] | None:
    """Return a sign as a font draws it, cut to its ink; None where the font has no such sign."""
    try:
        font = ImageFont.truetype(path, _SIDE)
        shape = _ink(font, sign)
        missing = _ink(font, "\U0010fffe")
    except OSError:
        return None
    if shape is None or (missing is not None and np.array_equal(shape, missing)):
        return None
    return shape


def _ink(font: ImageFont.FreeTypeFont, sign: str) -> NDArray[np.uint8] | None:
    left, top, right, bottom = (int(v) for v in font.getbbox(sign))
    if right - left < 3 or bottom - top < 3:
        return None
    picture = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(picture).text((-left, -top), sign, fill=255, font=font)
    pixels = np.asarray(picture)
    rows, columns = np.flatnonzero(pixels.max(1) > 40), np.flatnonzero(pixels.max(0) > 40)
    if not len(rows):
        return None
    return np.ascontiguousarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw and pack; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m grounding.data.icons.glyphs", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    fonts = sorted(path for path in options.fonts.rglob("*.[to]t[fc]") if "olor" not in path.name)
    print(f"{pack(options.out, drawn(fonts, options.each, options.seed))} signs packed in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
