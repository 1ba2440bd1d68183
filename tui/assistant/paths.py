"""Paths as a person calls them."""

from __future__ import annotations

from pathlib import Path


def short(path: Path) -> Path:
    """Return ``path`` as it is called from where the person works."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
