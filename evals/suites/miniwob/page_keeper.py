"""The process that owns the page: it alone knows the seed, the task and the reward.

It runs isolated and without site packages, like the desktop's supervisor. It is told what to do by JSON
lines on a socket; when the other end closes it or dies, it ends the browser and itself.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from actions.processes import Family, StartFailed
from evals.suites.miniwob.chromium import reserve_descriptors
from evals.suites.miniwob.devtools import BrowserGone, BrowserRefused
from evals.suites.miniwob.page import Page, PageFailed


def main(arguments: Sequence[str]) -> None:
    """Serve the socket whose descriptor is the first argument; the second is the parent's process id."""
    reserve_descriptors()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    descriptor, parent = int(arguments[0]), int(arguments[1])
    watched = os.pidfd_open(parent)
    family = Family()
    page: Page | None = None
    with socket.socket(fileno=descriptor) as connection:
        try:
            for request in _requests(connection, watched):
                if page is None:
                    page = Page(family, request["environment"], request["scale"])
                    answer: Mapping[str, Any] = {}
                else:
                    answer = _answer(page, request)
                connection.sendall(json.dumps(answer).encode() + b"\n")
        finally:
            if page is not None:
                page.close()
            family.end(())


def _answer(page: Page, request: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        match request["do"]:
            case "begin":
                return {"instruction": page.begin(request["address"], request["seed"])}
            case "outcome":
                return page.outcome()
            case other:
                return {"error": f"unknown request {other!r}"}
    except (PageFailed, StartFailed, BrowserGone, BrowserRefused) as trouble:
        page.close()
        return {"error": str(trouble) or "the browser ended"}


def _requests(connection: socket.socket, parent: int) -> Any:
    """Yield requests until the other end is gone; a fork of the parent may keep the socket open."""
    pending = b""
    watched: list[Any] = [connection, parent]
    while True:
        readable, _, _ = select.select(watched, [], [])
        if connection not in readable:
            return
        chunk = connection.recv(65536)
        if not chunk:
            return
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            yield json.loads(line)


def _leave(*_: object) -> None:
    raise SystemExit(0)
