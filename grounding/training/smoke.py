"""The whole pipeline, tiny: ``python -m grounding.training.smoke`` renders, trains and exports in minutes.

It shows that every command of grounding/MODEL_CARD.md still runs; what it trains is of no use.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_LIMIT_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Stage:
    """One command of the pipeline: a module with its arguments."""

    name: str
    module: str
    arguments: tuple[str, ...]


def stages(folder: Path) -> list[Stage]:
    """Return the commands in their order; all of them write below ``folder``."""
    widgets, icons, phrases = (str(folder / name) for name in ("widgets", "icons", "phrases"))
    runs = folder / "runs"
    return [
        _data("widgets", "--out", widgets, "--toolkits", "GTK3", "--count", "6", "--seed", "1"),
        _data("icons", "--out", icons, "--without-npm", "--count", "120"),
        _data("phrases", "--out", phrases, "--count", "600"),
        _data("expressions", "--screens", widgets, "--out", str(folder / "expressions")),
        _train("detector", "--data", widgets, "--out", str(runs / "detector"), "--minutes", "1", "--smoke"),
        Stage(
            "ship the detector",
            "grounding.training.detector_shipping",
            ("--run", str(runs / "detector"), "--data", widgets, "--screens", "2", "--smoke",
             "--folder", str(folder / "weights")),
        ),
        _train("reader", "--smoke"),
        _train("icons", "--data", icons, "--out", str(runs / "icons"), "--smoke"),
        _train("act", "--data", phrases, "--out", str(runs / "act"), "--smoke"),
        _train("matcher", "--screens", widgets, "--out", str(runs / "matcher"), "--stand-in", "--smoke"),
    ]  # fmt: skip


def _data(kind: str, *arguments: str) -> Stage:
    return Stage(f"data: {kind}", "grounding.data", (kind, *arguments))


def _train(name: str, *arguments: str) -> Stage:
    return Stage(f"train the {name}", f"grounding.training.train_{name}", arguments)


def run_stage(stage: Stage) -> str:
    """Run one command; return what went wrong, or nothing."""
    command = [sys.executable, "-m", stage.module, *stage.arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"took longer than {_LIMIT_SECONDS} s"
    return "" if done.returncode == 0 else f"exit status {done.returncode}\n{done.stdout}\n{done.stderr}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every stage; return 1 at the first that fails."""
    parser = argparse.ArgumentParser(prog="python -m grounding.training.smoke", description=__doc__)
    parser.add_argument("--out", type=Path, help="keep what is made here (a scratch folder otherwise)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        for stage in stages(options.out or Path(scratch)):
            begun = time.monotonic()
            problem = run_stage(stage)
            print(f"{stage.name:20} {time.monotonic() - begun:6.1f} s  {problem or 'ok'}", flush=True)
            if problem:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
