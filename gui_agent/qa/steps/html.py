"""Results as one HTML page with links to the report of every attempt."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from gui_agent.qa.steps.result import CaseResult, Verdict, counts
from gui_agent.report.page import fill, source

_TONES: Mapping[Verdict, str] = MappingProxyType(
    {"passed": "good", "flaky": "warn", "failed": "bad", "broken": "idle"}
)


def write_html(path: Path, results: Sequence[CaseResult]) -> None:
    """Write ``results`` to ``path``; links are relative to it. Raises OSError."""
    found = counts(results)
    order: tuple[Verdict, ...] = ("failed", "broken", "flaky")
    worst: Verdict = next((verdict for verdict in order if found[verdict]), "passed")
    reports = {attempt.report for result in results for attempt in result.attempts if attempt.report}
    text = fill(
        source("gui_agent.qa.steps", "page.html.j2"),
        source("gui_agent.qa.steps", "page.css"),
        "",
        filters={},
        title=", ".join(f"{number} {verdict}" for verdict, number in found.items() if number) or "no tests",
        tone=_TONES[worst],
        tones=_TONES,
        facts=_facts(results),
        results=results,
        links={report: os.path.relpath(report, path.absolute().parent) for report in reports},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")


def _facts(results: Sequence[CaseResult]) -> list[tuple[str, str]]:
    facts = [("tests", str(len(results))), ("seconds", f"{sum(r.seconds for r in results):.1f}")]
    healed = sum(bool(result.remarks) for result in results)
    return [*facts, ("healed", str(healed))] if healed else facts
