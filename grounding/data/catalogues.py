"""The messages of compiled gettext catalogues: what real programs say, in many languages."""

from __future__ import annotations

import struct
from pathlib import Path

_ORDERS = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}
_HEADER_SIZE = 28


def read_catalogue(path: Path) -> list[tuple[str, str]]:
    """Return (original, translation) of a ``.mo`` file, without contexts and plural forms.

    The gettext module of Python looks messages up and cannot list them. A file that is no catalogue, is
    damaged or cannot be read has none; nor have entries that are not UTF-8, or the header.
    Format: GNU gettext manual, "The Format of GNU MO Files".
    """
    try:
        data = path.read_bytes()
        order = _ORDERS.get(data[:4])
        if order is None or len(data) < _HEADER_SIZE:
            return []
        count, originals, translations = struct.unpack_from(f"{order}3I", data, 8)
        rows = range(count)
        pairs = [
            (_text(data, order, originals + 8 * i), _text(data, order, translations + 8 * i)) for i in rows
        ]
    except (OSError, struct.error):
        return []
    return [(o.rpartition("\x04")[2], t) for o, t in pairs if o and t is not None]


def _text(data: bytes, order: str, entry: int) -> str | None:
    length, start = struct.unpack_from(f"{order}2I", data, entry)
    try:
        return data[start : start + length].split(b"\0")[0].decode("utf-8")
    except UnicodeDecodeError:
        return None
