"""``python -m grounding.evaluate clicks|elements …``: the embedded model beside the OCR baseline."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grounding.data.sample import read_screens
from grounding.evaluate.cases import ClickCase, cases_from_expressions, cases_from_rows
from grounding.evaluate.clicks import run_cases, summaries
from grounding.evaluate.elements import run_screens
from grounding.grounders import GROUNDERS, open_grounder
from grounding.types import ScreenParser

_SPLITS = ("held-out apps", "held-out toolkit", "validation")


def main(arguments: Sequence[str]) -> int:
    """Evaluate and print a table, or JSON with --json."""
    options = _options(arguments)
    opened = {name: open_grounder(name) for name in options.models}
    if options.what == "clicks":
        models = {name: parts.for_instructions for name, parts in opened.items()}
        cases = _cases(options)
        results = run_cases(models, cases, _progress(len(cases)))
        figures: dict[str, Any] = {name: summaries(of_model) for name, of_model in results.items()}
        if options.misses:
            _write_misses(options.misses, results)
    else:
        parsers: dict[str, ScreenParser] = {name: parts.parser for name, parts in opened.items()}
        screens = [x for x in read_screens(*options.screens) if x[1].split in options.splits]
        random.Random(options.seed).shuffle(screens)
        chosen = screens[: options.limit]
        tallies = run_screens(parsers, chosen, _progress(len(chosen)))
        figures = {m: {s: t.to_json() for s, t in by_split.items()} for m, by_split in tallies.items()}
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else _table(figures))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grounding.evaluate", description=__doc__)
    parser.add_argument("what", choices=("clicks", "elements"))
    parser.add_argument(
        "--rows", type=Path, help="questions as JSON lines: id, image, instruction, box or point"
    )
    parser.add_argument("--screens", type=Path, nargs="*", default=[], help="folders of rendered screens")
    parser.add_argument("--expressions", type=Path, help="generated expressions about the screens")
    parser.add_argument("--splits", nargs="*", default=list(_SPLITS))
    parser.add_argument("--models", nargs="*", choices=GROUNDERS, default=list(GROUNDERS))
    parser.add_argument("--limit", type=int, default=400, help="cases per split, or screens")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=Path, help="write every wrong answer here, as JSON lines")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.what == "clicks" and not options.rows and not (options.expressions and options.screens):
        parser.error("clicks needs --rows, or --expressions with --screens")
    if options.what == "elements" and not options.screens:
        parser.error("elements needs --screens")
    return options


def _cases(options: argparse.Namespace) -> list[ClickCase]:
    if options.rows:
        return sorted(cases_from_rows(options.rows), key=lambda case: str(case.image))
    return cases_from_expressions(
        options.expressions, options.screens, options.splits, options.limit, options.seed
    )


def _progress(total: int) -> Any:
    def show(done: int) -> None:
        if done % 20 == 0 or done == total:
            print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    return show


def _write_misses(path: Path, results: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for name, of_model in results.items():
            for r in of_model:
                if r.hit != bool(r.case.boxes) or (r.answered and not r.hit):
                    row = {
                        "model": name,
                        "id": r.case.id,
                        "image": str(r.case.image),
                        "instruction": r.case.instruction,
                        "kind": r.case.kind,
                        "guess": [r.guess.x, r.guess.y] if r.guess else None,
                        "wanted": [[b.x1, b.y1, b.x2, b.y2] for b in r.case.boxes],
                        "score": round(r.score, 4),
                        "answered": r.answered,
                    }
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _table(figures: dict[str, dict[str, dict[str, Any]]]) -> str:
    groups = sorted({group for of_model in figures.values() for group in of_model})
    lines = []
    for group in groups:
        lines.append(group)
        for name, of_model in figures.items():
            if group in of_model:
                shown = "  ".join(f"{k} {v}" for k, v in of_model[group].items() if v is not None)
                lines.append(f"  {name:9} {shown}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
