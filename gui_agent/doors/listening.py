"""Where a door of HTTP listens, and the token that opens it."""

from __future__ import annotations

import errno
import os
import socket
import sys

from gui_agent.doors.token_guard import new_token
from gui_agent.errors import SettingsError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TOKEN_VARIABLE = "GUI_AGENT_TOKEN"
FEWEST_CHARACTERS = 16


def listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to ``host`` and ``port`` (0: any). Raises `SettingsError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        # Listening at once: a second server on the same port must fail now, not after opening a desktop.
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or error
        of_port = getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES, None)
        hint = "choose another port, or 0 for any" if of_port else "choose another --host, such as 127.0.0.1"
        raise SettingsError(f"cannot listen on {host}:{port}: {reason}; {hint}") from error
    return bound


def address_of(bound: socket.socket, host: str) -> str:
    """Return the address clients use, ``http://HOST:PORT``."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{bound.getsockname()[1]}"


def announce(what: str, host: str) -> str:
    """Tell on standard error where the door is, and return its token.

    The token is GUI_AGENT_TOKEN, or a fresh one that is printed. Raises `SettingsError` for one that cannot
    be sent, or can be guessed from elsewhere.
    """
    known = os.environ.get(TOKEN_VARIABLE, "").strip()
    if known and not (known.isascii() and known.isprintable()):
        raise SettingsError(f"{TOKEN_VARIABLE} has characters that no header carries; use ASCII, or unset it")
    if known and host not in LOOPBACK and len(known) < FEWEST_CHARACTERS:
        raise SettingsError(
            f"{TOKEN_VARIABLE} has fewer than {FEWEST_CHARACTERS} characters, and others can reach {host}: "
            "use a longer one, or unset it for a fresh one"
        )
    token = known or new_token()
    print(what, file=sys.stderr)
    if not known:
        print(f"Token (Authorization: Bearer …): {token}", file=sys.stderr)
    if host not in LOOPBACK:
        warning = "Others on the network can reach this address, and read what is sent: nothing is encrypted."
        print(warning, file=sys.stderr)
    sys.stderr.flush()
    return token
