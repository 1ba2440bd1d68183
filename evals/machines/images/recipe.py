"""What an image holds; its version is a digest of the recipe, so a changed recipe is another image."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SUITE = "bookworm"
_GENERATION = 1
"""Raise it when the way of building changes what comes out."""

_DESKTOP = (
    *("xvfb", "x11-xkb-utils", "xkb-data", "openbox", "tint2", "dbus", "dbus-bin", "x11-utils"),
    *("fontconfig", "fonts-dejavu-core", "fonts-liberation", "adwaita-icon-theme", "hicolor-icon-theme"),
    *("librsvg2-common", "gsettings-desktop-schemas", "shared-mime-info", "desktop-file-utils"),
    *("xdg-user-dirs", "xdg-utils", "libglib2.0-bin", "libxtst6", "wmctrl", "xdotool", "xclip"),
)
_SYSTEM = ("python3", "python-is-python3", "procps", "at-spi2-core", "python3-pyatspi", "gir1.2-gtk-3.0")
_LEAN = ("mousepad", "galculator", "pcmanfm", "xterm")
_FULL = (
    *("chromium", "libreoffice-writer", "libreoffice-calc", "libreoffice-impress", "libreoffice-gtk3"),
    *("gimp", "ristretto", "thunar", "vlc", "thunderbird", "fonts-noto-core", "fonts-noto-color-emoji"),
    *("libatk-adaptor", "libgail-common", "curl", "zip", "unzip", "imagemagick", "ffmpeg", "socat", "wget"),
)

_CHROMIUM = """\
# Namespaces are not to be had in here, and nothing is to be asked or fetched behind the user's back.
export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox --test-type --no-first-run --no-default-browser-check \
--password-store=basic --disable-gpu --disable-background-networking --disable-component-update \
--disable-sync --disable-quic"
"""


_AS_UPSTREAM_NAMES_IT = '#!/bin/sh\nexec chromium "$@"\n'


@dataclass(frozen=True, slots=True)
class Recipe:
    """Debian packages and files that make a root filesystem; ``files`` are absolute path and text."""

    name: str
    packages: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    suite: str = SUITE

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with the content."""
        content = {**as_data(self), "generation": _GENERATION}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def as_data(recipe: Recipe) -> dict[str, object]:
    """Return the recipe as plain data."""
    return {
        "name": recipe.name,
        "suite": recipe.suite,
        "packages": sorted(recipe.packages),
        "files": dict(recipe.files),
    }


LEAN = Recipe("lean", (*_SYSTEM, *_DESKTOP, *_LEAN), MappingProxyType({}))
FULL = Recipe(
    "full",
    (*_SYSTEM, *_DESKTOP, *_LEAN, *_FULL),
    MappingProxyType(
        {"/etc/chromium.d/gui-agent": _CHROMIUM, "/usr/local/bin/google-chrome": _AS_UPSTREAM_NAMES_IT}
    ),
)
RECIPES: Mapping[str, Recipe] = MappingProxyType({recipe.name: recipe for recipe in (LEAN, FULL)})
