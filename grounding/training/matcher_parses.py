"""What the real parser saw on training screens, for training the matcher on its own mistakes.

``FILE`` holds JSON lines ``{"screen": id, "elements": [{"box", "role", "text", "state", "score",
"meaning"}]}`` in picture pixels; beside it ``FILE.npz`` holds the icon vectors [n, D] by screen id.
Made with ``python -m grounding.training.matcher_parses --screens DIR... --out FILE --count N``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.images import load_screenshot
from grounding.training.matcher_data import SourceScreen, in_turn, load_screens
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


def write_parses(out: Path, sources: Sequence[SourceScreen], parser: Any) -> int:
    """Parse the pictures of the screens and write what was seen; return how many screens that were."""
    vectors: dict[str, Any] = {}
    with out.open("w", encoding="utf-8") as file:
        for number, source in enumerate(sources):
            shot = load_screenshot(source.folder / source.screen.image)
            parsed = parser.parse(shot)
            write_parse(file, source.screen.id, parsed)
            vectors[source.screen.id] = parser.icon_vectors(parsed).astype(np.float16)
            if number % 20 == 0:
                print(f"{number} of {len(sources)} screens", flush=True)
    np.savez_compressed(out.with_suffix(".npz"), **vectors)
    return len(sources)


def main(arguments: list[str] | None = None) -> int:
    """Write the parses of some screens of all splits."""
    from grounding.embedded.parser import EmbeddedScreenParser

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--screens", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    turn = in_turn(load_screens(chosen.screens), random.Random(chosen.seed))
    picked = {s.screen.id: s for s, _ in zip(turn, range(3 * chosen.count), strict=False)}
    return 0 if write_parses(chosen.out, list(picked.values())[: chosen.count], EmbeddedScreenParser()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
