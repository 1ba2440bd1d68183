"""A compiled gettext catalogue, made by hand for tests."""

from __future__ import annotations

import struct


def catalogue(messages: dict[str, str], order: str = "<") -> bytes:
    """Return a .mo file: header, two tables of (length, offset), the texts."""
    pairs = sorted(messages.items())
    texts, tables = b"", [b"", b""]
    start = 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            raw = pair[column].encode()
            tables[column] += struct.pack(order + "2I", len(raw), start + len(texts))
            texts += raw + b"\0"
    header = struct.pack(order + "7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + tables[0] + tables[1] + texts
