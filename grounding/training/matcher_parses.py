"""What the real parser saw on training screens, for training the matcher on its own mistakes.

``FILE`` holds JSON lines ``{"screen": id, "elements": [{"box", "role", "text", "state", "score",
"meaning"}]}`` in picture pixels; beside it ``FILE.npz`` holds the icon vectors [n, D] by screen id.
Some screens are made small and packed as JPEG before they are parsed, as screenshots from elsewhere are.
Made with ``python -m grounding.training.matcher_parses --screens DIR... --out FILE --count N``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.images import load_screenshot
from grounding.training.matcher_data import SET_ASIDE, SourceScreen, in_turn, load_screens, split_of
from grounding.types import ParsedScreen, UIElement


@dataclass(frozen=True, slots=True)
class ParsedTruth:
    """A rendered screen with the elements that the parser saw on it."""

    source: SourceScreen
    elements: tuple[UIElement, ...]
    icons: NDArray[np.float32]


def load_parses(path: Path, sources: Sequence[SourceScreen]) -> list[ParsedTruth]:
    """Return the parses of those ``sources`` that the file knows."""
    known = {s.screen.id: s for s in sources}
    vectors = np.load(path.with_suffix(".npz"))
    parses = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        source = known.get(row["screen"])
        if source is not None and row["screen"] in vectors:
            elements = tuple(_element(e) for e in row["elements"])
            parses.append(ParsedTruth(source, elements, vectors[row["screen"]].astype(np.float32)))
    return parses


def write_parse(file: Any, screen_id: str, screen: ParsedScreen) -> None:
    """Append one parsed screen to an open text file."""
    rows = [
        {"box": [e.box.x1, e.box.y1, e.box.x2, e.box.y2], "role": e.role, "text": e.text,
         "state": sorted(e.state), "score": round(e.score, 3), "meaning": e.meaning}
        for e in screen.elements
    ]  # fmt: skip
    file.write(json.dumps({"screen": screen_id, "elements": rows}, ensure_ascii=False) + "\n")


def _element(row: dict[str, Any]) -> UIElement:
    return UIElement(
        Box(*row["box"]), row["role"], row["text"], frozenset(row["state"]), row["score"], row["meaning"]
    )


def write_parses(out: Path, sources: Sequence[SourceScreen], parser: Any, worn: float, seed: int) -> int:
    """Parse the pictures of the screens and write what was seen; return how many screens that were.

    ``worn`` is the share of pictures that are scaled and packed before.
    """
    vectors: dict[str, Any] = {}
    rng = random.Random(seed)
    with out.open("w", encoding="utf-8") as file:
        for number, source in enumerate(sources):
            shot = load_screenshot(source.folder / source.screen.image)
            factors = (1.0, 1.0)
            if rng.random() < worn:
                shot, factors = worn_screenshot(shot, rng)
            parsed = parser.parse(shot)
            seen = parser.icon_vectors(parsed).astype(np.float16)
            write_parse(file, source.screen.id, _unscaled(parsed, factors))
            vectors[source.screen.id] = seen
            if number % 20 == 0:
                print(f"{number} of {len(sources)} screens", flush=True)
            if number % 60 == 59:
                # What is there so far can be trained on.
                file.flush()
                np.savez_compressed(out.with_suffix(".npz"), **vectors)
    np.savez_compressed(out.with_suffix(".npz"), **vectors)
    return len(sources)


def worn_screenshot(shot: Screenshot, rng: random.Random) -> tuple[Screenshot, tuple[float, float]]:
    """Return a smaller, packed copy of a screenshot, and by how much it was scaled in x and y."""
    import cv2

    height, width = shot.image.shape[:2]
    goal = rng.choice([1024, 1152, 1280, 1366, width])
    x = min(1.0, goal / width)
    y = max(0.5, min(1.0, x * rng.choice([1.0, 1.0, 1.0, 1.1, 0.92])))
    size = (max(8, round(width * x)), max(8, round(height * y)))
    image = cv2.resize(shot.image, size, interpolation=rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR]))
    _, packed = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, rng.randint(55, 92)))
    worn = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return Screenshot(worn, Box(0, 0, *size)), (size[0] / width, size[1] / height)


def _unscaled(screen: ParsedScreen, factors: tuple[float, float]) -> ParsedScreen:
    x, y = factors
    return ParsedScreen(
        tuple(
            replace(
                e, box=Box(round(e.box.x1 / x), round(e.box.y1 / y), round(e.box.x2 / x), round(e.box.y2 / y))
            )
            for e in screen.elements
        ),
        screen.region,
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the parses of some screens of all splits."""
    from grounding.embedded.parser import EmbeddedScreenParser

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--screens", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300, help="screens to train on")
    parser.add_argument("--checks", type=int, default=150, help="screens of the other splits")
    parser.add_argument("--aside", type=int, default=40, help="screens of the applications set aside")
    parser.add_argument("--worn", type=float, default=0.35, help="share that is scaled and packed before")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    rng = random.Random(chosen.seed)
    screens = load_screens(chosen.screens)
    by_split: dict[str, list[SourceScreen]] = {"train": [], SET_ASIDE: [], "others": []}
    for source in screens:
        by_split.get(split_of(source.screen), by_split["others"]).append(source)
    counts = {"train": chosen.count, SET_ASIDE: chosen.aside, "others": chosen.checks}
    picked = [s for split, sources in by_split.items() for s in _some(sources, counts[split], rng)]
    rng.shuffle(picked)
    return 0 if write_parses(chosen.out, picked, EmbeddedScreenParser(), chosen.worn, chosen.seed) else 1


def _some(screens: Sequence[SourceScreen], count: int, rng: random.Random) -> list[SourceScreen]:
    """Return ``count`` different screens of all kinds of sources."""
    picked = {s.screen.id: s for s, _ in zip(in_turn(screens, rng), range(4 * count), strict=False)}
    return list(picked.values())[:count]


if __name__ == "__main__":
    raise SystemExit(main())
