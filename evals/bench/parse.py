"""How long it takes to read a dense 1920x1080 screen, whole and after a change, and how well."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

from evals.bench.dense_screen import DrawnScreen, dense_screen, with_dialog
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.grounders import GrounderName, open_grounder
from grounding.types import ParsedScreen, ScreenParser

_ROUNDS = 9
_BASELINE_ROUNDS = 2
_PAGE = 4096


def run() -> BenchmarkResult:
    """Measure the embedded parser and, in the same run, the OCR parser. Raises `ModelUnavailable`."""
    before = _resident_bytes()
    figures = _measured("embedded", _ROUNDS)
    figures["embedded_memory"] = Figure((_resident_bytes() - before) / 1e6, "MB")
    figures |= _measured("ocr", _BASELINE_ROUNDS)
    return BenchmarkResult(
        "parse",
        figures,
        {
            "embedded_first_frame": Bound(0.3),
            "embedded_next_frame": Bound(0.1),
            "embedded_memory": Bound(600),
            "embedded_word_recall": Bound(0.98, "min"),
        },
        (f"{len(dense_screen(1).words)} words of 9-13 px on 1920x1080; the dialog covers 11 % of it",),
    )


def _measured(name: GrounderName, rounds: int) -> dict[str, Figure]:
    parser = open_grounder(name).parser
    parser.parse(dense_screen(0).screenshot())
    first, following, same, shares = [], [], [], []
    for number in range(1, rounds + 1):
        screen = dense_screen(number)
        changed = with_dialog(screen, number)
        seconds, seen = _timed(parser, screen)
        first.append(seconds)
        shares.append(word_recall(screen, seen))
        following.append(_timed(parser, changed)[0])
        same.append(_timed(parser, changed)[0])
    return {
        f"{name}_first_frame": Figure.median(first, "s"),
        f"{name}_next_frame": Figure.median(following, "s"),
        f"{name}_unchanged_frame": Figure.median(same, "s"),
        f"{name}_word_recall": Figure.median(shares, "share"),
    }


def _timed(parser: ScreenParser, screen: DrawnScreen) -> tuple[float, ParsedScreen]:
    shot = screen.screenshot()
    begun = time.perf_counter()
    seen = parser.parse(shot)
    return time.perf_counter() - begun, seen


def word_recall(screen: DrawnScreen, seen: ParsedScreen) -> float:
    """Return the share of the drawn words that an element standing there holds, case and all."""
    found = 0
    for word in screen.words:
        texts = (e.text for e in seen.elements if e.text and e.box.expanded(3).contains(word.box.center))
        found += any(word.text in _pieces(text) for text in texts)
    return found / len(screen.words)


def _pieces(text: str) -> Counter[str]:
    return Counter(re.split(r"\s+", text))


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
    except OSError:
        return 0
