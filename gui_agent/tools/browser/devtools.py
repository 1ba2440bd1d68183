"""Chromium's debugging protocol on one page: fixed commands with their parameters as data."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from gui_agent.tools.browser.web_socket import WebSocket
from gui_agent.tools.errors import ToolFailed, ToolTimedOut

SECONDS = 20.0
_LIST_LIMIT = 1 << 20
_ALLOWED = frozenset(
    {
        *("Page.enable", "Page.navigate", "Page.bringToFront", "DOM.enable", "DOM.getDocument"),
        *("DOM.querySelector", "DOM.focus", "DOM.scrollIntoViewIfNeeded", "DOM.getContentQuads"),
        *(
            "DOM.getFlattenedDocument",
            "DOM.describeNode",
            "Accessibility.enable",
            "Accessibility.getFullAXTree",
        ),
        *("Input.dispatchKeyEvent", "Input.dispatchMouseEvent", "Input.insertText"),
    }
)
"""Nothing that runs a script, reads files or changes the browser itself."""


class Page:
    """One open page; `close` leaves it open in the browser. Raises `ToolFailed`, `ToolTimedOut`."""

    def __init__(self, connection: socket.socket, path: str, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._line = WebSocket(connection, path, seconds=seconds)
        self._number = 0
        self.events: list[str] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        if method not in _ALLOWED:
            raise ToolFailed(f"{method} is no operation of the browser tool")
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        deadline = time.monotonic() + self._seconds
        while True:
            answer = self._take_in(deadline)
            if answer.get("id") != self._number:
                continue
            if "error" in answer:
                raise ToolFailed(f"the browser refused: {answer['error'].get('message', 'without a reason')}")
            result = answer.get("result", {})
            return result if isinstance(result, dict) else {}

    def wait_for(self, event: str, seconds: float) -> bool:
        """Wait for an event named ``event``; False after ``seconds``."""
        deadline = time.monotonic() + seconds
        try:
            while event not in self.events:
                self._take_in(deadline)
        except ToolTimedOut:
            return False
        return True

    def close(self) -> None:
        self._line.close()

    def _take_in(self, deadline: float) -> dict[str, Any]:
        try:
            message = json.loads(self._line.receive(deadline))
        except ValueError as error:
            raise ToolFailed("the browser answered with something else than JSON") from error
        if not isinstance(message, dict):
            raise ToolFailed("the browser answered with something else than an object")
        if "method" in message:
            self.events.append(str(message["method"]))
        return message


def page_path(dial: Callable[[], socket.socket]) -> str:
    """Return the debugging path of the page in front, empty where none is open. Raises `ToolFailed`."""
    try:
        with closing(dial()) as connection:
            connection.settimeout(SECONDS)
            connection.sendall(b"GET /json/list HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            pages = json.loads(_body(connection))
    except (OSError, ValueError) as error:
        raise ToolFailed(f"the browser does not say which pages are open: {error}") from error
    for page in pages if isinstance(pages, list) else []:
        address = str(page.get("webSocketDebuggerUrl", "")) if isinstance(page, dict) else ""
        if address and page.get("type") == "page" and not str(page.get("url")).startswith("devtools:"):
            return urlsplit(address).path
    return ""


def _body(connection: socket.socket) -> bytes:
    """Read an answer of HTTP by its length: the browser keeps the connection open."""
    got = b""
    while b"\r\n\r\n" not in got or len(got) < _wanted(got):
        chunk = connection.recv(1 << 16)
        if not chunk:
            break
        got += chunk
        if len(got) > _LIST_LIMIT:
            raise ValueError("the list of pages is too long")
    return got.partition(b"\r\n\r\n")[2]


def _wanted(got: bytes) -> int:
    head, _, _ = got.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return len(head) + 4 + int(value)
    return _LIST_LIMIT
