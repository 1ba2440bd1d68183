"""``python -m grounding.data expressions --screens DIR... --out DIR --seed N``."""

from __future__ import annotations

import argparse
import random
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.generate import Expression, expressions_of
from grounding.data.expressions.scene import IconPhrases, Scene
from grounding.data.sample import Split, read_screens

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
    parser.add_argument("--splits", nargs="*", choices=get_args(Split), default=get_args(Split))
    parser.add_argument("--most-of-kind", type=int, default=0, help="at most so many of a kind in each split")
    chosen = parser.parse_args(arguments)
    counts = write_expressions(
        chosen.screens, chosen.out, chosen.seed, chosen.count, chosen.splits, chosen.most_of_kind
    )
    print(", ".join(f"{kind} {n}" for kind, n in counts.most_common()), f"(in all {counts.total()})")
    return 0


def write_expressions(
    folders: list[Path], out: Path, seed: int, count: int, splits: Sequence[str] = get_args(Split),
    most_of_kind: int = 0,
) -> Counter[str]:  # fmt: skip
    """Write the expressions of all screens of some splits; return how many of each kind.

    A screen's expressions depend on the seed, its id and the screens before it, not on the time.
    ``most_of_kind`` (0: all) draws so many of each kind of each split.
    """
    phrases, concepts = icon_phrases(), Concepts()
    before: deque[Scene] = deque(maxlen=_REMEMBERED)
    by_kind: dict[tuple[str, str], list[Expression]] = defaultdict(list)
    for _, screen in read_screens(*folders):
        if screen.split in splits:
            rng = random.Random(seed * 1_000_003 + zlib.crc32(screen.id.encode()))
            scene = Scene(screen, phrases)
            for expression in expressions_of(scene, list(before), concepts, count, rng):
                by_kind[screen.split, expression.kind].append(expression)
            before.append(scene)
    for made in by_kind.values():
        if 0 < most_of_kind < len(made):
            random.Random(seed).shuffle(made)
            made[:] = _of_many_targets(made)[:most_of_kind]
    out.mkdir(parents=True, exist_ok=True)
    rows = [e for made in by_kind.values() for e in made]
    (out / EXPRESSIONS_FILE).write_text("".join(e.to_json() + "\n" for e in rows), "utf-8")
    return Counter(e.kind for e in rows)


def _of_many_targets(made: list[Expression]) -> list[Expression]:
    """Return the expressions with those about different targets first: one search bar must not count ten."""
    seen: Counter[tuple[str, int | None]] = Counter()
    ranks = []
    for e in made:
        seen[e.screen, e.target] += e.target is not None
        ranks.append(seen[e.screen, e.target])
    return [e for _, e in sorted(zip(ranks, made, strict=True), key=lambda pair: pair[0])]


def icon_phrases() -> IconPhrases:
    """Return what gives the phrases of an icon name: those of the table of synonyms, else nothing.

    What only a file is called ("gnome fs bookmark missing") nobody would say.
    """
    from grounding.data.icons.synonyms import naming_of

    @cache
    def phrases(name: str) -> tuple[str, ...]:
        naming = naming_of(name)
        return tuple(dict.fromkeys([*naming.said, *naming.looks])) if naming.said else ()

    return phrases
