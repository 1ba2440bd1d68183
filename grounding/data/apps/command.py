"""``python -m grounding.data apps``: render installed applications, or read the lines on their screens."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import cv2

from grounding.data.apps.catalogue import Program, load_programs
from grounding.data.apps.scenes import label_again, write_scene
from grounding.data.apps.shoot import Launch, Shot, is_sane, shots
from grounding.data.held_out import split_of
from grounding.data.sample import RenderedScreen, write_screens

_DONE_FILE = "launches.jsonl"
_MOST_TRIES = 2
_logger = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.lines is not None:
        from grounding.data.apps.lines import add_lines

        return add_lines(options.lines, options.limit)
    if options.again is not None:
        return label_again(options.again)
    if options.out is None:
        _logger.error("--out or --lines is needed")
        return 2
    # So that the display and the programs of the launch under way are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    end = time.monotonic() + 60 * options.minutes
    done = _done(options.out)
    for launch in _launches(options):
        if launch.key in done:
            continue
        if time.monotonic() > end:
            break
        _render(launch, options.out, options.seconds)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grounding.data apps", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder for screens.jsonl and images/")
    parser.add_argument("--seed", type=int, default=0, help="number of the first pass over all programs")
    parser.add_argument("--count", type=int, default=1, help="number of passes")
    parser.add_argument("--only", nargs="*", default=[], help="names of programs or toolkits")
    parser.add_argument("--minutes", type=float, default=600, help="start no launch after this time")
    parser.add_argument("--seconds", type=float, default=40, help="bound of one launch")
    parser.add_argument("--lines", type=Path, help="folder of screens whose lines of text are to be read")
    parser.add_argument("--again", type=Path, help="folder of screens to be labelled again by today's rules")
    parser.add_argument("--limit", type=int, default=0, help="with --lines: stop after this many screens")
    return parser


def _launches(options: argparse.Namespace) -> Iterator[Launch]:
    for seed in range(options.seed, options.seed + options.count):
        programs = list(load_programs())
        Random(seed).shuffle(programs)
        # Toolkits take turns, so that a run that is cut short has seen all of them.
        ranks = {p.name: [q.name for q in programs if q.toolkit == p.toolkit].index(p.name) for p in programs}
        programs.sort(key=lambda p: ranks[p.name])
        for program in programs:
            if program.is_installed() and _is_wanted(program, options.only):
                yield Launch(program, seed)


def _is_wanted(program: Program, only: list[str]) -> bool:
    return not only or program.name in only or program.toolkit in only


def _done(out: Path) -> set[str]:
    """Return the launches that gave screens, or failed often enough."""
    file = out / _DONE_FILE
    entries = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    tries = Counter(entry["key"] for entry in entries)
    return {e["key"] for e in entries if e["screens"] or tries[e["key"]] >= _MOST_TRIES}


def _render(launch: Launch, out: Path, seconds: float) -> None:
    """Write the screens of one launch, and that it was done, whatever came of it."""
    start, count, error = time.monotonic(), 0, ""
    (out / "images").mkdir(parents=True, exist_ok=True)
    # Screens of a launch that was cut short stay good: go on with the next number.
    first = len(list((out / "images").glob(f"{launch.key}-*.png")))
    try:
        for shot in shots(launch, out / "noise.log", seconds=seconds):
            if is_sane(shot):
                _write(launch, shot, first + count, out)
                count += 1
    except Exception as problem:  # one program must not end a run over all of them
        error = f"{type(problem).__name__}: {problem}"
    took = round(time.monotonic() - start, 1)
    with (out / _DONE_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"key": launch.key, "screens": count, "seconds": took, "error": error}) + "\n")
    _logger.info("%s %s: %d screens in %.0f s %s", launch.key, launch.program.toolkit, count, took, error)


def _write(launch: Launch, shot: Shot, number: int, out: Path) -> None:
    program, look = launch.program, launch.look
    name = f"{launch.key}-{number}"
    if not cv2.imwrite(str(out / "images" / f"{name}.png"), shot.picture):
        raise OSError(f"could not write {name}.png")
    write_scene(shot.scene, out, name, look.scale)
    screen = RenderedScreen(
        id=f"apps/{name}",
        image=f"images/{name}.png",
        size=look.screen,
        source="apps",
        toolkit=program.toolkit,
        app=program.name,
        split=split_of(program.toolkit, program.name, launch.share),
        elements=shot.elements,
        theme=f"{look.theme}/{look.icons}" if program.toolkit[:2] != "Qt" else f"{look.style}/{look.icons}",
        scale=look.scale,
        complete=False,
    )
    write_screens(out, [screen])
