"""Phrases of real programs, from the compiled gettext catalogues on this machine."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from grounding.data.held_out import HELD_OUT_APPS

_MAGIC = 0x950412DE
_MARKUP = re.compile(
    r"<[^<>]{1,60}>|&[a-z]{2,6};|%[-+ #0-9.*']*(?:\([a-z_]+\))?[a-zA-Z$]+|%[0-9]+"
    r"|\$\{?\w+\}?|\{[^{}]*\}|@\w+@"
)
_ACCELERATOR = re.compile(r"\([_&][A-Za-z]\)|_(?=\w)|&(?=\w)")


def phrases(folder: Path, language: str, most: int) -> Iterator[tuple[str, str]]:
    """Yield (English, translated) of ``folder/LANGUAGE/LC_MESSAGES/*.mo``, of ``most`` catalogues."""
    for path in sorted((folder / language / "LC_MESSAGES").glob("*.mo"))[:most]:
        if path.stem.lower() in HELD_OUT_APPS:
            continue
        yield from messages(path.read_bytes())


def messages(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (original, translation) of a compiled catalogue; nothing where it is none, or not UTF-8."""
    if len(data) < 28 or struct.unpack_from("<I", data)[0] != _MAGIC:
        return
    count, originals, translations = struct.unpack_from("<3I", data, 8)
    for i in range(count):
        try:
            original = _string(data, originals + 8 * i)
            translation = _string(data, translations + 8 * i)
        except UnicodeDecodeError:
            continue
        if original:
            yield original.split("\x04")[-1].split("\0")[0], translation.split("\0")[0]


def cleaned(message: str) -> list[str]:
    """Return the plain lines of a message: no markup, accelerator marks, or format codes."""
    lines = []
    for line in message.replace("\\n", "\n").replace("\t", " ").splitlines():
        plain = " ".join(_ACCELERATOR.sub("", _MARKUP.sub(" ", line)).split())
        if len(plain) > 1 or plain.isalnum():
            lines.append(plain)
    return lines


def _string(data: bytes, entry: int) -> str:
    length, start = struct.unpack_from("<2I", data, entry)
    return data[start : start + length].decode("utf-8")
