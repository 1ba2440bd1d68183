"""Lays a report out as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gui_agent.errors import JournalError
from gui_agent.journal import read_journal
from gui_agent.report.model import Report, build_report, duration
from gui_agent.report.page import fill, source

FILE_NAME = "report.html"


def render_report(folder: Path, drawn: Mapping[str, str] | None = None) -> Path:
    """Write ``report.html`` into the run folder ``folder`` and return its path.

    ``drawn`` are the data addresses of pictures that are drawn already, by the stem of their file.
    Raises `JournalError` where there is no readable journal or the file cannot be written.
    """
    page = render_page(build_report(read_journal(folder), drawn))
    path = folder / FILE_NAME
    try:
        path.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise JournalError(f"the report {path} cannot be written: {error.strerror}") from error
    return path


def render_page(report: Report) -> str:
    """Return ``report`` as HTML; every text in it is escaped, and only its own script may run."""
    parts = (source("gui_agent.report", name) for name in ("report.html.j2", "report.css", "report.js"))
    return fill(*parts, filters={"duration": duration}, report=report)
