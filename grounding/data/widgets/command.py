"""``python -m grounding.data widgets``: screens of generated windows."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from grounding.data.held_out import split_of
from grounding.data.sample import RenderedScreen, write_screens
from grounding.data.widgets import frames
from grounding.data.widgets.display import Display, display, missing
from grounding.data.widgets.parts import Maker
from grounding.data.widgets.plans import screen_plan
from grounding.data.widgets.process import Program, ProgramFailed, program
from grounding.data.widgets.themes import Look, Toolkit, openbox_configuration, random_look
from grounding.data.widgets.truth import screen_truth
from grounding.data.widgets.words import pools

_SHARES: dict[Toolkit, int] = {"GTK3": 30, "GTK4": 18, "Qt5": 28, "Qt6": 16, "Tk": 8}
_SCREENS_A_PROCESS = 12
_FEWEST_ELEMENTS = 4


def main(arguments: list[str]) -> int:
    """Render ``--count`` screens into ``--out``; return 0, or 2 where a needed program is missing."""
    parser = argparse.ArgumentParser(prog="python -m grounding.data widgets", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--toolkits", default=",".join(_SHARES), help="some of GTK3,GTK4,Qt5,Qt6,Tk")
    options = parser.parse_args(arguments)
    if lacking := missing():
        print(f"needed and not installed: {', '.join(lacking)}", file=sys.stderr)
        return 2
    (options.out / "images").mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    count = write_screens(
        options.out, _screens(options.out, options.seed, options.count, options.toolkits.split(","))
    )
    print(f"{count} screens, {(time.monotonic() - started) / max(1, count):.2f} s each")
    return 0


def _screens(out: Path, seed: int, count: int, toolkits: list[Any]) -> Iterator[RenderedScreen]:
    rng, made, run = random.Random(f"widgets {seed}"), 0, 0
    while made < count and run < count:
        toolkit = rng.choices(toolkits, [_SHARES[t] for t in toolkits])[0]
        look, share = random_look(rng, toolkit), rng.random()
        wanted = min(_SCREENS_A_PROCESS, count - made)
        for screen in _run(out, look, f"widgets-{seed}-{run}", wanted, random.Random(rng.random()), share):
            made += 1
            yield screen
        run += 1


def _run(
    out: Path, look: Look, name: str, count: int, rng: random.Random, share: float
) -> Iterator[RenderedScreen]:
    """Yield the screens of one process; fewer when it fails."""
    make = Maker(rng, pools(look.language), look.icon_theme)
    with tempfile.TemporaryDirectory(prefix="widgets-") as folder:
        home = Path(folder)
        with (
            # Without a compositor GTK 4 draws its popovers' shadows black.
            display(look.size, home, openbox_configuration(look), look.toolkit == "GTK4") as screen,
            frames.connection(screen.name) as x,
        ):
            frames.prepare_root(x, look.background)
            try:
                with program(look, screen, home / "log") as started:
                    for i in range(count):
                        found = _screen(out, f"{name}-{i}", look, make, started, screen, x, share)
                        if found:
                            yield found
            except ProgramFailed as error:
                last = (home / "log").read_text(encoding="utf-8", errors="replace").strip()[-700:]
                print(f"{name} ({look.toolkit}, {look.theme}): {error}\n{last}", file=sys.stderr, flush=True)


def _screen(
    out: Path, name: str, look: Look, make: Maker, started: Program, screen: Display, x: Any, share: float
) -> RenderedScreen | None:
    answer = started.ask(screen_plan(make, *(round(side / look.pixel()) for side in look.size)))
    image = screen.settled_picture()
    layers = _placed_layers(x, answer["layers"], look.frame_layout)
    truth = screen_truth(image, layers, look.pixel())
    if len(truth.elements) < _FEWEST_ELEMENTS or not np.array_equal(image, screen.picture()):
        return None
    file = f"images/{name}.png"
    cv2.imwrite(str(out / file), image, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    return RenderedScreen(
        id=name, image=file, size=look.size, source="widgets", toolkit=look.toolkit, app="generated",
        split=split_of(look.toolkit, "generated", share), elements=truth.elements, lines=truth.lines,
        theme=f"{look.theme}/{look.icon_theme}/{look.font} {look.points}", scale=look.scale,
        language=look.language,
    )  # fmt: skip


def _placed_layers(
    x: Any, layers: list[dict[str, Any]], layout: str
) -> list[tuple[dict[str, Any], frames.Frame]]:
    """Return the layers with their frames, lowest first; popups are above all."""
    order = frames.stacking(x)
    placed = [(layer, frames.frame_of(x, layer["window"], layout)) for layer in layers]
    return sorted(placed, key=lambda p: frames.rank(x, p[0]["window"], order))
