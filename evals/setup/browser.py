"""The guest's browser before a task: tabs through its debugging port, history through its database."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evals.addresses import PROFILES, same_address
from evals.machines.errors import GuestFileMissing
from evals.setup.context import SetupContext
from evals.setup.errors import StepFailed
from evals.tasks.steps import ChromeCloseTabs, ChromeOpenTabs, UpdateBrowseHistory, Visit

PORT = 1337
_SECONDS = 90.0
_FIRST_TAB_SECONDS = 20.0
_BETWEEN_LOOKS = 0.5
_EMPTY_HISTORY = (
    "https://huggingface.co/datasets/xlangai/ubuntu_osworld_file_cache/resolve/main/chrome/"
    "44ee5668-ecd5-4366-a6ce-c1c9b8d4e938/history_empty.sqlite?download=true"
)
"""The empty history that OSWorld starts from, for guests whose browser has never run."""

_ASK = """
import sys, time, urllib.request
verb, address, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
end = time.monotonic() + seconds
while True:
    try:
        request = urllib.request.Request(address, method=verb)
        with urllib.request.urlopen(request, timeout=20) as answer:
            sys.stdout.buffer.write(answer.read())
        break
    except OSError as error:
        if time.monotonic() > end:
            sys.exit(str(error))
        time.sleep(0.5)
"""
"""Runs in the guest, whose loopback is its own; setup comes before the agent, so it may be trusted here."""

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def run(step: ChromeOpenTabs | ChromeCloseTabs | UpdateBrowseHistory, context: SetupContext) -> None:
    """Run one step. Raises `StepFailed`."""
    match step:
        case ChromeOpenTabs():
            open_tabs(step.urls_to_open, context)
        case ChromeCloseTabs():
            close_tabs(step.urls_to_close, context)
        case UpdateBrowseHistory():
            add_history(step.history, context)


def open_tabs(addresses: Sequence[str], context: SetupContext) -> None:
    """Open pages, and close the tab the browser started with. Raises `StepFailed`."""
    before = _first_pages(context)
    for address in addresses:
        _ask(context, "PUT", f"/json/new?{quote(address, safe=':/?&=#%+,;@~')}")
    _close(before[:1], context)


def close_tabs(addresses: Sequence[str], context: SetupContext) -> None:
    """Close the tabs that show these pages."""
    shown = [page for page in _pages(context) if any(same_address(page["url"], each) for each in addresses)]
    _close(shown, context)


def add_history(visits: Sequence[Visit], context: SetupContext) -> None:
    """Write visits into the history; the browser must not be running."""
    path, content = _history(context)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "History")
        file.write_bytes(content)
        with closing(sqlite3.connect(file)) as base:
            for visit in visits:
                _add(base, visit)
            base.commit()
        context.machine.put(file.read_bytes(), path)


def _add(base: sqlite3.Connection, visit: Visit) -> None:
    when = datetime.now(UTC) - timedelta(seconds=visit.visit_time_from_now_in_seconds)
    stamp = (when - _EPOCH) // timedelta(microseconds=1)
    row = base.execute(
        "INSERT INTO urls (url, title, visit_count, typed_count, last_visit_time, hidden) "
        "VALUES (?,?,1,0,?,0)",
        (visit.url, visit.title, stamp),
    )
    # 805306368: a link that began and ended its chain of redirections.
    base.execute(
        "INSERT INTO visits (url, visit_time, from_visit, transition, segment_id, visit_duration) "
        "VALUES (?,?,0,805306368,0,0)",
        (row.lastrowid, stamp),
    )


def _history(context: SetupContext) -> tuple[str, bytes]:
    for profile in PROFILES:
        path = f"{context.home}/{profile}/History"
        try:
            return path, context.machine.get(path)
        except GuestFileMissing:
            continue
    return f"{context.home}/{PROFILES[0]}/History", context.downloads.get(_EMPTY_HISTORY).read_bytes()


def _close(pages: Sequence[dict[str, Any]], context: SetupContext) -> None:
    """Close tabs, and return when they are gone: the browser only promises to."""
    closing = {page["id"] for page in pages}
    for each in closing:
        _ask(context, "GET", f"/json/close/{each}")
    deadline = time.monotonic() + _FIRST_TAB_SECONDS
    while closing & {page["id"] for page in _pages(context)}:
        if time.monotonic() > deadline:
            raise StepFailed("a tab of the browser does not close")
        time.sleep(_BETWEEN_LOOKS)


def _first_pages(context: SetupContext) -> list[dict[str, Any]]:
    """Wait for the tab that a browser starts with; its port answers before that is there."""
    deadline = time.monotonic() + _FIRST_TAB_SECONDS
    while not (pages := _pages(context)) and time.monotonic() < deadline:
        time.sleep(_BETWEEN_LOOKS)
    return pages


def _pages(context: SetupContext) -> list[dict[str, Any]]:
    try:
        return [page for page in json.loads(_ask(context, "GET", "/json/list")) if page["type"] == "page"]
    except (ValueError, KeyError, TypeError) as error:
        raise StepFailed(f"the browser's debugging port says what nobody understands: {error}") from error


def _ask(context: SetupContext, verb: str, path: str) -> bytes:
    command = ["python3", "-c", _ASK, verb, f"http://127.0.0.1:{PORT}{path}", str(_SECONDS)]
    done = context.machine.run(command, timeout=_SECONDS + 60)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise StepFailed(f"the browser's debugging port {PORT} does not answer: {said}")
    return done.stdout
