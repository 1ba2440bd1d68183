"""Lets nobody through a door of HTTP who does not know its token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def new_token() -> str:
    """Return a token nobody can guess."""
    return secrets.token_urlsafe(24)


class TokenGuard:
    """An ASGI application in front of ``application``: 401 without ``Authorization: Bearer TOKEN``.

    ``open_paths`` need none.
    """

    def __init__(self, application: Application, token: str, open_paths: tuple[str, ...] = ()) -> None:
        self._application, self._token, self._open = application, token.encode(), open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._knows(scope):
            await _refuse(send)
        elif scope["type"] == "websocket" and not self._knows(scope):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._application(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        scheme, _, given = dict(scope["headers"]).get(b"authorization", b"").partition(b" ")
        right = scheme.lower() == b"bearer" and hmac.compare_digest(given.strip(), self._token)
        return right or scope["path"] in self._open


async def _refuse(send: Send) -> None:
    body = b'{"error": "give the token that the server printed: Authorization: Bearer TOKEN"}'
    headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
