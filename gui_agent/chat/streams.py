"""An HTTP answer as a row of JSON texts: server-sent events, or one JSON body; all of it bounded."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from gui_agent.chat.errors import ChatModelError, Trouble

MAX_ANSWER_BYTES = 8 * 1024 * 1024
"""An answer longer than this is no answer to a question about a screen."""
CONNECT_SECONDS = 10.0
MAX_EVENT_BYTES = 2 * 1024 * 1024


class EventReader:
    """Takes server-sent events apart: bytes in, the data of whole events out."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []

    def feed(self, piece: bytes) -> list[str]:
        """Return the events that ``piece`` completes. Raises `ChatModelError` for what is no text."""
        *lines, self._rest = (self._rest + piece).replace(b"\r\n", b"\n").split(b"\n")
        if len(self._rest) > MAX_EVENT_BYTES:
            raise ChatModelError(Trouble.TOO_LARGE, "one event of the answer is larger than 2 MB")
        return [event for line in lines for event in self._take(line.rstrip(b"\r"))]

    def end(self) -> list[str]:
        """Return what stands without an empty line behind it."""
        return [*self.feed(b"\n"), *self._take(b"")]

    def _take(self, line: bytes) -> list[str]:
        if not line:
            whole, self._data = "\n".join(self._data), []
            return [whole] if whole else []
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(as_text(value.removeprefix(b" ")))
        return []


def as_text(data: bytes) -> str:
    """Decode UTF-8. Raises `ChatModelError`: a letter that cannot be read must not be typed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChatModelError(Trouble.BROKEN_ANSWER, "the answer is not UTF-8 text") from error


async def read_payloads(response: Any) -> AsyncGenerator[tuple[str, bool], None]:
    """Yield each JSON text of an HTTP ``response``, and whether it is one event of several.

    Raises `ChatModelError` where the answer is of another kind.
    """
    kind = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
    if kind == "text/event-stream":
        reader = EventReader()
        async for piece in response.aiter_bytes():
            for event in reader.feed(piece):
                yield event, True
        for event in reader.end():
            yield event, True
    elif kind == "application/json":
        yield as_text(await response.aread()), False
    else:
        what = f"the server answered with {kind or 'something untyped'} instead of JSON"
        raise ChatModelError(Trouble.BROKEN_ANSWER, what)


def patience(seconds: float) -> Any:
    """Return time limits for the HTTP client; the end of waiting is decided above it, at ``seconds``."""
    import httpx2

    return httpx2.Timeout(seconds + 5.0, connect=min(seconds, CONNECT_SECONDS))


def limited_client() -> Any:
    """Return an HTTP client that follows no redirection and reads no more than `MAX_ANSWER_BYTES`.

    A redirection would carry the key to another server.
    """
    import httpx2

    class Limited(httpx2.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            count = 0
            async for piece in self._inner:
                count += len(piece)
                if count > MAX_ANSWER_BYTES:
                    raise ChatModelError(Trouble.TOO_LARGE, "the answer is larger than 8 MB")
                yield piece

        async def aclose(self) -> None:
            await self._inner.aclose()

    async def limit(response: Any) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            # A few packed bytes can become gigabytes; nobody asked for them packed.
            raise ChatModelError(Trouble.BROKEN_ANSWER, "the server packed its answer")
        response.stream = Limited(response.stream)

    return httpx2.AsyncClient(
        event_hooks={"response": [limit]},
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
    )
