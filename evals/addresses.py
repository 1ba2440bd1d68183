"""Comparing web addresses as OSWorld's tasks mean it: which part of a host name is the site's own.

The whole list of public endings is long and changes; these are those under which more than one label belongs
to the ending. Everything else ends with its last label.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

PROFILES = (
    ".config/google-chrome/Default",
    ".config/chromium/Default",
    "snap/chromium/common/chromium/Default",
)
"""Where browsers of the family keep their profile, below the home folder; the first that is there counts."""

_SECOND_LEVEL = ("co", "com", "org", "net", "edu", "gov", "ac", "gob", "ne", "or")


def same_address(ours: str | None, theirs: str | None) -> bool:
    """Compare two addresses: the host counts without www and without its public ending."""
    if ours is None or theirs is None:
        return ours is theirs
    return _normal(ours) == _normal(theirs)


def _normal(address: str) -> str:
    if not re.match(r"^[a-zA-Z][a-zA-Z0-9+\-.]*://", address):
        address = f"http://{address}"
    parts = urlsplit(address)
    path = "" if parts.path == "/" else parts.path
    return urlunsplit(
        (parts.scheme.lower(), site_name(parts.netloc.lower()), path, parts.query, parts.fragment)
    )


def site_name(host: str) -> str:
    """Return a host (with or without port) without www and without its public ending.

    Addresses of numbers and single names stay as they are: ``www.airbnb.com.sg`` gives ``airbnb``.
    """
    name = host.rpartition("@")[2].partition(":")[0].strip(".")
    labels = name.split(".")
    if len(labels) < 2 or re.fullmatch(r"[\d.]+", name):
        return name
    double = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    labels = labels[: -2 if double else -1]
    if len(labels) > 1 and labels[0] == "www" and len(labels) == 2:
        labels = labels[1:]
    return ".".join(labels)
