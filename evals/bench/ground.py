"""How long one more question about a parsed screen takes."""

from __future__ import annotations

import contextlib
import time

from evals.bench.dense_screen import dense_screen
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.errors import GroundingError
from grounding.grounders import GrounderName, open_grounder

_QUESTIONS = (
    "Save",
    "the File menu",
    "Click the second icon in the toolbar",
    "text box right of Invoice",
    "top right icon",
    "Open the Help menu to read the manual",
    "Pending in the third row",
    "Raport sumary",
    "the bin",
    "the selected tab",
    "close the window",
    "Berlin",
    "checkbox left of Wi-Fi",
    "Zażółć gęślą jaźń",
    "设置",
)


def run() -> BenchmarkResult:
    """Ask 60 questions on four dense screens; the screen is parsed before. Raises `ModelUnavailable`."""
    embedded, ocr = _seconds("embedded"), _seconds("ocr")
    return BenchmarkResult(
        "ground",
        {
            "embedded_query": Figure.median(embedded, "s"),
            "embedded_query_worst": Figure(max(embedded), "s", len(embedded)),
            "ocr_query": Figure.median(ocr, "s"),
        },
        {"embedded_query": Bound(0.015)},
    )


def _seconds(name: GrounderName) -> list[float]:
    opened = open_grounder(name)
    spent = []
    for number in range(4 if name == "embedded" else 1):
        shot = dense_screen(number).screenshot()
        opened.parser.parse(shot)
        for question in _QUESTIONS:
            begun = time.perf_counter()
            with contextlib.suppress(GroundingError):
                opened.for_instructions.ground(shot, question)
            spent.append(time.perf_counter() - begun)
    return spent
