"""What stands before every request: who asks under a foreign name is turned away, and so is too much."""

from __future__ import annotations

import ipaddress

from gui_agent.doors.token_guard import Application, Receive, Scope, Send

MOST_BYTES = 1 << 20


class HostGuard:
    """An ASGI application in front of ``application``: 421 for a ``Host`` that is a name it does not know.

    A page elsewhere that points its own name at this machine (DNS rebinding) comes with that name. Plain
    addresses and ``localhost`` cannot be pointed anywhere; ``names`` are allowed beside them.
    """

    def __init__(self, application: Application, *names: str) -> None:
        self._application = application
        self._names = {"localhost", *(name.casefold() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not self._knows(scope):
            await _turn_away(send)
        else:
            await self._application(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        name = _without_port(hosts[0].decode("latin-1"))
        return name.casefold() in self._names or _is_address(name)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _turn_away(send: Send) -> None:
    body = b'{"error": "this server is not known under that name; use its address, or allow it with --host"}'
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})
