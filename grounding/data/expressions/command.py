"""``python -m grounding.data expressions --screens DIR... --out DIR --seed N``."""

from __future__ import annotations

import argparse
import random
import zlib
from collections import Counter, deque
from pathlib import Path

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.generate import expressions_of, name_words
from grounding.data.expressions.scene import IconPhrases, Scene
from grounding.data.sample import read_screens

EXPRESSIONS_FILE = "expressions.jsonl"
_REMEMBERED = 24


def main(arguments: list[str]) -> int:
    """Write ``expressions.jsonl`` for the screens of the given folders; return 0."""
    parser = argparse.ArgumentParser(prog="grounding.data expressions", description=__doc__)
    parser.add_argument(
        "--screens", type=Path, nargs="+", required=True, help="data folders with screens.jsonl"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40, help="expressions per screen")
    chosen = parser.parse_args(arguments)
    counts = write_expressions(chosen.screens, chosen.out, chosen.seed, chosen.count)
    print(", ".join(f"{kind} {n}" for kind, n in counts.most_common()), f"(in all {counts.total()})")
    return 0


def write_expressions(folders: list[Path], out: Path, seed: int, count: int) -> Counter[str]:
    """Write the expressions of all screens; return how many of each kind.

    A screen's expressions depend on the seed, its id and the screens before it, not on the time.
    """
    phrases, concepts = icon_phrases(), Concepts()
    before: deque[Scene] = deque(maxlen=_REMEMBERED)
    counts: Counter[str] = Counter()
    out.mkdir(parents=True, exist_ok=True)
    with (out / EXPRESSIONS_FILE).open("w", encoding="utf-8") as file:
        for _, screen in read_screens(*folders):
            rng = random.Random(seed * 1_000_003 + zlib.crc32(screen.id.encode()))
            scene = Scene(screen, phrases)
            for expression in expressions_of(scene, list(before), concepts, count, rng):
                file.write(expression.to_json() + "\n")
                counts[expression.kind] += 1
            before.append(scene)
    return counts


def icon_phrases() -> IconPhrases:
    """Return what gives the phrases of an icon name: the table of synonyms, or the name's own words."""
    try:
        from grounding.data.icons.synonyms import phrases_for
    except ImportError:
        return name_words
    return phrases_for
