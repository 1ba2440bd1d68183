"""One headless Chromium, driven over its debugging pipe (two file descriptors, messages end in NUL)."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--mute-audio",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--allow-file-access-from-files",
    "--password-store=basic",
    "--remote-debugging-pipe",
)


class BrowserFailed(Exception):
    """The browser is missing, died, or did not answer in time."""


class Browser:
    """A running browser with one page; use it as a context manager."""

    def __init__(self, program: str = "chromium", flags: tuple[str, ...] = ()) -> None:
        found = shutil.which(program)
        if found is None:
            raise BrowserFailed(f"no program named {program}")
        self._profile = tempfile.mkdtemp(prefix="web-profile-")
        self._number = 0
        self._unread = b""
        self._process = self._start(
            [found, *FLAGS, *flags, f"--user-data-dir={self._profile}", "about:blank"]
        )
        target = self.call("Target.createTarget", {"url": "about:blank"}, session="")["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True}, session="")
        self._session = str(attached["sessionId"])
        self.call("Page.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser and everything it started."""
        for stream in (self._to, self._from):
            os.close(stream)
        with_grace = time.monotonic() + 5
        while time.monotonic() < with_grace:
            if os.waitpid(self._process, os.WNOHANG)[0]:
                break
            time.sleep(0.05)
        else:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None) -> Any:
        """Send one command and return its result. Raises `BrowserFailed`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters or {}}
        name = self._session if session is None else session
        if name:
            message["sessionId"] = name
        try:
            self._write(json.dumps(message).encode() + b"\0")
        except OSError as error:
            raise BrowserFailed(f"{method}: {error}") from error
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise BrowserFailed(f"{method}: {answer['error']}")
                return answer["result"]

    def show(self, page: Path, size: tuple[int, int], scale: float) -> None:
        """Load a local file into a viewport of ``size`` CSS pixels and wait until it has loaded."""
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False},
        )
        self.call("Page.navigate", {"url": page.resolve().as_uri()})
        self.evaluate(
            "new Promise(done => { const end = () => document.fonts.ready.then(() =>"
            " requestAnimationFrame(() => requestAnimationFrame(() => done(1))));"
            " document.readyState === 'complete' ? end() : addEventListener('load', end) })"
        )

    def evaluate(self, script: str) -> Any:
        """Run a script in the page, wait for its promise, and return its JSON value."""
        options = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self.call("Runtime.evaluate", options)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserFailed(str(details.get("exception", {}).get("description", details)))
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """Return the viewport as PNG, in device pixels."""
        options = {"format": "png", "optimizeForSpeed": True}
        return base64.b64decode(self.call("Page.captureScreenshot", options)["data"])

    def _start(self, arguments: list[str]) -> int:
        """Start the program with our pipes as its descriptors 3 (commands) and 4 (answers)."""
        commands, self._to = _high_pipe()
        self._from, answers = _high_pipe()
        actions: list[tuple[Any, ...]] = [
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, commands, 3),
            (os.POSIX_SPAWN_DUP2, answers, 4),
        ]
        process = os.posix_spawn(arguments[0], arguments, dict(os.environ), file_actions=actions)
        os.close(commands)
        os.close(answers)
        return process

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._to, data) :]

    def _read(self, seconds: float = 60.0) -> dict[str, Any]:
        while b"\0" not in self._unread:
            if not select.select([self._from], [], [], seconds)[0]:
                raise BrowserFailed(f"no answer within {seconds:.0f} s")
            chunk = os.read(self._from, 1 << 20)
            if not chunk:
                raise BrowserFailed("the browser has ended")
            self._unread += chunk
        message, _, self._unread = self._unread.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer


def _high_pipe() -> tuple[int, int]:
    """Open a pipe whose numbers cannot collide with the 3 and 4 of the child."""
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in low]
    for end in low:
        os.close(end)
    return high[0], high[1]
