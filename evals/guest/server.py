"""Routes of OSWorld's in-guest server, answered with the standard library."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import socket
import sys
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.guest import commands, display, files, windows
from evals.guest.problems import BadRequest, Failed, NotFound

MAX_BODY_BYTES = 1 << 30


@dataclass(frozen=True)
class Request:
    """What a client sent: its JSON or form fields, and uploaded files by field name."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if not isinstance(value, str) or (value == "" and default is None):
            raise BadRequest(f"{name} is required, as text")
        return value


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    body: bytes
    kind: str = "application/json"


Route = Callable[[Request], Answer]


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode())


def _text(value: str) -> Answer:
    return Answer(value.encode(), "text/plain; charset=utf-8")


def _execute(request: Request) -> Answer:
    return _json(commands.execute(request.fields))


def _execute_until(request: Request) -> Answer:
    return _json(commands.execute_with_verification(request.fields))


def _launch(request: Request) -> Answer:
    return _text(commands.launch(request.fields))


def _upload(request: Request) -> Answer:
    if "file_data" not in request.uploads:
        raise BadRequest("file_data is required, as an uploaded file")
    files.write(request.text("file_path"), request.uploads["file_data"])
    return _text("File Uploaded")


def _file(request: Request) -> Answer:
    return Answer(files.read(request.text("file_path")), "application/octet-stream")


def _accessibility(request: Request) -> Answer:
    tree = commands.run([sys.executable, "-m", "evals.guest.accessibility"], timeout=60)
    if tree.returncode:
        raise Failed(f"the accessibility tree cannot be read: {tree.stderr.strip()[-500:]}")
    return _json({"AT": tree.stdout})


def _window_size(request: Request) -> Answer:
    return _json(windows.size_of_class(request.text("app_class_name")))


def _activate(request: Request) -> Answer:
    windows.activate(**_window(request))
    return _text("Window activated successfully")


def _close(request: Request) -> Answer:
    windows.close(**_window(request))
    return _text("Window closed successfully.")


def _window(request: Request) -> dict[str, Any]:
    return {
        "name": request.text("window_name"),
        "strict": bool(request.fields.get("strict", False)),
        "by_class": bool(request.fields.get("by_class", False)),
    }


def _screenshot(request: Request) -> Answer:
    return Answer(display.screenshot(), "image/png")


def _open(request: Request) -> Answer:
    path = os.path.expanduser(request.text("path"))
    if not os.path.exists(path):
        raise NotFound(f"File not found: {path}")
    commands.launch({"command": ["xdg-open", path]})
    return _text("File opened successfully")


def _download(request: Request) -> Answer:
    files.download(request.text("url"), request.text("path"))
    return _text("File downloaded successfully")


GET: Mapping[str, Route] = {
    "/screenshot": _screenshot,
    "/accessibility": _accessibility,
    "/cursor_position": lambda request: _json(display.cursor_position()),
    "/platform": lambda request: _text(platform.system()),
}
POST: Mapping[str, Route] = {
    "/execute": _execute,
    "/setup/execute": _execute,
    "/execute_with_verification": _execute_until,
    "/setup/execute_with_verification": _execute_until,
    "/run_python": lambda request: _json(commands.run_python(request.text("code"), request.fields)),
    "/run_bash_script": lambda request: _json(commands.run_bash(request.text("script"), request.fields)),
    "/setup/launch": _launch,
    "/setup/upload": _upload,
    "/setup/open_file": _open,
    "/setup/download_file": _download,
    "/setup/activate_window": _activate,
    "/setup/close_window": _close,
    "/file": _file,
    "/list_directory": lambda request: _json({"directory_tree": files.tree(request.text("path"))}),
    "/desktop_path": lambda request: _json({"desktop_path": os.path.expanduser("~/Desktop")}),
    "/screen_size": lambda request: _json(display.screen_size()),
    "/window_size": _window_size,
}


class Handler(BaseHTTPRequestHandler):
    """Finds the route, reads the body, turns problems into status codes."""

    protocol_version = "HTTP/1.1"
    timeout = 300

    def do_GET(self) -> None:
        self._answer(GET)

    def do_POST(self) -> None:
        self._answer(POST)

    def address_string(self) -> str:
        return "client"  # one that comes by a Unix socket has no address

    def log_message(self, format: str, *args: Any) -> None:
        return

    def _answer(self, routes: Mapping[str, Route]) -> None:
        path = urllib.parse.urlsplit(self.path).path.rstrip("/") or "/"
        try:
            request = self._request()
            if path not in routes:
                raise NotFound(f"there is no {self.command} {path} here")
            answer, code = routes[path](request), 200
        except (BadRequest, NotFound, Failed) as error:
            answer, code = _json({"status": "error", "message": str(error)}), error.code
        except Exception as error:
            answer, code = _json({"status": "error", "message": f"{type(error).__name__}: {error}"}), 500
        self.send_response(code)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(answer.body)

    def _request(self) -> Request:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY_BYTES:
            self.close_connection = True
            raise BadRequest(f"at most {MAX_BODY_BYTES} bytes are taken")
        body = self.rfile.read(length)
        kind = self.headers.get_content_type()
        if kind == "multipart/form-data":
            fields, uploads = files.split_form(body, self.headers.get_boundary() or "")
            return Request(fields, uploads)
        if kind == "application/x-www-form-urlencoded":
            return Request(dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)))
        if not body:
            return Request()
        try:
            fields = json.loads(body)
        except ValueError as error:
            raise BadRequest(f"the body is no JSON: {error}") from error
        if not isinstance(fields, dict):
            raise BadRequest("the body must be a JSON object")
        return Request(fields)


class UnixServer(ThreadingHTTPServer):
    """The same server on a Unix socket."""

    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        path = str(self.server_address)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self.socket.bind(path)
        os.chmod(path, 0o600)
        self.server_name, self.server_port = "guest", 0


def serve(where: str | tuple[str, int]) -> None:
    """Serve until the process ends: on a Unix socket's path, or on an address and port."""
    kind = UnixServer if isinstance(where, str) else ThreadingHTTPServer
    with kind(where, Handler) as server:  # type: ignore[arg-type]
        server.daemon_threads = True
        print(f"listening on {server.server_address}", flush=True)
        server.serve_forever()
