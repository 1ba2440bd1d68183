"""The report of a run as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from evals.report.compare import Comparison
from evals.report.page import build_page
from evals.report.summary import Summary
from evals.report.wording import amount, chance, counted, money, percent, points, span
from gui_agent.errors import JournalError
from gui_agent.report.model import duration
from gui_agent.report.page import fill, source

_FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "amount": amount,
        "chance": chance,
        "counted": counted,
        "duration": duration,
        "money": money,
        "percent": percent,
        "points": points,
        "span": span,
    }
)


def write_page(path: Path, summary: Summary, comparison: Comparison | None = None) -> Path:
    """Write the page to ``path`` and return where it lies. Raises `JournalError` where that is impossible."""
    path = path.expanduser().absolute()
    page = render(path, summary, comparison)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        why = error.strerror or error
        raise JournalError(f"the report {path} cannot be written: {why}; choose another place") from error
    return path


def render(path: Path, summary: Summary, comparison: Comparison | None = None) -> str:
    """Return the page as HTML for a file at ``path``, to which its links are relative."""
    parts = (source("evals.report", name) for name in ("page.html.j2", "page.css", "page.js"))
    return fill(*parts, filters=_FILTERS, page=build_page(summary, comparison, path))
