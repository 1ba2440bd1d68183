"""Which part of a host name is the site's own.

The whole list of public endings is long and changes; these are those under which more than one label belongs
to the ending. Everything else ends with its last label.
"""

from __future__ import annotations

import re

_SECOND_LEVEL = ("co", "com", "org", "net", "edu", "gov", "ac", "gob", "ne", "or")


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
