"""Connections to X displays that close without leaving anything open.

A display is named as usual (":0"), or by the path of its server's socket ("/…"), which may lie inside another
file system than ours.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from actions.errors import DisplayUnavailable
from actions.interrupts import signals_held_back


def open_display(name: str | None) -> Any:
    """Return python-xlib's ``Display``. Raises `DisplayUnavailable`."""
    from Xlib import display

    try:
        _knock(name or os.environ.get("DISPLAY", ""))
        with signals_held_back(), _sockets_by_path(name):
            opened = display.Display(name)
            if name is not None and name.startswith("/") and opened.has_extension("XTEST"):
                # In a guest any program may grab the whole server and let everybody wait: not us.
                opened.xtest_grab_control(True)
                opened.sync()
            return opened
    except Exception as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise DisplayUnavailable(
            f"the display {name or ''} cannot be opened ({reason}); check DISPLAY and the right to use it "
            "(xhost, XAUTHORITY), or use the private virtual desktop (--computer virtual)"
        ) from error


def close_display(display: Any) -> None:
    """Close a connection, also a lost one, whose socket python-xlib would leave open."""
    with contextlib.suppress(Exception), signals_held_back():
        display.close()
    with contextlib.suppress(Exception):
        display.display.socket.close()


def _knock(name: str) -> None:
    """Try the socket of a display of this machine: python-xlib leaves sockets open when it fails."""
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if local is not None:
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.connect(f"/tmp/.X11-unix/X{local.group(1)}")


_swapping = threading.Lock()


@contextlib.contextmanager
def _sockets_by_path(name: str | None) -> Iterator[None]:
    """Let python-xlib, which parses every name, connect to a path.

    Its three lookups are replaced for the moment; for names that are no path, which another thread may be
    opening meanwhile, the replacements do what the originals do.
    """
    if name is None or not name.startswith("/"):
        yield
        return
    from Xlib.protocol import display

    with _swapping:
        original = display.connect
        display.connect = _lookups_for_paths(original)
        try:
            yield
        finally:
            display.connect = original


def _lookups_for_paths(original: Any) -> SimpleNamespace:
    def get_display(name: str | None) -> Any:
        if name is None or not name.startswith("/"):
            return original.get_display(name)
        return name, "path", "", 0, 0

    def get_socket(name: str, protocol: Any, *where: Any) -> Any:
        if protocol != "path":
            return original.get_socket(name, protocol, *where)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(name)
        except OSError:
            connection.close()
            raise
        return connection

    def get_auth(connection: Any, name: str, protocol: Any, *where: Any) -> Any:
        return (b"", b"") if protocol == "path" else original.get_auth(connection, name, protocol, *where)

    return SimpleNamespace(get_display=get_display, get_socket=get_socket, get_auth=get_auth)
