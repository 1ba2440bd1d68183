"""Icons that come inside applications: LibreOffice's image archives and GIMP's own theme."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from grounding.data.icons.sources import IconFile
from grounding.data.icons.themes import find_theme_icons

# Only toolbar commands are named after what they do; the rest are parts of dialogs.
_COMMANDS = ("cmd/lc_", "cmd/sc_", "cmd/32/")


def find_office_icons(configuration: Path, unpacked: Path) -> Iterator[IconFile]:
    """Yield the toolbar icons of every LibreOffice image archive in ``configuration``."""
    for archive in sorted(configuration.glob("images_*.zip")):
        if "helpimg" not in archive.name:
            family = "libreoffice-" + archive.stem.removeprefix("images_")
            yield from _archive_icons(archive, family, unpacked / family)


def _archive_icons(archive: Path, family: str, folder: Path) -> Iterator[IconFile]:
    side = 48 if family.endswith("svg") else 64
    with zipfile.ZipFile(archive) as packed:
        for entry in sorted(packed.namelist()):
            if entry.startswith(_COMMANDS) and "/" not in entry.removeprefix("cmd/").removeprefix("32/"):
                path = Path(packed.extract(entry, folder))
                name = path.stem.removeprefix("lc_").removeprefix("sc_")
                yield IconFile(path, family, path.parent.name, (name,), side)


def find_gimp_icons(root: Path) -> Iterator[IconFile]:
    """Yield the tool and dialog icons of GIMP's themes."""
    if root.is_dir():
        for icon in find_theme_icons(root, ("Color", "Symbolic", "Legacy")):
            yield IconFile(icon.path, f"gimp-{icon.family.lower()}", icon.style, icon.names, icon.side)
