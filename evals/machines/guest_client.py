"""A client of the HTTP interface that OSWorld's machines speak: upstream's server, or `evals.guest`."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.machines.errors import (
    CommandFailed,
    CommandTimedOut,
    GuestFileError,
    GuestFileMissing,
    MachineFailed,
    MachineLost,
)
from evals.machines.machine import CommandResult

MAX_ANSWER_BYTES = 1 << 30
ANSWER_SECONDS = 60.0
MARGIN_SECONDS = 10.0
_CHUNK = 1 << 16

Connect = Callable[[float], http.client.HTTPConnection]
"""Opens a connection that waits at most so many seconds for an answer."""


class GuestClient:
    """Asks the server of one guest; every answer is bounded in time and length."""

    def __init__(self, connect: Connect, name: str) -> None:
        self._connect = connect
        self._name = name

    def screenshot(self) -> bytes:
        """Return the screen as PNG."""
        return self._get("/screenshot")

    def accessibility_tree(self) -> str:
        answer = self._json("GET", "/accessibility", None)
        tree = answer.get("AT")
        if not isinstance(tree, str):
            raise MachineFailed(f"{self._name} gave no accessibility tree: {answer.get('message', answer)}")
        return tree

    def platform(self) -> str:
        return self._get("/platform").decode("utf-8", "replace").strip()

    def screen_size(self) -> tuple[int, int]:
        answer = self._json("POST", "/screen_size", {})
        return int(answer["width"]), int(answer["height"])

    def cursor_position(self) -> tuple[int, int]:
        x, y = json.loads(self._get("/cursor_position"))
        return int(x), int(y)

    def execute(
        self, command: str | Sequence[str], *, shell: bool = False, timeout: float = ANSWER_SECONDS
    ) -> CommandResult:
        """Run a program to its end; its output arrives as text."""
        words = command if isinstance(command, str) else list(command)
        body = {"command": words, "shell": shell, "timeout": timeout}
        code, raw = self._ask("POST", "/execute", _as_json(body), timeout + MARGIN_SECONDS)
        if code != 200:
            said = _message(raw)
            if "did not end" in said or "timed out" in said:
                raise CommandTimedOut(f"{self._name}: {said}; allow it more time")
            raise CommandFailed(f"{self._name}: {said}")
        answer = self._parsed(raw)
        return CommandResult(
            int(answer.get("returncode", 0)),
            str(answer.get("output") or "").encode(),
            str(answer.get("error") or "").encode(),
        )

    def launch(self, command: str | Sequence[str], *, shell: bool = False) -> None:
        """Start a program and leave it running."""
        body = {"command": command if isinstance(command, str) else list(command), "shell": shell}
        code, raw = self._ask("POST", "/setup/launch", _as_json(body))
        if code != 200:
            raise CommandFailed(f"{self._name}: {_message(raw)}")

    def ask_for_window(self, path: str, title: str) -> bool:
        """Activate or close (by ``path``) the window whose title holds ``title``; False without one."""
        body = {"window_name": title, "strict": False, "by_class": False}
        code, raw = self._ask("POST", path, _as_json(body))
        if code not in (200, 404):
            raise CommandFailed(f"{self._name}: {_message(raw)}")
        return code == 200

    def read_file(self, path: str) -> bytes:
        form = urllib.parse.urlencode({"file_path": path}).encode()
        code, raw = self._ask("POST", "/file", (form, "application/x-www-form-urlencoded"))
        if code == 404:
            raise GuestFileMissing(f"there is no {path} in the guest")
        if code != 200:
            raise GuestFileError(f"{path} in the guest cannot be read: {_message(raw)}")
        return raw

    def write_file(self, content: bytes, path: str) -> None:
        code, raw = self._ask("POST", "/setup/upload", _form({"file_path": path}, content))
        if code != 200:
            raise GuestFileError(f"{path} in the guest cannot be written: {_message(raw)}")

    def _get(self, path: str) -> bytes:
        code, raw = self._ask("GET", path, None)
        if code != 200:
            raise MachineFailed(f"{self._name} answered {path} with {code}: {_message(raw)}")
        return raw

    def _json(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        code, raw = self._ask(method, path, None if body is None else _as_json(body))
        if code != 200:
            raise MachineFailed(f"{self._name} answered {path} with {code}: {_message(raw)}")
        return self._parsed(raw)

    def _parsed(self, raw: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(raw)
        except ValueError as error:
            raise MachineFailed(f"{self._name} answered with something that is no JSON") from error
        if not isinstance(answer, dict):
            raise MachineFailed(f"{self._name} answered with {type(answer).__name__}, not with an object")
        return answer

    def _ask(
        self, method: str, path: str, body: tuple[bytes, str] | None, seconds: float = ANSWER_SECONDS
    ) -> tuple[int, bytes]:
        headers = {} if body is None else {"Content-Type": body[1]}
        connection = self._connect(seconds)
        try:
            connection.request(method, path, None if body is None else body[0], headers)
            answer = connection.getresponse()
            raw = _bounded(answer, time.monotonic() + seconds)
        except TimeoutError as error:
            raise MachineLost(f"{self._name} has not answered {path} for {seconds:.0f} s") from error
        except (OSError, http.client.HTTPException) as error:
            raise MachineLost(f"{self._name} cannot be reached ({error}); is its server running?") from error
        finally:
            connection.close()
        if len(raw) > MAX_ANSWER_BYTES:
            raise MachineFailed(f"{self._name} answered {path} with more than {MAX_ANSWER_BYTES:,} bytes")
        return answer.status, raw


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket named by a path."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("guest", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _bounded(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """Read the whole answer; one that drips for ever or never ends is given up."""
    chunks: list[bytes] = []
    length = 0
    while chunk := answer.read1(_CHUNK):
        chunks.append(chunk)
        length += len(chunk)
        if time.monotonic() > deadline:
            raise TimeoutError
        if length > MAX_ANSWER_BYTES:
            break
    return b"".join(chunks)


def _as_json(body: Mapping[str, Any]) -> tuple[bytes, str]:
    return json.dumps(body).encode(), "application/json"


def _form(fields: Mapping[str, str], content: bytes) -> tuple[bytes, str]:
    """Return a multipart form with text ``fields`` and one file called file_data."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file_data"; filename="file"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = b"".join((*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={boundary}"


def _message(raw: bytes) -> str:
    try:
        answer = json.loads(raw)
    except ValueError:
        return raw[:300].decode("utf-8", "replace").strip() or "it said nothing"
    if isinstance(answer, dict):
        return str(answer.get("message") or answer.get("error") or answer)
    return str(answer)
