"""Pieces of text as shapes: what surrounds icons, and what must not be taken for one."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.concepts import concepts


def pieces_of_text(count: int, seed: int, fonts: Path = Path("/usr/share/fonts")) -> list[NDArray[np.uint8]]:
    """Return ``count`` alpha shapes [h, w] of words and figures in the fonts found (or Pillow's own)."""
    from PIL import ImageFont

    chooser = random.Random(seed)
    found = (
        sorted(p for p in fonts.rglob("*.[to]tf") if "math" not in p.name.casefold())
        if fonts.is_dir()
        else []
    )
    words = [word for concept in concepts() for word in concept.said]
    pieces: list[NDArray[np.uint8]] = []
    while len(pieces) < count:
        try:
            font = ImageFont.truetype(chooser.choice(found), 20) if found else ImageFont.load_default(20)
        except OSError:
            continue
        # A font without Latin letters draws the same empty box for all of them.
        if np.array_equal(_shape(font, "A"), _shape(font, "R")):
            continue
        pieces.extend(_shape(font, _piece(chooser, words)) for _ in range(8))
    return [piece for piece in pieces if min(piece.shape) > 3][:count]


def _piece(chooser: random.Random, words: list[str]) -> str:
    word = chooser.choice(words)
    kind = chooser.random()
    if kind < 0.3:
        return str(chooser.randrange(10_000))
    start = chooser.randrange(max(1, len(word) - 2))
    piece = word[start : start + chooser.randint(2, 9)].strip() or word
    return piece.title() if kind < 0.6 else piece.upper() if kind < 0.7 else piece


def _shape(font: object, text: str) -> NDArray[np.uint8]:
    from PIL import Image, ImageDraw, ImageFont

    assert isinstance(font, ImageFont.FreeTypeFont | ImageFont.ImageFont)
    left, top, right, bottom = (int(v) for v in font.getbbox(text))
    picture = Image.new("L", (max(4, right - left + 2), max(4, bottom - top + 2)))
    ImageDraw.Draw(picture).text((1 - left, 1 - top), text, fill=255, font=font)
    return np.asarray(picture)
