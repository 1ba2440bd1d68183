"""Getters that ask a program in the guest through its network port, from outside."""

from __future__ import annotations

import base64
import http.client
import json
from typing import Any

from evals.graders.context import GradingContext
from evals.graders.errors import StateUnavailable, UnreadableInput
from evals.graders.getters.browser import active_url
from evals.graders.state import State
from evals.tasks.task import Getter

BROWSER_PORTS = (9222, 1337)
"""Where the browser's debugging port answers: relayed for virtual machines, else as the tasks start it."""

VLC_PORT = 8080
_SECONDS = 20.0


def open_tabs_info(_: Getter, context: GradingContext) -> State:
    """Return title and address of every open tab, as the browser's debugging port tells them."""
    return [{"title": tab["title"], "url": tab["url"]} for tab in open_tabs(context)]


def active_tab_info(getter: Getter, context: GradingContext) -> State:
    """Return title and address of the tab whose address the address bar shows."""
    address = active_url(getter, context)
    if address is None:
        return None
    same = [tab for tab in open_tabs(context) if _bare(tab["url"]) == _bare(address)]
    return {"title": same[0]["title"] if same else "", "url": same[0]["url"] if same else address}


def vlc_playing_info(getter: Getter, context: GradingContext) -> State:
    """Fetch the status that VLC's web interface tells."""
    login = base64.b64encode(b":password").decode()
    content = ask(context, VLC_PORT, "/requests/status.xml", {"Authorization": f"Basic {login}"})
    where = context.place(getter.parameters["dest"])
    where.write_bytes(content)
    return where


def open_tabs(context: GradingContext) -> list[dict[str, Any]]:
    """Return what the debugging port says of every page. Raises `StateUnavailable`, `UnreadableInput`."""
    try:
        tabs = json.loads(_browser_says(context, "/json/list"))
        return [tab for tab in tabs if tab["type"] == "page"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput(
            f"the browser's debugging port says what nobody understands: {error}"
        ) from error


def _browser_says(context: GradingContext, path: str) -> bytes:
    last = StateUnavailable("the browser's debugging port does not answer")
    for port in BROWSER_PORTS:
        try:
            return ask(context, port, path, {"Host": "localhost"})
        except StateUnavailable as error:
            last = error
    raise last


def browser_address(context: GradingContext) -> tuple[str, int] | None:
    """Return where the browser's debugging port answers, None where it does not."""
    for port in BROWSER_PORTS:
        try:
            ask(context, port, "/json/version", {"Host": "localhost"})
        except StateUnavailable:
            continue
        return context.address(port)
    return None


def ask(context: GradingContext, port: int, path: str, headers: dict[str, str]) -> bytes:
    """Get a page from a port of the guest. Raises `StateUnavailable`."""
    connection = http.client.HTTPConnection(*context.address(port), timeout=_SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise StateUnavailable(f"the guest's port {port} does not answer: {error}") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise StateUnavailable(f"the guest's port {port} answers {answer.status} to {path}")
    return content


def _bare(address: str) -> str:
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
