"""Chromium's own remote control over two pipes: no port is open that anything else could reach.

Runs in the page keeper, without site packages: standard library only.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Callable, Mapping
from typing import Any

ANSWER_SECONDS = 60.0
"""A machine that plays several episodes at once may leave a browser without time for a while."""
_END = b"\0"


class BrowserGone(Exception):
    """The browser has closed the pipe."""


class BrowserRefused(Exception):
    """The browser answered with an error, or not in time; the text is its own."""


class DevTools:
    """Sends commands and hands events to ``on_event`` as (method, parameters), in the order they came.

    ``to_browser`` and ``from_browser`` are descriptors, closed by `close`.
    """

    def __init__(
        self, to_browser: int, from_browser: int, on_event: Callable[[str, Mapping[str, Any]], None]
    ) -> None:
        self._to, self._from = to_browser, from_browser
        self._on_event = on_event
        self._number = 0
        self._pending = b""
        self._answers: dict[int, Mapping[str, Any]] = {}

    def call(self, method: str, parameters: Mapping[str, Any] | None = None, session: str = "") -> Any:
        """Send a command and return its result. Raises `BrowserGone`, `BrowserRefused`."""
        number = self.send(method, parameters, session)
        if not self.wait_for(lambda: number in self._answers, ANSWER_SECONDS):
            raise BrowserRefused(f"{method}: no answer within {ANSWER_SECONDS:g} s")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserRefused(f"{method}: {answer['error'].get('message', answer['error'])}")
        return answer.get("result", {})

    def send(self, method: str, parameters: Mapping[str, Any] | None = None, session: str = "") -> int:
        """Send a command without waiting for its answer; return its number. Raises `BrowserGone`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": dict(parameters or {})}
        if session:
            message["sessionId"] = session
        self._write(json.dumps(message).encode() + _END)
        return self._number

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Take in messages until ``condition`` holds or the time is over; say whether it held."""
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._take_in(left)
        return True

    def close(self) -> None:
        for descriptor in (self._to, self._from):
            os.close(descriptor)

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[os.write(self._to, data) :]
        except BrokenPipeError as error:
            raise BrowserGone from error

    def _take_in(self, seconds: float) -> None:
        readable, _, _ = select.select([self._from], [], [], seconds)
        if not readable:
            return
        chunk = os.read(self._from, 1 << 16)
        if not chunk:
            raise BrowserGone
        *messages, self._pending = (self._pending + chunk).split(_END)
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self._on_event(message["method"], message.get("params", {}))
