"""``python -m grounding.data phrases --out DIR --seed N --count N``: write instructions with their truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from grounding.data.phrases.compose import Composer
from grounding.data.phrases.labels import load_labels
from grounding.data.phrases.sample import PHRASES_FILE, write_phrases


def main(arguments: list[str]) -> int:
    """Write ``phrases.jsonl``; labels come from the system's translations and from rendered screens."""
    options = _options(arguments)
    labels = load_labels(options.locale, options.screens, options.seed)
    path = options.out / PHRASES_FILE
    written = write_phrases(path, Composer(labels).samples(options.seed, options.count))
    print(f"{written} instructions in {path}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grounding.data phrases", description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for phrases.jsonl")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300_000)
    parser.add_argument(
        "--locale", type=Path, default=Path("/usr/share/locale"), help="folder of translation catalogues"
    )
    parser.add_argument(
        "--screens",
        type=Path,
        nargs="*",
        default=[],
        help="data folders whose drawn texts are used as labels",
    )
    return parser.parse_args(arguments)
