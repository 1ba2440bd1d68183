"""``python -m grounding.data lines``: make line pictures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from grounding.data.lines.drawing import drawn_lines
from grounding.data.lines.screens import cut_lines
from grounding.data.lines.shards import LinePicture, write_shard

_SHARD = 5000


def main(arguments: list[str]) -> int:
    """Draw lines, or cut them from the screens of other folders, and write them as shards."""
    chosen = _parser().parse_args(arguments)
    kind = "held-out" if chosen.held_out else "train"
    if chosen.screens:
        lines = cut_lines(*chosen.screens, held_out=chosen.held_out)
        kind += "-screens"
    else:
        lines = drawn_lines(chosen.seed, chosen.count, chosen.fonts, chosen.held_out, icons=chosen.icons)
    lines = islice(lines, chosen.count)
    total = 0
    for number, shard in enumerate(_shards(lines)):
        total += write_shard(chosen.out, f"{kind}-{chosen.seed}-{number:03}", shard)
        print(f"{total} lines", flush=True)
    return 0


def _shards(lines: Iterator[LinePicture]) -> Iterator[list[LinePicture]]:
    while shard := list(islice(lines, _SHARD)):
        yield shard


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grounding.data lines", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--held-out", action="store_true", help="phrases and fonts kept from training")
    parser.add_argument("--fonts", type=Path, help="a folder with more font files")
    parser.add_argument("--icons", type=Path, help="a folder of packed icons, to stand beside lines")
    parser.add_argument("--screens", type=Path, nargs="*", help="cut lines from these screen folders instead")
    return parser
