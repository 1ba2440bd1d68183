"""``python -m grounding.data desktops``: desktops composed of rendered windows."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pictures

from grounding.data.desktops.canvas import Canvas
from grounding.data.desktops.compose import Image, Layer, Window, cut_window, paste, truth_of
from grounding.data.desktops.shells import draw_icons, draw_shell, draw_start_menu, random_shell
from grounding.data.desktops.wallpapers import wallpaper
from grounding.data.held_out import split_of
from grounding.data.sample import Bounds, RenderedScreen, read_screens, write_screens
from grounding.data.widgets.themes import ICONS, SIZES
from grounding.data.widgets.words import pools

_ICON_THEMES = (
    "Adwaita",
    "Papirus",
    "Papirus-Dark",
    "breeze",
    "oxygen",
    "Tango",
    "gnome",
    "mate",
    "elementary-xfce",
)
_FONTS = (
    "DejaVu Sans",
    "Liberation Sans",
    "Noto Sans",
    "Roboto",
    "Open Sans",
    "Lato",
    "Ubuntu",
    "Cantarell",
    "Inter",
)
_WIDE_FONT = "Noto Sans CJK JP"
Source = tuple[Path, RenderedScreen]


def main(arguments: list[str]) -> int:
    """Compose ``--count`` desktops into ``--out``; return 0, or 2 where there is nothing to compose of."""
    parser = argparse.ArgumentParser(prog="python -m grounding.data desktops", description=__doc__)
    parser.add_argument("--screens", type=Path, nargs="+", required=True, help="folders of rendered screens")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args(arguments)
    sources = [s for s in read_screens(*options.screens) if s[1].split == "train"]
    if not sources or shutil.which("fc-match") is None:
        print("needed: train screens to cut windows from, and fontconfig", file=sys.stderr)
        return 2
    (options.out / "images").mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    count = write_screens(options.out, _desktops(options.out, sources, options.seed, options.count))
    print(f"{count} desktops, {(time.monotonic() - started) / max(1, count):.2f} s each")
    return 0


def _desktops(out: Path, sources: list[Source], seed: int, count: int) -> Iterator[RenderedScreen]:
    for i in range(count):
        rng = random.Random(f"desktops {seed} {i}")
        screen, image = desktop(rng, sources, f"desktops-{seed}-{i}")
        cv2.imwrite(str(out / screen.image), image, [cv2.IMWRITE_PNG_COMPRESSION, 4])
        yield screen


def desktop(rng: random.Random, sources: list[Source], name: str) -> tuple[RenderedScreen, Image]:
    """Return one desktop with its picture (BGR)."""
    width, height = rng.choice(SIZES)
    windows = _windows(rng, sources, rng.choice((0, 1, 1, 1, 2, 2, 3, 4)))
    language = windows[-1].language if windows else "en"
    shell = random_shell(rng, pools(language))
    icons = rng.choice([t for t in _ICON_THEMES if (ICONS / t).is_dir()] or ["hicolor"])
    wide = any(ord(c) > 0x2E7F for w in windows for c in w.title) or language in ("zh_CN", "ja")
    family = _WIDE_FONT if wide else rng.choice(_FONTS)
    image = wallpaper(rng, width, height)
    layers: list[Layer] = []
    if rng.random() < 0.75:
        image, layer = _drawn(image, family, icons, lambda c: draw_icons(c, shell))
        layers.append(layer)
    layers += [_pasted(rng, image, window) for window in windows]
    if rng.random() < 0.15:
        image, layer = _drawn(image, family, icons, lambda c: draw_start_menu(c, shell))
        layers.append(layer)
    image, layer = _drawn(image, family, icons, lambda c: draw_shell(c, shell, [w.title for w in windows]))
    elements, lines = truth_of([*layers, layer])
    screen = RenderedScreen(
        id=name, image=f"images/{name}.png", size=(width, height), source="desktops", toolkit="desktop",
        app="generated", split=split_of("desktop", "generated", rng.random()), elements=elements, lines=lines,
        theme=f"{icons}/{family}", language=language, complete=all(w.complete for w in windows),
    )  # fmt: skip
    return _worn(rng, screen, image)


def _windows(rng: random.Random, sources: list[Source], count: int) -> list[Window]:
    found = (cut_window(rng, *rng.choice(sources)) for _ in range(count))
    return [w for w in found if w is not None]


def _pasted(rng: random.Random, image: Image, window: Window) -> Layer:
    height, width = image.shape[:2]
    room = max(1, width - window.picture.shape[1] + 40), max(1, height - window.picture.shape[0] + 30)
    low = (
        min(room[1] - 1, 34) if rng.random() < 0.7 else 0
    )  # most desktops keep windows below their top panel
    return paste(image, window, rng.randrange(room[0]), rng.randint(low, room[1]))


def _drawn(image: Image, family: str, icons: str, draw: Callable[[Canvas], None]) -> tuple[Image, Layer]:
    """Draw a layer over the picture; return the new picture and the layer."""
    height, width = image.shape[:2]
    canvas = Canvas(Pictures.new("RGBA", (width, height)), family, icons)
    draw(canvas)
    under = Pictures.fromarray(np.ascontiguousarray(image[:, :, ::-1])).convert("RGBA")
    under.alpha_composite(canvas.picture)
    whole = (0, 0, width, height)
    layer = Layer(whole, tuple(canvas.elements), tuple(canvas.lines), tuple(canvas.covers))
    return np.ascontiguousarray(np.asarray(under.convert("RGB"), np.uint8)[:, :, ::-1]), layer


def _worn(rng: random.Random, screen: RenderedScreen, image: Image) -> tuple[RenderedScreen, Image]:
    """Scale or compress a third of the desktops as remote screens and reports do."""
    if rng.random() > 1 / 3:
        return screen, image
    if rng.random() < 0.6:
        factor = rng.uniform(0.8, 1.25)
        size = round(image.shape[1] * factor), round(image.shape[0] * factor)
        image = np.asarray(
            cv2.resize(image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC), np.uint8
        )
        screen = _scaled(screen, factor, size)
    if rng.random() < 0.6:
        packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(40, 90)])[1]
        image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return screen, image


def _scaled(screen: RenderedScreen, factor: float, size: tuple[int, int]) -> RenderedScreen:
    def box(b: Bounds) -> Bounds:
        return round(b[0] * factor), round(b[1] * factor), round(b[2] * factor), round(b[3] * factor)

    lines = None if screen.lines is None else tuple(replace(x, box=box(x.box)) for x in screen.lines)
    elements = tuple(replace(e, box=box(e.box)) for e in screen.elements)
    return replace(screen, size=size, elements=elements, lines=lines, scale=round(factor, 3))
