"""Downloads are kept by the checksum of their content, and verified whenever they are handed out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from evals.setup import Downloads
from evals.setup.errors import DownloadFailed, DownloadMissing


class Server(ThreadingHTTPServer):
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append(self.path)
        if self.path == "/absent":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", "10" if self.path == "/short" else "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def address(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def test_a_file_is_fetched_once(server: Server, tmp_path: Path) -> None:
    url = address(server, "/a")
    assert Downloads(tmp_path).get(url).read_bytes() == b"hello"
    assert Downloads(tmp_path).get(url).read_bytes() == b"hello"
    assert server.asked == ["/a"]


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    url = address(server, "/a")
    Downloads(tmp_path).get(url).write_bytes(b"damaged")
    assert Downloads(tmp_path).missing([url]) == [url]
    assert Downloads(tmp_path).get(url).read_bytes() == b"hello"
    assert server.asked == ["/a", "/a"]


def test_offline_says_everything_that_is_missing(server: Server, tmp_path: Path) -> None:
    known, *unknown = (address(server, path) for path in ("/a", "/b", "/c"))
    Downloads(tmp_path).get(known)
    offline = Downloads(tmp_path, offline=True)
    assert offline.get(known).read_bytes() == b"hello"
    with pytest.raises(DownloadMissing, match="2 files are not in the cache") as caught:
        offline.require([known, *unknown, unknown[0]])
    assert caught.value.urls == tuple(unknown)
    assert server.asked == ["/a"]


def test_what_cannot_be_fetched_whole_is_an_error(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="404"):
        Downloads(tmp_path).get(address(server, "/absent"))
    with pytest.raises(DownloadFailed, match=r"5 of 10 bytes|IncompleteRead"):
        Downloads(tmp_path).get(address(server, "/short"))
    with pytest.raises(DownloadFailed, match="no web address"):
        Downloads(tmp_path).get("file:///etc/passwd")
    assert not list(tmp_path.rglob("urls/*"))
