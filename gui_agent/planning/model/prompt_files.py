"""Prompts as files: short, each with its version in the first line."""

from __future__ import annotations

import re
from pathlib import Path

_VERSION = re.compile(r"<!-- version (\d+) -->\n")


def read_prompt(file: Path) -> str:
    """Return the text of a prompt without its version line. Raises ValueError where that is missing."""
    text = file.read_text("utf-8")
    version = _VERSION.match(text)
    if version is None:
        raise ValueError(f"{file.name} must begin with <!-- version N -->")
    return text[version.end() :].strip()
