"""``bench checks``: is a text told from one that differs in a letter or a digit, whatever it is set in?

Texts as applications show them are drawn in several fonts, sizes and colours, as they are and with one small
difference. Every one is read as in a run, and checked for itself, which must hold, and for the other one,
which must not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.data.desktops.canvas import font_file
from gui_agent.expectation import TextVisible
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Observation

TEXTS = (
    "Saved Ana",
    "Total: 11.50",
    "Order 1042 sent",
    "File not found",
    "The passwords differ",
    "3 items in your basket",
    "Room 5, garden",
    "Modern kitchen",
    "Illness reported",
    "Will call back",
    "Welcome back, Olivia",
    "Invoice 2024-10-05",
    "Überweisung gespeichert",
    "Déjà vu",
    "diary.txt",
    "report_final.pdf",
    "Nothing is entered",
    "ana@example.org",
    "Buy stamps - Normal - open",
    "nails: 10 in stock",
    "Backup finished 12:30",
    "Thank you for joining",
    "Unsaved changes",
    "Delete",
)
FONTS = ("DejaVu Sans", "Arimo", "Cantarell", "Inter", "Lato", "DejaVu Serif", "DejaVu Sans Mono")
SIZES = (11, 13, 16)
COLOURS = (((255, 255, 255), (20, 20, 20)), ((48, 48, 48), (235, 235, 235)), ((246, 245, 244), (46, 52, 54)))
SCREEN = Size(640, 400)
_LINES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """What a text is set in; ``size`` in pixels, colours as (red, green, blue)."""

    font: str
    size: int
    ground: tuple[int, int, int]
    ink: tuple[int, int, int]


def run(only: str = "") -> BenchmarkResult:
    """Check every text in every look; ``only`` is a part of the name of a font."""
    from grounding.grounders import open_grounder

    eyes = open_grounder()
    reflector = ScreenReflector(eyes.for_checks, eyes.look_closely, eyes.read_again)
    missed, mistaken, checked = [], [], 0
    for look in looks(only):
        for shown, others in pages(look):
            shot = drawn(shown, look)
            seen = Observation(shot, eyes.parser.parse(shot))
            for text, other in zip(shown, others, strict=True):
                checked += 1
                told = f"{look.font} {look.size}"
                if not reflector.holds(TextVisible(text), seen):
                    missed.append(f"“{text}” was not seen, in {told}")
                if reflector.holds(TextVisible(other), seen):
                    mistaken.append(f"“{text}” was taken for “{other}”, in {told}")
    return summarise(checked, missed, mistaken)


def summarise(checked: int, missed: Sequence[str], mistaken: Sequence[str]) -> BenchmarkResult:
    """Count both kinds of errors, in percent of the checks of either kind."""
    figures = {
        "false_passes": Figure(100 * len(mistaken) / checked, "%", checked),
        "false_failures": Figure(100 * len(missed) / checked, "%", checked),
    }
    bounds = {"false_passes": Bound(1.0), "false_failures": Bound(1.0)}
    return BenchmarkResult("checks", figures, bounds, (*mistaken, *missed))


def looks(only: str = "") -> Iterator[Look]:
    """Yield every font that is installed in every size, in turn light, dark and grey."""
    files: set[str] = set()
    for font in FONTS:
        file = font_file(font)
        if file in files or only.casefold() not in font.casefold():
            continue
        files.add(file)
        for size, (ground, ink) in zip(SIZES, COLOURS, strict=True):
            yield Look(font, size, ground, ink)


def pages(look: Look) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the texts of a screen, and what each of them must not be taken for; then the other way round."""
    chance = random.Random(f"{look.font} {look.size}")
    pairs = [(text, chance.choice(slightly_different(text))) for text in TEXTS]
    chance.shuffle(pairs)
    for start in range(0, len(pairs), _LINES):
        shown, others = zip(*pairs[start : start + _LINES], strict=True)
        yield shown, others
        yield others, shown


def slightly_different(text: str) -> list[str]:
    """Return texts that a person would call different: a letter more, less or another, another number."""
    longest = max(re.findall(r"[^\W\d_]+", text), key=len)
    middle = len(longest) // 2
    other = "e" if longest[middle] not in "eéco" else "a"
    changed = [
        longest + longest[-1],
        longest[:middle] + longest[middle + 1 :],
        longest[:middle] + other + longest[middle + 1 :],
    ]
    different = [text.replace(longest, word, 1) for word in changed]
    if number := re.search(r"\d+", text):
        last = number[0][-1]
        for digits in (number[0][:-1] + str((int(last) + 3) % 10), number[0] + "5"):
            different.append(text[: number.start()] + digits + text[number.end() :])
    return different


def drawn(texts: Sequence[str], look: Look) -> Screenshot:
    """Draw ``texts`` one below the other, with room between them, as labels in a window stand."""
    picture = Picture.new("RGB", (SCREEN.width, SCREEN.height), look.ground)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(font_file(look.font), look.size)
    for number, text in enumerate(texts):
        place = 24 + 40 * (number % 3), 24 + number * (SCREEN.height - 40) // _LINES
        pen.text(place, text, font=font, fill=look.ink)
    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    return Screenshot(pixels, Box(0, 0, SCREEN.width, SCREEN.height))
