"""Files that tasks name by URL, kept by the checksum of their content."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path

from evals.setup.errors import DownloadFailed, DownloadMissing

_TIMEOUT_SECONDS = 60.0
_CHUNK = 1 << 20
_MAX_BYTES = 2 << 30


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where downloads are kept: $GUI_AGENT_DOWNLOADS, else a folder in the user's cache."""
    if chosen := environment.get("GUI_AGENT_DOWNLOADS"):
        return Path(chosen).absolute()
    cache = environment.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(cache) / "gui-agent" / "downloads"


class Downloads:
    """A folder of downloaded files: contents by SHA-256, and which URL had which.

    A file is verified each time it is handed out, so a damaged cache is fetched anew (or complained of
    offline). Processes may share the folder: everything is written beside and renamed. ``offline``: nothing
    is fetched, what is not there raises `DownloadMissing`.
    """

    def __init__(self, folder: Path, *, offline: bool = False) -> None:
        self._folder = folder
        self._offline = offline

    def get(self, url: str) -> Path:
        """Return a file with the content of ``url``. Raises `DownloadMissing`, `DownloadFailed`."""
        known = self._known(url)
        if known is not None:
            return known
        if self._offline:
            raise DownloadMissing([url])
        return self._fetch(url)

    def missing(self, urls: Iterable[str]) -> list[str]:
        """Return those of ``urls`` that are not in the cache, each once, in order."""
        return [url for url in dict.fromkeys(urls) if self._known(url) is None]

    def require(self, urls: Iterable[str]) -> None:
        """Have all of ``urls`` in the cache; offline, say all that are missing. Raises as `get`."""
        missing = self.missing(urls)
        if missing and self._offline:
            raise DownloadMissing(missing)
        for url in missing:
            self._fetch(url)

    def keep(self, url: str, content: bytes) -> Path:
        """Put ``content`` into the cache as what ``url`` has (from a mirror, or in tests)."""
        digest = hashlib.sha256(content).hexdigest()
        self._write(self._content(digest), content)
        self._write(self._note(url), json.dumps({"url": url, "sha256": digest}).encode())
        return self._content(digest)

    def _known(self, url: str) -> Path | None:
        try:
            digest = json.loads(self._note(url).read_text("utf-8"))["sha256"]
            with self._content(digest).open("rb") as stream:
                intact = hashlib.file_digest(stream, "sha256").hexdigest() == digest
        except (OSError, ValueError, KeyError):
            return None
        return self._content(digest) if intact else None

    def _fetch(self, url: str) -> Path:
        if not url.startswith(("https://", "http://")):
            raise DownloadFailed(f"{url} is no web address")
        try:
            request = urllib.request.Request(url, headers={"User-Agent": "gui-agent"})
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
                content = _read(answer, url)
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise DownloadFailed(
                f"{url} cannot be fetched ({error}); check the network, or run with the files in the cache"
            ) from error
        return self.keep(url, content)

    def _note(self, url: str) -> Path:
        return self._folder / "urls" / f"{hashlib.sha256(url.encode()).hexdigest()}.json"

    def _content(self, digest: str) -> Path:
        return self._folder / "files" / digest[:2] / digest

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).replace(path)


def _read(answer: object, url: str) -> bytes:
    """Read the whole answer; one that ends early or never is an error, never a shorter file."""
    content = bytearray()
    while chunk := answer.read(_CHUNK):  # type: ignore[attr-defined]
        content += chunk
        if len(content) > _MAX_BYTES:
            raise DownloadFailed(f"{url} is larger than {_MAX_BYTES >> 30} GiB")
    promised = answer.headers.get("Content-Length")  # type: ignore[attr-defined]
    if promised is not None and int(promised) != len(content):
        raise DownloadFailed(f"{url} broke off after {len(content)} of {promised} bytes; try again")
    return bytes(content)
