"""A real local HTTP server that plays a script in every dialect, faults included.

Chat Completions, Messages (``?beta=true`` as well) and Responses; requests that leave a tool call without an
answer, or a safety check without its acknowledgement, are refused as the real services refuse them.

::

    with ScriptedServer([Answer("Hello"), Fault(FaultKind.ERROR_500)]) as server:
        model = open_chat_model(f"{server.address}#any", load_settings())
"""

from __future__ import annotations

import json
import select
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from gui_agent.chat.script import Answer, Asked, Fault, FaultKind, Prompter, Reply, Script
from gui_agent.chat.scripted_dialects import DialectName, events, whole, words_in
from gui_agent.chat.scripted_manners import complaint
from gui_agent.chat.scripted_responses import declined_events

TRICKLE_SECONDS = 0.05
_HUGE_PIECE = b"word " * 4000
_HUGE_PIECES = 2000
_STREAM = "text/event-stream"
_PATHS: Mapping[str, DialectName] = {
    "/v1/chat/completions": "openai",
    "/v1/messages": "anthropic",
    "/v1/responses": "responses",
}
_STATUS = {
    FaultKind.RATE_LIMITED: 429,
    FaultKind.RATE_LIMITED_BARE: 429,
    FaultKind.ERROR_500: 500,
    FaultKind.UNAVAILABLE: 503,
}


class ScriptedServer:
    """Serves on a free port of 127.0.0.1 while it is open as a context."""

    def __init__(self, script: Script, models: tuple[str, ...] = ("scripted",)) -> None:
        self._prompter = Prompter(script)
        self._models = models
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.prompter, self._server.closing = self._prompter, self._closing
        self._server.models = models
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="scripted-model"
        )

    @property
    def address(self) -> str:
        """The base address of Chat Completions and Responses, without a slash at its end."""
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        """The base address of Messages."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def asked(self) -> list[Asked]:
        """Every request that came in so far."""
        return self._prompter.asked

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    prompter: Prompter
    closing: threading.Event
    models: tuple[str, ...]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients under test go away in the middle all the time."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Write no log: what was asked is kept in `ScriptedServer.asked`."""

    def do_GET(self) -> None:
        if self.path.partition("?")[0] == "/v1/models":
            listed = [{"id": name, "object": "model"} for name in self.server.models]
            self._send(200, json.dumps({"object": "list", "data": listed}).encode())
        else:
            self._send(404, b'{"error": {"message": "no such page"}}')

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        dialect = _PATHS.get(self.path.partition("?")[0])
        if dialect is None:
            return self._send(404, b'{"error": {"message": "no such page"}}')
        try:
            asked = dict(json.loads(raw))
        except (ValueError, TypeError):
            return self._send(400, b'{"error": {"message": "the request is no JSON object"}}')
        if wrong := complaint(asked):
            refusal = {"type": "error", "error": {"type": "invalid_request_error", "message": wrong}}
            return self._send(400, json.dumps(refusal).encode())
        try:
            reply = self.server.prompter.reply(words_in(asked), asked)
        except Exception as error:
            # A script is somebody's own function: what goes wrong in it must not look like a silent server.
            said = {"error": {"message": f"the script failed: {type(error).__name__}: {error}"}}
            return self._send(501, json.dumps(said).encode())
        self._play(dialect, reply, asked)

    def _play(self, dialect: DialectName, reply: Reply, asked: Mapping[str, Any]) -> None:
        match reply:
            case Answer():
                if reply.delay and self._stays(reply.delay):
                    return
                if asked.get("stream"):
                    self._stream(events(dialect, reply, asked))
                else:
                    self._send(200, whole(dialect, reply, asked))
            case Fault(kind) if kind in _STATUS:
                headers = {"retry-after": f"{reply.seconds:g}"} if kind is FaultKind.RATE_LIMITED else {}
                said = {"type": "error", "error": {"type": "scripted", "message": f"scripted fault {kind}"}}
                self._send(_STATUS[kind], json.dumps(said).encode(), headers=headers)
            case Fault(kind):
                self._spoil(kind, dialect, asked)

    def _spoil(self, kind: FaultKind, dialect: DialectName, asked: Mapping[str, Any]) -> None:
        good = list(events(dialect, Answer("This is how the answer begins and it goes on"), asked))
        match kind:
            case FaultKind.SLOW_LORIS:
                self._trickle(b"".join(good * 50))
            case FaultKind.TRUNCATED:
                self._stream(iter(good[:4]))
            case FaultKind.WRONG_JSON:
                self._stream(iter([*good[:2], b'data: {"choices": [{"delta": {"content": \n\n', *good[2:]]))
            case FaultKind.WRONG_TYPE:
                self._stream(iter([_TEXT_EVENT[dialect] % b"42"]))
            case FaultKind.EMPTY:
                self._send(200, b"", _STREAM)
            case FaultKind.HUGE:
                self._stream(_huge(dialect))
            case FaultKind.CLOSED:
                self.close_connection = True
                self.connection.close()
            case FaultKind.NO_ANSWER:
                self._stays(600.0)
            case FaultKind.WRONG_CONTENT_TYPE:
                self._send(200, b"<html><body>Sign in to the network</body></html>", "text/html")
            case _:
                self._stream(iter(_declined(dialect)))

    def _send(
        self, status: int, body: bytes, kind: str = "application/json", headers: Mapping[str, str] = {}
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, pieces: Iterator[bytes]) -> None:
        self._open_stream()
        for piece in pieces:
            self._chunk(piece)
        self._chunk(b"")

    def _trickle(self, data: bytes) -> None:
        self._open_stream()
        for position in range(len(data)):
            self._chunk(data[position : position + 1])
            if self.server.closing.is_set():
                return
            time.sleep(TRICKLE_SECONDS)

    def _open_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", _STREAM)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def _stays(self, seconds: float) -> bool:
        """Wait ``seconds``; say whether the client went away, or the server is to close, before that."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], min(rest, 1.0))
            if readable or self.server.closing.is_set():
                self.close_connection = True
                return True
        return False


_TEXT_EVENT: Mapping[DialectName, bytes] = {
    "openai": b'data: {"choices": [{"index": 0, "delta": {"content": %b}}]}\n\n',
    "anthropic": b'data: {"type": "content_block_delta", "delta": {"type": "text_delta", "text": %b}}\n\n',
    "responses": b'data: {"type": "response.output_text.delta", "output_index": 0, "delta": %b}\n\n',
}


def _huge(dialect: DialectName) -> Iterator[bytes]:
    text = json.dumps(_HUGE_PIECE.decode()).encode()
    for _ in range(_HUGE_PIECES):
        yield _TEXT_EVENT[dialect] % text


def _declined(dialect: DialectName) -> list[bytes]:
    if dialect == "openai":
        said = b'data: {"choices": [{"index": 0, "delta": {"refusal": "I cannot help with that."}}]}\n\n'
        stop = b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter"}]}\n\n'
        spent = b'data: {"choices": [], "usage": {"prompt_tokens": 20, "completion_tokens": 6}}\n\n'
        return [said, stop, spent, b"data: [DONE]\n\n"]
    if dialect == "responses":
        return declined_events()
    start = b'data: {"type": "message_start", "message": {"usage": {"input_tokens": 20, "output_tokens": 1}}}'
    stop = (
        b'data: {"type": "message_delta", "delta": {"stop_reason": "refusal"}, "usage": {"output_tokens": 6}}'
    )
    return [start + b"\n\n", stop + b"\n\n"]
