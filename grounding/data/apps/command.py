"""``python -m grounding.data apps``: render installed applications, or read the lines of what was rendered."""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from grounding.data.apps.catalogue import Program, load_programs
from grounding.data.apps.desk import DeskFailed
from grounding.data.apps.shoot import Launch, Shot, is_sane, shots
from grounding.data.held_out import split_of
from grounding.data.sample import RenderedScreen, write_screens

_DONE_FILE = "launches.jsonl"
_logger = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.lines is not None:
        from grounding.data.apps.lines import add_lines

        return add_lines(options.lines, options.limit)
    if options.out is None:
        _logger.error("--out or --lines is needed")
        return 2
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
    parser.add_argument("--limit", type=int, default=0, help="with --lines: stop after this many screens")
    return parser


def _launches(options: argparse.Namespace) -> Iterator[Launch]:
    for seed in range(options.seed, options.seed + options.count):
        for program in load_programs():
            if program.is_installed() and _is_wanted(program, options.only):
                yield Launch(program, seed)


def _is_wanted(program: Program, only: list[str]) -> bool:
    return not only or program.name in only or program.toolkit in only


def _done(out: Path) -> set[str]:
    file = out / _DONE_FILE
    return {json.loads(line)["key"] for line in file.read_text().splitlines()} if file.exists() else set()


def _render(launch: Launch, out: Path, seconds: float) -> None:
    """Write the screens of one launch, and that it was done, whatever came of it."""
    start, count, error = time.monotonic(), 0, ""
    (out / "images").mkdir(parents=True, exist_ok=True)
    try:
        for shot in shots(launch, out / "noise.log", seconds=seconds):
            if is_sane(shot):
                _write(launch, shot, count, out)
                count += 1
    except (DeskFailed, OSError) as problem:
        error = str(problem)
    took = round(time.monotonic() - start, 1)
    with (out / _DONE_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"key": launch.key, "screens": count, "seconds": took, "error": error}) + "\n")
    _logger.info("%s %s: %d screens in %.0f s %s", launch.key, launch.program.toolkit, count, took, error)


def _write(launch: Launch, shot: Shot, number: int, out: Path) -> None:
    program, look = launch.program, launch.look
    name = f"{launch.key}-{number}"
    if not cv2.imwrite(str(out / "images" / f"{name}.png"), shot.picture):
        raise OSError(f"could not write {name}.png")
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
