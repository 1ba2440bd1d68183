"""Icons from the installed themes as pictures, and the applications they stand for."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from grounding.data.held_out import HELD_OUT_APPS

_ICONS = Path("/usr/share/icons")
_APPLICATIONS = Path("/usr/share/applications")
_FALLBACKS = ("hicolor", "Adwaita", "gnome")


@dataclass(frozen=True, slots=True)
class Application:
    """An installed application: its name, its icon's name and its keywords."""

    name: str
    icon: str
    keywords: tuple[str, ...]


@cache
def applications() -> tuple[Application, ...]:
    """Return the installed applications that have an icon, without the held-out ones."""
    found: dict[str, Application] = {}
    for path in sorted(_APPLICATIONS.glob("*.desktop")):
        fields = _fields(path)
        icon, name = fields.get("Icon", ""), fields.get("Name", "")
        names = {
            path.stem.lower(),
            path.stem.lower().rpartition(".")[2],
            icon.lower().rpartition(".")[2],
            icon.lower(),
        }
        if (
            icon
            and name
            and "/" not in icon
            and fields.get("NoDisplay") != "true"
            and not names & HELD_OUT_APPS
        ):
            keywords = tuple(k for k in fields.get("Keywords", "").split(";") if k)
            found.setdefault(name, Application(name, icon, keywords))
    return tuple(found.values()) or (Application("Files", "system-file-manager", ("folder",)),)


def _fields(path: Path) -> dict[str, str]:
    """Return the untranslated fields of the entry itself."""
    fields: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("[") and fields:
            break
        key, equals, value = line.partition("=")
        if equals:
            fields.setdefault(key.strip(), value.strip())
    return fields


@cache
def icon_paths(theme: str) -> dict[str, tuple[str, ...]]:
    """Return the files of a theme by icon name."""
    found: dict[str, list[str]] = {}
    for folder, _, names in os.walk(_ICONS / theme, followlinks=False):
        for name in names:
            stem, dot, ending = name.rpartition(".")
            if dot and ending in ("png", "svg"):
                found.setdefault(stem, []).append(f"{folder}/{name}")
    return {name: tuple(sorted(paths)) for name, paths in found.items()}


@cache
def icon_picture(theme: str, name: str, size: int) -> Image.Image | None:
    """Return the icon as RGBA, size x size, or None when no theme has it."""
    for wanted in (theme, *_FALLBACKS):
        for path in sorted(icon_paths(wanted).get(name, ()), key=lambda p: _distance(p, size))[:2]:
            picture = _load(path, size)
            if picture is not None and (picture.getchannel("A").getbbox() is not None):
                return picture
    return None


def _distance(path: str, size: int) -> tuple[bool, int, str]:
    sizes = [
        int("".join(c for c in part if c.isdigit()))
        for part in path.split("/")[:-1]
        if part[:1].isdigit() and any(c.isdigit() for c in part)
    ]
    scalable = path.endswith(".svg") and "symbolic" not in path
    nearest = min(
        (abs(min(s, 512) - size) + (200 if s < size else 0) for s in sizes), default=0 if scalable else 500
    )
    return "symbolic" in path, nearest, path


def _load(path: str, size: int) -> Image.Image | None:
    try:
        if path.endswith(".svg"):
            if shutil.which("rsvg-convert") is None:
                return None
            done = subprocess.run(
                ["rsvg-convert", "-w", str(size), "-h", str(size), path],
                capture_output=True,
                check=True,
                timeout=10,
            )
            return Image.open(io.BytesIO(done.stdout)).convert("RGBA").resize((size, size))
        return Image.open(path).convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
    except (OSError, subprocess.SubprocessError):
        return None
