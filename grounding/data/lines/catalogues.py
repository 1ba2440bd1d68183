"""Phrases of real programs, from the compiled gettext catalogues on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grounding.data.catalogues import read_catalogue
from grounding.data.held_out import HELD_OUT_APPS

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
        yield from read_catalogue(path)


def cleaned(message: str) -> list[str]:
    """Return the plain lines of a message: no markup, accelerator marks, or format codes."""
    lines = []
    for line in message.replace("\\n", "\n").replace("\t", " ").splitlines():
        plain = " ".join(_ACCELERATOR.sub("", _MARKUP.sub(" ", line)).split())
        if len(plain) > 1 or plain.isalnum():
            lines.append(plain)
    return lines
