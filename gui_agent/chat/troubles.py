"""What the clients' exceptions mean, as kinds of `ChatModelError`."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from typing import Any

from gui_agent.chat.errors import ChatModelError, Trouble

LONGEST_WAIT = 24 * 3600.0
_TOO_LONG = (
    "context length",
    "context_length",
    "context window",
    "context size",
    "maximum context",
    "too long",
    "too large",
    "too many tokens",
    "exceeds the limit",
    "image exceeds",
)
_NO_CREDIT = ("insufficient_quota", "billing", "credit balance")


def translated(error: Exception, secret: str) -> ChatModelError:
    """Return ``error``, which a client raised, as the kind it is; ``secret`` appears in no message."""
    if isinstance(error, ChatModelError):
        return error
    if (inner := _own(error)) is not None:
        return inner
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and response is not None:
        return _by_status(status, _said(error, secret), response.headers)
    return _without_status(error)


def _own(error: BaseException) -> ChatModelError | None:
    """Find the error of ours that a client wrapped into one of its own."""
    seen: BaseException | None = error
    for _ in range(8):
        if isinstance(seen, ChatModelError):
            return seen
        if seen is None:
            return None
        seen = seen.__cause__ or seen.__context__
    return None


def _without_status(error: Exception) -> ChatModelError:
    name = type(error).__name__
    if name in ("APITimeoutError", "ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout"):
        return ChatModelError(Trouble.UNREACHABLE, "the server does not answer")
    if name in ("RemoteProtocolError", "ReadError", "WriteError", "CloseError"):
        return ChatModelError(Trouble.UNREACHABLE, "the connection broke off")
    if name == "APIConnectionError":
        reason = str(error.__cause__ or "").strip() or "no connection"
        return ChatModelError(Trouble.UNREACHABLE, f"cannot reach the model: {reason}"[:300])
    return ChatModelError(Trouble.BROKEN_ANSWER, f"the answer cannot be read ({name})")


def _by_status(status: int, said: str, headers: Mapping[str, str]) -> ChatModelError:
    what = f"the server refused ({status}): {said}"
    low = said.lower()
    match status:
        case 401 | 402 | 403:
            return ChatModelError(Trouble.REFUSED_KEY, what)
        case 429 if any(word in low for word in _NO_CREDIT):
            return ChatModelError(Trouble.REFUSED_KEY, what)
        case 429 | 529:
            return ChatModelError(Trouble.RATE_LIMITED, what, retry_after=_retry_after(headers))
        case 413:
            return ChatModelError(Trouble.TOO_LARGE, what)
        case 400 | 422 if any(word in low for word in _TOO_LONG):
            return ChatModelError(Trouble.TOO_LARGE, what)
        case 408 | 409 | 425:
            return ChatModelError(Trouble.SERVER_FAILED, what, retry_after=_retry_after(headers))
        case _ if status >= 500:
            failed = f"the server failed ({status}): {said}"
            return ChatModelError(Trouble.SERVER_FAILED, failed, retry_after=_retry_after(headers))
        case _ if 300 <= status < 400:
            to = headers.get("location", "another address").partition("?")[0]
            return ChatModelError(Trouble.UNSUPPORTED, f"the server sends us on to {to}; give that address")
    return ChatModelError(Trouble.UNSUPPORTED, what)


def _said(error: Exception, secret: str) -> str:
    """Return the server's own words on one line, without the key it may have quoted."""
    body: Any = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message", inner) if isinstance(inner, dict) else inner
    words = " ".join(str(body or error).split())[:300]
    return words.replace(secret, "(the key)") if secret else words


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds to wait: milliseconds, seconds, or a date."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            seconds = float(value) * unit
        except ValueError:
            continue
        if 0 <= seconds < LONGEST_WAIT:
            return seconds
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    if date is None:
        return None
    try:
        return min(LONGEST_WAIT, max(0.0, email.utils.mktime_tz(date) - time.time()))
    except (ValueError, OverflowError):
        return None
